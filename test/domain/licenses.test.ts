import { describe, expect, it } from 'vitest';
import { licensesLeft, otherOffers, peopleToReassign, seatsByOffer } from '../../src/domain/licenses.js';
import type { Original, Replacement } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement } from '../support/builders.js';

const E5 = 'Office 365 E5';
const first = anOriginal();
const second = anOriginal({ id: 'M1.2', seats: 10 });
const both = ['M1.1', 'M1.2'];

describe('people who need a licence of another offer', () => {
  it.each<[string, Original[], Replacement[], number]>([
    ['none before there is a replacement', [first], [], 0],
    ['none with the same offer', [first], [aReplacement()], 0],
    ['none with the same offer, written otherwise', [first], [aReplacement({ offer: ' office  365 e3' })], 0],
    ['all seats, while nobody says how many are assigned', [first], [aReplacement({ offer: E5 })], 25],
    ['those who have a licence', [anOriginal({ assigned: 20 })], [aReplacement({ offer: E5 })], 20],
    ['more than the seats, when more have one', [anOriginal({ assigned: 27 })], [aReplacement({ offer: E5 })], 27],
    ['nobody when no licence was given', [anOriginal({ assigned: 0 })], [aReplacement({ offer: E5 })], 0],
    ['those of every original', [first, second], [aReplacement({ offer: E5, covers: both })], 35],
    [
      'only those whose offer changes',
      [first, second],
      [aReplacement(), aReplacement({ offer: E5, covers: ['M1.2'] })],
      10,
    ],
    ['not of a replacement of somebody else', [first], [aReplacement({ offer: E5, covers: ['M1.2'] })], 0],
    ['not those who need nothing', [anOriginal({ unneeded: 'they left' })], [aReplacement({ offer: E5 })], 0],
    [
      'still those whose original has ended',
      [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })],
      [aReplacement({ offer: E5 })],
      25,
    ],
  ])('%s', (_case, originals, replacements, expected) => {
    expect(peopleToReassign(aMigration({ originals, replacements }))).toBe(expected);
  });

  it.each([
    [0, 25],
    [10, 15],
    [25, 0],
    [40, 0],
  ])('of 25, when %i have theirs: %i', (licensesDone, left) => {
    expect(licensesLeft(aMigration({ replacements: [aReplacement({ offer: E5 })], licensesDone }))).toBe(left);
  });

  it('are told which replacements differ', () => {
    const other = aReplacement({ id: 'M1.R2', offer: E5 });
    expect(otherOffers(aMigration({ replacements: [aReplacement(), other] }), first)).toEqual([other]);
  });
});

describe('seats before and after', () => {
  const line = (offer: string, before: number, assigned: number | undefined, after: number) => ({
    offer,
    before,
    assigned,
    after,
  });
  const E3 = 'Office 365 E3';
  const ended = { how: 'expired', on: '2027-01-31' } as const;

  it.each<[string, Original[], Replacement[], unknown[]]>([
    ['nothing yet', [], [], []],
    ['not replaced yet', [first], [], [line(E3, 25, undefined, 0)]],
    ['the same offer', [first], [aReplacement({ seats: 20 })], [line(E3, 25, undefined, 20)]],
    [
      'the same offer, written otherwise',
      [first],
      [aReplacement({ offer: 'office 365  E3' })],
      [line(E3, 25, undefined, 25)],
    ],
    ['another offer', [first], [aReplacement({ offer: E5 })], [line(E3, 25, undefined, 0), line(E5, 0, undefined, 25)]],
    ['two of one offer', [first, second], [aReplacement({ seats: 35, covers: both })], [line(E3, 35, undefined, 35)]],
    [
      'two replacements',
      [first],
      [aReplacement({ seats: 20 }), aReplacement({ id: 'M1.R2', seats: 6 })],
      [line(E3, 25, undefined, 26)],
    ],
    [
      'those with a licence, when every original says',
      [
        { ...first, assigned: 20 },
        { ...second, assigned: 0 },
      ],
      [],
      [line(E3, 35, 20, 0)],
    ],
    [
      'not known how many, when one does not say',
      [{ ...first, assigned: 20 }, second],
      [],
      [line(E3, 35, undefined, 0)],
    ],
    ['what nobody needs any more', [anOriginal({ unneeded: 'they left' })], [], [line(E3, 25, undefined, 0)]],
    ['what has ended was there before', [anOriginal({ ended })], [aReplacement()], [line(E3, 25, undefined, 25)]],
    [
      'what was transferred goes on as it is',
      [anOriginal({ ended: { how: 'transferred', on: '2027-01-10' } })],
      [],
      [line(E3, 25, undefined, 25)],
    ],
  ])('%s', (_case, originals, replacements, expected) => {
    expect(seatsByOffer(aMigration({ originals, replacements }))).toEqual(expected);
  });
});
