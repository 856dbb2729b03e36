import type { z } from 'zod';
import type { Day } from '../domain/calendar.js';
import {
  ChannelSettings,
  FREEZE_REASON,
  type Freeze,
  LeadDays,
  TimeOfDay,
  WrittenLeadDays,
  WrittenWeekdays,
  Zone,
} from '../domain/channel-settings.js';
import { type RefusalCode, UserError } from '../domain/refusal.js';
import { readDay, shorten } from './field.js';
import type { DateReader } from './read-day.js';
import { suggest } from './suggest.js';

/** Reads `90,60,30`; throws a UserError that shows how to write it, as all of these do. */
export function readLeads(value: string): number[] {
  const withCommas = (text: string) => text.replace(/[\s,;、]+/g, ',');
  return read(WrittenLeadDays.pipe(LeadDays), value, 'settings-leads', withCommas);
}

/** Reads `08:30`. */
export function readTime(value: string): string {
  return read(TimeOfDay, value, 'settings-time', (text) => text.replace(/^(\d):/, '0$1:'));
}

/** Reads `mon-thu`. */
export function readWeekdays(value: string): number[] {
  return [...read(WrittenWeekdays, value, 'settings-weekdays')].sort();
}

/** Reads a zone of the IANA list, in the letters of that list. */
export function readZone(value: string): string {
  const zones = Intl.supportedValuesOf('timeZone');
  const typed = value.toLowerCase();
  const listed = zones.find((zone) => zone.toLowerCase() === typed);
  if (listed !== undefined) return listed;
  if (Zone.safeParse(value).success) return value;
  const suggestion = zoneMeant(typed, zones);
  if (suggestion === undefined) throw new UserError('settings-zone', { value: shorten(value) });
  throw new UserError('settings-zone-suggest', { value: shorten(value), suggestion }, [`settings zone ${suggestion}`]);
}

/** A city alone means its zone. */
function zoneMeant(typed: string, zones: readonly string[]): string | undefined {
  const city = `/${typed.replace(/\s+/g, '_')}`;
  const lower = zones.map((zone) => zone.toLowerCase());
  const meant = lower.find((zone) => zone.endsWith(city)) ?? suggest(typed, lower);
  return meant === undefined ? undefined : zones[lower.indexOf(meant)];
}

/** Reads `FR` or `de-by`; whether there is such a place only the calendars know. */
export function readPlace(value: string): string {
  const place = value.toUpperCase();
  if (ChannelSettings.shape.holidays.safeParse(place).success) return place;
  throw new UserError('settings-holidays', { value: shorten(value) });
}

/** Reads the day of `off 2026-12-18`; undefined: it is something else. */
export function readFreezeDay(value: string, reader: DateReader): Day | undefined {
  const [, off] = /^off(?:\s+(.*))?$/is.exec(value) ?? [];
  if (off === undefined && value.toLowerCase() !== 'off') return undefined;
  const { day, rest } = readFirst(off ?? '', reader, value);
  if (rest === '' || DOTS.test(rest)) return day;
  throw noFreeze(value);
}

/** Reads `2026-12-18..2027-01-04 "year end"`; of one day its date is enough. */
export function readFreeze(value: string, reader: DateReader): Freeze {
  const { day: from, rest: after } = readFirst(value, reader, value);
  const [between = ''] = DOTS.exec(after) ?? BETWEEN.exec(after) ?? [];
  const follows = after.slice(between.length);
  const second = dayAtStart(follows, reader);
  if (second === undefined && (DOTS.test(after) || LIKE_A_DATE.test(follows))) throw noFreeze(value);
  const { day: until, rest } = second ?? { day: from, rest: after };
  if (/^\S/.test(rest)) throw noFreeze(value);
  const reason = rest.trim();
  const why = /^["“”„«].*["“”»]$/.test(reason) ? reason.slice(1, -1).trim() : reason;
  const { length } = why;
  if (length > FREEZE_REASON) throw new UserError('too-long', { field: 'freeze', length, limit: FREEZE_REASON });
  return why === '' ? { from, until } : { from, until, why };
}

/** Some keyboards make one character of the dots; a second date is the last day also without them. */
const DOTS = /^\s*(?:\.{2,3}|…)\s*/;
const BETWEEN = /^\s+(?:(?:to|until|-|–)\s+)?/;

/** What was meant as a date is not kept as the reason. */
const LIKE_A_DATE = /^\d{1,4}[-/.年]\d/;

interface AtStart {
  readonly day: Day;
  readonly rest: string;
}

function readFirst(text: string, reader: DateReader, value: string): AtStart {
  const first = dayAtStart(text, reader);
  if (first) return first;
  throw noFreeze(value);
}

/** The longest beginning that is a day, since a date can be of several words. */
function dayAtStart(text: string, reader: DateReader): AtStart | undefined {
  const ends = [...text.slice(0, DATE_LIMIT).matchAll(/\s|\.{2,3}|…|$/g)].map(({ index }) => index);
  for (const end of ends.reverse()) {
    const day = readDay('freeze', text.slice(0, end), reader);
    if (day !== undefined) return { day, rest: text.slice(end) };
  }
  return undefined;
}

/** No date is longer. */
const DATE_LIMIT = 80;

function noFreeze(value: string): UserError {
  return new UserError('settings-freeze', { value: shorten(value) });
}

/** Wide letters and digits of East Asian keyboards mean the plain ones. */
function read<T>(
  schema: z.ZodType<T, string>,
  value: string,
  refusal: SettingRefusal,
  tidied: (text: string) => string = (text) => text,
): T {
  const result = schema.safeParse(tidied(value.normalize('NFKC').trim()));
  if (result.success) return result.data;
  throw new UserError(refusal, { value: shorten(value) });
}

type SettingRefusal = Extract<RefusalCode, 'settings-leads' | 'settings-time' | 'settings-weekdays'>;
