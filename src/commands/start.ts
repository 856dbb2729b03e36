import { Route } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { Source } from '../domain/subscription.js';
import { sourceQuestion } from '../messages/checklist.js';
import { quoted } from '../services/endings.js';
import { answerChange, viewOf } from './answer-change.js';
import { command } from './command.js';
import { FACT_FIELDS, originalFacts } from './original-fields.js';

export const start = command({
  name: 'start',
  role: 'operator',
  posts: true,
  fields: [
    { name: 'customer', kind: 'customer', positional: true, required: true },
    { name: 'source', kind: 'one-of', options: Source.options },
    { name: 'route', kind: 'one-of', options: Route.options },
    { name: 'country', kind: 'country' },
    { name: 'language', kind: 'language' },
    { name: 'agreement', kind: 'day' },
    { name: 'offer', kind: 'offer' },
    { name: 'seats', kind: 'count' },
    { name: 'ends', kind: 'day' },
    ...FACT_FIELDS,
    { name: 'again', kind: 'yes' },
  ],
  form: ['customer', 'source', 'offer', 'seats', 'ends', 'renewal'],
  example: 'start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto',
  async run(values, context) {
    const { customer, source, route, country, language, agreement, offer, seats, ends, again } = values;
    const facts = originalFacts(values);
    const none = offer === undefined && seats === undefined && ends === undefined;
    if (none && Object.values(facts).some((value) => value !== undefined)) throw incomplete(['offer', 'seats', 'ends']);
    if (!none && (offer === undefined || seats === undefined || ends === undefined)) {
      throw incomplete(
        Object.entries({ offer, seats, ends }).flatMap(([name, value]) => (value === undefined ? [name] : [])),
      );
    }
    const original =
      offer !== undefined && seats !== undefined && ends !== undefined ? { ...facts, offer, seats, ends } : undefined;
    const answer = await context.services.moves.start(context.ask, {
      customer,
      source,
      route,
      country,
      language,
      agreement,
      original,
      again: again ?? false,
      insist: insisting(values),
    });
    const message = await answerChange(context, answer);
    // The card of a migration that is open already asks by itself.
    if (answer.happening?.did !== 'started') return message;
    return { ...message, blocks: [...message.blocks, ...sourceQuestion(context.words, await viewOf(context, answer))] };
  },
});

/** The same once more, for a customer who is another one all the same. */
function insisting({ customer, ...facts }: Readonly<Record<string, unknown>>): string {
  const given = Object.entries({ ...facts, again: true }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${typedValue(value)}`],
  );
  return [`start ${typedValue(customer)}`, ...given].join(' ');
}

function typedValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value ?? 'unknown');
  return /^[\p{L}\p{N}.-]+$/u.test(text) ? text : quoted(text);
}

function incomplete(missing: readonly string[]): UserError {
  const usage = 'start <customer> offer="Office 365 E3" seats=25 ends=2027-01-31';
  return new UserError('missing-fields', { fields: missing.join(', '), usage });
}
