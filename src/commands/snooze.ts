import { dayIn, workingDaysAfter } from '../domain/calendar.js';
import { sayAnswer, withWake } from '../messages/changes.js';
import { viewOf } from './answer-change.js';
import { command } from './command.js';
import { subjectMeant } from './meant.js';

export const snooze = command({
  name: 'snooze',
  role: 'operator',
  fields: [
    { name: 'what', kind: 'subject', positional: true, required: true },
    { name: 'until', kind: 'until', positional: true, required: true },
    { name: 'reason', kind: 'text', positional: true, limit: 2000 },
  ],
  example: 'snooze M12.1 next "the admin is on leave"',
  async defaults({ what }, context) {
    const meant = await subjectMeant(what, context);
    const { services } = context;
    const settings = meant ? await services.speaking.in(meant.view.migration.channel) : services.speaking.standard;
    // Where its reminders are read, as `next` means it.
    const until = workingDaysAfter(dayIn(settings.zone, context.now()), 1, settings);
    return { values: { until }, ...(meant && { shown: { what: meant.shown } }) };
  },
  async run({ what, until, reason }, context) {
    const { services, words, ask } = context;
    const answer = await services.snoozes.snooze(ask, what, until, reason);
    const view = await viewOf(context, answer);
    const { happening } = answer;
    const wake =
      happening?.did === 'snoozed' ? await services.snoozes.wakesBefore(view, happening.originals) : undefined;
    return withWake(words, sayAnswer(words, answer, view), wake);
  },
});
