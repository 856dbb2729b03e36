import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, daysBetween, endOfDay, isBefore } from './calendar.js';
import { nextRung, PROVISION_AHEAD_DAYS, type Rung } from './ladder.js';
import { licensesLeft } from './licenses.js';
import { isAccepted, isGivenUp, type Moving, replacementsOf } from './migration.js';
import { hasActiveReplacement, isReplaced, isServed } from './pool.js';
import { serviceEnd } from './service-end.js';
import type { Original } from './subscription.js';

export const STAGES = [
  'abandoned',
  'declined',
  'incident',
  'done',
  'ending',
  'provisioning',
  'invited',
  'new',
] as const;
export type Stage = (typeof STAGES)[number];

/** Where a migration stands: the first stage that applies. */
export function stage(migration: Moving, now: Temporal.Instant): Stage {
  const { originals } = migration;
  if (migration.abandoned) return 'abandoned';
  if (migration.declinedOn) return 'declined';
  if (originals.some((original) => incident(migration, original, now) !== undefined)) return 'incident';
  if (originals.length > 0) {
    // An end without a replacement is not done: its people lose access when the free days are over.
    const settled = (original: Original) => original.ended !== undefined && isServed(migration, original, now);
    // Nor is one whose people have no licence of the new offer yet: they may lose service.
    if (originals.every(settled) && licensesLeft(migration) === 0) return 'done';
    if (originals.every((original) => original.unneeded !== undefined || isReplaced(migration, original)))
      return 'ending';
  }
  if (isAccepted(migration)) return 'provisioning';
  return migration.invitation ? 'invited' : 'new';
}

export type Incident = 'service-lost' | 'renewed';

/** What has gone wrong with an original: people without service, or a term that it should not have renewed into. */
export function incident(migration: Moving, original: Original, now: Temporal.Instant): Incident | undefined {
  const replaced = hasActiveReplacement(migration, original, now);
  // Set to end, and past it: gone, whether or not anybody has recorded it.
  if (original.ended || (original.renewal === 'ends' && !isBefore(now, endOfDay(original.expiresOn)))) {
    const { accessEnds } = serviceEnd(original, migration.source);
    const lost = accessEnds !== undefined && !isBefore(now, endOfDay(accessEnds));
    return lost && !isServed(migration, original, now) ? 'service-lost' : undefined;
  }
  const renewal = original.renewals.at(-1);
  if (!renewal || !replaced || isBefore(now, endOfDay(renewal.from))) return undefined;
  // One that was provisioned as advised, for the end of the renewed term, takes over from it.
  const advised = addDays(original.expiresOn, -PROVISION_AHEAD_DAYS);
  return replacementsOf(migration, original).some((one) => one.provisionedOn < advised) ? 'renewed' : undefined;
}

/** The work still to be done on a migration, most urgent first; empty when it was given up or nothing is left. `today`: the reader's day. */
export function openRungs(
  migration: Moving,
  now: Temporal.Instant,
  today: Day = dayOf(now),
): { original: Original; rung: Rung }[] {
  if (isGivenUp(migration)) return [];
  return migration.originals
    .flatMap((original) => {
      const rung = nextRung(migration, original, now, today);
      return rung ? [{ original, rung }] : [];
    })
    .sort((one, other) => -daysBetween(one.rung.latest, other.rung.latest));
}
