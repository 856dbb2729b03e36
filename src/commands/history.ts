import { sayHistory } from '../messages/lists.js';
import { command, pageOf } from './command.js';

export const history = command({
  name: 'history',
  role: 'viewer',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'page', kind: 'count' },
  ],
  looks: true,
  example: 'history M12',
  async run({ migration, page }, context) {
    const { view, lines } = await context.services.lookup.history(migration);
    return sayHistory(context.words, view, lines, pageOf(context, page, `history ${view.migration.id}`));
  },
});
