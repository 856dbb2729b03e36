import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';
import { personOrNobody } from './person-meant.js';

export const deputy = command({
  name: 'deputy',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'person', kind: 'person', positional: true, required: true },
  ],
  example: 'deputy M12 @igor',
  defaults: migrationMeant,
  async run({ migration, person }, context) {
    const { services, ask } = context;
    const who = personOrNobody(context, person);
    return answerChange(context, await services.owners.assign(ask, migration, 'deputy', who));
  },
});
