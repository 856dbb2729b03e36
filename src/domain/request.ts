import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { addDays, Day, dayOf, Moment } from './calendar.js';
import { findOriginal, isGivenUp, type Migration } from './migration.js';

/** Ferry's practice: what nobody has answered in two weeks is asked again on purpose or not at all. */
const LAPSE_DAYS = 14;

/** One person asks that an original be marked cancelled although seats are missing; a second one decides. */
export const Request = z.object({
  id: z.string().regex(/^A\d+$/),
  rev: z.int().nonnegative(),
  migration: z.string(),
  original: z.string(),
  /** The day of the cancellation. */
  on: Day,
  /** The end of the original as it was then: with another one, other days are lost. */
  ends: Day,
  reason: z.string().min(1).max(2000),
  /** The seats that were missing when it was asked. */
  missing: z.int(),
  /** The person who asks. */
  by: z.string(),
  at: Moment,
  decided: z.object({ how: z.enum(['approved', 'rejected', 'withdrawn']), by: z.string(), at: Moment }).optional(),
});
export type Request = z.infer<typeof Request>;

/** The last day on which it can be approved. */
export function lastDayOf(request: Request): Day {
  return addDays(request.at.slice(0, 10), LAPSE_DAYS);
}

/** Nobody has decided, and it has not lapsed. */
export function isOpenRequest(request: Request, now: Temporal.Instant): boolean {
  return request.decided === undefined && dayOf(now) <= lastDayOf(request);
}

/** It is open, and there is still something to decide: the migration is being moved, and the original has not ended otherwise. */
export function isDecidable(request: Request, migration: Migration, now: Temporal.Instant): boolean {
  const original = findOriginal(migration, request.original);
  if (!isOpenRequest(request, now) || isGivenUp(migration) || original?.expiresOn !== request.ends) return false;
  const { ended } = original;
  // Of a cancellation that was recorded already it says that two people stand behind it.
  return !ended || (ended.how === 'cancelled' && ended.on === request.on && ended.approval === undefined);
}
