import { Route } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { Source } from '../domain/subscription.js';
import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { subjectMeant } from './meant.js';
import { FACT_FIELDS, given, originalFacts, typedFacts } from './original-fields.js';

const OF_ORIGINAL = ['offer', 'seats', 'ends', ...FACT_FIELDS.map(({ name }) => name)];
const OF_MIGRATION = ['source', 'route', 'country', 'language', 'agreement'];

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
    { name: 'language', kind: 'language', clearable: true },
    { name: 'agreement', kind: 'day', clearable: true },
  ],
  form: ['what'],
  example: 'change M12.1 renewal=ends',
  async defaults({ what }, context) {
    const meant = await subjectMeant(what, context);
    if (!meant) return { values: {} };
    const { migration } = meant.view;
    // Without its route: a new source brings the way along that fits it.
    const { source, country, language, agreementOn: agreement } = migration;
    const values = meant.original ? typedFacts(meant.original) : given({ source, country, language, agreement });
    const id = meant.original?.id ?? migration.id;
    const fields = meant.original ? OF_ORIGINAL : OF_MIGRATION;
    return { values, rev: migration.rev, of: { words: `change ${id}`, shown: meant.shown, fields } };
  },
  async run(values, context) {
    const { what, offer, seats, ends, source, route, country, language, agreement } = values;
    const facts = { ...originalFacts(values), offer, seats, ends, source, route, country, language, agreement };
    if (Object.values(facts).every((value) => value === undefined)) {
      throw new UserError('nothing-given', { usage: change.example });
    }
    return answerChange(context, await context.services.moves.change(context.ask, what, facts));
  },
});
