import { daysBetween, earliest } from './calendar.js';
import { type Migration, replacementsOf } from './migration.js';
import { serviceEnd } from './service-end.js';
import type { Original } from './subscription.js';

export interface Overlap {
  /** Days on which both are paid; free days after the end do not count. */
  readonly overlapDays: number;
  /** Days on which neither gives service. */
  readonly gapDays: number;
}

/** Undefined until a replacement is recorded. */
export function overlap(migration: Migration, original: Original): Overlap | undefined {
  const from = earliest(replacementsOf(migration, original).map((replacement) => replacement.provisionedOn));
  if (from === undefined) return undefined;
  const lastPaid = original.ended?.on ?? original.expiresOn;
  const { accessEnds } = serviceEnd(original, migration.source);
  return {
    overlapDays: Math.max(0, daysBetween(from, lastPaid) + 1),
    gapDays: accessEnds === undefined ? 0 : Math.max(0, daysBetween(accessEnds, from) - 1),
  };
}
