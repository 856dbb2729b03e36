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

const DAY_MS = 86_400_000;

/** Days are counted in whole UTC days since 1970: plain arithmetic, because lists do it for every subscription. */
function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function dayNumbered(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayNumbered(dayNumber(day) + days);
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

export function earliest(days: readonly Day[]): Day | undefined {
  return days.reduce<Day | undefined>((first, day) => (first === undefined || day < first ? day : first), undefined);
}

/** Partner Center counts its days in UTC, so this is where a subscription's day begins. */
export function startOfDay(day: Day): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(dayNumber(day) * DAY_MS);
}

export function endOfDay(day: Day): Temporal.Instant {
  return startOfDay(addDays(day, 1));
}

/** The UTC day that `now` is part of. */
export function dayOf(now: Temporal.Instant): Day {
  return dayNumbered(Math.floor(now.epochMilliseconds / DAY_MS));
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

/** The `count`th working day after `day`; where no weekday is one, every day is. */
export function workingDaysAfter(day: Day, count: number, weekdays: ReadonlySet<Weekday>): Day {
  let number = dayNumber(day);
  for (let left = count; left > 0; ) {
    number += 1;
    if (weekdays.size === 0 || weekdays.has(weekdayOf(number))) left -= 1;
  }
  return dayNumbered(number);
}

function nearestWorkingDay(day: Day, weekdays: ReadonlySet<Weekday>, step: 1 | -1): Day {
  let number = dayNumber(day);
  for (let tries = 0; tries < 7; tries += 1) {
    if (weekdays.has(weekdayOf(number))) return dayNumbered(number);
    number += step;
  }
  return day;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(number: number): Weekday {
  return (((((number + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/**
 * The instant at which the clocks of `zone` show `time` on `day`. A time that a spring change skips becomes the first
 * instant after it; of a time that an autumn change repeats, the first is taken.
 */
export function momentAt(day: Day, time: string, zone: string): Temporal.Instant {
  const key = `${day} ${time} ${zone}`;
  const known = moments.get(key);
  if (known) return known;
  if (moments.size >= MOST_MOMENTS) moments.clear();
  const moment = findMoment(day, time, zone);
  moments.set(key, moment);
  return moment;
}

/** Zones are slow to ask, and every sweep asks for the same mornings. */
const moments = new Map<string, Temporal.Instant>();
const MOST_MOMENTS = 5_000;

function findMoment(day: Day, time: string, zone: string): Temporal.Instant {
  const wanted = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
  const first = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wanted)) return first.toInstant();
  const change = first.getTimeZoneTransition('next');
  return (change ?? first).toInstant();
}
