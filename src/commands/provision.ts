import { dayOf } from '../domain/calendar.js';
import { replacementsOf } from '../domain/migration.js';
import { isSameOffer } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Words } from '../messages/words.js';
import { answerChange } from './answer-change.js';
import { command } from './command.js';
import { sayOriginal, viewMeant } from './meant.js';
import { given } from './original-fields.js';

export const provision = command({
  name: 'provision',
  role: 'operator',
  fields: [
    { name: 'original', kind: 'originals', positional: true, required: true },
    { name: 'offer', kind: 'offer' },
    { name: 'seats', kind: 'count' },
    { name: 'on', kind: 'day' },
    { name: 'another', kind: 'yes' },
    { name: 'ordered', kind: 'moment', clearable: true },
    { name: 'ends', kind: 'day', clearable: true },
    { name: 'despite', kind: 'checks' },
  ],
  example: 'provision M12.1 offer="Microsoft 365 E3" seats=25 on=2027-01-25',
  async defaults({ original }, context) {
    const today = { on: dayOf(context.now()) };
    const view = await viewMeant(original, context);
    const ids = (original ?? '').split('+').map((id) => id.trim().toUpperCase());
    const order = view && orderOf(view, ids, context.words);
    if (!order) return { values: today };
    return {
      values: { ...today, ...given(order.values) },
      rev: view.migration.rev,
      of: { words: `provision ${ids.join('+')}`, shown: order.shown },
    };
  },
  async run({ original, offer, seats, on, another, ordered, ends, despite }, context) {
    const wanted = { offer, seats, on, another: another ?? false, ordered, ends, despite };
    return answerChange(context, await context.services.moves.provision(context.ask, original, wanted));
  },
});

/** What the order would be, with nothing more said: as it stands already, else as the originals are. */
function orderOf({ migration }: MigrationView, ids: readonly string[], words: Words) {
  const named = migration.originals.filter(({ id }) => ids.includes(id));
  const touching = new Set(named.flatMap((one) => replacementsOf(migration, one)));
  const known =
    migration.replacements.find(({ id }) => id === ids[0]) ?? (touching.size === 1 ? [...touching][0] : undefined);
  const [first] = named;
  if (known) {
    const { offer, seats, provisionedOn: on, expiresOn: ends } = known;
    // One more original brings its seats along.
    const joins = named.some(({ id }) => !known.covers.includes(id));
    return {
      values: { offer, on, ends, ...(joins ? {} : { seats }) },
      shown: words.list((first ? named : [known]).map(sayOriginal)),
    };
  }
  if (!first || touching.size > 0) return undefined;
  const isOne = named.every(({ offer }) => isSameOffer(offer, first.offer));
  const seats = named.reduce((sum, one) => sum + one.seats, 0);
  return { values: { ...(isOne ? { offer: first.offer } : {}), seats }, shown: words.list(named.map(sayOriginal)) };
}
