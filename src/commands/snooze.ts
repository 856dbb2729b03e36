import { sayAnswer, withWake } from '../messages/changes.js';
import { viewOf } from './answer-change.js';
import { command } from './command.js';

export const snooze = command({
  name: 'snooze',
  role: 'operator',
  fields: [
    { name: 'what', kind: 'subject', positional: true, required: true },
    { name: 'until', kind: 'until', positional: true, required: true },
    { name: 'reason', kind: 'text', positional: true, limit: 2000 },
  ],
  example: 'snooze M12.1 next "the admin is away"',
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
