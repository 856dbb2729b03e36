import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, daysBetween } from './calendar.js';
import type { Moving } from './migration.js';
import { costOf } from './money.js';
import { seatsFor, seatsMissingOn } from './pool.js';
import { type Finding, type Money, UserError } from './refusal.js';
import { isCsp, isInExtendedServiceTerm } from './service-end.js';
import { isActive, type Original, seatsNeeded } from './subscription.js';

/** Nearer than this to its end, a cancelled subscription loses little; further off the asker confirms the loss. */
const CONFIRM_DAYS = 7;
/**
 * This soon after a purchase or renewal a cancellation is refunded in part, and after that a CSP subscription cannot be
 * cancelled at all (Partner Center, "New commerce cancellation policy", 2023-07).
 */
const REFUND_DAYS = 7;

export interface Loss {
  /** Days already paid that a cancellation gives away. */
  readonly days: number;
  /** What they cost; undefined while the price is not known. */
  readonly money: Money | undefined;
}

export function loss(original: Original, on: Day): Loss {
  const days = Math.max(0, daysBetween(on, original.expiresOn));
  return { days, money: costOf(original, days) };
}

export function needsConfirmation(original: Original, on: Day): boolean {
  return loss(original, on).days > CONFIRM_DAYS;
}

/** What Microsoft does with a cancellation on `on`: part of the price back, perhaps a credit, none, or no cancellation at all. */
export function refund(migration: Moving, original: Original, on: Day): 'part' | 'none' | 'refused' | 'perhaps' {
  const renewal = original.renewals.at(-1);
  const from = renewal ? addDays(renewal.from, 1) : original.boughtOn;
  if (from !== undefined && daysBetween(from, on) >= 0 && daysBetween(from, on) < REFUND_DAYS) return 'part';
  // Bought online, Microsoft 365 billing support may give a credit (Partner Center, "Moving license-based services customers", 2023).
  if (migration.source === 'web-direct') return 'perhaps';
  return isCsp(migration.source) && from !== undefined ? 'refused' : 'none';
}

/**
 * What stands against marking `original` as cancelled on `on`; empty when nothing does. On that day, not only by now: people
 * who lost their seats for a week are not safe.
 */
export function missingToCancel(migration: Moving, original: Original, on: Day): Finding[] {
  const found: Finding[] = [];
  const missing = seatsMissingOn(migration, original, on);
  const ready = seatsFor(migration, original);
  const planned = ready.find((one) => !isActive(one, on));
  if (!ready.some((one) => isActive(one, on))) {
    found.push(
      planned
        ? { name: 'planned', values: { replacement: planned.id, from: { day: planned.provisionedOn } } }
        : { name: 'no-replacement', values: { id: original.id } },
    );
  }
  if (missing > 0) found.push({ name: 'too-few', values: { missing, needed: seatsNeeded(original) } });
  for (const addon of migration.originals) {
    // The base goes last, or its add-ons stop working with it.
    if (addon.addonOf === original.id && !addon.ended)
      found.push({ name: 'addon-first', values: { id: original.id, addon: addon.id } });
  }
  return found;
}

/** A cancellation is recorded on the day it is done or later, and lies within the term. */
export function assertCancelDay(migration: Moving, original: Original, on: Day, now: Temporal.Instant): void {
  if (on > dayOf(now)) throw new UserError('cancel-in-future', { id: original.id, on: { day: on } });
  if (on > original.expiresOn && !goesOnByTheMonth(migration, original)) {
    throw new UserError('cancel-after-end', { id: original.id, on: { day: original.expiresOn } });
  }
}

/** In the extended service term it is paid past its end, until somebody cancels it. */
function goesOnByTheMonth({ source }: Moving, original: Original): boolean {
  const { renewal, termEnd } = original;
  return isInExtendedServiceTerm(original, source) && renewal !== 'auto-renews' && termEnd !== 'cancel';
}

/** Set not to renew, it goes on by the month on purpose: it does not expire. */
export function isExtended(migration: Moving, original: Original): boolean {
  return goesOnByTheMonth(migration, original) && original.termEnd === 'extended-term';
}

/** Expired is a fact, never refused for a missing replacement, but not before the day after the last day. */
export function assertExpired(migration: Moving, original: Original, now: Temporal.Instant): void {
  if (dayOf(now) <= original.expiresOn) {
    throw new UserError('expires-later', { id: original.id, on: { day: original.expiresOn } });
  }
  if (isExtended(migration, original)) {
    throw new UserError('expires-never', { id: original.id, on: { day: original.expiresOn } });
  }
}

/**
 * A cancellation on one person's word that would stand in `after` without enough seats, and does not stand so `before`: it
 * loses its seats, or it is a cancellation only now.
 */
export function brokenCancellation(
  before: Moving,
  after: Moving,
): { readonly original: Original; readonly missing: number; readonly on: Day } | undefined {
  const known = new Map(allOriginals(before).map((original) => [original.id, original]));
  for (const original of allOriginals(after)) {
    const { ended } = original;
    if (ended?.how !== 'cancelled' || ended.approval !== undefined) continue;
    const missing = seatsMissingOn(after, original, ended.on);
    const earlier = known.get(original.id);
    const stood = earlier?.ended?.how === 'cancelled' && earlier.ended.on === ended.on;
    if (missing > 0 && !(stood && seatsMissingOn(before, earlier, ended.on) > 0)) {
      return { original, missing, on: ended.on };
    }
  }
  return undefined;
}

function allOriginals({ originals, beside = [] }: Moving): Original[] {
  return [...originals, ...beside.flatMap((one) => one.originals)];
}
