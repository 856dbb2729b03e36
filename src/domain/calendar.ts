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
const MOST_REMEMBERED = 20_000;

/** Days are counted in whole UTC days since 1970: plain arithmetic, because lists do it for every subscription. */
const dayNumber = remembered((day: Day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS);

const dayNumbered = remembered((number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10));

/** Thousands of subscriptions end on the same few days: what was worked out is kept, as much as some decades have days. */
function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const found = find(key);
    known.set(key, found);
    return found;
  };
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
  const key = `${now.epochMilliseconds} ${zone}`;
  const known = daysIn.get(key);
  if (known !== undefined) return known;
  if (daysIn.size >= MOST_REMEMBERED) daysIn.clear();
  const day = now.toZonedDateTimeISO(zone).toPlainDate().toString();
  daysIn.set(key, day);
  return day;
}

/** Zones are slow to ask, and whoever goes through everything asks for one moment again and again. */
const daysIn = new Map<string, Day>();

export function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

/** Which days are worked on. */
export interface WorkingDays {
  readonly weekdays: ReadonlySet<Weekday>;
  /** A weekday that is none all the same: a public holiday, or one on which nothing can be changed. */
  isOff?(day: Day): boolean;
}

/** The longest time off that is looked across: a holiday right after a freeze of a quarter. */
const MOST_DAYS_OFF = 120;

/** `day` itself, or the nearest working day before it. */
export function workingDayUpTo(day: Day, working: WorkingDays): Day {
  return nearestWorkingDay(day, working, -1);
}

/** `day` itself, or the nearest working day after it. */
export function workingDayFrom(day: Day, working: WorkingDays): Day {
  return nearestWorkingDay(day, working, 1);
}

/** The `count`th working day after `day`; where no weekday is one, every day is. */
export function workingDaysAfter(day: Day, count: number, working: WorkingDays): Day {
  let found = day;
  for (let left = count; left > 0; left -= 1) found = workingDayFrom(addDays(found, 1), working);
  return found;
}

/** Where there is none within a season, days off do not count. */
function nearestWorkingDay(day: Day, { weekdays, isOff }: WorkingDays, step: 1 | -1): Day {
  if (weekdays.size === 0) return day;
  let number = dayNumber(day);
  for (let tries = 0; tries < MOST_DAYS_OFF; tries += 1) {
    if (weekdays.has(weekdayOf(number)) && !isOff?.(dayNumbered(number))) return dayNumbered(number);
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
