import { describe, expect, it } from 'vitest';
import { isOpenRequest, lastDayOf, Request } from '../../src/domain/request.js';
import { aRequest, at } from '../support/builders.js';

describe('a request to a second person', () => {
  it.each([
    ['2027-01-10T00:00:00Z', '2027-01-24'],
    ['2027-01-10T23:59:59Z', '2027-01-24'],
    ['2028-02-20T10:00:00Z', '2028-03-05'],
    ['2026-12-20T10:00:00Z', '2027-01-03'],
  ])('of %s can be decided through %s', (moment, last) => {
    expect(lastDayOf(aRequest({ at: moment }))).toBe(last);
  });

  it.each([
    ['2027-01-10T10:00:00Z', true],
    ['2027-01-24T23:59:59Z', true],
    ['2027-01-25T00:00:00Z', false],
    ['2027-03-01T00:00:00Z', false],
  ])('is open or has lapsed at %s', (moment, open) => {
    expect(isOpenRequest(aRequest(), at(moment))).toBe(open);
  });

  it.each(['approved', 'rejected', 'withdrawn'] as const)('that was %s is not open any more', (how) => {
    const decided = aRequest({ decided: { how, by: 'P2', at: '2027-01-11T10:00:00Z' } });
    for (const moment of ['2027-01-11T10:00:00Z', '2027-02-01T10:00:00Z']) {
      expect(isOpenRequest(decided, at(moment))).toBe(false);
    }
  });

  it('is not kept without a reason', () => {
    expect(Request.safeParse(aRequest()).success).toBe(true);
    expect(Request.safeParse(aRequest({ reason: '' })).success).toBe(false);
  });
});
