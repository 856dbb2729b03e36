import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const remove = command({
  name: 'remove',
  role: 'operator',
  fields: [{ name: 'what', kind: 'subject', positional: true, required: true }],
  example: 'remove M12.2',
  async run({ what }, context) {
    return answerChange(context, await context.services.moves.remove(context.ask, what));
  },
});
