import { sayMail } from '../messages/reminder.js';
import { command } from './command.js';

export const mail = command({
  name: 'mail',
  role: 'viewer',
  fields: [
    { name: 'original', kind: 'original', positional: true, required: true },
    { name: 'language', kind: 'language' },
    { name: 'english', kind: 'yes' },
  ],
  looks: true,
  example: 'mail M12.1',
  async run({ original, ...wish }, { services, words }) {
    const { view, original: meant } = await services.lookup.original(original);
    return sayMail(words, view, meant, wish);
  },
});
