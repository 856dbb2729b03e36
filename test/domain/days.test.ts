import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayOf, isBefore, type Weekday } from '../../src/domain/calendar.js';
import { assertCancelDay, assertExpired, missingToCancel, needsConfirmation, refund } from '../../src/domain/ending.js';
import { correctRung, ladder, nextRung, type RungName } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import { UserError } from '../../src/domain/refusal.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { isOpenRequest } from '../../src/domain/request.js';
import { incident, stage } from '../../src/domain/stage.js';
import type { Original, Source } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, aRequest, at } from '../support/builders.js';

// What is late is judged by the instant, wherever the reader is: each rule the day before, in the last second before it
// turns, in the first second after, and the day after, by the clocks of a zone behind UTC, one near it and the one
// furthest ahead. When Ferry speaks is judged by those clocks alone.

const LOS_ANGELES = 'America/Los_Angeles';
const BERLIN = 'Europe/Berlin';
const KIRITIMATI = 'Pacific/Kiritimati';
const ZONES = [LOS_ANGELES, BERLIN, KIRITIMATI] as const;

/** A rule that turns when local clocks show these times, with its answers the day before, until then, then, and the day after. */
interface Rule {
  readonly rule: string;
  readonly turns: Record<(typeof ZONES)[number], string>;
  readonly judge: (now: Temporal.Instant) => unknown;
  readonly answers: readonly [dayBefore: unknown, before: unknown, after: unknown, dayAfter: unknown];
}

const turnsAt = (losAngeles: string, berlin: string, kiritimati: string): Rule['turns'] => ({
  [LOS_ANGELES]: losAngeles,
  [BERLIN]: berlin,
  [KIRITIMATI]: kiritimati,
});

/** 31 January begins and ends at midnight UTC. */
const LAST_DAY_BEGINS = turnsAt('2027-01-30T16:00', '2027-01-31T01:00', '2027-01-31T14:00');
const LAST_DAY_IS_OVER = turnsAt('2027-01-31T16:00', '2027-02-01T01:00', '2027-02-01T14:00');

const ready = [aReplacement()];
const expired = { ended: { how: 'expired', on: '2027-01-31' } } as const;
const renews = { renewal: 'auto-renews' } as const;

function next(source: Source, facts: Partial<Original>, more: Partial<Migration> = {}) {
  const original = anOriginal(facts);
  const migration = aMigration({ source, route: 'manual', originals: [original], ...more });
  return (now: Temporal.Instant) => nextRung(migration, original, now)?.name;
}

function wrong(source: Source, facts: Partial<Original>, more: Partial<Migration> = {}) {
  const original = anOriginal(facts);
  const migration = aMigration({ source, route: 'manual', originals: [original], ...more });
  return (now: Temporal.Instant) => incident(migration, original, now);
}

/** Whether this rung of the ladder can still be done. */
function inTime(name: RungName, source: Source, facts: Partial<Original> = {}, more: Partial<Migration> = {}) {
  const original = anOriginal(facts);
  const migration = aMigration({ source, originals: [original], ...more });
  return (now: Temporal.Instant) => {
    const rung = ladder(migration, original, now).find((one) => one.name === name);
    return rung && isBefore(now, rung.before);
  };
}

/** `allowed`, or the code of the refusal. */
function verdict(act: (now: Temporal.Instant) => void) {
  return (now: Temporal.Instant) => {
    try {
      act(now);
      return 'allowed';
    } catch (error) {
      if (error instanceof UserError) return error.code;
      throw error;
    }
  };
}

const RULES: readonly Rule[] = [
  {
    rule: 'a replacement can be provisioned through the last day',
    turns: LAST_DAY_IS_OVER,
    judge: inTime('provision', 'open'),
    answers: [true, true, false, false],
  },
  {
    rule: 'provisioning is next until the last day is over, then what happened is asked',
    turns: LAST_DAY_IS_OVER,
    judge: next('open', {}),
    answers: ['provision', 'provision', 'end', 'end'],
  },
  {
    rule: 'a renewal can be stopped until the last day begins',
    turns: LAST_DAY_BEGINS,
    judge: inTime('stop-renewal', 'open', renews),
    answers: [true, true, false, false],
  },
  {
    rule: 'stopping the renewal is next until the last day begins',
    turns: LAST_DAY_BEGINS,
    judge: next('open', renews, { replacements: ready }),
    answers: ['stop-renewal', 'stop-renewal', 'end', 'end'],
  },
  {
    rule: 'where renewal off is not cancel, so is the instruction',
    turns: LAST_DAY_BEGINS,
    judge: next('other-csp', { termEnd: 'extended-term' }, { replacements: ready }),
    answers: ['stop-renewal', 'stop-renewal', 'end', 'end'],
  },
  {
    rule: 'a missing replacement comes after a renewal that can be stopped only today',
    turns: turnsAt('2027-01-29T16:00', '2027-01-30T01:00', '2027-01-30T14:00'),
    judge: next('open', renews),
    answers: ['provision', 'provision', 'stop-renewal', 'provision'],
  },
  {
    rule: 'a transfer must be done before the last day begins',
    turns: LAST_DAY_BEGINS,
    judge: inTime('transfer', 'other-csp'),
    answers: [true, true, false, false],
  },
  {
    rule: 'expired is refused until the last day is over',
    turns: LAST_DAY_IS_OVER,
    judge: verdict((now) => assertExpired(aMigration(), anOriginal(), now)),
    answers: ['expires-later', 'expires-later', 'allowed', 'allowed'],
  },
  {
    rule: 'a cancellation on the 24th is recorded from that day on',
    turns: turnsAt('2027-01-23T16:00', '2027-01-24T01:00', '2027-01-24T14:00'),
    judge: verdict((now) => assertCancelDay(aMigration(), anOriginal(), '2027-01-24', now)),
    answers: ['cancel-in-future', 'cancel-in-future', 'allowed', 'allowed'],
  },
  {
    rule: 'a cancellation of today is confirmed while it loses more than seven days',
    turns: turnsAt('2027-01-23T16:00', '2027-01-24T01:00', '2027-01-24T14:00'),
    judge: (now) => needsConfirmation(anOriginal(), dayOf(now)),
    answers: [true, true, false, false],
  },
  {
    rule: 'a cancellation of today waits until the replacement is active',
    turns: turnsAt('2027-01-23T16:00', '2027-01-24T01:00', '2027-01-24T14:00'),
    judge: (now) =>
      missingToCancel(aMigration({ replacements: ready }), anOriginal(), dayOf(now)).map(({ name }) => name),
    answers: [['planned', 'too-few'], ['planned', 'too-few'], [], []],
  },
  {
    rule: 'part of the price comes back within seven days of the purchase, on the 17th no more',
    turns: turnsAt('2027-01-16T16:00', '2027-01-17T01:00', '2027-01-17T14:00'),
    judge: (now) => refund(aMigration({ source: 'other-csp' }), anOriginal({ boughtOn: '2027-01-10' }), dayOf(now)),
    answers: ['part', 'part', 'refused', 'refused'],
  },
  {
    rule: 'an order of 24 January, 10:12 UTC, can be corrected for 168 hours',
    turns: turnsAt('2027-01-31T02:12', '2027-01-31T11:12', '2027-02-01T00:12'),
    judge: (now) => correctRung(aReplacement({ orderedAt: '2027-01-24T10:12:00Z' }), now).done,
    answers: [false, false, true, true],
  },
  {
    rule: 'an order over a change of the clocks can be corrected for 168 hours, not for seven local days',
    // In Los Angeles clocks go forward on 14 March, in Berlin on the 28th.
    turns: turnsAt('2027-03-19T03:12', '2027-03-19T11:12', '2027-03-20T00:12'),
    judge: (now) => correctRung(aReplacement({ orderedAt: '2027-03-12T10:12:00Z' }), now).done,
    answers: [false, false, true, true],
  },
  {
    rule: 'an order of which only the day is known can be corrected through the sixth day after it',
    turns: LAST_DAY_BEGINS,
    judge: (now) => correctRung(aReplacement(), now).done,
    answers: [false, false, true, true],
  },
  {
    rule: 'access ends with the 30 free days, then data is next',
    turns: turnsAt('2027-03-02T16:00', '2027-03-03T01:00', '2027-03-03T14:00'),
    judge: next('open', expired),
    answers: ['access-ends', 'access-ends', 'last-day-kept', 'last-day-kept'],
  },
  {
    rule: 'data is kept through its last day, then nothing is left to save',
    turns: turnsAt('2027-05-31T17:00', '2027-06-01T02:00', '2027-06-01T14:00'),
    judge: next('open', expired),
    answers: ['last-day-kept', 'last-day-kept', undefined, undefined],
  },
  {
    rule: 'an incident begins when the free days are over',
    turns: turnsAt('2027-03-02T16:00', '2027-03-03T01:00', '2027-03-03T14:00'),
    judge: wrong('open', expired),
    answers: [undefined, undefined, 'service-lost', 'service-lost'],
  },
  {
    rule: 'an incident begins so, too, when nobody recorded that it ended',
    turns: turnsAt('2027-03-02T16:00', '2027-03-03T01:00', '2027-03-03T14:00'),
    judge: (now) => stage(aMigration(), now),
    answers: ['provisioning', 'provisioning', 'incident', 'incident'],
  },
  {
    rule: 'an incident begins with the end where no free day is confirmed',
    turns: LAST_DAY_IS_OVER,
    judge: wrong('web-direct', {}),
    answers: [undefined, undefined, 'service-lost', 'service-lost'],
  },
  {
    rule: 'an incident begins after 90 days with an Enterprise Agreement',
    turns: turnsAt('2027-05-01T17:00', '2027-05-02T02:00', '2027-05-02T14:00'),
    judge: wrong('ea', expired),
    answers: [undefined, undefined, 'service-lost', 'service-lost'],
  },
  {
    rule: 'an incident begins the day after a cancellation',
    turns: turnsAt('2027-01-24T16:00', '2027-01-25T01:00', '2027-01-25T14:00'),
    judge: wrong('open', { ended: { how: 'cancelled', on: '2027-01-24' } }),
    answers: [undefined, undefined, 'service-lost', 'service-lost'],
  },
  {
    rule: 'an incident of lost service is over when the replacement is active',
    turns: turnsAt('2027-03-09T16:00', '2027-03-10T01:00', '2027-03-10T14:00'),
    judge: wrong('open', expired, { replacements: [aReplacement({ provisionedOn: '2027-03-10' })] }),
    answers: ['service-lost', 'service-lost', undefined, undefined],
  },
  {
    rule: 'a renewal is an incident from the day on which its replacement is active',
    turns: turnsAt('2027-02-02T16:00', '2027-02-03T01:00', '2027-02-03T14:00'),
    judge: wrong(
      'open',
      { ...renews, expiresOn: '2028-01-31', renewals: [{ from: '2027-01-31', until: '2028-01-31' }] },
      { replacements: [aReplacement({ provisionedOn: '2027-02-03' })] },
    ),
    answers: [undefined, undefined, 'renewed', 'renewed'],
  },
  {
    rule: 'a request of 10 January lapses after the 24th',
    turns: turnsAt('2027-01-24T16:00', '2027-01-25T01:00', '2027-01-25T14:00'),
    judge: (now) => isOpenRequest(aRequest(), now),
    answers: [true, true, false, false],
  },
];

const NAMED = RULES.map((one) => [one.rule, one] as const);

describe.each(ZONES)('by the clocks of %s', (zone) => {
  it.each(NAMED)('%s', (_rule, { turns, judge, answers }) => {
    const turn = Temporal.PlainDateTime.from(turns[zone]).toZonedDateTime(zone);
    const moments = [turn.subtract({ days: 1 }), turn.subtract({ seconds: 1 }), turn, turn.add({ days: 1 })];
    expect(moments.map((moment) => judge(moment.toInstant()))).toEqual(answers);
  });
});

describe('every zone', () => {
  it.each(NAMED)('has one and the same instant: %s', (_rule, { turns }) => {
    const instants = ZONES.map((zone) => Temporal.PlainDateTime.from(turns[zone]).toZonedDateTime(zone).toInstant());
    expect(new Set(instants.map(String)).size).toBe(1);
  });
});

const MON_TO_FRI: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5]);
const settings = (zone: string, facts: Partial<ReminderSettings> = {}): ReminderSettings => ({
  zone,
  time: '09:00',
  weekdays: MON_TO_FRI,
  leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
  ...facts,
});

/** What a sweep every quarter of an hour finds between two local days, once each, by the local time it is first found. */
function spoken(migration: Migration, zone: string, from: string, to: string, facts: Partial<ReminderSettings> = {}) {
  const found = new Map<string, string>();
  const local = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone);
  const end = local(to).toInstant();
  for (let now = local(from).toInstant(); isBefore(now, end); now = now.add({ minutes: 15 })) {
    for (const reminder of dueReminders(migration, settings(zone, facts), now)) {
      const key = reminderKey(reminder, migration.channel);
      if (found.has(key)) continue;
      const clock = now.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
      found.set(key, `${clock} ${reminder.rung.name}`);
    }
  }
  return [...found.values()];
}

describe.each(ZONES)('Ferry speaks by the clocks of %s', (zone) => {
  // A reminder of a day that is past when the sweeps begin is found at once: those lie before what is looked at.
  const entered = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString();
  const one = (facts: Partial<Original>, since: string, more: Partial<Migration> = {}) =>
    aMigration({ originals: [anOriginal({ ...facts, since: entered(since) })], ...more });

  it('on a lead day at nine: not a second before, and not again the day after', () => {
    // Wednesday 3 February; a week before it is Wednesday 27 January.
    const migration = one({ expiresOn: '2027-02-03' }, '2027-01-21');
    const nine = Temporal.PlainDateTime.from('2027-01-27T09:00').toZonedDateTime(zone);
    const found = (moment: Temporal.ZonedDateTime) =>
      dueReminders(migration, settings(zone), moment.toInstant()).map(({ dueDay, dueAt }) => `${dueDay} ${dueAt}`);
    expect(found(nine.subtract({ days: 1 }))).toEqual([]);
    expect(found(nine.subtract({ seconds: 1 }))).toEqual([]);
    expect(found(nine)).toEqual([`2027-01-27 ${nine.toInstant()}`]);
    expect(found(nine.add({ days: 1 }))).toEqual([`2027-01-27 ${nine.toInstant()}`]);
  });

  it('on the working day before, when a lead day falls on a weekend', () => {
    // The last day is Sunday 31 January: seven days before it is a Sunday, one is a Saturday.
    expect(spoken(one({}, '2027-01-18'), zone, '2027-01-18', '2027-02-01')).toEqual([
      '2027-01-22T09:00 provision',
      '2027-01-28T09:00 provision',
      '2027-01-29T09:00 provision',
    ]);
  });

  it('of stopping the renewal through the day before the last day', () => {
    const replaced = one({ expiresOn: '2027-02-03', ...renews }, '2027-01-22', { replacements: ready });
    expect(spoken(replaced, zone, '2027-01-22', '2027-02-04')).toEqual([
      '2027-01-26T09:00 stop-renewal',
      '2027-01-29T09:00 stop-renewal',
      '2027-02-01T09:00 stop-renewal',
      '2027-02-02T09:00 stop-renewal',
    ]);
  });

  it('of stopping the renewal while that is possible, also where the replacement is missing', () => {
    const missing = one({ expiresOn: '2027-02-03', ...renews }, '2027-01-22');
    const found = spoken(missing, zone, '2027-01-22', '2027-02-04').filter((text) => text.endsWith(' stop-renewal'));
    expect(found).not.toEqual([]);
    for (const text of found) {
      const moment = Temporal.PlainDateTime.from(text.slice(0, 16)).toZonedDateTime(zone).toInstant();
      expect(isBefore(moment, at('2027-02-03T00:00Z'))).toBe(true);
    }
  });

  it('of access and of data, once it has ended without a replacement', () => {
    expect(spoken(one(expired, '2027-02-19'), zone, '2027-02-19', '2027-03-08')).toEqual([
      '2027-02-23T09:00 access-ends',
      '2027-02-26T09:00 access-ends',
      '2027-03-01T09:00 access-ends',
      '2027-03-02T09:00 access-ends',
    ]);
    // The 30th of May is a Sunday.
    expect(spoken(one(expired, '2027-05-20'), zone, '2027-05-20', '2027-06-05')).toEqual([
      '2027-05-24T09:00 last-day-kept',
      '2027-05-28T09:00 last-day-kept',
      '2027-05-31T09:00 last-day-kept',
    ]);
  });
});

describe('once the last day is over', () => {
  it.each([
    [LOS_ANGELES, '2027-02-01T09:00'],
    [BERLIN, '2027-02-01T09:00'],
    // At nine on 1 February the last day, a UTC day, is not over there.
    [KIRITIMATI, '2027-02-02T09:00'],
  ])('Ferry asks in %s what happened on %s', (zone, first) => {
    const found = spoken(aMigration({ replacements: ready }), zone, '2027-01-30', '2027-02-05');
    expect(found).toEqual([`${first} end`]);
  });
});
