import { sayChecklist } from '../messages/checklist.js';
import { command } from './command.js';

export const checklist = command({
  name: 'checklist',
  role: 'viewer',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  looks: true,
  example: 'checklist contoso.com',
  async run({ migration }, { services, words }) {
    return sayChecklist(words, await services.lookup.show(migration));
  },
});
