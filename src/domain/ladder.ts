import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, endOfDay, isBefore, startOfDay } from './calendar.js';
import { type Migration, replacementsOf } from './migration.js';
import { seatsShort } from './seating.js';
import { isInExtendedServiceTerm, serviceEnd } from './service-end.js';
import { isActive, isSameOffer, type Original, type Replacement, seatsNeeded } from './subscription.js';

export type RungName = 'provision' | 'stop-renewal' | 'end' | 'access-ends' | 'last-day-kept' | 'correct';

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

/** Ferry's practice: a replacement a week before the end leaves time for what goes wrong. */
const PROVISION_AHEAD_DAYS = 7;
/** A replacement can be cancelled or cut for a prorated refund for 168 hours; of an order only the day is known, so 6 days after it. */
const CORRECT_DAYS = 6;

/** The act-by ladder of one original, in the order of doing; days are UTC days, as Partner Center counts them. */
export function ladder(migration: Migration, original: Original, now: Temporal.Instant): Rung[] {
  const rungs: Rung[] = [];
  const { expiresOn } = original;
  const replaced = isReplaced(migration, original);
  if (migration.route !== 'partner-transfer') {
    rungs.push({
      name: 'provision',
      recommended: addDays(expiresOn, -PROVISION_AHEAD_DAYS),
      latest: expiresOn,
      before: endOfDay(expiresOn),
      done: replaced || original.ended?.unneeded !== undefined,
    });
  }
  // A partner transfer takes the subscription along as it is: nothing is replaced, and its renewal stays.
  if (migration.route !== 'partner-transfer') {
    rungs.push({
      name: 'stop-renewal',
      latest: addDays(expiresOn, -1),
      before: startOfDay(expiresOn),
      done: isRenewalStopped(migration, original),
    });
  }
  rungs.push({ name: 'end', latest: expiresOn, before: endOfDay(expiresOn), done: original.ended !== undefined });
  const { accessEnds, lastDayKept } = serviceEnd(original, migration.source);
  const inService = isServed(migration, original, now);
  if (accessEnds !== undefined) {
    rungs.push({ name: 'access-ends', latest: accessEnds, before: endOfDay(accessEnds), done: inService });
  }
  if (lastDayKept !== undefined) {
    rungs.push({ name: 'last-day-kept', latest: lastDayKept, before: endOfDay(lastDayKept), done: inService });
  }
  for (const replacement of replacementsOf(migration, original)) {
    const latest = addDays(replacement.provisionedOn, CORRECT_DAYS);
    rungs.push({ name: 'correct', latest, before: endOfDay(latest), done: !isBefore(now, endOfDay(latest)) });
  }
  return rungs;
}

/**
 * The next rung not yet done. Once the end has passed, what happened must be told before anything else; on its last day
 * stopping the renewal comes before a replacement that is still missing, since a year of double pay is worse than an
 * order placed tomorrow.
 */
export function nextRung(migration: Migration, original: Original, now: Temporal.Instant): Rung | undefined {
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
  if (stop && isBefore(now, stop.before) && dayOf(now) >= stop.latest) return stop;
  return named('provision') ?? (stop && isBefore(now, stop.before) ? stop : end);
}

/** Replacements with enough seats stand ready, or are planned for a day that is not too late. */
export function isReplaced(migration: Migration, original: Original): boolean {
  const ready = replacementsOf(migration, original);
  if (ready.length === 0) return false;
  const last = original.ended?.on ?? original.expiresOn;
  // After the end a late one counts too.
  const days = original.ended ? [last, ...ready.map((replacement) => replacement.provisionedOn)] : [last];
  return seatsMissingOn(migration, original, days.sort().at(-1) ?? last) === 0;
}

/** Its people can work without it, or nobody needs to. */
export function isServed(migration: Migration, original: Original, now: Temporal.Instant): boolean {
  return original.ended?.unneeded !== undefined || seatsMissing(migration, original, now) === 0;
}

export function hasActiveReplacement(migration: Migration, original: Original, now: Temporal.Instant): boolean {
  return replacementsOf(migration, original).some((replacement) => isActive(replacement, dayOf(now)));
}

function isRenewalStopped(migration: Migration, original: Original): boolean {
  if (original.ended) return true;
  if (original.renewal !== 'ends') return false;
  // Renewal off is not cancel: in the extended service term it rolls into a paid month-to-month term.
  return !isInExtendedServiceTerm(original, migration.source) || original.termEnd === 'cancel';
}

/** Replacements whose seats the people of `original` can use: seats of one offer are one pool, whichever original they cover. */
function seatsFor(migration: Migration, original: Original): Replacement[] {
  const offers = [original, ...replacementsOf(migration, original)].map((one) => one.offer);
  return migration.replacements.filter(
    (one) => one.covers.includes(original.id) || offers.some((offer) => isSameOffer(one.offer, offer)),
  );
}

/** `original` and the ended originals whose people compete with its people for seats, directly or through others, each with those seats. */
function leavingWith(migration: Migration, original: Original): Map<Original, Replacement[]> {
  const seats = new Map(
    migration.originals
      .filter((one) => one === original || (one.ended && one.ended.unneeded === undefined))
      .map((one) => [one, seatsFor(migration, one)]),
  );
  seats.set(original, seatsFor(migration, original));
  const leaving = new Map([[original, seats.get(original) ?? []]]);
  // A map's loop also visits what is added during it.
  for (const [, own] of leaving) {
    const shared = new Set(own);
    for (const [one, others] of seats)
      if (!leaving.has(one) && others.some((other) => shared.has(other))) leaving.set(one, others);
  }
  return leaving;
}

/**
 * Seats that would be missing if `original` ended now: people of it and of the ended originals that share its seats,
 * against the active replacements that they can use, each seat counted once. Seats of another offer help only the
 * originals that they replace.
 */
export function seatsMissing(migration: Migration, original: Original, now: Temporal.Instant): number {
  return seatsMissingOn(migration, original, dayOf(now));
}

/** The same on a day that may lie ahead or back. */
export function seatsMissingOn(migration: Migration, original: Original, day: Day): number {
  // Originals that can use the very same seats are one demand, which keeps 150 of one offer quick.
  const demands = new Map<string, { seats: number; from: Replacement[] }>();
  for (const [one, seats] of leavingWith(migration, original)) {
    const from = seats.filter((replacement) => isActive(replacement, day));
    const key = from.map((replacement) => replacement.id).join(' ');
    demands.set(key, { seats: (demands.get(key)?.seats ?? 0) + seatsNeeded(one), from });
  }
  return seatsShort([...demands.values()]);
}
