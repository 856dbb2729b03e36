import { describe, expect, it } from 'vitest';
import { isInExtendedServiceTerm, serviceEnd } from '../../src/domain/service-end.js';
import type { Original, Source } from '../../src/domain/subscription.js';
import { anOriginal } from '../support/builders.js';

type Facts = Partial<Original>;

/** Bought before the extended service term began. */
const OLD = { boughtOn: '2025-03-31' };

describe('access and data of an original that is not replaced', () => {
  it.each<[string, Source, Facts, string | undefined, string | undefined, boolean]>([
    ['Open License: 30 free days', 'open', {}, '2027-03-02', '2027-05-31', true],
    ['Open Value: 30 free days', 'open-value', {}, '2027-03-02', '2027-05-31', true],
    ['EA: 90, and 60 of data', 'ea', {}, '2027-05-01', '2027-06-30', true],
    ['online: planned on none', 'web-direct', {}, '2027-01-31', '2027-05-01', false],
    ['unknown: planned on none', 'unknown', {}, '2027-01-31', '2027-05-01', false],
    ['another CSP, outside the term', 'other-csp', OLD, '2027-03-02', '2027-05-31', true],
    ['our own legacy, outside the term', 'own-legacy', OLD, '2027-03-02', '2027-05-31', true],
    ['instruction cancel', 'open', { termEnd: 'cancel' }, '2027-01-31', '2027-05-01', true],
    ['instruction cancel in the term', 'other-csp', { termEnd: 'cancel' }, '2027-01-31', '2027-05-01', true],
    ['in the term, by the month', 'other-csp', { termEnd: 'extended-term' }, undefined, undefined, true],
    ['in the term, a new term', 'own-legacy', { termEnd: 'renew' }, undefined, undefined, true],
    ['in the term, not told: the cut-off', 'other-csp', {}, '2027-01-31', '2027-05-01', false],
    ['trial: 30 days of data, not 90', 'open', { trial: true }, '2027-01-31', '2027-03-02', true],
    ['trial in the term', 'other-csp', { trial: true }, '2027-01-31', '2027-03-02', true],
    ['into a leap year', 'open', { expiresOn: '2028-01-31' }, '2028-03-01', '2028-05-30', true],
    ['on a leap day', 'open', { expiresOn: '2028-02-29' }, '2028-03-30', '2028-06-28', true],
    ['over the new year', 'open', { expiresOn: '2026-12-31' }, '2027-01-30', '2027-04-30', true],
    ['expired, as ended', 'open', { ended: { how: 'expired', on: '2027-01-31' } }, '2027-03-02', '2027-05-31', true],
    [
      'transferred: it goes on in CSP',
      'other-csp',
      { ended: { how: 'transferred', on: '2027-01-24' } },
      undefined,
      undefined,
      true,
    ],
    [
      'cancelled: no free days',
      'open',
      { ended: { how: 'cancelled', on: '2027-01-24' } },
      '2027-01-24',
      '2027-04-24',
      true,
    ],
    [
      'cancelled with a CSP partner: a week for a backup',
      'other-csp',
      { ended: { how: 'cancelled', on: '2027-01-24' } },
      '2027-01-24',
      '2027-01-31',
      true,
    ],
    [
      'cancelled trial: its data still goes after 30',
      'web-direct',
      { trial: true, ended: { how: 'cancelled', on: '2027-01-24' } },
      '2027-01-24',
      '2027-02-23',
      true,
    ],
  ])('%s', (_case, source, facts, accessEnds, lastDayKept, confirmed) => {
    expect(serviceEnd(anOriginal(facts), source)).toEqual({ accessEnds, lastDayKept, confirmed });
  });
});

describe('the extended service term', () => {
  it.each<[string, Source, Facts, boolean]>([
    ['bought on its first day', 'other-csp', { boughtOn: '2025-04-01' }, true],
    ['bought the day before', 'other-csp', { boughtOn: '2025-03-31' }, false],
    ['bought on a day that is not known', 'other-csp', {}, true],
    ['ending on its first day', 'other-csp', { expiresOn: '2026-05-04' }, true],
    ['ending the day before', 'other-csp', { expiresOn: '2026-05-03' }, false],
    ['of our own legacy', 'own-legacy', { boughtOn: '2026-01-01' }, true],
    ['of Open License', 'open', {}, false],
    ['of an Enterprise Agreement', 'ea', {}, false],
    ['bought online: reported only', 'web-direct', {}, false],
    ['of an unknown source', 'unknown', {}, false],
    [
      'bought early but renewed since',
      'own-legacy',
      { boughtOn: '2024-02-01', renewals: [{ from: '2026-01-31', until: '2027-01-31' }] },
      true,
    ],
    [
      'renewed on its first day',
      'own-legacy',
      { boughtOn: '2024-04-01', renewals: [{ from: '2025-03-31', until: '2027-01-31' }] },
      true,
    ],
    [
      'renewed the day before',
      'own-legacy',
      { boughtOn: '2024-04-01', renewals: [{ from: '2025-03-30', until: '2027-01-31' }] },
      false,
    ],
  ])('%s', (_case, source, facts, expected) => {
    expect(isInExtendedServiceTerm(anOriginal(facts), source)).toBe(expected);
  });
});
