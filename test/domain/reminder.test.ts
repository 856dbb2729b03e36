import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../src/domain/calendar.js';
import type { Migration } from '../../src/domain/migration.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

const MON_TO_FRI: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5]);
const EVERY_DAY: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5, 6, 7]);
const LEADS = [90, 60, 30, 14, 7, 3, 1, 0];

const berlin: ReminderSettings = { zone: 'Europe/Berlin', time: '09:00', weekdays: MON_TO_FRI, leadDays: LEADS };

function due(migration: Migration, now: string, settings: Partial<ReminderSettings> = {}): string[] {
  return dueReminders(migration, { ...berlin, ...settings }, at(now)).map(
    ({ original, rung, dueDay, dueAt }) => `${original.id} ${rung.name} ${dueDay} ${dueAt}`,
  );
}

/** Every reminder that a tick each half hour finds, once each, with the moment it was first found. */
function announced(migration: Migration, from: string, to: string, settings: Partial<ReminderSettings> = {}) {
  const found = new Map<string, string>();
  for (let now = at(from); now.epochMilliseconds <= at(to).epochMilliseconds; now = now.add({ minutes: 30 })) {
    for (const reminder of dueReminders(migration, { ...berlin, ...settings }, now)) {
      const key = reminderKey(reminder, migration.channel);
      if (!found.has(key)) found.set(key, `${reminder.rung.name} ${reminder.dueDay} at ${now}`);
    }
  }
  return [...found.values()];
}

describe('a reminder', () => {
  it('comes due at its local time, not a second before', () => {
    expect(due(aMigration(), '2027-01-28T07:59:59Z')).toEqual(['M1.1 provision 2027-01-22 2027-01-22T08:00:00Z']);
    expect(due(aMigration(), '2027-01-28T08:00:00Z')).toEqual(['M1.1 provision 2027-01-28 2027-01-28T08:00:00Z']);
  });

  it('moves from a day off to the working day before, never after', () => {
    // Lead days 7, 1 and 0 before Sunday 31 January fall on Sunday 24, Saturday 30 and Sunday 31.
    expect(announced(aMigration(), '2027-01-21T00:00Z', '2027-01-31T23:45Z')).toEqual([
      'provision 2027-01-15 at 2027-01-21T00:00:00Z',
      'provision 2027-01-22 at 2027-01-22T08:00:00Z',
      'provision 2027-01-28 at 2027-01-28T08:00:00Z',
      'provision 2027-01-29 at 2027-01-29T08:00:00Z',
    ]);
  });

  it('speaks on each lead day where every day is a working day', () => {
    const found = announced(aMigration(), '2026-10-01T00:00Z', '2027-01-31T23:45Z', { weekdays: EVERY_DAY });
    expect(found.map((one) => one.split(' ')[1])).toEqual([
      '2026-11-02',
      '2026-12-02',
      '2027-01-01',
      '2027-01-17',
      '2027-01-24',
      '2027-01-28',
      '2027-01-30',
      '2027-01-31',
    ]);
  });

  it('is the latest alone where several days have passed unannounced', () => {
    const now = '2027-01-20T10:00Z';
    expect(due(aMigration(), now)).toEqual(['M1.1 provision 2027-01-15 2027-01-15T08:00:00Z']);
  });

  it('leaves out days that were past when the original was entered or last changed', () => {
    const entered = (since: string) => aMigration({ originals: [anOriginal({ since })] });
    expect(due(entered('2027-01-20T10:00:00Z'), '2027-01-20T10:00Z')).toEqual([]);
    expect(due(entered('2027-01-22T08:00:00Z'), '2027-01-22T08:00Z')).toEqual([]);
    expect(due(entered('2027-01-22T07:59:59Z'), '2027-01-22T08:00Z')).toHaveLength(1);
  });

  it('is found again by every later tick, as the same one', () => {
    const [first] = dueReminders(aMigration(), berlin, at('2027-01-22T08:00Z'));
    const [later] = dueReminders(aMigration(), berlin, at('2027-01-25T17:00Z'));
    if (!first || !later) throw new Error('nothing was due');
    expect(reminderKey(later, 'slack:T0001/C0001')).toBe(reminderKey(first, 'slack:T0001/C0001'));
    expect(reminderKey(first, 'slack:T0001/C0001')).toBe(
      'reminder M1.1 provision 2027-01-31 2027-01-22 slack:T0001/C0001',
    );
  });

  it('comes for each original, at most one a time', () => {
    const originals = [anOriginal(), anOriginal({ id: 'M1.2', expiresOn: '2027-02-28' }), anOriginal({ id: 'M1.3' })];
    expect(due(aMigration({ originals }), '2027-01-29T10:00Z')).toEqual([
      'M1.1 provision 2027-01-29 2027-01-29T08:00:00Z',
      'M1.3 provision 2027-01-29 2027-01-29T08:00:00Z',
      'M1.2 provision 2027-01-29 2027-01-29T08:00:00Z',
    ]);
  });

  it('is none for what was given up, is finished, or has no lead days', () => {
    const now = '2027-01-29T10:00Z';
    expect(due(aMigration({ abandoned: { on: '2027-01-02', reason: 'it stays' } }), now)).toEqual([]);
    const ended = [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })];
    const finished = aMigration({ originals: ended, replacements: [aReplacement()] });
    expect(due(finished, '2027-02-15T10:00Z')).toEqual([]);
    expect(due(aMigration(), now, { leadDays: [] })).toEqual([]);
  });
});

describe('at the changes of the clock', () => {
  const monday = aMigration({ originals: [anOriginal({ expiresOn: '2027-03-29' })] });
  const settings = { leadDays: [1], time: '02:30', weekdays: EVERY_DAY };

  it('comes at the first instant after a time that is skipped', () => {
    expect(due(monday, '2027-03-28T00:59:59Z', settings)).toEqual([]);
    expect(due(monday, '2027-03-28T01:00:00Z', settings)).toEqual(['M1.1 provision 2027-03-28 2027-03-28T01:00:00Z']);
  });

  it('comes once at a time that is repeated', () => {
    const autumn = aMigration({ originals: [anOriginal({ expiresOn: '2027-11-01' })] });
    expect(announced(autumn, '2027-10-30T22:00Z', '2027-10-31T04:00Z', settings)).toEqual([
      'provision 2027-10-31 at 2027-10-31T00:30:00Z',
    ]);
  });
});

describe('the last day to stop the renewal', () => {
  // Wednesday 3 February: the renewal must be off before that day begins in UTC.
  const renews = aMigration({ originals: [anOriginal({ expiresOn: '2027-02-03', renewal: 'auto-renews' })] });

  it('takes the place of the missing replacement at that day’s time, one reminder a day', () => {
    expect(announced(renews, '2027-01-28T10:00Z', '2027-02-03T23:45Z')).toEqual([
      'provision 2027-01-27 at 2027-01-28T10:00:00Z',
      'provision 2027-01-29 at 2027-01-29T08:00:00Z',
      'stop-renewal 2027-02-02 at 2027-02-02T08:00:00Z',
      'provision 2027-02-03 at 2027-02-03T08:00:00Z',
    ]);
  });

  it('says nothing at midnight when it falls on a day off', () => {
    const sunday = aMigration({ originals: [anOriginal({ renewal: 'auto-renews' })] });
    expect(announced(sunday, '2027-01-29T10:00Z', '2027-01-31T23:45Z')).toEqual([
      'provision 2027-01-29 at 2027-01-29T10:00:00Z',
    ]);
  });

  it('counts its own lead days once the replacement is there', () => {
    const replaced = { ...renews, replacements: [aReplacement({ provisionedOn: '2027-01-27' })] };
    expect(announced(replaced, '2027-01-28T00:00Z', '2027-02-03T23:45Z')).toEqual([
      'stop-renewal 2027-01-26 at 2027-01-28T00:00:00Z',
      'stop-renewal 2027-01-29 at 2027-01-29T08:00:00Z',
      'stop-renewal 2027-02-01 at 2027-02-01T08:00:00Z',
      'stop-renewal 2027-02-02 at 2027-02-02T08:00:00Z',
    ]);
  });
});

describe('once the end has passed', () => {
  const replaced = aMigration({ replacements: [aReplacement()] });

  it('asks what happened on the next working day, and every week until it is told', () => {
    expect(announced(replaced, '2027-01-31T00:00Z', '2027-02-20T00:00Z')).toEqual([
      'end 2027-02-01 at 2027-02-01T08:00:00Z',
      'end 2027-02-08 at 2027-02-08T08:00:00Z',
      'end 2027-02-15 at 2027-02-15T08:00:00Z',
    ]);
  });

  it('asks after a weekend, not before it', () => {
    // The day after Friday 29 January is a Saturday.
    const friday = aMigration({ originals: [anOriginal({ expiresOn: '2027-01-29' })], replacements: [aReplacement()] });
    expect(announced(friday, '2027-01-29T12:00Z', '2027-02-09T00:00Z')).toEqual([
      'end 2027-02-01 at 2027-02-01T08:00:00Z',
      'end 2027-02-08 at 2027-02-08T08:00:00Z',
    ]);
  });

  it('says nothing about the end before it', () => {
    expect(announced(replaced, '2026-10-01T00:00Z', '2027-01-31T23:45Z')).toEqual([]);
  });

  it.each([
    ['Australia/Sydney', '2027-02-02T09:00:00+11:00[Australia/Sydney]'],
    ['Pacific/Auckland', '2027-02-02T09:00:00+13:00[Pacific/Auckland]'],
    ['Asia/Tokyo', '2027-02-01T09:00:00+09:00[Asia/Tokyo]'],
    ['America/Los_Angeles', '2027-02-01T09:00:00-08:00[America/Los_Angeles]'],
  ])('waits in %s until the last day, a UTC day, is over', (zone, local) => {
    const [reminder] = dueReminders(replaced, { ...berlin, zone }, at('2027-02-03T00:00Z'));
    expect(reminder?.dueAt.toZonedDateTimeISO(zone).toString()).toBe(local);
    expect(announced(replaced, '2027-01-30T00:00Z', '2027-02-01T23:45Z', { zone })).toHaveLength(1);
  });

  it('counts lead days to the loss of access, then of data, when nothing replaced it', () => {
    const ended = { ended: { how: 'expired', on: '2027-01-31' }, since: '2027-02-01T10:00:00Z' } as const;
    const migration = aMigration({ originals: [anOriginal(ended)] });
    expect(announced(migration, '2027-02-01T10:00Z', '2027-04-02T12:00Z')).toEqual([
      'access-ends 2027-02-16 at 2027-02-16T08:00:00Z',
      'access-ends 2027-02-23 at 2027-02-23T08:00:00Z',
      'access-ends 2027-02-26 at 2027-02-26T08:00:00Z',
      'access-ends 2027-03-01 at 2027-03-01T08:00:00Z',
      'access-ends 2027-03-02 at 2027-03-02T08:00:00Z',
      'last-day-kept 2027-04-01 at 2027-04-01T07:00:00Z',
    ]);
  });
});
