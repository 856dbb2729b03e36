import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const withdraw = command({
  name: 'withdraw',
  role: 'operator',
  fields: [{ name: 'request', kind: 'request', positional: true, required: true }],
  example: 'withdraw A4',
  async run({ request }, context) {
    return answerChange(context, await context.services.requests.withdraw(context.ask, request));
  },
});
