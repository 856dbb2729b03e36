import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from './calendar.js';
import { type Moving, replacementsOf } from './migration.js';
import { plainOffer } from './offer.js';
import { seatsShort } from './seating.js';
import { isActive, type Original, type Replacement, seatsNeeded } from './subscription.js';

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
    enter(byOffer, plainOffer(replacement.offer), replacement);
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
  const offers = new Set([offer, ...own.map((one) => one.offer)].map(plainOffer));
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
    // Those whom two people left without a seat do not take one from others.
    const without = one.id === original.id ? 0 : (one.ended?.short ?? 0);
    people.set(seats, (people.get(seats) ?? 0) + Math.max(0, seatsNeeded(one) - without));
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
