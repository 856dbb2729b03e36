import { sayUnlinked } from '../messages/people.js';
import { command } from './command.js';
import { personMeant } from './person-meant.js';

export const unlink = command({
  name: 'unlink',
  role: 'admin',
  fields: [{ name: 'identity', kind: 'person', positional: true, required: true }],
  example: 'unlink slack:T0001/U0001',
  async run({ identity }, context) {
    const { services, words, ask } = context;
    return sayUnlinked(words, await services.linking.unlink(ask, personMeant(context, identity)));
  },
});
