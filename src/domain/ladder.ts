import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, endOfDay, isBefore, startOfDay } from './calendar.js';
import { type Moving, type Route, replacementsOf } from './migration.js';
import { isReplaced, isServed } from './pool.js';
import { isInExtendedServiceTerm, serviceEnd } from './service-end.js';
import type { Original, Replacement } from './subscription.js';

export type RungName = 'provision' | 'stop-renewal' | 'transfer' | 'end' | 'access-ends' | 'last-day-kept' | 'correct';

/** One thing to be done, and by when, for one original. */
export interface Rung {
  readonly name: RungName;
  /** The day Ferry advises; earlier costs double pay. */
  readonly recommended?: Day;
  /** The last day on which it can be done. */
  readonly latest: Day;
  /** The instant at which it is too late. */
  readonly before: Temporal.Instant;
  readonly done: boolean;
}

/** The day by which Ferry says to act: the advised one where there is one, for on the last day anything may go wrong. */
export function actBy({ recommended, latest }: Rung): Day {
  return recommended ?? latest;
}

/** Ferry's practice: a replacement a week before the end leaves time for what goes wrong. */
export const PROVISION_AHEAD_DAYS = 7;
/**
 * A replacement can be cancelled or cut for a prorated refund for 168 hours from its order (Partner Center, "New commerce
 * cancellation policy", 2023-07); where only the day is known, the six days after it are safe.
 */
const CORRECT_HOURS = 168;
const CORRECT_DAYS = 6;

/** The act-by ladder of one original, in the order of doing; days are UTC days, as Partner Center counts them. */
export function ladder(migration: Moving, original: Original, now: Temporal.Instant): Rung[] {
  const { expiresOn, ended } = original;
  const day = (name: RungName, latest: Day, done: boolean): Rung => ({ name, latest, before: endOfDay(latest), done });
  const rungs: Rung[] = [];
  const transfer = TRANSFERS[migration.route];
  if (transfer) {
    // It goes on in CSP as it is: nothing is replaced, and its renewal stays. The last day is left out: writes are locked then.
    const recommended = addDays(expiresOn, -transfer.aheadDays);
    const before = startOfDay(expiresOn);
    rungs.push({ name: 'transfer', recommended, latest: addDays(expiresOn, -1), before, done: ended !== undefined });
  } else {
    const replaced = original.unneeded !== undefined || isReplaced(migration, original);
    const recommended = addDays(expiresOn, -PROVISION_AHEAD_DAYS);
    rungs.push({ ...day('provision', expiresOn, replaced), recommended });
    const stopped = isRenewalStopped(migration, original);
    const latest = addDays(expiresOn, -1);
    rungs.push({ name: 'stop-renewal', latest, before: startOfDay(expiresOn), done: stopped });
  }
  rungs.push(day('end', expiresOn, ended !== undefined));
  const { accessEnds, lastDayKept } = serviceEnd(original, migration.source);
  const inService = isServed(migration, original, now);
  if (accessEnds !== undefined) rungs.push(day('access-ends', accessEnds, inService));
  if (lastDayKept !== undefined) rungs.push(day('last-day-kept', lastDayKept, inService));
  return [...rungs, ...replacementsOf(migration, original).map((replacement) => correctRung(replacement, now))];
}

/** Routes that take a subscription along as it is, and how many days before its end Ferry advises to begin. */
const TRANSFERS: Partial<Record<Route, { readonly aheadDays: number }>> = {
  // Third parties report that a request lapses after 30 days, so a first one and a second one fit before the end.
  'partner-transfer': { aheadDays: 60 },
  // Near its end a subscription is not eligible any more (Partner Center, "Validate a subscription for migration", 2023).
  'new-commerce': { aheadDays: 30 },
};

export function isTransfer(route: Route): boolean {
  return TRANSFERS[route] !== undefined;
}

/** Until when a replacement can be cancelled, or its seats cut, for part of the price. */
export function correctRung({ orderedAt, provisionedOn }: Replacement, now: Temporal.Instant): Rung {
  if (orderedAt === undefined) {
    const latest = addDays(provisionedOn, CORRECT_DAYS);
    return { name: 'correct', latest, before: endOfDay(latest), done: !isBefore(now, endOfDay(latest)) };
  }
  const before = Temporal.Instant.from(orderedAt).add({ hours: CORRECT_HOURS });
  return { name: 'correct', latest: dayOf(before.subtract({ milliseconds: 1 })), before, done: !isBefore(now, before) };
}

/**
 * The next rung not yet done. Once the end has passed, what happened must be told before anything else; on its last day
 * stopping the renewal comes before a replacement that is still missing, since a year of double pay is worse than an
 * order placed tomorrow. `today` is the reader's day, the UTC day when not given.
 */
export function nextRung(
  migration: Moving,
  original: Original,
  now: Temporal.Instant,
  today: Day = dayOf(now),
): Rung | undefined {
  const open = ladder(migration, original, now).filter((rung) => !rung.done && rung.name !== 'correct');
  const named = (name: RungName) => open.find((rung) => rung.name === name);
  if (original.ended) {
    return [named('access-ends'), named('last-day-kept')].find(
      (rung) => rung !== undefined && isBefore(now, rung.before),
    );
  }
  const end = named('end');
  if (end && !isBefore(now, end.before)) return end;
  const stop = named('stop-renewal');
  if (stop && isBefore(now, stop.before) && today >= stop.latest) return stop;
  return named('transfer') ?? named('provision') ?? (stop && isBefore(now, stop.before) ? stop : end);
}

/** The rung of the renewal while it is still to be stopped, and can be. */
export function openStop(migration: Moving, original: Original, now: Temporal.Instant): Rung | undefined {
  const stop = ladder(migration, original, now).find(({ name }) => name === 'stop-renewal');
  return stop && !stop.done && isBefore(now, stop.before) ? stop : undefined;
}

/** Renewal is off and nothing follows the end. */
function isRenewalStopped(migration: Moving, original: Original): boolean {
  if (original.ended) return true;
  if (original.renewal !== 'ends') return false;
  // Renewal off is not cancel: in the extended service term it rolls into a paid month-to-month term.
  return !isInExtendedServiceTerm(original, migration.source) || original.termEnd === 'cancel';
}
