import type { z } from 'zod';
import { Day } from '../domain/calendar.js';
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
import { shorten } from './field.js';
import { suggest } from './suggest.js';

/** Reads `90,60,30`; throws a UserError that shows how to write it, as all of these do. */
export function readLeads(value: string): number[] {
  return read(WrittenLeadDays.pipe(LeadDays), value.trim().replace(/[\s,;]+/g, ','), 'settings-leads', value);
}

/** Reads `08:30`. */
export function readTime(value: string): string {
  return read(TimeOfDay, value.replace(/^(\d):/, '0$1:'), 'settings-time', value);
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
export function readFreezeDay(value: string): Day | undefined {
  const [off, day = '', ...more] = value.split(' ');
  if (off?.toLowerCase() !== 'off') return undefined;
  if (more.length > 0) throw new UserError('settings-freeze', { value: shorten(value) });
  return read(Day, day.split(/\.{2,3}|…/)[0] ?? '', 'settings-freeze', value);
}

/** Reads `2026-12-18..2027-01-04 "year end"`; of one day its date is enough. */
export function readFreeze(value: string): Freeze {
  const [, first = '', dotted, spaced, rest = ''] = FREEZE.exec(value) ?? [];
  const last = dotted ?? spaced ?? first;
  const from = read(Day, first, 'settings-freeze', value);
  const until = read(Day, last, 'settings-freeze', value);
  const why = /^["“”„«].*["“”»]$/.test(rest) ? rest.slice(1, -1).trim() : rest;
  const { length } = why;
  if (length > FREEZE_REASON) throw new UserError('too-long', { field: 'freeze', length, limit: FREEZE_REASON });
  return why === '' ? { from, until } : { from, until, why };
}

/** Some keyboards make one character of the dots; a second date is the last day also without them. */
const FREEZE =
  /^(\d{4}-\d\d-\d\d)(?:\s*(?:\.{2,3}|…)\s*(\S+)|\s+(?:(?:to|until|-|–)\s+)?(\d{4}-\d\d-\d\d))?(?:\s+(.*))?$/;

function read<T>(schema: z.ZodType<T, string>, text: string, refusal: SettingRefusal, value = text): T {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw new UserError(refusal, { value: shorten(value) });
}

type SettingRefusal = Extract<
  RefusalCode,
  'settings-leads' | 'settings-time' | 'settings-weekdays' | 'settings-freeze'
>;
