import { Route } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { Source } from '../domain/subscription.js';
import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { FACT_FIELDS, originalFacts } from './original-fields.js';

export const change = command({
  name: 'change',
  role: 'operator',
  fields: [
    { name: 'what', kind: 'subject', positional: true, required: true },
    { name: 'offer', kind: 'offer' },
    { name: 'seats', kind: 'count' },
    { name: 'ends', kind: 'day' },
    ...FACT_FIELDS,
    { name: 'source', kind: 'one-of', options: Source.options },
    { name: 'route', kind: 'one-of', options: Route.options },
    { name: 'country', kind: 'country', clearable: true },
    { name: 'agreement', kind: 'day', clearable: true },
  ],
  example: 'change M12.1 renewal=ends',
  async run(values, context) {
    const { what, offer, seats, ends, source, route, country, agreement } = values;
    const facts = { ...originalFacts(values), offer, seats, ends, source, route, country, agreement };
    if (Object.values(facts).every((value) => value === undefined)) {
      throw new UserError('nothing-given', { usage: change.example });
    }
    return answerChange(context, await context.services.moves.change(context.ask, what, facts));
  },
});
