import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const approve = command({
  name: 'approve',
  role: 'approver',
  fields: [{ name: 'request', kind: 'request', positional: true, required: true }],
  example: 'approve A4',
  async run({ request }, context) {
    return answerChange(context, await context.services.requests.approve(context.ask, request));
  },
});
