import { Temporal } from 'temporal-polyfill';
import { type Day, isBefore, momentAt, type WorkingDays, workingDaysAfter } from './calendar.js';
import type { Migration } from './migration.js';

/** When people are told things, and who hears last. */
export interface Mornings extends WorkingDays {
  readonly zone: string;
  /** Local time of day, `09:00`. */
  readonly time: string;
  /** The id of the person who hears last of what nobody has seen to. */
  readonly escalation?: string | undefined;
  /** When these last changed: a day that was past by then is not announced. */
  readonly since?: Temporal.Instant | undefined;
}

/** Who hears of it when the owner has not seen to it. */
export interface FollowUp {
  readonly day: Day;
  readonly to: 'deputy' | 'escalation';
}

/** A change that lies ahead was written by a clock that has been put back since. */
export function isPastBy(
  dueAt: Temporal.Instant,
  change: Temporal.Instant | undefined,
  now: Temporal.Instant,
): boolean {
  return change !== undefined && !isBefore(change, dueAt) && !isBefore(now, change);
}

/**
 * Who hears next of what was told to the owner at `told`, on `start`, and nobody has seen to. Where there is a deputy, or was
 * one then, the channel's person comes after her: with the deputy's going nobody's turn moves to a day that is past.
 */
export function followUps(
  { deputy, deputySince }: Pick<Migration, 'deputy' | 'deputySince'>,
  start: Day,
  told: Temporal.Instant,
  settings: Mornings,
  now: Temporal.Instant,
): FollowUp[] {
  const changed = deputySince === undefined ? undefined : Temporal.Instant.from(deputySince);
  const second = workingDaysAfter(start, 1, settings);
  const links: FollowUp[] = [];
  const at = momentAt(second, settings.time, settings.zone);
  if (deputy !== undefined && !isPastBy(at, changed, now)) links.push({ day: second, to: 'deputy' });
  if (settings.escalation !== undefined) {
    const isShared = deputy !== undefined || (changed !== undefined && isPastBy(told, changed, now));
    const day = isShared ? workingDaysAfter(second, 1, settings) : second;
    // A change does not make up for what had its turn before it.
    const isPast = isPastBy(momentAt(day, settings.time, settings.zone), changed, now);
    if (!isPast) links.push({ day, to: 'escalation' });
  }
  return links;
}
