import { sayForgotten } from '../messages/people.js';
import { command } from './command.js';

export const forget = command({
  name: 'forget',
  role: 'admin',
  fields: [
    { name: 'customer', kind: 'customer', positional: true, required: true },
    { name: 'confirm', kind: 'yes' },
  ],
  example: 'forget contoso.com',
  async run({ customer, confirm }, { services, words, ask }) {
    return sayForgotten(words, await services.forgetting.forget(ask, customer, confirm ?? false));
  },
});
