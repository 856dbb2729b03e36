import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, dayIn, momentAt, startOfDay, type Weekday } from '../../src/domain/calendar.js';
import { plannedOf, type Span } from '../../src/domain/forecast.js';
import type { Moving } from '../../src/domain/migration.js';
import { dueIncidents } from '../../src/domain/notice.js';
import { dueNudges } from '../../src/domain/nudge.js';
import { dueReminders, type ReminderSettings } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, at } from '../support/builders.js';
import { anyMigrations, anyMoment, anySettings } from './any-migration.js';

const berlin: ReminderSettings = {
  zone: 'Europe/Berlin',
  time: '09:00',
  weekdays: new Set<Weekday>([1, 2, 3, 4, 5]),
  leadDays: [30, 7, 0],
};

const HOUR = 3_600_000;

/** What was open at the beginning was told then. */
function told(migration: Moving, { from }: Span) {
  return dueIncidents(migration, from).map((incident) => ({ incident, at: from }));
}

function planned(migration: Moving, settings: ReminderSettings, span: Span): string[] {
  return plannedOf(migration, settings, span, told(migration, span)).map(({ at: moment, unit, about }) => {
    const what =
      about.kind === 'rung'
        ? `${about.original.id} ${about.rung.name} ${about.rung.latest}`
        : about.kind === 'incident'
          ? `${about.original.id} ${about.what}`
          : `${about.days} days`;
    return `${moment} ${unit} ${about.kind} ${what}`;
  });
}

/**
 * Every hour, every beginning of a day, every time of speaking, and what a clock wrote that was put back since: not the instants
 * that the forecast looks at.
 */
function instants(
  { originals }: Moving,
  { zone, time, since }: ReminderSettings,
  { from, until }: Span,
): Temporal.Instant[] {
  const found = new Set(originals.map((one) => Date.parse(one.since)));
  if (since) found.add(since.epochMilliseconds);
  for (let ms = from.epochMilliseconds + 1; ms < until.epochMilliseconds; ms += HOUR) found.add(ms);
  for (let day: Day = addDays(dayIn(zone, from), -1); day <= addDays(dayIn(zone, until), 1); day = addDays(day, 1)) {
    const moments = [momentAt(day, time, zone), momentAt(day, '00:00', zone), startOfDay(day)];
    for (const { epochMilliseconds } of moments) found.add(epochMilliseconds);
  }
  return [...found]
    .filter((ms) => ms > from.epochMilliseconds && ms < until.epochMilliseconds)
    .sort((one, other) => one - other)
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
}

/** Reminders and unanswered invitations as somebody finds them who looks at all those instants and remembers what she saw. */
function watched(migration: Moving, settings: ReminderSettings, span: Span): string[] {
  const seen = new Set<string>();
  const toldOn = new Map<string, Day>();
  const open = new Set(
    dueIncidents(migration, span.from).map(({ original, what, since }) => `${original.id} ${what} ${since}`),
  );
  for (const { original } of dueIncidents(migration, span.from))
    toldOn.set(original.id, dayIn(settings.zone, span.from));
  const isNew = (key: string, dueAt: Temporal.Instant) => {
    if (seen.has(key) || Temporal.Instant.compare(dueAt, span.from) <= 0) return false;
    seen.add(key);
    return true;
  };
  return instants(migration, settings, span).flatMap((now) => {
    const lines: string[] = [];
    for (const { original, what, since } of dueIncidents(migration, now)) {
      if (open.has(`${original.id} ${what} ${since}`)) continue;
      open.add(`${original.id} ${what} ${since}`);
      toldOn.set(original.id, dayIn(settings.zone, now));
      lines.push(`${now} notice incident ${original.id} ${what}`);
    }
    for (const { sentOn, days, dueAt } of dueNudges(migration, settings, now)) {
      if (isNew(`${sentOn} ${days}`, dueAt)) lines.push(`${now} digest invitation ${days} days`);
    }
    for (const { original, rung, dueDay, dueAt, unit } of dueReminders(migration, settings, now)) {
      if (!isNew(`${original.id} ${rung.name} ${rung.latest} ${dueDay}`, dueAt)) continue;
      if (toldOn.get(original.id) === dayIn(settings.zone, now)) continue;
      lines.push(`${now} ${unit} rung ${original.id} ${rung.name} ${rung.latest}`);
    }
    return lines;
  });
}

describe('the forecast', () => {
  it('is what somebody finds who looks every hour, and whenever something can begin', () => {
    let found = 0;
    const property = fc.property(anyMigrations, anySettings, anyMoment, ([one, ...beside], settings, moment) => {
      // Who hears of an incident later is told apart, below: here nobody does.
      const alone: ReminderSettings = { ...settings, escalation: undefined };
      const { deputy: _deputy, ...whole } = one as Moving;
      const migration: Moving = { ...whole, beside };
      const span = { from: at(moment), until: at(moment).add({ hours: 14 * 24 }) };
      const expected = watched(migration, alone, span);
      expect(planned(migration, alone, span)).toEqual(expected);
      found += expected.length;
    });
    const { SEED, RUNS } = process.env;
    fc.assert(property, { seed: Number(SEED ?? 20_270_131), numRuns: Number(RUNS ?? 30), endOnFailure: true });
    expect(found).toBeGreaterThan(15);
  }, 60_000);

  const span = { from: at('2026-11-20T10:00Z'), until: at('2027-02-10T00:00Z') };

  it('tells each step on its days, by the rules of the sweep', () => {
    expect(planned(aMigration(), berlin, span)).toEqual([
      '2027-01-01T08:00:00Z digest rung M1.1 provision 2027-01-31',
      '2027-01-22T08:00:00Z notice rung M1.1 provision 2027-01-31',
      '2027-01-29T08:00:00Z notice rung M1.1 provision 2027-01-31',
      '2027-02-01T08:00:00Z notice rung M1.1 end 2027-01-31',
      '2027-02-08T08:00:00Z notice rung M1.1 end 2027-01-31',
    ]);
  });

  it('leaves out what is quiet until a day, and tells it on that day', () => {
    const snooze = {
      rung: 'provision',
      latest: '2027-01-31',
      until: '2027-01-13',
      by: 'P1',
      at: '2026-11-20T10:00:00Z',
    };
    const migration = aMigration({ originals: [anOriginal({ snooze })] });
    expect(planned(migration, berlin, span).slice(0, 2)).toEqual([
      '2027-01-13T08:00:00Z digest rung M1.1 provision 2027-01-31',
      '2027-01-22T08:00:00Z notice rung M1.1 provision 2027-01-31',
    ]);
  });

  it('tells an incident to the deputy a working day later, and then to the one whom the channel names', () => {
    const ends = { expiresOn: '2026-12-03', renewal: 'ends' } as const;
    const lost = aMigration({ source: 'ea', route: 'manual', deputy: 'P2', originals: [anOriginal(ends)] });
    const all = planned({ ...lost, source: 'web-direct' }, { ...berlin, escalation: 'P3' }, span);
    expect(all.filter((line) => line.includes('incident'))).toEqual([
      '2026-12-04T00:00:00Z notice incident M1.1 service-lost',
      '2026-12-07T08:00:00Z notice incident M1.1 service-lost',
      '2026-12-08T08:00:00Z notice incident M1.1 service-lost',
    ]);
    // The question of the same days gives way to them.
    expect(all.filter((line) => line.startsWith('2026-12-04'))).toHaveLength(1);
  });

  it('is empty for what nobody moves', () => {
    expect(planned(aMigration({ declinedOn: '2026-11-01' }), berlin, span)).toEqual([]);
  });
});
