import { dayOf, endOfDay, isBefore } from '../../domain/calendar.js';
import { isExtended } from '../../domain/ending.js';
import { nextRung } from '../../domain/ladder.js';
import { isServed } from '../../domain/pool.js';
import { incident } from '../../domain/stage.js';
import { isActive, type Original, type Replacement } from '../../domain/subscription.js';
import type { MigrationView } from '../../domain/view.js';
import type { Words } from '../../messages/words.js';
import { actsOf, licensesAct, renewedUntil } from './acts.js';
import type { SubscriptionView } from './protocol.js';

/** What the customer has: the originals, and what takes their place. */
export function subscriptionsOf(
  words: Words,
  view: MigrationView,
  partnerCountry: string | undefined,
): SubscriptionView[] {
  const { originals, replacements } = view.migration;
  return [
    ...originals.map((original): SubscriptionView => {
      const { id, offer: name, seats } = original;
      return {
        id,
        name,
        seats: words.say('playground.outside-seats', { seats }),
        state: sayState(words, view, original),
        tone: toneOf(view, original),
        acts: actsOf(words, view, original, partnerCountry),
      };
    }),
    ...replacements.map((one) => replacementView(words, view, one)),
  ];
}

function replacementView(words: Words, view: MigrationView, replacement: Replacement): SubscriptionView {
  const { id, offer: name, seats, provisionedOn: on } = replacement;
  const isThere = isActive(replacement, dayOf(view.now));
  return {
    id,
    name,
    seats: words.say('playground.outside-seats', { seats }),
    state: words.say(isThere ? 'playground.outside-new' : 'playground.outside-planned', { on: { day: on } }),
    tone: isThere ? 'good' : 'plain',
    acts: licensesAct(words, view, replacement),
  };
}

function sayState(words: Words, { migration, now }: MigrationView, original: Original): string {
  const { ended, renewal, expiresOn } = original;
  if (ended) return words.say(`playground.outside-${ended.how}`, { on: { day: ended.on } });
  const on = { day: expiresOn };
  const byMonth = isExtended(migration, original);
  if (isBefore(now, endOfDay(expiresOn))) {
    return words.say(byMonth ? 'playground.outside-runs-then-month' : `playground.outside-runs-${renewal}`, { on });
  }
  if (byMonth) return words.say('playground.outside-by-month', { on });
  if (renewal === 'auto-renews') {
    return words.say('playground.outside-renewed', { on: { day: renewedUntil(original, now) } });
  }
  return words.say(renewal === 'ends' ? 'playground.outside-expired' : 'playground.outside-end-unknown', { on });
}

/** Good: nothing has to be done about it any more. Bad: it costs money or service. */
function toneOf({ migration, now }: MigrationView, original: Original): SubscriptionView['tone'] {
  if (incident(migration, original, now) !== undefined) return 'bad';
  const served = isServed(migration, original, now);
  if (original.ended) return served ? 'good' : 'bad';
  const rung = nextRung(migration, original, now);
  if (rung === undefined || isBefore(now, rung.before)) return rung?.name === 'end' ? 'good' : 'plain';
  // Too late for its next step, but for one that has ended as planned: that is only to be told.
  return original.renewal === 'ends' && served ? 'plain' : 'bad';
}
