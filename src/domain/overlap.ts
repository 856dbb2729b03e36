import { daysBetween, earliest } from './calendar.js';
import { type Moving, replacementsOf } from './migration.js';
import { costOf } from './money.js';
import type { Money } from './refusal.js';
import { serviceEnd } from './service-end.js';
import type { Original } from './subscription.js';

export interface Overlap {
  /** Days on which both are paid; free days after the end do not count. */
  readonly overlapDays: number;
  /** What the original costs on those days; undefined while its price is not known. */
  readonly overlapCost: Money | undefined;
  /** Days on which neither gives service. */
  readonly gapDays: number;
}

/** Undefined until a replacement is recorded. */
export function overlap(migration: Moving, original: Original): Overlap | undefined {
  const from = earliest(replacementsOf(migration, original).map((replacement) => replacement.provisionedOn));
  if (from === undefined) return undefined;
  const lastPaid = original.ended?.on ?? original.expiresOn;
  const { accessEnds } = serviceEnd(original, migration.source);
  const overlapDays = Math.max(0, daysBetween(from, lastPaid) + 1);
  return {
    overlapDays,
    overlapCost: overlapDays > 0 ? costOf(original, overlapDays) : undefined,
    gapDays: accessEnds === undefined ? 0 : Math.max(0, daysBetween(accessEnds, from) - 1),
  };
}
