import { migrationCard } from '../messages/card.js';
import { command } from './command.js';

export const show = command({
  name: 'show',
  role: 'viewer',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  looks: true,
  example: 'show contoso.com',
  async run({ migration }, { services, words }) {
    return migrationCard(words, await services.lookup.show(migration));
  },
});
