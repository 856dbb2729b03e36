import { sayLinked } from '../messages/people.js';
import { command } from './command.js';
import { personMeant } from './person-meant.js';

export const link = command({
  name: 'link',
  role: 'admin',
  fields: [
    { name: 'identity', kind: 'person', positional: true, required: true },
    { name: 'other', kind: 'person', positional: true, required: true },
  ],
  example: 'link slack:T0001/U0001 teams:contoso/8d2c',
  async run({ identity, other }, context) {
    const { services, words, ask } = context;
    const linked = await services.linking.link(ask, personMeant(context, identity), personMeant(context, other));
    return sayLinked(words, linked);
  },
});
