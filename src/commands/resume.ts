import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const resume = command({
  name: 'resume',
  role: 'operator',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  example: 'resume M12',
  async run({ migration }, context) {
    return answerChange(context, await context.services.moves.resume(context.ask, migration));
  },
});
