import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const abandon = command({
  name: 'abandon',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'reason', kind: 'text', positional: true, required: true, free: true, limit: 2000 },
  ],
  example: 'abandon M12 "the customer stays where it is"',
  defaults: migrationMeant,
  async run({ migration, reason }, context) {
    return answerChange(context, await context.services.moves.abandon(context.ask, migration, reason));
  },
});
