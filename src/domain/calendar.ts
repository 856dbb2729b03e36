import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A calendar day, `2027-01-31`, that exists and lies where a subscription can lie. */
export const Day = z.iso.date().refine((day) => day >= '2000-01-01' && day <= '2099-12-31');
export type Day = z.infer<typeof Day>;

/** A point in time as ISO text in UTC, `2027-01-31T09:00:00Z`. */
export const Moment = z.iso.datetime();
export type Moment = z.infer<typeof Moment>;

/** A weekday as ISO counts them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

export function earliest(days: readonly Day[]): Day | undefined {
  return days.reduce<Day | undefined>((first, day) => (first === undefined || day < first ? day : first), undefined);
}

/** Partner Center counts its days in UTC, so this is where a subscription's day begins. */
export function startOfDay(day: Day): Temporal.Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC').toInstant();
}

export function endOfDay(day: Day): Temporal.Instant {
  return startOfDay(addDays(day, 1));
}

/** The UTC day that `now` is part of. */
export function dayOf(now: Temporal.Instant): Day {
  return dayIn('UTC', now);
}

export function dayIn(zone: string, now: Temporal.Instant): Day {
  return now.toZonedDateTimeISO(zone).toPlainDate().toString();
}

export function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

/** `day` itself, or the nearest working day before it. */
export function workingDayUpTo(day: Day, weekdays: ReadonlySet<Weekday>): Day {
  return nearestWorkingDay(day, weekdays, -1);
}

/** `day` itself, or the nearest working day after it. */
export function workingDayFrom(day: Day, weekdays: ReadonlySet<Weekday>): Day {
  return nearestWorkingDay(day, weekdays, 1);
}

function nearestWorkingDay(day: Day, weekdays: ReadonlySet<Weekday>, step: 1 | -1): Day {
  let date = Temporal.PlainDate.from(day);
  for (let tries = 0; tries < 7; tries += 1) {
    if (weekdays.has(date.dayOfWeek as Weekday)) return date.toString();
    date = date.add({ days: step });
  }
  return day;
}

/**
 * The instant at which the clocks of `zone` show `time` on `day`. A time that a spring change skips becomes the first
 * instant after it; of a time that an autumn change repeats, the first is taken.
 */
export function momentAt(day: Day, time: string, zone: string): Temporal.Instant {
  const wanted = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
  const first = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wanted)) return first.toInstant();
  const change = first.getTimeZoneTransition('next');
  return (change ?? first).toInstant();
}
