import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, type Weekday } from '../../src/domain/calendar.js';
import { type Migration, Route } from '../../src/domain/migration.js';
import type { ReminderSettings } from '../../src/domain/reminder.js';
import { type Original, Renewal, type Replacement, Source, TermEnd } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement } from '../support/builders.js';

/** Around this day most of it happens. */
const MIDDLE = '2027-01-31';

const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => addDays(MIDDLE, days));
/** There in so many of ten. */
const maybe = <T>(inTen: number, one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: inTen, arbitrary: one }, { weight: 10 - inTen, arbitrary: fc.constant(undefined) });
const moment = (from: number, to: number) =>
  fc
    .tuple(day(from, to), fc.integer({ min: 0, max: 24 * 60 * 60 - 1 }))
    .map(([on, seconds]) => new Date(Date.parse(`${on}T00:00:00Z`) + seconds * 1000).toISOString());
const offer = fc.constantFrom('Office 365 E3', 'office 365 e3', 'Microsoft 365 E5');
const seats = fc.integer({ min: 1, max: 9 });

const original: fc.Arbitrary<Partial<Original>> = fc.record({
  offer,
  seats,
  assigned: maybe(5, fc.integer({ min: 0, max: 9 })),
  expiresOn: day(-40, 40),
  renewal: fc.constantFrom(...Renewal.options),
  termEnd: fc.constantFrom(...TermEnd.options),
  trial: fc.boolean(),
  unneeded: maybe(1, fc.constant('the team left')),
  renewals: maybe(3, day(-60, 20)).map((from) => (from === undefined ? [] : [{ from, until: addDays(from, 30) }])),
  ended: maybe(
    4,
    fc.record({
      how: fc.constantFrom<'expired' | 'cancelled' | 'transferred'>('expired', 'cancelled', 'transferred'),
      on: day(-60, 20),
    }),
  ),
  since: moment(-120, 10),
  snooze: maybe(
    3,
    fc.record({
      rung: fc.constantFrom('provision', 'stop-renewal', 'end', 'access-ends'),
      // Mostly of the step that is next: filled in below.
      latest: fc.constant(''),
      until: day(-60, 40),
      by: fc.constant('P1'),
      at: moment(-120, 10),
    }),
  ),
});

const replacement: fc.Arbitrary<Partial<Replacement>> = fc.record({
  offer,
  seats,
  provisionedOn: day(-60, 60),
  orderedAt: maybe(3, moment(-60, 20)),
  covers: fc.uniqueArray(fc.constantFrom('M1.1', 'M1.2', 'M2.1', 'M2.2'), { minLength: 1, maxLength: 3 }),
});

/** The last day of the step that its snooze is of. */
function sleeping({ snooze, ...one }: Partial<Original>): Partial<Original> {
  if (!snooze || one.expiresOn === undefined) return one;
  const latest = snooze.rung === 'stop-renewal' ? addDays(one.expiresOn, -1) : one.expiresOn;
  return { ...one, snooze: { ...snooze, latest: snooze.rung === 'access-ends' ? addDays(latest, 30) : latest } };
}

function migration(id: string): fc.Arbitrary<Migration> {
  return fc
    .record({
      source: fc.constantFrom(...Source.options),
      route: fc.constantFrom(...Route.options),
      acceptedOn: maybe(5, day(-90, 0)),
      invitation: maybe(7, fc.record({ sentOn: day(-60, 30), recordedAt: maybe(5, moment(-60, 30)) })),
      abandoned: maybe(1, fc.record({ on: day(-90, 0), reason: fc.constant('it stays') })),
      originals: fc.array(original, { maxLength: 3 }),
      replacements: fc.array(replacement, { maxLength: 3 }),
      deputy: maybe(5, fc.constant('P2')),
      deputySince: maybe(5, moment(-60, 30)),
    })
    .map(({ acceptedOn, invitation, abandoned, deputy, deputySince, originals, replacements, ...facts }) => {
      const whole = aMigration({
        ...facts,
        id,
        originals: originals.map((one, index) => anOriginal({ ...sleeping(one), id: `${id}.${index + 1}` })),
        replacements: replacements.map((one, index) => aReplacement({ ...one, id: `${id}.R${index + 1}` })),
      });
      // What is missing is left out, as in what is kept.
      return JSON.parse(
        JSON.stringify({ ...whole, acceptedOn, invitation, abandoned, deputy, deputySince }),
      ) as Migration;
    });
}

/** One or two migrations of one customer, at every point of their way. */
export const anyMigrations: fc.Arbitrary<Migration[]> = fc
  .tuple(migration('M1'), maybe(4, migration('M2')))
  .map(([one, other]) => (other ? [one, other] : [one]));

const ALL_WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** In St. John's and on Lord Howe clocks are put back by odd measures, in Santiago a day begins at one o'clock. */
export const anySettings: fc.Arbitrary<ReminderSettings> = fc.record({
  zone: fc.constantFrom(
    'Europe/Berlin',
    'America/Los_Angeles',
    'Pacific/Kiritimati',
    'America/Santiago',
    'America/St_Johns',
    'Australia/Lord_Howe',
  ),
  time: fc.constantFrom('09:00', '00:00', '00:30', '02:15', '23:59'),
  weekdays: fc.subarray([...ALL_WEEK]).map((days) => new Set(days)),
  leadDays: fc.subarray([90, 60, 30, 14, 7, 3, 1, 0], { minLength: 2 }),
  escalation: maybe(5, fc.constant('P3')),
  since: maybe(3, moment(-60, 30)).map((since) => (since === undefined ? since : Temporal.Instant.from(since))),
  isOff: maybe(3, day(-30, 30)).map(
    (from) => (on: string) => from !== undefined && on >= from && on < addDays(from, 5),
  ),
});

/** A moment at which somebody looks. */
export const anyMoment = moment(-120, 120);
