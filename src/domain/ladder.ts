import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, endOfDay, isBefore, startOfDay } from './calendar.js';
import { sameName } from './customer.js';
import { type Moving, type Route, replacementsOf } from './migration.js';
import { seatsShort } from './seating.js';
import { isInExtendedServiceTerm, serviceEnd } from './service-end.js';
import { isActive, type Original, type Replacement, seatsNeeded } from './subscription.js';

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

/** Ferry's practice: a replacement a week before the end leaves time for what goes wrong. */
const PROVISION_AHEAD_DAYS = 7;
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

/** Replacements with enough seats for all who are to share them stand ready, or are planned for a day that is not too late. */
export function isReplaced(migration: Moving, original: Original): boolean {
  const day = planDay(migration, original);
  return (
    seatsFor(migration, original).some((one) => isActive(one, day)) && seatsShortBy(migration, original, day) === 0
  );
}

/** Seats that are missing in the plan: not for this original alone, but for all whose people are to use the same seats. */
export function seatsShortBy(migration: Moving, original: Original, day: Day): number {
  return shortIn(migration, original, day, (tenant, one) => isLeft(one) || isCovered(tenant, one));
}

/** The day for which the plan of an original is judged. */
function planDay(migration: Moving, original: Original): Day {
  const last = original.ended?.on ?? original.expiresOn;
  // After the end a late one counts too.
  const days = original.ended ? seatsFor(migration, original).map((replacement) => replacement.provisionedOn) : [];
  return [last, ...days].sort().at(-1) ?? last;
}

/** Its people can work without it, or nobody needs to. */
export function isServed(migration: Moving, original: Original, now: Temporal.Instant): boolean {
  if (original.unneeded !== undefined || original.ended?.how === 'transferred') return true;
  return seatsMissing(migration, original, now) === 0;
}

export function hasActiveReplacement(migration: Moving, original: Original, now: Temporal.Instant): boolean {
  return replacementsOf(migration, original).some((replacement) => isActive(replacement, dayOf(now)));
}

/** Renewal is off and nothing follows the end. */
function isRenewalStopped(migration: Moving, original: Original): boolean {
  if (original.ended) return true;
  if (original.renewal !== 'ends') return false;
  // Renewal off is not cancel: in the extended service term it rolls into a paid month-to-month term.
  return !isInExtendedServiceTerm(original, migration.source) || original.termEnd === 'cancel';
}

/** All that the customer's migrations know of one tenant, at hand by offer and by original: a card asks it for each of 150. */
interface Tenant {
  readonly originals: readonly Original[];
  readonly byOffer: ReadonlyMap<string, readonly Replacement[]>;
  /** The replacements that cover an original, by its id. */
  readonly covering: ReadonlyMap<string, readonly Replacement[]>;
}

function tenantOf(migration: Moving): Tenant {
  const all = [migration, ...(migration.beside ?? [])];
  const byOffer = new Map<string, Replacement[]>();
  const covering = new Map<string, Replacement[]>();
  const enter = (map: Map<string, Replacement[]>, key: string, replacement: Replacement) => {
    const known = map.get(key);
    if (known) known.push(replacement);
    else map.set(key, [replacement]);
  };
  for (const replacement of all.flatMap(({ replacements }) => replacements)) {
    enter(byOffer, sameName(replacement.offer), replacement);
    for (const id of replacement.covers) enter(covering, id, replacement);
  }
  return { originals: all.flatMap(({ originals }) => originals), byOffer, covering };
}

/** Replacements whose seats the people of `original` can use: seats of one offer are one pool, whichever original they cover. */
export function seatsFor(migration: Moving, original: Original): readonly Replacement[] {
  return usable(tenantOf(migration), original);
}

function usable({ byOffer, covering }: Tenant, { id, offer }: Original): readonly Replacement[] {
  const own = covering.get(id) ?? [];
  const offers = new Set([offer, ...own.map((one) => one.offer)].map(sameName));
  const pools = [...offers].map((one) => byOffer.get(one) ?? []);
  return pools.length === 1 ? (pools[0] ?? []) : pools.flat();
}

/** Its people have moved on to seats of a replacement. */
function isLeft({ ended, unneeded }: Original): boolean {
  return ended !== undefined && ended.how !== 'transferred' && unneeded === undefined;
}

function isCovered({ covering }: Tenant, { id, ended, unneeded }: Original): boolean {
  return ended?.how !== 'transferred' && unneeded === undefined && covering.has(id);
}

/** `original` and those that `count` and compete with it for seats, directly or through others, each with those seats. */
function competing(
  tenant: Tenant,
  original: Original,
  counts: (tenant: Tenant, one: Original) => boolean,
): Map<Original, readonly Replacement[]> {
  const seats = new Map(
    tenant.originals
      .filter((one) => one.id !== original.id && counts(tenant, one))
      .map((one) => [one, usable(tenant, one)]),
  );
  const together = new Map([[original, usable(tenant, original)]]);
  const reached = new Set<Replacement>();
  // A map's loop also visits what is added during it.
  for (const [, own] of together) {
    const fresh = own.filter((one) => !reached.has(one));
    if (fresh.length === 0) continue;
    for (const one of fresh) reached.add(one);
    for (const [one, others] of seats) {
      if (!others.some((other) => reached.has(other))) continue;
      together.set(one, others);
      seats.delete(one);
    }
  }
  return together;
}

/**
 * Seats that would be missing if `original` ended now: people of it and of the ended originals that share its seats,
 * against the active replacements that they can use, each seat counted once. Seats of another offer help only the
 * originals that they replace.
 */
export function seatsMissing(migration: Moving, original: Original, now: Temporal.Instant): number {
  return seatsMissingOn(migration, original, dayOf(now));
}

/** The same on a day that may lie ahead or back. */
export function seatsMissingOn(migration: Moving, original: Original, day: Day): number {
  return shortIn(migration, original, day, (_tenant, one) => isLeft(one));
}

function shortIn(
  migration: Moving,
  original: Original,
  day: Day,
  counts: (tenant: Tenant, one: Original) => boolean,
): number {
  const people = new Map<readonly Replacement[], number>();
  for (const [one, seats] of competing(tenantOf(migration), original, counts)) {
    people.set(seats, (people.get(seats) ?? 0) + seatsNeeded(one));
  }
  // Originals that can use the very same seats are one demand, which keeps 150 of one offer quick.
  const demands = new Map<string, { seats: number; from: Replacement[] }>();
  for (const [seats, needed] of people) {
    const from = seats.filter((replacement) => isActive(replacement, day));
    const key = from.map((replacement) => replacement.id).join(' ');
    demands.set(key, { seats: (demands.get(key)?.seats ?? 0) + needed, from });
  }
  return seatsShort([...demands.values()]);
}
