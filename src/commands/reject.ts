import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const reject = command({
  name: 'reject',
  role: 'approver',
  fields: [{ name: 'request', kind: 'request', positional: true, required: true }],
  example: 'reject A4',
  async run({ request }, context) {
    return answerChange(context, await context.services.requests.reject(context.ask, request));
  },
});
