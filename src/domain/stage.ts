import type { Temporal } from 'temporal-polyfill';
import { daysBetween, endOfDay, isBefore } from './calendar.js';
import { hasActiveReplacement, isReplaced, nextRung, type Rung } from './ladder.js';
import { isGivenUp, type Migration } from './migration.js';
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
export function stage(migration: Migration, now: Temporal.Instant): Stage {
  const { originals } = migration;
  if (migration.abandoned) return 'abandoned';
  if (migration.declinedOn) return 'declined';
  if (originals.some((original) => incident(migration, original, now) !== undefined)) return 'incident';
  if (originals.length > 0) {
    if (originals.every((original) => original.ended)) return 'done';
    if (originals.every((original) => original.ended || isReplaced(migration, original))) return 'ending';
  }
  if (migration.acceptedOn) return 'provisioning';
  return migration.invitation ? 'invited' : 'new';
}

export type Incident = 'service-lost' | 'renewed';

/** What has gone wrong with an original: people without service, or a term that it should not have renewed into. */
export function incident(migration: Migration, original: Original, now: Temporal.Instant): Incident | undefined {
  const replaced = hasActiveReplacement(migration, original, now);
  if (original.ended) {
    const { accessEnds } = serviceEnd(original, migration.source);
    const lost = accessEnds !== undefined && !isBefore(now, endOfDay(accessEnds));
    return lost && !replaced && original.ended.unneeded === undefined ? 'service-lost' : undefined;
  }
  return original.renewals.length > 0 && replaced ? 'renewed' : undefined;
}

/** The work still to be done on a migration, most urgent first; empty when it was given up or nothing is left. */
export function openRungs(migration: Migration, now: Temporal.Instant): { original: Original; rung: Rung }[] {
  if (isGivenUp(migration)) return [];
  return migration.originals
    .flatMap((original) => {
      const rung = nextRung(migration, original, now);
      return rung ? [{ original, rung }] : [];
    })
    .sort((one, other) => -daysBetween(one.rung.latest, other.rung.latest));
}
