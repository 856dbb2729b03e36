import { describe, expect, it } from 'vitest';
import { costOf } from '../../src/domain/money.js';
import type { Original } from '../../src/domain/subscription.js';
import { anOriginal } from '../support/builders.js';

describe('what an original costs', () => {
  it.each<[string, Partial<Original>, number, unknown]>([
    ['a year is twelve months', { seats: 1, price: 10, currency: 'EUR' }, 365, { amount: 120, currency: 'EUR' }],
    ['a month is a twelfth of it', { seats: 1, price: 10, currency: 'EUR' }, 30, { amount: 9.86, currency: 'EUR' }],
    ['by the seat', { seats: 25, price: 20, currency: 'EUR' }, 7, { amount: 115.07, currency: 'EUR' }],
    ['every seat is paid, given to somebody or not', { assigned: 1, price: 20 }, 7, { amount: 115.07 }],
    ['in the currency given', { price: 20, currency: 'USD' }, 7, { amount: 115.07, currency: 'USD' }],
    ['without one, only a number', { price: 20 }, 7, { amount: 115.07 }],
    ['in whole cents', { seats: 3, price: 0.01 }, 365, { amount: 0.36 }],
    ['no days', { price: 20 }, 0, { amount: 0 }],
    ['free of charge is known', { price: 0, currency: 'EUR' }, 7, { amount: 0, currency: 'EUR' }],
    ['no price is not known, and not 0', { currency: 'EUR' }, 7, undefined],
  ])('%s', (_case, facts, days, expected) => {
    expect(costOf(anOriginal(facts), days)).toStrictEqual(expected);
  });
});
