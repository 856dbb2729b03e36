import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const note = command({
  name: 'note',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'text', kind: 'text', positional: true, required: true, free: true, limit: 2000 },
  ],
  example: 'note M12 "the admin is on leave until Monday"',
  defaults: migrationMeant,
  async run({ migration, text }, context) {
    return answerChange(context, await context.services.moves.note(context.ask, migration, text));
  },
});
