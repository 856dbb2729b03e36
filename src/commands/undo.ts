import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const undo = command({
  name: 'undo',
  role: 'operator',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  example: 'undo M12',
  async run({ migration }, context) {
    return answerChange(context, await context.services.moves.undo(context.ask, migration));
  },
});
