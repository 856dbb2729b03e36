import { describe, expect, it } from 'vitest';
import { isReplaced, ladder, nextRung, type RungName } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import type { Original, Source } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

type Facts = Partial<Original>;

function rung(name: RungName, migration: Migration, now = '2026-11-20T10:00Z') {
  const [original = anOriginal()] = migration.originals;
  return ladder(migration, original, at(now)).find((one) => one.name === name);
}

describe('the ladder of an original', () => {
  it('names each rung with its days, the last instant and what is done', () => {
    const migration = aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-26' })] });
    const rungs = ladder(migration, anOriginal(), at('2027-01-24T10:00Z'));
    expect(rungs.map(({ before, ...rest }) => ({ ...rest, before: before.toString() }))).toEqual([
      {
        name: 'provision',
        recommended: '2027-01-24',
        latest: '2027-01-31',
        before: '2027-02-01T00:00:00Z',
        done: true,
      },
      { name: 'stop-renewal', latest: '2027-01-30', before: '2027-01-31T00:00:00Z', done: true },
      { name: 'end', latest: '2027-01-31', before: '2027-02-01T00:00:00Z', done: false },
      { name: 'access-ends', latest: '2027-03-02', before: '2027-03-03T00:00:00Z', done: false },
      { name: 'last-day-kept', latest: '2027-05-31', before: '2027-06-01T00:00:00Z', done: false },
      { name: 'correct', latest: '2027-02-01', before: '2027-02-02T00:00:00Z', done: false },
    ]);
  });

  it.each([
    ['2027-01-31', '2027-01-24', '2027-01-30'],
    ['2028-03-01', '2028-02-23', '2028-02-29'],
    ['2028-02-29', '2028-02-22', '2028-02-28'],
    ['2027-01-01', '2026-12-25', '2026-12-31'],
  ])('of %s: provision from %s, stop renewal on %s at the latest', (expiresOn, recommended, stop) => {
    const migration = aMigration({ originals: [anOriginal({ expiresOn })] });
    expect(rung('provision', migration)).toMatchObject({ recommended, latest: expiresOn });
    expect(rung('stop-renewal', migration)).toMatchObject({ latest: stop });
  });

  it('has neither a replacement nor a renewal to see to where the subscription itself moves', () => {
    const moved = aMigration({ source: 'other-csp', route: 'partner-transfer' });
    expect(rung('provision', moved)).toBeUndefined();
    expect(rung('stop-renewal', moved)).toBeUndefined();
    expect(rung('provision', aMigration({ source: 'other-csp', route: 'manual' }))).toBeDefined();
  });

  it('leaves out access and data where service goes on by the month', () => {
    const migration = aMigration({ source: 'other-csp', originals: [anOriginal({ termEnd: 'extended-term' })] });
    expect(rung('access-ends', migration)).toBeUndefined();
    expect(rung('last-day-kept', migration)).toBeUndefined();
  });

  it('gives a week to correct an order of which only the day is known', () => {
    const migration = aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-24' })] });
    expect(rung('correct', migration, '2027-01-30T23:59:59Z')).toMatchObject({ latest: '2027-01-30', done: false });
    expect(rung('correct', migration, '2027-01-31T00:00Z')).toMatchObject({ done: true });
  });

  it('has a rung to correct each of several replacements', () => {
    const replacements = [aReplacement(), aReplacement({ id: 'M1.R2', provisionedOn: '2027-01-28' })];
    const rungs = ladder(aMigration({ replacements }), anOriginal(), at('2027-01-29T10:00Z'));
    expect(rungs.filter(({ name }) => name === 'correct').map(({ latest }) => latest)).toEqual([
      '2027-01-30',
      '2027-02-03',
    ]);
  });
});

describe('stopping the renewal', () => {
  it.each<[string, Source, Facts, boolean]>([
    ['renewal off', 'open', { renewal: 'ends' }, true],
    ['renews by itself', 'open', { renewal: 'auto-renews' }, false],
    ['not known', 'open', { renewal: 'unknown' }, false],
    ['renewal off is not cancel in the extended term', 'other-csp', { renewal: 'ends' }, false],
    ['by the month in the extended term', 'other-csp', { renewal: 'ends', termEnd: 'extended-term' }, false],
    ['instruction cancel in the extended term', 'other-csp', { renewal: 'ends', termEnd: 'cancel' }, true],
    ['cancel said while it still renews', 'other-csp', { renewal: 'auto-renews', termEnd: 'cancel' }, false],
    ['renewal off outside the extended term', 'other-csp', { renewal: 'ends', boughtOn: '2025-03-31' }, true],
    ['trial that converts by itself', 'web-direct', { trial: true, renewal: 'auto-renews' }, false],
    ['ended', 'open', { renewal: 'auto-renews', ended: { how: 'expired', on: '2027-01-31' } }, true],
  ])('is done or not: %s', (_case, source, facts, done) => {
    const migration = aMigration({ source, route: 'manual', originals: [anOriginal(facts)] });
    expect(rung('stop-renewal', migration)?.done).toBe(done);
  });

  it('ends on 30 January for a trial until the 31st', () => {
    const migration = aMigration({ originals: [anOriginal({ trial: true, renewal: 'auto-renews' })] });
    expect(rung('stop-renewal', migration)?.latest).toBe('2027-01-30');
    expect(rung('last-day-kept', migration)?.latest).toBe('2027-03-02');
  });
});

describe('a replacement', () => {
  it.each([
    ['on the last day', '2027-01-31', undefined, true],
    ['a day too late', '2027-02-01', undefined, false],
    ['too late, but the original is over', '2027-02-10', '2027-01-31', true],
  ])('counts or not: %s', (_case, provisionedOn, endedOn, expected) => {
    const original = anOriginal(endedOn === undefined ? {} : { ended: { how: 'expired', on: endedOn } });
    const migration = aMigration({ originals: [original], replacements: [aReplacement({ provisionedOn })] });
    expect(isReplaced(migration, original)).toBe(expected);
  });

  it('of another original does not count', () => {
    const migration = aMigration({ replacements: [aReplacement({ covers: ['M1.2'] })] });
    expect(isReplaced(migration, anOriginal())).toBe(false);
  });
});

describe('the next rung', () => {
  const ready = [aReplacement()];
  const renews: Facts = { renewal: 'auto-renews' };
  const expired: Facts = { ended: { how: 'expired', on: '2027-01-31' } };

  it.each<
    [
      string,
      string,
      Omit<Partial<Migration>, 'acceptedOn'> & { acceptedOn?: string | undefined },
      Facts,
      RungName | undefined,
    ]
  >([
    ['nothing done', '2026-11-20T10:00Z', {}, renews, 'provision'],
    ['not accepted yet', '2026-11-20T10:00Z', { acceptedOn: undefined }, renews, 'provision'],
    ['replaced, still renews', '2026-11-20T10:00Z', { replacements: ready }, renews, 'stop-renewal'],
    [
      'replaced, not known whether it renews',
      '2026-11-20T10:00Z',
      { replacements: ready },
      { renewal: 'unknown' },
      'stop-renewal',
    ],
    ['replaced and off', '2027-01-25T10:00Z', { replacements: ready }, {}, 'end'],
    ['the eve, before its last day', '2027-01-29T23:59:59Z', {}, renews, 'provision'],
    ['the last day to stop: a year of double pay comes first', '2027-01-30T00:00Z', {}, renews, 'stop-renewal'],
    ['its last second', '2027-01-30T23:59:59Z', {}, renews, 'stop-renewal'],
    ['too late to stop', '2027-01-31T00:00Z', {}, renews, 'provision'],
    ['replaced, too late to stop', '2027-01-31T00:00Z', { replacements: ready }, renews, 'end'],
    ['over, nothing told', '2027-02-01T00:00Z', {}, renews, 'end'],
    ['over, replaced, nothing told', '2027-02-01T00:00Z', { replacements: ready }, {}, 'end'],
    ['expired, free days run', '2027-02-01T10:00Z', {}, expired, 'access-ends'],
    ['expired, free days over', '2027-03-03T00:00Z', {}, expired, 'last-day-kept'],
    ['expired, data may be gone', '2027-06-01T00:00Z', {}, expired, undefined],
    ['expired and replaced', '2027-02-01T10:00Z', { replacements: ready }, expired, undefined],
    [
      'expired, replacement planned only',
      '2027-02-01T10:00Z',
      { replacements: [aReplacement({ provisionedOn: '2027-02-10' })] },
      expired,
      'access-ends',
    ],
    [
      'expired, nobody needs one',
      '2027-02-01T10:00Z',
      {},
      { ended: { how: 'expired', on: '2027-01-31', unneeded: 'the team left' } },
      undefined,
    ],
    ['where the subscription moves, once off', '2026-11-20T10:00Z', { route: 'partner-transfer' }, {}, 'end'],
  ])('%s', (_case, now, facts, originalFacts, expected) => {
    const original = anOriginal(originalFacts);
    const { acceptedOn, ...rest } = aMigration({ originals: [original], ...facts });
    const migration = acceptedOn === undefined ? rest : { ...rest, acceptedOn };
    expect(nextRung(migration, original, at(now))?.name).toBe(expected);
  });
});
