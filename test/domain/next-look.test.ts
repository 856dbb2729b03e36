import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../src/domain/calendar.js';
import type { Moving } from '../../src/domain/migration.js';
import { nextLook } from '../../src/domain/next-look.js';
import { dueIncidents } from '../../src/domain/notice.js';
import { dueNudges } from '../../src/domain/nudge.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';
import { anyMigrations, anyMoment, anySettings } from './any-migration.js';

const berlin: ReminderSettings = {
  zone: 'Europe/Berlin',
  time: '09:00',
  weekdays: new Set<Weekday>([1, 2, 3, 4, 5]),
  leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
};

/** All that is due, by what identifies it. */
function dueAt(migration: Moving, settings: ReminderSettings, now: Temporal.Instant): string[] {
  return [
    ...dueReminders(migration, settings, now).map((due) => reminderKey(due, migration.channel)),
    ...dueNudges(migration, settings, now).map(({ sentOn, days }) => `nudge ${sentOn} ${days}`),
    ...dueIncidents(migration, now).map(({ original, what, since }) => `incident ${original.id} ${what} ${since}`),
  ].sort();
}

/** The instants of all looks in two years. */
function looks(migration: Moving, from: string, settings = berlin): string[] {
  const found: string[] = [];
  const until = at(from).add({ hours: 2 * 365 * 24 });
  let next = nextLook(migration, settings, at(from));
  while (next && next.epochMilliseconds < until.epochMilliseconds) {
    found.push(next.toString());
    next = nextLook(migration, settings, next);
  }
  return found;
}

const MINUTE = 60_000;

describe('the next look', () => {
  it('is never later than the next change of what is due', () => {
    /** Minutes. */
    const step = fc.constantFrom(29, 7 * 60 + 1, 26 * 60, 5 * 24 * 60 + 13, 30 * 24 * 60);
    let changed = 0;
    const property = fc.property(
      ...[anyMigrations, anySettings, anyMoment, fc.array(step, { minLength: 12, maxLength: 12 })],
      ([one, ...beside], settings, moment, steps) => {
        const migration: Moving = { ...(one as Moving), beside };
        let now = at(moment);
        for (const minutes of steps) {
          const due = dueAt(migration, settings, now);
          const next = nextLook(migration, settings, now);
          const later = now.epochMilliseconds + minutes * MINUTE;
          const last = Math.min(later, next ? next.epochMilliseconds - 1 : later);
          if (last > now.epochMilliseconds) {
            const then = now.add({ milliseconds: last - now.epochMilliseconds });
            expect(dueAt(migration, settings, then), `at ${then}, looked at ${now}`).toEqual(due);
          }
          // On to where it changes, or to somewhere before.
          now = next && next.epochMilliseconds <= later ? next : at(new Date(later).toISOString());
          if (dueAt(migration, settings, now).join() !== due.join()) changed += 1;
        }
      },
    );
    const { SEED, RUNS } = process.env;
    fc.assert(property, { seed: Number(SEED ?? 20_270_131), numRuns: Number(RUNS ?? 600) });
    expect(changed).toBeGreaterThan(300);
  });

  it('is none for what was abandoned or declined', () => {
    expect(looks(aMigration({ abandoned: { on: '2026-11-01', reason: 'it stays' } }), '2026-11-20T10:00Z')).toEqual([]);
    expect(looks(aMigration({ declinedOn: '2026-11-01' }), '2026-11-20T10:00Z')).toEqual([]);
  });

  it('is none for what has ended with all people served', () => {
    const done = aMigration({
      originals: [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })],
      replacements: [aReplacement()],
    });
    expect(looks(done, '2027-02-02T10:00Z')).toEqual([]);
  });

  it('is months away where the first reminder is', () => {
    const far = aMigration({ originals: [anOriginal({ expiresOn: '2028-01-31', since: '2026-09-01T08:00:00Z' })] });
    expect(looks(far, '2026-11-20T10:00Z').slice(0, 2)).toEqual(['2027-11-02T08:00:00Z', '2027-12-02T08:00:00Z']);
  });

  it('comes some ten times on the way of an original that goes well, and not every day', () => {
    // All is ready, and nobody tells that it has ended.
    const ready = aMigration({ replacements: [aReplacement()] });
    expect(looks(ready, '2026-09-01T10:00Z').slice(0, 4)).toEqual([
      '2027-01-24T00:00:00Z',
      '2027-02-01T00:00:00Z',
      '2027-02-01T08:00:00Z',
      '2027-02-08T08:00:00Z',
    ]);
    expect(looks(aMigration(), '2026-09-01T10:00Z').slice(0, 12)).toMatchInlineSnapshot(`
      [
        "2026-11-02T08:00:00Z",
        "2026-12-02T08:00:00Z",
        "2027-01-01T08:00:00Z",
        "2027-01-15T08:00:00Z",
        "2027-01-22T08:00:00Z",
        "2027-01-28T08:00:00Z",
        "2027-01-29T08:00:00Z",
        "2027-02-01T00:00:00Z",
        "2027-02-01T08:00:00Z",
        "2027-02-08T08:00:00Z",
        "2027-02-15T08:00:00Z",
        "2027-02-22T08:00:00Z",
      ]
    `);
  });

  it('comes every week, on the morning of asking, while nobody tells what happened', () => {
    expect(looks(aMigration(), '2027-08-02T10:00Z').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "2027-08-09T07:00:00Z",
        "2027-08-16T07:00:00Z",
        "2027-08-23T07:00:00Z",
      ]
    `);
  });

  it('comes again where a day stops and begins once more, as clocks are put back over midnight', () => {
    // In St. John's clocks went back from 00:01 on Sunday 7 November 2010, the day to stop the renewal, to 23:01.
    const renews = { expiresOn: '2010-11-08', renewal: 'auto-renews', since: '2010-09-01T08:00:00Z' } as const;
    const migration = aMigration({ originals: [anOriginal(renews)] });
    const settings = { ...berlin, zone: 'America/St_Johns', leadDays: [2] };
    expect(looks(migration, '2010-11-06T14:00Z', settings).slice(0, 3)).toEqual([
      '2010-11-07T02:30:00Z',
      '2010-11-07T02:31:00Z',
      '2010-11-07T03:30:00Z',
    ]);
  });
});
