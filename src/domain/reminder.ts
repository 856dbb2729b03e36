import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  type Day,
  dayIn,
  daysBetween,
  isBefore,
  momentAt,
  workingDayFrom,
  workingDaysAfter,
  workingDayUpTo,
} from './calendar.js';
import { type FollowUp, followUps, isPastBy, type Mornings } from './follow-up.js';
import { nextRung, type Rung } from './ladder.js';
import type { Moving } from './migration.js';
import { wakeDay } from './snooze.js';
import { incident, openRungs } from './stage.js';
import type { Original } from './subscription.js';

/** When Ferry speaks in one channel. */
export interface ReminderSettings extends Mornings {
  /** Days before a rung's last day on which to speak. */
  readonly leadDays: readonly number[];
}

export interface DueReminder {
  readonly original: Original;
  readonly rung: Rung;
  /** The local day on which it is due. */
  readonly dueDay: Day;
  readonly dueAt: Temporal.Instant;
  /** A line in the channel's digest of the day; near the end, and where something has gone wrong, a post of its own. */
  readonly unit: 'digest' | 'notice';
}

/** An unanswered "expired or renewed?" is asked again after this many days. */
const ASK_AGAIN_DAYS = 7;
/** From so many days before a rung's last day on each reminder is a notice of its own. */
const FINAL_DAYS = 7;

/**
 * The reminders that are due at `now`, at most one for each original: where several days have passed unannounced, only
 * the latest counts. Derived from state alone, so that a restart or a missed minute changes nothing. A day that was
 * already past when the original's ladder last changed (`since`) is not announced.
 */
export function dueReminders(migration: Moving, settings: ReminderSettings, now: Temporal.Instant): DueReminder[] {
  const today = dayIn(settings.zone, now);
  // By the reader's day: where it begins before the UTC day, her morning is not missed.
  return openRungs(migration, now, today).flatMap(({ original, rung }) => {
    const days = [
      ...plannedDays(original, rung, settings, today),
      ...chain(migration, original, rung, settings, now).map(({ day }) => day),
    ];
    const past = days.filter((day) => day <= today);
    for (const dueDay of past.sort().reverse()) {
      const dueAt = momentAt(dueDay, settings.time, settings.zone);
      if (isBefore(now, dueAt)) continue;
      if (wasPast(dueAt, original, settings, now)) return [];
      // A rung that comes to the top by time alone was not what to do on its earlier days: it does not make them up.
      if (!isNext(migration, original, rung, dueAt, dueDay)) return [];
      const isOwn = isFinal(rung, dueDay, settings) || incident(migration, original, now) !== undefined;
      return [{ original, rung, dueDay, dueAt, unit: isOwn ? 'notice' : 'digest' }];
    }
    return [];
  });
}

/** Whether that moment was past when the original or the settings last changed. */
function wasPast(
  dueAt: Temporal.Instant,
  { since }: Original,
  settings: ReminderSettings,
  now: Temporal.Instant,
): boolean {
  return isPastBy(dueAt, Temporal.Instant.from(since), now) || isPastBy(dueAt, settings.since, now);
}

/** What identifies a reminder for ever: the same original, rung, day and place is the same reminder. */
export function reminderKey(
  { original, rung, dueDay }: Pick<DueReminder, 'original' | 'rung' | 'dueDay'>,
  destination: string,
): string {
  return `reminder ${original.id} ${rung.name} ${rung.latest} ${dueDay} ${destination}`;
}

/** All local days on which a rung may be spoken of, for who wants to know when to look again; of weekly ones those up to `until`. */
export function possibleDays(
  { deputy }: Moving,
  original: Original,
  rung: Rung,
  settings: ReminderSettings,
  until: Day,
): readonly Day[] {
  const days = plannedDays(original, rung, settings, until);
  if (deputy === undefined && settings.escalation === undefined) return days;
  return days.flatMap((day) => {
    if (!isFinal(rung, day, settings)) return [day];
    const next = workingDaysAfter(day, 1, settings);
    return [day, next, workingDaysAfter(next, 1, settings)];
  });
}

/** The local days on which a rung is spoken of, but for those of its chain; one that is quiet until a day, from that day on. */
function plannedDays(original: Original, rung: Rung, settings: ReminderSettings, today: Day): readonly Day[] {
  const days = rung.name === 'end' ? daysOfAsking(rung, settings, today) : daysAhead(rung.latest, settings);
  const wake = wakeDay(original, rung, settings);
  return wake === undefined ? days : [wake, ...days.filter((day) => day > wake)];
}

/** Who hears of it, and the day from which on. */
export interface Link {
  readonly day: Day;
  readonly to: 'owner' | FollowUp['to'];
}

/**
 * A rung near its end that nobody sees to: on the day it is first announced its owner hears of it, on the working day after
 * that the deputy too, and on the next one the person whom the channel names for it. Empty while it is not near its end.
 */
export function chain(
  migration: Moving,
  original: Original,
  rung: Rung,
  settings: ReminderSettings,
  now: Temporal.Instant,
): readonly Link[] {
  const today = dayIn(settings.zone, now);
  const at = (day: Day) => momentAt(day, settings.time, settings.zone);
  const first = plannedDays(original, rung, settings, today)
    .filter((day) => day <= today && isFinal(rung, day, settings))
    .sort()
    // Whatever has changed in the channel since: who was told of it stays told.
    .find(
      (day) =>
        !isPastBy(at(day), Temporal.Instant.from(original.since), now) &&
        isNext(migration, original, rung, at(day), day),
    );
  if (first === undefined) return [];
  return [{ day: first, to: 'owner' }, ...followUps(migration, first, at(first), settings, now)];
}

function isNext(migration: Moving, original: Original, { name }: Rung, at: Temporal.Instant, day: Day): boolean {
  return nextRung(migration, original, at, day)?.name === name;
}

/** Near its end, or past it; by the days on which it is spoken of, so that a weekend makes no difference. */
export function isFinal({ latest }: Rung, day: Day, settings: ReminderSettings): boolean {
  return day >= workingDayUpTo(addDays(latest, -FINAL_DAYS), settings);
}

function daysAhead(latest: Day, settings: ReminderSettings): readonly Day[] {
  const byLatest = ahead.get(settings) ?? new Map<Day, readonly Day[]>();
  ahead.set(settings, byLatest);
  const known = byLatest.get(latest);
  if (known) return known;
  const days = settings.leadDays.map((lead) => workingDayUpTo(addDays(latest, -lead), settings));
  byLatest.set(latest, days);
  return days;
}

/** Thousands of subscriptions end on the same few days. */
const ahead = new WeakMap<ReminderSettings, Map<Day, readonly Day[]>>();

/**
 * Before the end there is nothing to do about it; from the day after, what happened is asked every week until it is told.
 * Far enough east the day after has begun before the last day, which is a UTC day, is over: there it is the day after that.
 */
function daysOfAsking({ latest, before }: Rung, settings: ReminderSettings, today: Day): Day[] {
  const next = addDays(latest, 1);
  const first = isBefore(momentAt(next, settings.time, settings.zone), before) ? addDays(next, 1) : next;
  const weeks = Math.floor(daysBetween(first, today) / ASK_AGAIN_DAYS);
  const days = Array.from({ length: Math.max(0, weeks) + 1 }, (_, week) => addDays(first, week * ASK_AGAIN_DAYS));
  return days.map((day) => workingDayFrom(day, settings));
}
