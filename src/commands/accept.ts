import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const accept = command({
  name: 'accept',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'on', kind: 'day' },
    { name: 'agreement', kind: 'day' },
  ],
  example: 'accept M12 agreement=2026-11-20',
  defaults: migrationMeant,
  async run({ migration, on, agreement }, context) {
    return answerChange(context, await context.services.moves.accept(context.ask, migration, on, agreement));
  },
});
