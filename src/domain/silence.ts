import type { Temporal } from 'temporal-polyfill';
import { type Day, dayIn, earliest } from './calendar.js';
import { nextRung } from './ladder.js';
import { isGivenUp, type Moving } from './migration.js';
import { isFinal, type ReminderSettings } from './reminder.js';
import { quietUntil, spokenRung } from './snooze.js';
import { incident } from './stage.js';
import type { Original } from './subscription.js';
import type { Silence } from './view.js';

/** Why nothing is said of one original. */
export type SilentFor =
  | { readonly why: 'renewing' | 'notMoved' | 'noticed' | 'notDue' }
  | { readonly why: 'snoozed'; readonly until: Day };

/** `noticed`: it has had a post of its own today. Undefined: nothing is left to be said of it. */
export function silenceOf(
  migration: Moving,
  original: Original,
  settings: ReminderSettings,
  now: Temporal.Instant,
  noticed: boolean,
): SilentFor | undefined {
  if (isGivenUp(migration)) {
    if (original.ended) return undefined;
    return { why: original.renewal === 'auto-renews' ? 'renewing' : 'notMoved' };
  }
  const today = dayIn(settings.zone, now);
  const rung = nextRung(migration, original, now, today);
  const until = rung && quietUntil(original, rung, settings, today);
  if (until !== undefined) return { why: 'snoozed', until };
  // What is near its end, past it, or has gone wrong is told by posts of its own, today or not.
  const spoken = spokenRung(migration, original, now, today);
  const isUrgent = (spoken && isFinal(spoken, today, settings)) || incident(migration, original, now) !== undefined;
  if (noticed || isUrgent) return { why: 'noticed' };
  return rung ? { why: 'notDue' } : undefined;
}

/** How many are silent for which reason. */
export function addUp(reasons: readonly (SilentFor | undefined)[]): Silence {
  const count = (why: SilentFor['why']) => reasons.filter((one) => one?.why === why).length;
  const wakes = reasons.flatMap((one) => (one?.why === 'snoozed' ? [one.until] : []));
  return {
    renewing: count('renewing'),
    notMoved: count('notMoved'),
    snoozed: count('snoozed'),
    snoozedUntil: earliest(wakes),
    noticed: count('noticed'),
    notDue: count('notDue'),
  };
}
