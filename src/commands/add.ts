import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';
import { FACT_FIELDS, originalFacts } from './original-fields.js';

export const add = command({
  name: 'add',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'offer', kind: 'offer', required: true },
    { name: 'seats', kind: 'count', required: true },
    { name: 'ends', kind: 'day', required: true },
    ...FACT_FIELDS,
    { name: 'again', kind: 'yes' },
  ],
  example: 'add M12 offer="Microsoft 365 Business Premium" seats=10 ends=2027-02-28 renewal=ends',
  form: ['migration', 'offer', 'seats', 'ends', 'renewal', 'assigned', 'price', 'currency', 'term-end', 'addon-of'],
  defaults: migrationMeant,
  async run(values, context) {
    const { migration, offer, seats, ends, again } = values;
    const original = { ...originalFacts(values), offer, seats, ends };
    return answerChange(context, await context.services.moves.add(context.ask, migration, original, again ?? false));
  },
});
