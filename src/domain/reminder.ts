import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  type Day,
  dayIn,
  daysBetween,
  isBefore,
  momentAt,
  type Weekday,
  workingDayFrom,
  workingDayUpTo,
} from './calendar.js';
import { nextRung, type Rung } from './ladder.js';
import type { Moving } from './migration.js';
import { openRungs } from './stage.js';
import type { Original } from './subscription.js';

export interface ReminderSettings {
  readonly zone: string;
  /** Local time of day, `09:00`. */
  readonly time: string;
  readonly weekdays: ReadonlySet<Weekday>;
  /** Days before a rung's last day on which to speak. */
  readonly leadDays: readonly number[];
}

export interface DueReminder {
  readonly original: Original;
  readonly rung: Rung;
  /** The local day on which it is due. */
  readonly dueDay: Day;
  readonly dueAt: Temporal.Instant;
}

/** An unanswered "expired or renewed?" is asked again after this many days. */
const ASK_AGAIN_DAYS = 7;

/**
 * The reminders that are due at `now`, at most one for each original: where several days have passed unannounced, only
 * the latest counts. Derived from state alone, so that a restart or a missed minute changes nothing. A day that was
 * already past when the original's ladder last changed (`since`) is not announced.
 */
export function dueReminders(migration: Moving, settings: ReminderSettings, now: Temporal.Instant): DueReminder[] {
  const today = dayIn(settings.zone, now);
  // By the reader's day: where it begins before the UTC day, her morning is not missed.
  return openRungs(migration, now, today).flatMap(({ original, rung }) => {
    const past = announcementDays(rung, settings, today).filter((day) => day <= today);
    for (const dueDay of past.sort().reverse()) {
      const dueAt = momentAt(dueDay, settings.time, settings.zone);
      if (isBefore(now, dueAt)) continue;
      const since = Temporal.Instant.from(original.since);
      // One that lies ahead was written by a clock that has been put back since.
      if (!isBefore(since, dueAt) && !isBefore(now, since)) return [];
      // A rung that comes to the top by time alone was not what to do on its earlier days: it does not make them up.
      return nextRung(migration, original, dueAt, dueDay)?.name === rung.name
        ? [{ original, rung, dueDay, dueAt }]
        : [];
    }
    return [];
  });
}

/** What identifies a reminder for ever: the same original, rung, day and place is the same reminder. */
export function reminderKey(due: DueReminder, destination: string): string {
  return `reminder ${due.original.id} ${due.rung.name} ${due.rung.latest} ${due.dueDay} ${destination}`;
}

/** The local days on which a rung is spoken of; of those that come every week, the ones up to `today`. */
export function announcementDays(rung: Rung, settings: ReminderSettings, today: Day): readonly Day[] {
  return rung.name === 'end' ? daysOfAsking(rung, settings, today) : daysAhead(rung.latest, settings);
}

function daysAhead(latest: Day, settings: ReminderSettings): readonly Day[] {
  const byLatest = ahead.get(settings) ?? new Map<Day, readonly Day[]>();
  ahead.set(settings, byLatest);
  const known = byLatest.get(latest);
  if (known) return known;
  const days = settings.leadDays.map((lead) => workingDayUpTo(addDays(latest, -lead), settings.weekdays));
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
  return days.map((day) => workingDayFrom(day, settings.weekdays));
}
