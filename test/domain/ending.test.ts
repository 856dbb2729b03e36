import { describe, expect, it } from 'vitest';
import { assertExpired, assertSafeToCancel, daysLost, needsConfirmation } from '../../src/domain/ending.js';
import { seatsMissing } from '../../src/domain/ladder.js';
import { UserError } from '../../src/domain/refusal.js';
import { type Original, type Replacement, seatsNeeded } from '../../src/domain/subscription.js';
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
    const unneeded = { ...second, ended: { how: 'expired', on: '2027-01-24', unneeded: 'the team left' } } as const;
    expect(missing([first, unneeded], [aReplacement()])).toBe(0);
  });

  it('counts people of an ended original that nothing replaced and whose offer it shares', () => {
    const expired = { ...second, ended: { how: 'expired', on: '2027-01-24' } } as const;
    expect(missing([first, expired], [aReplacement()])).toBe(10);
  });
});

describe('a cancellation', () => {
  it.each([
    ['2027-01-24', 7, false],
    ['2027-01-23', 8, true],
    ['2027-01-31', 0, false],
    ['2027-02-05', 0, false],
  ])('on %s gives away %i paid days; to be confirmed: %s', (on, days, confirm) => {
    expect(daysLost(anOriginal(), on)).toBe(days);
    expect(needsConfirmation(anOriginal(), on)).toBe(confirm);
  });

  const now = at('2027-01-24T10:00Z');

  it('is allowed with an active replacement of enough seats', () => {
    const migration = aMigration({ replacements: [aReplacement()] });
    expect(refusalOf(() => assertSafeToCancel(migration, anOriginal(), '2027-01-24', now))).toBeUndefined();
  });

  it('is refused while the replacement is planned for tomorrow, and says from when it is active', () => {
    const migration = aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-25' })] });
    expect(refusalOf(() => assertSafeToCancel(migration, anOriginal(), '2027-01-24', now))).toMatchObject({
      code: 'not-active-yet',
      values: { id: 'M1.1', replacement: 'M1.R1', from: { day: '2027-01-25' } },
    });
  });

  it('is refused without one, and offers no order before the customer has accepted', () => {
    const { acceptedOn: _, ...migration } = aMigration();
    const refusal = refusalOf(() => assertSafeToCancel(migration, anOriginal(), '2027-01-24', now));
    expect(refusal).toMatchObject({ code: 'too-few-seats', values: { missing: 25 }, offers: [] });
  });

  it('is refused for a day to come', () => {
    const migration = aMigration({ replacements: [aReplacement()] });
    const refusal = refusalOf(() => assertSafeToCancel(migration, anOriginal(), '2027-01-25', now));
    expect(refusal).toMatchObject({ code: 'cancel-in-future', values: { on: { day: '2027-01-25' } } });
  });
});

describe('an expiry', () => {
  it('is refused until the last day is over, and never for a missing replacement', () => {
    const refusal = refusalOf(() => assertExpired(anOriginal(), at('2027-01-31T23:59:59Z')));
    expect(refusal).toMatchObject({ code: 'expires-later', values: { id: 'M1.1', on: { day: '2027-01-31' } } });
    expect(refusalOf(() => assertExpired(anOriginal(), at('2027-02-01T00:00Z')))).toBeUndefined();
  });
});
