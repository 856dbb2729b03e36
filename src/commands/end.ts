import { dayOf } from '../domain/calendar.js';
import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { originalMeant } from './meant.js';

export const end = command({
  name: 'end',
  role: 'operator',
  fields: [
    { name: 'original', kind: 'original', positional: true, required: true },
    {
      name: 'how',
      kind: 'one-of',
      options: ['expired', 'cancelled', 'renewed', 'transferred'],
      positional: true,
      required: true,
    },
    { name: 'on', kind: 'day' },
    { name: 'until', kind: 'day' },
    { name: 'confirm', kind: 'yes' },
    { name: 'reason', kind: 'text', limit: 2000 },
    { name: 'unneeded', kind: 'text', limit: 2000 },
    { name: 'again', kind: 'yes' },
  ],
  example: 'end M12.1 cancelled on=2027-01-24',
  async defaults({ original, how }, context) {
    const meant = await originalMeant(original, context);
    // What expired did so on the last day of its term, which nobody has to give.
    const isToday = how === 'cancelled' || how === 'transferred';
    return {
      values: isToday ? { on: dayOf(context.now()) } : {},
      ...(meant && { shown: { original: meant.shown } }),
    };
  },
  async run({ original, how, on, until, confirm, reason, unneeded, again }, context) {
    const wanted = { how, on, until, confirm: confirm ?? false, reason, unneeded, again: again ?? false };
    return answerChange(context, await context.services.moves.end(context.ask, original, wanted));
  },
});
