import { describe, expect, it } from 'vitest';
import { overlap } from '../../src/domain/overlap.js';
import type { Original, Source } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement } from '../support/builders.js';

function overlapOf(source: Source, provisionedOn: string, facts: Partial<Original> = {}) {
  const original = anOriginal(facts);
  return overlap(
    aMigration({ source, originals: [original], replacements: [aReplacement({ provisionedOn })] }),
    original,
  );
}

describe('overlap and gap', () => {
  it.each([
    ['2027-01-24', 8, 0],
    ['2027-01-31', 1, 0],
    ['2027-02-01', 0, 0],
    ['2027-02-02', 0, 1],
  ])('without free days, active from %s: %i days paid twice, %i without service', (day, overlapDays, gapDays) => {
    expect(overlapOf('web-direct', day)).toEqual({ overlapDays, overlapCost: undefined, gapDays });
  });

  it.each([
    ['2027-01-24', 8, 0],
    ['2027-03-02', 0, 0],
    ['2027-03-03', 0, 0],
    ['2027-03-04', 0, 1],
  ])('with free days through 2 March, active from %s: %i and %i', (day, overlapDays, gapDays) => {
    expect(overlapOf('open', day)).toEqual({ overlapDays, overlapCost: undefined, gapDays });
  });

  it.each<[string, Partial<Original>, number, number]>([
    ['instruction cancel: no free days', { termEnd: 'cancel' }, 0, 1],
    ['cancelled on 30 January', { ended: { how: 'cancelled', on: '2027-01-30' } }, 0, 2],
    ['expired: free days as before', { ended: { how: 'expired', on: '2027-01-31' } }, 0, 0],
    ['trial', { trial: true }, 0, 1],
  ])('%s', (_case, facts, overlapDays, gapDays) => {
    expect(overlapOf('open', '2027-02-02', facts)).toEqual({ overlapDays, overlapCost: undefined, gapDays });
  });

  it('has no gap where service goes on by the month', () => {
    expect(overlapOf('other-csp', '2027-06-01', { termEnd: 'extended-term' })).toEqual({
      overlapDays: 0,
      overlapCost: undefined,
      gapDays: 0,
    });
  });

  it('ends with the original, when it was cancelled before its last day', () => {
    const cancelled = { ended: { how: 'cancelled', on: '2027-01-28' }, price: 12.5 } as const;
    expect(overlapOf('open', '2027-01-24', cancelled)).toEqual({
      overlapDays: 5,
      overlapCost: { amount: 51.37 },
      gapDays: 0,
    });
  });

  it('counts from the first of several replacements', () => {
    const replacements = [
      aReplacement({ provisionedOn: '2027-01-31' }),
      aReplacement({ id: 'M1.R2', provisionedOn: '2027-01-29' }),
    ];
    expect(overlap(aMigration({ replacements }), anOriginal())).toMatchObject({ overlapDays: 3, gapDays: 0 });
  });

  // 25 seats at 12.50 a month are 10.27 a day, of a year of 365.
  it.each<[string, Partial<Original>, string, unknown]>([
    ['eight days', { price: 12.5, currency: 'EUR' }, '2027-01-24', { amount: 82.19, currency: 'EUR' }],
    ['one day', { price: 12.5, currency: 'EUR' }, '2027-01-31', { amount: 10.27, currency: 'EUR' }],
    ['in a currency that is not known', { price: 12.5 }, '2027-01-24', { amount: 82.19 }],
    ['no overlap', { price: 12.5, currency: 'EUR' }, '2027-02-01', undefined],
    ['no price', { currency: 'EUR' }, '2027-01-24', undefined],
    ['free of charge', { price: 0, currency: 'EUR' }, '2027-01-24', { amount: 0, currency: 'EUR' }],
  ])('costs what the original costs on those days: %s', (_case, facts, provisionedOn, cost) => {
    expect(overlapOf('open', provisionedOn, facts)?.overlapCost).toEqual(cost);
  });

  it('is not known before a replacement is', () => {
    expect(overlap(aMigration(), anOriginal())).toBeUndefined();
    const other = aReplacement({ covers: ['M1.2'] });
    expect(overlap(aMigration({ replacements: [other] }), anOriginal())).toBeUndefined();
  });
});
