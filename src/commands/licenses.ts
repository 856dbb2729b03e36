import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const licenses = command({
  name: 'licenses',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'done', kind: 'count', zero: true, positional: true, required: true },
  ],
  example: 'licenses M12 done=40',
  async defaults(typed, context) {
    const { view, ...meant } = await migrationMeant(typed, context);
    return view ? { ...meant, values: { done: String(view.migration.licensesDone) } } : meant;
  },
  async run({ migration, done }, context) {
    return answerChange(context, await context.services.moves.licenses(context.ask, migration, done));
  },
});
