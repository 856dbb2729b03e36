import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf, daysBetween } from './calendar.js';
import { seatsMissingOn } from './ladder.js';
import { type Migration, replacementsOf } from './migration.js';
import { UserError } from './refusal.js';
import type { Original } from './subscription.js';

/** Nearer than this to its end, a cancelled subscription loses little; further off the asker confirms the loss. */
const CONFIRM_DAYS = 7;

/** Days already paid that a cancellation on `on` gives away. */
export function daysLost(original: Original, on: Day): number {
  return Math.max(0, daysBetween(on, original.expiresOn));
}

export function needsConfirmation(original: Original, on: Day): boolean {
  return daysLost(original, on) > CONFIRM_DAYS;
}

/** Refuses a cancellation that would take licences from people: the replacement must be active, with enough seats. */
export function assertSafeToCancel(migration: Migration, original: Original, on: Day, now: Temporal.Instant): void {
  if (on > dayOf(now)) throw new UserError('cancel-in-future', { id: original.id, on: { day: on } });
  // On its day, not only by now: people who lost their seats for a week are not safe.
  const missing = seatsMissingOn(migration, original, on);
  const planned = replacementsOf(migration, original).find((one) => one.provisionedOn > on);
  if (missing > 0 && planned) {
    const { id: replacement, provisionedOn } = planned;
    throw new UserError('not-active-yet', { id: original.id, replacement, from: { day: provisionedOn } });
  }
  if (missing > 0) {
    const offers = migration.acceptedOn ? [`provision ${original.id}`] : [];
    throw new UserError('too-few-seats', { id: original.id, missing }, offers);
  }
}

/** Expired is a fact, never refused for a missing replacement, but not before the day after the last day. */
export function assertExpired(original: Original, now: Temporal.Instant): void {
  if (dayOf(now) <= original.expiresOn) {
    throw new UserError('expires-later', { id: original.id, on: { day: original.expiresOn } });
  }
}
