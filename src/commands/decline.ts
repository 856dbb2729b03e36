import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const decline = command({
  name: 'decline',
  role: 'operator',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  example: 'decline M12',
  async run({ migration }, context) {
    return answerChange(context, await context.services.moves.decline(context.ask, migration));
  },
});
