import { describe, expect, it } from 'vitest';
import type { Migration } from '../../src/domain/migration.js';
import { dueIncidents, paidTwice } from '../../src/domain/notice.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

function due(migration: Migration, now: string): string[] {
  return dueIncidents(migration, at(now)).map(({ original, what, since }) => `${original.id} ${what} ${since}`);
}

const expired = { ended: { how: 'expired', on: '2027-01-31' } } as const;
const renewed = anOriginal({
  renewal: 'auto-renews',
  expiresOn: '2028-01-31',
  renewals: [{ from: '2027-01-31', until: '2028-01-31' }],
  since: '2027-02-10T10:00:00Z',
});

describe('an incident', () => {
  // Open License: 30 free days after 31 January, through 2 March.
  it.each([
    ['2027-03-01T23:59:59Z', []],
    ['2027-03-02T23:59:59Z', []],
    ['2027-03-03T00:00:00Z', ['M1.1 service-lost 2027-03-03']],
    ['2027-03-04T00:00:00Z', ['M1.1 service-lost 2027-03-03']],
  ])('of lost service begins on the day after access ends: %s', (now, expected) => {
    expect(due(aMigration({ originals: [anOriginal(expired)] }), now)).toEqual(expected);
  });

  it('of an unwanted term is counted from its first day, once that is known', () => {
    const migration = aMigration({ originals: [renewed], replacements: [aReplacement()] });
    expect(due(migration, '2027-02-10T09:59:59Z')).toEqual([]);
    expect(due(migration, '2027-02-10T10:00:00Z')).toEqual(['M1.1 renewed 2027-02-01']);
  });

  it('is each original’s own', () => {
    const originals = [anOriginal(expired), anOriginal({ id: 'M1.2' }), anOriginal({ ...expired, id: 'M1.3' })];
    const found = due(aMigration({ originals }), '2027-03-03T00:00:00Z');
    expect(found).toContain('M1.1 service-lost 2027-03-03');
    expect(found).toContain('M1.3 service-lost 2027-03-03');
  });

  it.each<[string, Partial<Migration>]>([
    ['declined', { declinedOn: '2027-02-01' }],
    ['abandoned', { abandoned: { on: '2027-02-01', reason: 'they stay' } }],
  ])('is none in a migration that was %s', (_how, facts) => {
    expect(due(aMigration({ originals: [anOriginal(expired)], ...facts }), '2027-03-03T00:00:00Z')).toEqual([]);
  });
});

describe('days paid twice', () => {
  it.each([
    ['2027-01-24', '2027-02-01', { soFar: 1, left: 364 }],
    ['2027-01-24', '2027-02-10', { soFar: 10, left: 355 }],
    // The replacement came three days after the renewal.
    ['2027-02-03', '2027-02-10', { soFar: 8, left: 355 }],
    ['2027-01-24', '2028-01-31', { soFar: 365, left: 0 }],
    ['2027-01-24', '2028-02-10', { soFar: 365, left: 0 }],
  ])('with a replacement from %s, as of %s', (provisionedOn, today, expected) => {
    const migration = aMigration({ originals: [renewed], replacements: [aReplacement({ provisionedOn })] });
    expect(paidTwice(migration, renewed, today)).toEqual(expected);
  });
});
