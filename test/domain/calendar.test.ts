import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  Day,
  dayIn,
  dayOf,
  daysBetween,
  earliest,
  endOfDay,
  momentAt,
  startOfDay,
  type WorkingDays,
  workingDayFrom,
  workingDayUpTo,
} from '../../src/domain/calendar.js';
import { at } from '../support/builders.js';

const MON_TO_FRI: WorkingDays = { weekdays: new Set([1, 2, 3, 4, 5]) };

describe('a day', () => {
  it.each(['2027-01-31', '2028-02-29', '2000-02-29', '2000-01-01', '2099-12-31'])('is %s', (text) => {
    expect(Day.safeParse(text).success).toBe(true);
  });

  it.each([
    '2027-02-29',
    '2100-02-29',
    '2027-13-01',
    '2027-04-31',
    '2027-00-10',
    '2027-01-00',
    '0000-00-00',
    '0001-01-01',
    '1999-12-31',
    '2100-01-01',
    '9999-12-31',
    '+012027-01-31',
    '2027-1-31',
    '20270131',
    '2027-W04-7',
    '31/12/27',
    '2027-10-31T02:30',
    '2027-01-31Z',
    ' 2027-01-31',
    '',
  ])('is not %j', (text) => {
    expect(Day.safeParse(text).success).toBe(false);
  });
});

describe('counting days', () => {
  it.each([
    ['2027-01-31', 30, '2027-03-02'],
    ['2028-01-31', 30, '2028-03-01'],
    ['2028-02-29', 30, '2028-03-30'],
    ['2026-12-31', 30, '2027-01-30'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2027-01-01', -1, '2026-12-31'],
  ])('from %s by %i leads to %s, and back', (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(daysBetween(from, to)).toBe(days);
    expect(daysBetween(to, from)).toBe(0 - days);
  });

  it('takes the earliest of several days, and none of none', () => {
    expect(earliest(['2027-02-01', '2026-12-31', '2027-01-01'])).toBe('2026-12-31');
    expect(earliest([])).toBeUndefined();
  });

  it('lets a subscription’s day run from midnight to midnight UTC', () => {
    expect(startOfDay('2027-01-31').toString()).toBe('2027-01-31T00:00:00Z');
    expect(endOfDay('2027-01-31').toString()).toBe('2027-02-01T00:00:00Z');
    expect(dayOf(at('2027-01-31T23:59:59Z'))).toBe('2027-01-31');
    expect(dayOf(at('2027-02-01T00:00Z'))).toBe('2027-02-01');
  });

  it('tells the local day of a moment', () => {
    expect(dayIn('America/Los_Angeles', at('2027-01-31T00:00Z'))).toBe('2027-01-30');
    expect(dayIn('Pacific/Kiritimati', at('2027-01-31T10:00Z'))).toBe('2027-02-01');
  });
});

describe('working days', () => {
  it.each([
    ['2027-01-29', '2027-01-29', '2027-01-29'],
    ['2027-01-30', '2027-01-29', '2027-02-01'],
    ['2027-01-31', '2027-01-29', '2027-02-01'],
  ])('of %s: up to it %s, from it %s', (day, before, after) => {
    expect(workingDayUpTo(day, MON_TO_FRI)).toBe(before);
    expect(workingDayFrom(day, MON_TO_FRI)).toBe(after);
  });

  it('goes back almost a week where only one weekday is worked', () => {
    expect(workingDayUpTo('2027-01-30', { weekdays: new Set([7]) })).toBe('2027-01-24');
  });

  it('leaves a day alone where nobody ever works', () => {
    expect(workingDayUpTo('2027-01-30', { weekdays: new Set() })).toBe('2027-01-30');
  });
});

describe('a local time of a day', () => {
  it.each([
    ['plain', '2027-01-31', '09:00', 'Europe/Berlin', '2027-01-31T08:00:00Z'],
    ['in the spring gap: the first instant after it', '2027-03-28', '02:30', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['at the start of the gap', '2027-03-28', '02:00', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['right after the gap', '2027-03-28', '03:00', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['in the autumn fold: the first of the two', '2027-10-31', '02:30', 'Europe/Berlin', '2027-10-31T00:30:00Z'],
    ['in New York’s gap', '2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:00:00Z'],
    ['in New York’s fold', '2027-11-07', '01:30', 'America/New_York', '2027-11-07T05:30:00Z'],
    ['in a gap of half an hour', '2027-10-03', '02:15', 'Australia/Lord_Howe', '2027-10-02T15:30:00Z'],
    ['right after that gap', '2027-10-03', '02:30', 'Australia/Lord_Howe', '2027-10-02T15:30:00Z'],
    ['in a fold of half an hour', '2027-04-04', '01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00Z'],
    ['in a gap at midnight', '2027-04-30', '00:30', 'Africa/Cairo', '2027-04-29T22:00:00Z'],
    ['in Dublin, whose winter is the exception', '2027-03-28', '01:30', 'Europe/Dublin', '2027-03-28T01:00:00Z'],
    ['where there is no summer time', '2027-03-28', '02:30', 'Asia/Kolkata', '2027-03-27T21:00:00Z'],
    ['far in the east', '2027-01-31', '09:00', 'Pacific/Kiritimati', '2027-01-30T19:00:00Z'],
    ['far in the west', '2027-01-31', '23:00', 'Pacific/Pago_Pago', '2027-02-01T10:00:00Z'],
  ])('%s: %s %s in %s is %s', (_case, day, time, zone, moment) => {
    expect(momentAt(day, time, zone).toString()).toBe(moment);
  });

  // The oracle knows the zone only through Intl: it tries every offset a zone can have, in quarters of an hour.
  it('is, in every zone, the first instant that the clocks show it, or the first after the gap that skips it', () => {
    const formats = new Map<string, Intl.DateTimeFormat>();
    const clocks = (zone: string, moment: number): string => {
      const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
      const format =
        formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { ...fields, hourCycle: 'h23', timeZone: zone });
      formats.set(zone, format);
      return format.format(moment).replace(' ', 'T');
    };
    const minute = 60_000;
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');
    const days = fc.integer({ min: 0, max: 4016 }).map((offset) => addDays('2025-01-01', offset));
    // Changes are rare: half of the days are those on which somewhere clocks change, half of the times those that change.
    const changes = fc.constantFrom('2025-03-30', '2026-03-29', '2027-03-14', '2027-04-04', '2027-10-03', '2030-10-27');
    const hours = fc.oneof(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 3 }));
    const times = fc
      .tuple(hours, fc.constantFrom(0, 15, 30, 45))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(zones, fc.oneof(days, changes), times, (zone, day, time) => {
        const wanted = `${day}T${time}`;
        const asUtc = Temporal.Instant.from(`${wanted}Z`).epochMilliseconds;
        const shown: number[] = [];
        for (let offset = 15 * 60; offset >= -13 * 60; offset -= 15) {
          const moment = asUtc - offset * minute;
          if (clocks(zone, moment) === wanted) shown.push(moment);
        }
        const found = momentAt(day, time, zone).epochMilliseconds;
        if (shown.length > 0) {
          expect(found).toBe(Math.min(...shown));
        } else {
          expect(clocks(zone, found - minute) < wanted).toBe(true);
          expect(clocks(zone, found) > wanted).toBe(true);
          expect(clocks(zone, found).slice(0, 10)).toBe(day);
        }
      }),
      { numRuns: 1_000, verbose: 1 },
    );
  });
});
