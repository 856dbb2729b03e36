import { sayDue } from '../messages/lists.js';
import { command, pageOf } from './command.js';

const DAYS = 30;

export const due = command({
  name: 'due',
  role: 'viewer',
  fields: [
    { name: 'days', kind: 'count', zero: true, positional: true },
    { name: 'page', kind: 'count' },
  ],
  looks: true,
  example: 'due 14',
  async run({ days = DAYS, page }, context) {
    const lines = await context.services.lookup.due(days);
    return sayDue(context.words, lines, days, pageOf(context, page, `due ${days}`));
  },
});
