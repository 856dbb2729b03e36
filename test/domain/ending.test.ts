import { describe, expect, it } from 'vitest';
import type { Day } from '../../src/domain/calendar.js';
import {
  assertCancelDay,
  assertExpired,
  brokenCancellation,
  loss,
  missingToCancel,
  needsConfirmation,
  refund,
} from '../../src/domain/ending.js';
import type { Moving } from '../../src/domain/migration.js';
import { isReplaced, seatsMissing } from '../../src/domain/pool.js';
import { UserError } from '../../src/domain/refusal.js';
import { type Original, type Replacement, type Source, seatsNeeded } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

function refusalOf(act: () => void): UserError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function missing(originals: Original[], replacements: Replacement[], id = 'M1.1', now = '2027-01-25T10:00Z'): number {
  const original = originals.find((one) => one.id === id) ?? anOriginal();
  return seatsMissing(aMigration({ originals, replacements }), original, at(now));
}

describe('seats of 25 that are left', () => {
  it.each([
    ['20 assigned, 19 ready', 20, 19, 1],
    ['20 assigned, 20 ready', 20, 20, 0],
    ['27 assigned, 25 ready', 27, 25, 2],
    ['27 assigned, 27 ready', 27, 27, 0],
    ['assigned not known, 24 ready', undefined, 24, 1],
    ['assigned not known, 25 ready', undefined, 25, 0],
    ['nobody assigned, 1 ready', 0, 1, 0],
  ])('%s', (_case, assigned, seats, expected) => {
    const original = anOriginal(assigned === undefined ? {} : { assigned });
    expect(missing([original], [aReplacement({ seats })])).toBe(expected);
  });

  it('counts people who are assigned, and all seats while that is not known', () => {
    expect(seatsNeeded(anOriginal())).toBe(25);
    expect(seatsNeeded(anOriginal({ assigned: 0 }))).toBe(0);
  });

  it('counts a replacement from the day on which it is active, in UTC', () => {
    const planned = [aReplacement({ provisionedOn: '2027-01-26' })];
    expect(missing([anOriginal()], planned, 'M1.1', '2027-01-25T23:59:59Z')).toBe(25);
    expect(missing([anOriginal()], planned, 'M1.1', '2027-01-26T00:00Z')).toBe(0);
  });
});

describe('a pool of seats', () => {
  const cancelled = { ended: { how: 'cancelled', on: '2027-01-24' } } as const;
  const first = anOriginal();
  const second = anOriginal({ id: 'M1.2', seats: 10 });
  const other = anOriginal({ id: 'M1.2', seats: 10, offer: 'Project Plan 3' });

  it('lets two originals share one replacement until its seats are used up', () => {
    const shared = [aReplacement({ seats: 30, covers: ['M1.1', 'M1.2'] })];
    expect(missing([first, second], shared, 'M1.1')).toBe(0);
    expect(missing([first, second], shared, 'M1.2')).toBe(0);
    expect(missing([{ ...first, ...cancelled }, second], shared, 'M1.2')).toBe(5);
  });

  it('adds two replacements of one original, the planned one not', () => {
    const two = [aReplacement({ seats: 15 }), aReplacement({ id: 'M1.R2', seats: 10 })];
    expect(missing([first], two)).toBe(0);
    const planned = [
      aReplacement({ seats: 15 }),
      aReplacement({ id: 'M1.R2', seats: 10, provisionedOn: '2027-02-01' }),
    ];
    expect(missing([first], planned)).toBe(10);
  });

  it('is one for originals of the same offer, however it is written, each seat counted once', () => {
    const one = [aReplacement({ seats: 25 })];
    const same = { ...second, offer: ' office  365 E3' };
    expect(missing([{ ...first, ...cancelled }, same], one, 'M1.2')).toBe(10);
    expect(missing([first, same], one, 'M1.2')).toBe(0);
    expect(missing([first, { ...same, ...cancelled }], one, 'M1.1')).toBe(10);
  });

  it('takes seats of the same offer from a replacement recorded for something else', () => {
    const both = [aReplacement({ seats: 20 }), aReplacement({ id: 'M1.R2', seats: 15, covers: ['M1.2'] })];
    expect(missing([first, { ...other, ...cancelled }], both, 'M1.1')).toBe(0);
    expect(
      missing(
        [
          { ...first, seats: 26 },
          { ...other, ...cancelled },
        ],
        both,
        'M1.1',
      ),
    ).toBe(1);
  });

  it('never seats people of one offer on another that replaces somebody else', () => {
    const replacements = [
      aReplacement({ seats: 10 }),
      aReplacement({ id: 'M1.R2', seats: 20, offer: 'Office 365 E5', covers: ['M1.2'] }),
    ];
    expect(missing([first, { ...second, seats: 20 }], replacements, 'M1.1')).toBe(15);
    expect(missing([first, { ...second, seats: 20 }], replacements, 'M1.2')).toBe(0);
  });

  it('leaves out ended originals that share no seat with it, or that nobody needs', () => {
    const ended = { ...other, ended: { how: 'expired', on: '2027-01-24' } } as const;
    expect(missing([first, ended], [aReplacement()])).toBe(0);
    const unneeded = { ...second, ended: { how: 'expired', on: '2027-01-24' }, unneeded: 'the team left' } as const;
    const transferred = { ...second, ended: { how: 'transferred', on: '2027-01-24' } } as const;
    expect(missing([first, transferred], [aReplacement()])).toBe(0);
    expect(missing([first, unneeded], [aReplacement()])).toBe(0);
  });

  it('counts people of an ended original that nothing replaced and whose offer it shares', () => {
    const expired = { ...second, ended: { how: 'expired', on: '2027-01-24' } } as const;
    expect(missing([first, expired], [aReplacement()])).toBe(10);
  });
});

describe('a pool of seats across the customer’s migrations', () => {
  const left = { ended: { how: 'cancelled', on: '2027-01-24' } } as const;
  const NOW = at('2027-01-25T10:00Z');

  /** M2, of the same customer: ten seats of the same offer, with what is said of them. */
  const besides = (facts: Partial<Original>, replacements: Replacement[] = []): Moving => ({
    ...aMigration({ replacements: [aReplacement({ seats: 30 })] }),
    beside: [aMigration({ id: 'M2', originals: [anOriginal({ id: 'M2.1', seats: 10, ...facts })], replacements })],
  });
  const supply = (seats: number, facts: Partial<Replacement> = {}) =>
    aReplacement({ id: 'M2.R1', seats, covers: ['M2.1'], ...facts });

  it.each<[string, Moving, number]>([
    ['nobody of the other has left', besides({}), 0],
    ['ten of the other have left', besides(left), 5],
    ['four of the other had a licence', besides({ ...left, assigned: 4 }), 0],
    ['the other is of another offer', besides({ ...left, offer: 'Visio Plan 2' }), 0],
    ['nobody of the other needs a seat', besides({ ...left, unneeded: 'the team left' }), 0],
    ['the other was transferred', besides({ ended: { how: 'transferred', on: '2027-01-24' } }), 0],
    ['the other brings four seats', besides(left, [supply(4)]), 1],
    ['the other brings its own ten', besides(left, [supply(10)]), 0],
    ['the other brings ten that are not active yet', besides(left, [supply(10, { provisionedOn: '2027-01-26' })]), 5],
    ['the other moved on to another offer', besides(left, [supply(10, { offer: 'Office 365 E5' })]), 0],
  ])('counts each seat once: %s', (_case, migration, expected) => {
    expect(seatsMissing(migration, anOriginal(), NOW)).toBe(expected);
  });

  it('takes seats that only another migration has', () => {
    const alone: Moving = {
      ...aMigration(),
      beside: [aMigration({ id: 'M2', originals: [], replacements: [supply(25)] })],
    };
    expect(seatsMissing(alone, anOriginal(), NOW)).toBe(0);
    expect(isReplaced(alone, anOriginal())).toBe(true);
    expect(missingToCancel(alone, anOriginal(), '2027-01-25')).toEqual([]);
    expect(seatsMissing(aMigration(), anOriginal(), NOW)).toBe(25);
  });

  it('plans for the covered originals of the other migration as well', () => {
    expect(isReplaced(besides({}, [supply(10)]), anOriginal())).toBe(true);
    expect(isReplaced(besides({}, [supply(4)]), anOriginal())).toBe(false);
    expect(isReplaced(besides({}), anOriginal())).toBe(true);
  });
});

describe('a cancellation', () => {
  it.each([
    ['2027-01-24', 7, false],
    ['2027-01-23', 8, true],
    ['2027-01-31', 0, false],
    ['2027-02-05', 0, false],
  ])('on %s gives away %i paid days; to be confirmed: %s', (on, days, confirm) => {
    expect(loss(anOriginal(), on).days).toBe(days);
    expect(needsConfirmation(anOriginal(), on)).toBe(confirm);
  });

  it('gives away the money of those days, where the price is known', () => {
    expect(loss(anOriginal(), '2027-01-24').money).toBeUndefined();
    const priced = anOriginal({ price: 20, currency: 'EUR' });
    expect(loss(priced, '2027-01-24').money).toEqual({ amount: 115.07, currency: 'EUR' });
    expect(loss(priced, '2027-01-31').money).toEqual({ amount: 0, currency: 'EUR' });
  });

  it('has nothing against it with an active replacement of enough seats', () => {
    const migration = aMigration({ replacements: [aReplacement()] });
    expect(missingToCancel(migration, anOriginal(), '2027-01-24')).toEqual([]);
  });

  it('has against it that the replacement is planned for tomorrow, and from when it is active', () => {
    const migration = aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-25' })] });
    expect(missingToCancel(migration, anOriginal(), '2027-01-24')).toEqual([
      { name: 'planned', values: { replacement: 'M1.R1', from: { day: '2027-01-25' } } },
      { name: 'too-few', values: { missing: 25, needed: 25 } },
    ]);
  });

  it('has against it that there is none', () => {
    expect(missingToCancel(aMigration(), anOriginal(), '2027-01-24')).toEqual([
      { name: 'no-replacement', values: { id: 'M1.1' } },
      { name: 'too-few', values: { missing: 25, needed: 25 } },
    ]);
  });

  it('has against it that there is none, also while no licence is given to anybody', () => {
    const nobody = anOriginal({ assigned: 0 });
    expect(missingToCancel(aMigration({ originals: [nobody] }), nobody, '2027-01-24')).toContainEqual({
      name: 'no-replacement',
      values: { id: 'M1.1' },
    });
    const replacements = [aReplacement({ seats: 1 })];
    expect(missingToCancel(aMigration({ originals: [nobody], replacements }), nobody, '2027-01-24')).toEqual([]);
  });

  it('has against it the seats that are missing, of those that must work', () => {
    const migration = aMigration({ replacements: [aReplacement({ seats: 19 })] });
    expect(missingToCancel(migration, anOriginal({ assigned: 20 }), '2027-01-24')).toEqual([
      { name: 'too-few', values: { missing: 1, needed: 20 } },
    ]);
  });

  it('is judged by its own day, not by what came later', () => {
    const migration = aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-25' })] });
    expect(missingToCancel(migration, anOriginal(), '2027-01-24')).not.toEqual([]);
    expect(missingToCancel(migration, anOriginal(), '2027-01-25')).toEqual([]);
  });

  it('of a base waits until each of its add-ons has ended', () => {
    const addon = anOriginal({ id: 'M1.2', offer: 'Visio Plan 2', addonOf: 'M1.1' });
    const cover = { covers: ['M1.1', 'M1.2'], seats: 100 };
    const migration = aMigration({ originals: [anOriginal(), addon], replacements: [aReplacement(cover)] });
    expect(missingToCancel(migration, anOriginal(), '2027-01-25')).toEqual([
      { name: 'addon-first', values: { id: 'M1.1', addon: 'M1.2' } },
    ]);
    expect(missingToCancel(migration, addon, '2027-01-25')).toEqual([]);
    const gone = { ...addon, ended: { how: 'cancelled', on: '2027-01-25' } } as const;
    expect(missingToCancel({ ...migration, originals: [anOriginal(), gone] }, anOriginal(), '2027-01-25')).toEqual([]);
  });

  const cancelOn = (on: Day, now: string, source: Source = 'open', facts: Partial<Original> = {}) =>
    refusalOf(() => assertCancelDay(aMigration({ source }), anOriginal(facts), on, at(now)));

  it('is refused for a day to come', () => {
    expect(cancelOn('2027-01-24', '2027-01-24T10:00Z')).toBeUndefined();
    expect(cancelOn('2027-01-25', '2027-01-24T10:00Z')).toMatchObject({
      code: 'cancel-in-future',
      values: { id: 'M1.1', on: { day: '2027-01-25' } },
    });
  });

  it('is refused for a day after the end', () => {
    expect(cancelOn('2027-01-31', '2027-02-10T10:00Z')).toBeUndefined();
    expect(cancelOn('2027-02-01', '2027-02-10T10:00Z')).toMatchObject({
      code: 'cancel-after-end',
      values: { id: 'M1.1', on: { day: '2027-01-31' } },
    });
  });

  it.each<[string, Source, Partial<Original>, boolean]>([
    ['by the month, as told', 'other-csp', { termEnd: 'extended-term' }, true],
    ['perhaps by the month: nobody told', 'own-legacy', { termEnd: 'unknown' }, true],
    ['not where it was told to cancel', 'other-csp', { termEnd: 'cancel' }, false],
    ['not outside the extended term', 'other-csp', { termEnd: 'unknown', boughtOn: '2025-03-31' }, false],
  ])('can come after the end of what goes on: %s', (_case, source, facts, allowed) => {
    const refused = cancelOn('2027-03-10', '2027-03-10T10:00Z', source, facts);
    expect(refused?.code).toBe(allowed ? undefined : 'cancel-after-end');
  });
});

describe('what Microsoft gives back for a cancellation', () => {
  const boughtOn = '2027-01-10';
  const renewals = [{ from: '2027-01-09', until: '2028-01-09' }];

  it.each<[string, Source, Partial<Original>, string, ReturnType<typeof refund>]>([
    ['the day before the purchase', 'web-direct', { boughtOn }, '2027-01-09', 'perhaps'],
    ['on the day of the purchase', 'web-direct', { boughtOn }, '2027-01-10', 'part'],
    ['six days after it', 'web-direct', { boughtOn }, '2027-01-16', 'part'],
    ['seven days after it', 'web-direct', { boughtOn }, '2027-01-17', 'perhaps'],
    ['in CSP, six days after it', 'other-csp', { boughtOn }, '2027-01-16', 'part'],
    ['in CSP, seven days after it', 'other-csp', { boughtOn }, '2027-01-17', 'refused'],
    ['our own, seven days after it', 'own-legacy', { boughtOn }, '2027-01-17', 'refused'],
    ['an Enterprise Agreement, long after', 'ea', { boughtOn: '2024-02-01' }, '2027-01-17', 'none'],
    ['in CSP, on the last of seven days since a renewal', 'other-csp', { renewals }, '2027-01-16', 'part'],
    ['in CSP, the day after them', 'other-csp', { renewals }, '2027-01-17', 'refused'],
    ['renewed since the purchase', 'open', { boughtOn: '2026-01-10', renewals }, '2027-01-12', 'part'],
    ['not known when it was bought', 'open', {}, '2027-01-17', 'none'],
    ['in CSP, not known when it was bought', 'other-csp', {}, '2027-01-17', 'none'],
  ])('%s', (_case, source, facts, on, expected) => {
    expect(refund(aMigration({ source }), anOriginal(facts), on)).toBe(expected);
  });
});

describe('a cancellation that was safe', () => {
  const cancelled = anOriginal({ ended: { how: 'cancelled', on: '2027-01-25' } });
  const safe = aMigration({ originals: [cancelled], replacements: [aReplacement()] });
  const small = { ...safe, replacements: [aReplacement({ seats: 24 })] };

  it('is broken by taking a seat away that its people use', () => {
    expect(brokenCancellation(safe, small)).toEqual({ original: cancelled, missing: 1, on: cancelled.ended?.on });
    expect(brokenCancellation(safe, { ...safe, replacements: [] })).toMatchObject({ missing: 25 });
  });

  it('is broken by a replacement that becomes active only after its day', () => {
    const later = { ...safe, replacements: [aReplacement({ provisionedOn: '2027-01-26' })] };
    expect(brokenCancellation(safe, later)).toMatchObject({ missing: 25 });
    const thatDay = { ...safe, replacements: [aReplacement({ provisionedOn: '2027-01-25' })] };
    expect(brokenCancellation(safe, thatDay)).toBeUndefined();
  });

  it('is broken in another migration of the customer, too', () => {
    const here = aMigration({ id: 'M2', originals: [], replacements: [aReplacement({ id: 'M2.R1' })] });
    const there = { ...safe, replacements: [] };
    const before = { ...here, beside: [there] };
    expect(brokenCancellation(before, { ...before, replacements: [] })).toEqual({
      original: cancelled,
      missing: 25,
      on: cancelled.ended?.on,
    });
  });

  it.each<[string, Moving, Moving]>([
    ['nothing changed', safe, safe],
    ['it was short already', small, { ...small, replacements: [aReplacement({ seats: 20 })] }],
    [
      'two people said so',
      { ...safe, originals: [{ ...cancelled, ended: { how: 'cancelled', on: '2027-01-25', approval: 'A1' } }] },
      {
        ...safe,
        originals: [{ ...cancelled, ended: { how: 'cancelled', on: '2027-01-25', approval: 'A1' } }],
        replacements: [],
      },
    ],
    [
      'it expired, which is a fact',
      { ...safe, originals: [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })] },
      { ...safe, originals: [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })], replacements: [] },
    ],
    ['seats were added', safe, { ...safe, replacements: [aReplacement({ seats: 30 })] }],
  ])('is not broken: %s', (_case, before, after) => {
    expect(brokenCancellation(before, after)).toBeUndefined();
  });
});

describe('an expiry', () => {
  it('is refused until the last day is over, and never for a missing replacement', () => {
    const refusal = refusalOf(() => assertExpired(aMigration(), anOriginal(), at('2027-01-31T23:59:59Z')));
    expect(refusal).toMatchObject({ code: 'expires-later', values: { id: 'M1.1', on: { day: '2027-01-31' } } });
    expect(refusalOf(() => assertExpired(aMigration(), anOriginal(), at('2027-02-01T00:00Z')))).toBeUndefined();
  });
});
