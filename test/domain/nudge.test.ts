import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../src/domain/calendar.js';
import type { Migration } from '../../src/domain/migration.js';
import { dueNudges, invitationAge } from '../../src/domain/nudge.js';
import type { ReminderSettings } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, at } from '../support/builders.js';

const MON_TO_FRI: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5]);
const SUN_TO_THU: ReadonlySet<Weekday> = new Set([7, 1, 2, 3, 4]);
const ZONES = ['America/Los_Angeles', 'Europe/Berlin', 'Pacific/Kiritimati'] as const;

function settings(zone: string, weekdays = MON_TO_FRI): ReminderSettings {
  return { zone, time: '09:00', weekdays, leadDays: [] };
}

/** Invited on `sentOn`, told that very moment unless said otherwise, and not answered. */
function invited(sentOn: string, facts: Partial<Migration> = {}, recordedAt = `${sentOn}T00:00:00Z`): Migration {
  const { acceptedOn: _, ...open } = aMigration();
  return { ...open, invitation: { sentOn, recordedAt }, ...facts };
}

function due(migration: Migration, now: string, zone = 'Europe/Berlin', weekdays = MON_TO_FRI): string[] {
  return dueNudges(migration, settings(zone, weekdays), at(now)).map(({ days, dueDay }) => `${days} ${dueDay}`);
}

/** The days of the nudges that a look every half hour finds, by the clocks of `zone`. */
function announced(migration: Migration, zone: string, from: string, to: string, weekdays = MON_TO_FRI): string[] {
  const found = new Set<string>();
  for (let now = at(from); now.epochMilliseconds < at(to).epochMilliseconds; now = now.add({ minutes: 30 })) {
    for (const { days } of dueNudges(migration, settings(zone, weekdays), now)) {
      if ([...found].some((one) => one.startsWith(`${days} `))) continue;
      found.add(`${days} ${now.toZonedDateTimeISO(zone).toPlainDateTime()}`);
    }
  }
  return [...found];
}

describe.each(ZONES)('an invitation without an answer, in %s', (zone) => {
  it.each([
    // Friday: the weekend between does not count.
    ['2026-11-20', ['3 2026-11-25T09:00:00', '7 2026-12-01T09:00:00', '14 2026-12-10T09:00:00']],
    ['2026-11-21', ['3 2026-11-25T09:00:00', '7 2026-12-01T09:00:00', '14 2026-12-10T09:00:00']],
    ['2026-11-22', ['3 2026-11-25T09:00:00', '7 2026-12-01T09:00:00', '14 2026-12-10T09:00:00']],
    ['2026-11-23', ['3 2026-11-26T09:00:00', '7 2026-12-02T09:00:00', '14 2026-12-11T09:00:00']],
    // Wednesday: the third day after it is a Monday.
    ['2026-11-25', ['3 2026-11-30T09:00:00', '7 2026-12-04T09:00:00', '14 2026-12-15T09:00:00']],
  ])('of %s is chased after 3, 7 and 14 working days, at the local time', (sentOn, expected) => {
    expect(announced(invited(sentOn), zone, '2026-11-19T00:00Z', '2027-01-10T00:00Z')).toEqual(expected);
  });

  it('is due on the third working day, not the day before, and still the day after', () => {
    const local = (time: string) => Temporal.ZonedDateTime.from(`${time}[${zone}]`).toInstant().toString();
    const migration = invited('2026-11-20');
    expect(due(migration, local('2026-11-24T09:00'), zone)).toEqual([]);
    expect(due(migration, local('2026-11-25T08:59'), zone)).toEqual([]);
    expect(due(migration, local('2026-11-25T09:00'), zone)).toEqual(['3 2026-11-25']);
    expect(due(migration, local('2026-11-26T09:00'), zone)).toEqual(['3 2026-11-25']);
  });
});

describe('an invitation', () => {
  it('counts the working days of the settings', () => {
    expect(
      announced(invited('2026-11-19'), 'Asia/Riyadh', '2026-11-19T00:00Z', '2027-01-01T00:00Z', SUN_TO_THU),
    ).toEqual(['3 2026-11-24T09:00:00', '7 2026-11-30T09:00:00', '14 2026-12-09T09:00:00']);
  });

  it('is chased by the latest day alone when several were missed', () => {
    expect(due(invited('2026-11-20'), '2026-12-05T10:00Z')).toEqual(['7 2026-12-01']);
    expect(due(invited('2026-11-20'), '2027-03-05T10:00Z')).toEqual(['14 2026-12-10']);
  });

  it('leaves out the days that were past when it was recorded', () => {
    // The third working day is 25 November, 09:00 in Berlin.
    const recorded = (at: string) => invited('2026-11-20', {}, at);
    expect(due(recorded('2026-11-25T07:59:59Z'), '2026-11-25T08:00Z')).toEqual(['3 2026-11-25']);
    expect(due(recorded('2026-11-25T08:00:00Z'), '2026-11-25T08:00Z')).toEqual([]);
    expect(due(recorded('2026-11-28T08:00:00Z'), '2026-11-30T10:00Z')).toEqual([]);
    expect(due(recorded('2026-11-28T08:00:00Z'), '2026-12-01T10:00Z')).toEqual(['7 2026-12-01']);
    expect(due(recorded('2027-02-01T08:00:00Z'), '2027-06-01T10:00Z')).toEqual([]);
  });

  it('begins anew when it was sent again', () => {
    expect(due(invited('2026-11-30', {}, '2026-11-30T10:00:00Z'), '2026-12-02T10:00Z')).toEqual([]);
    expect(due(invited('2026-11-30', {}, '2026-11-30T10:00:00Z'), '2026-12-03T10:00Z')).toEqual(['3 2026-12-03']);
  });

  it.each<[string, Partial<Migration>]>([
    ['has accepted', { acceptedOn: '2026-11-24' }],
    ['has declined', { declinedOn: '2026-11-24' }],
    ['stays where it is', { abandoned: { on: '2026-11-24', reason: 'stays' } }],
    ['is the reseller’s own already', { source: 'own-legacy', route: 'new-commerce' }],
    [
      'needs nothing any more',
      {
        originals: [
          anOriginal({
            expiresOn: '2026-11-22',
            ended: { how: 'expired', on: '2026-11-22' },
            unneeded: 'the team left',
          }),
        ],
      },
    ],
  ])('is not chased once the customer %s', (_what, facts) => {
    expect(due(invited('2026-11-20'), '2026-11-25T10:00Z')).toHaveLength(1);
    expect(due(invited('2026-11-20', facts), '2026-11-25T10:00Z')).toEqual([]);
  });

  it('is chased also while nothing else is entered', () => {
    expect(due(invited('2026-11-20', { originals: [] }), '2026-11-25T10:00Z')).toEqual(['3 2026-11-25']);
  });

  it.each([
    // Where the UTC day of sending has not begun yet, it is as young as can be.
    ['2026-11-19', 0],
    ['2026-11-20', 0],
    ['2026-11-21', 1],
    ['2026-12-02', 12],
  ])('is on %s so many days old: %i', (today, days) => {
    expect(invitationAge(invited('2026-11-20'), today)).toBe(days);
  });

  it('has no age once it is answered, or before it is sent', () => {
    expect(invitationAge(invited('2026-11-20', { acceptedOn: '2026-11-24' }), '2026-12-02')).toBeUndefined();
    const { acceptedOn: _, ...never } = aMigration();
    expect(invitationAge(never, '2026-12-02')).toBeUndefined();
  });
});
