import { addDays, type Day, dayOf } from '../../domain/calendar.js';
import { isTransfer, PROVISION_AHEAD_DAYS } from '../../domain/ladder.js';
import { findOriginal, isAccepted, replacementsOf } from '../../domain/migration.js';
import { isReplaced, isServed } from '../../domain/pool.js';
import { checksOf, type PlannedOrder, preflight } from '../../domain/preflight.js';
import { checklist } from '../../domain/route.js';
import type { Original } from '../../domain/subscription.js';
import type { MigrationView } from '../../domain/view.js';
import { provisionButtons } from '../../messages/rungs.js';
import type { Words } from '../../messages/words.js';
import { act } from './act.js';
import type { Act } from './protocol.js';

/**
 * Ordering what takes the place of an original: on the day that Ferry advises, and now; or what puts an order right that has too
 * few seats, or comes too late. Before that the customer's agreement. Empty: nothing to order, or not yet possible.
 */
export function orderActs(
  words: Words,
  view: MigrationView,
  original: Original,
  partnerCountry: string | undefined,
): Act[] {
  const { migration, now } = view;
  if (!isAccepted(migration) || !isWanted(view, original)) return [];
  if (replacementsOf(migration, original).length > 0) {
    return provisionButtons(words, view, original).map(({ label, run }) => {
      const despite = correction(view, run);
      return act(label, despite === undefined ? run : `${run} despite=${despite}`);
    });
  }
  const today = dayOf(now);
  if (migration.agreementOn === undefined) {
    return [act(words.say('playground.outside-do-agree'), `change ${migration.id} agreement=${today}`)];
  }
  const advised = adviseDay(view, original);
  const days: (Day | undefined)[] = advised > today ? [advised, undefined] : [undefined];
  return days.flatMap((on) => {
    const despite = despiteOf(view, original, on ?? today, partnerCountry);
    if (despite === undefined) return [];
    const line = `provision ${original.id}${on === undefined ? '' : ` on=${on}`}`;
    if (despite !== '') return [act(words.say('playground.outside-do-order-despite'), `${line} despite=${despite}`)];
    if (on !== undefined) return [act(words.say('playground.outside-do-order-on', { on: { day: on } }), line)];
    return [act(words.say(advised > today ? 'playground.outside-do-order-now' : 'playground.outside-do-order'), line)];
  });
}

/** Nothing takes its place in the plan; or it has ended, and people are without service. */
function isWanted({ migration, now }: MigrationView, original: Original): boolean {
  if (original.ended) return !isServed(migration, original, now);
  if (isTransfer(migration.route) || original.unneeded !== undefined || isReplaced(migration, original)) return false;
  // Where the route has steps, what is ordered follows from them.
  return !checklist(migration, now).some(({ step, state }) => step !== undefined && state === 'next');
}

/** A week before its end; an add-on not before its base. */
function adviseDay({ migration }: MigrationView, original: Original): Day {
  const base = findOriginal(migration, original.addonOf ?? '');
  const days = base ? replacementsOf(migration, base).map(({ provisionedOn }) => provisionedOn) : [];
  return [addDays(original.expiresOn, -PROVISION_AHEAD_DAYS), ...days].sort().at(-1) ?? original.expiresOn;
}

/** The checks that have to be passed over, joined as they are typed; undefined: one that ought not to be. */
function despiteOf(
  { migration, now }: MigrationView,
  { id, offer, seats, addonOf }: Original,
  on: Day,
  partnerCountry: string | undefined,
): string | undefined {
  const today = dayOf(now);
  const order: PlannedOrder = { corrects: undefined, offer, seats, covers: [id], on, orderedOn: on, today };
  const checks = checksOf(preflight(migration, order, partnerCountry));
  const base = findOriginal(migration, addonOf ?? '');
  // Its base can be ordered first, unless seats of another order serve it.
  const isServedBeside = base && isReplaced(migration, base) && replacementsOf(migration, base).length === 0;
  const waits = checks.includes('base-first') && !isServedBeside;
  return waits || checks.includes('accepted') || checks.includes('agreement') ? undefined : checks.join('+');
}

/** What stands against other seats of an order that is there: the limit of its offer. */
function correction({ migration, now }: MigrationView, run: string): string | undefined {
  const [, id, wanted] = /^provision (\S+) seats=(\d+)$/.exec(run) ?? [];
  const corrects = migration.replacements.find((one) => one.id === id);
  if (corrects === undefined) return undefined;
  const { offer, covers, provisionedOn: on } = corrects;
  const order = { corrects, offer, seats: Number(wanted), covers, on, orderedOn: on, today: dayOf(now) };
  return checksOf(preflight(migration, order, undefined)).join('+') || undefined;
}
