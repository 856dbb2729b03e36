import { describe, expect, it } from 'vitest';
import { ladder, nextRung, type RungName } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import { isReplaced } from '../../src/domain/pool.js';
import type { Original, Replacement, Source } from '../../src/domain/subscription.js';
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
    expect(rung('transfer', moved)).toEqual({
      name: 'transfer',
      recommended: '2026-12-02',
      latest: '2027-01-30',
      before: at('2027-01-31T00:00Z'),
      done: false,
    });
    const upgraded = aMigration({ source: 'own-legacy', route: 'new-commerce' });
    expect(ladder(upgraded, anOriginal(), at('2026-11-20T10:00Z')).map(({ name }) => name)).toEqual([
      'transfer',
      'end',
      'access-ends',
      'last-day-kept',
    ]);
    expect(rung('transfer', upgraded)).toMatchObject({ recommended: '2027-01-01', latest: '2027-01-30' });
    expect(rung('provision', aMigration({ source: 'other-csp', route: 'manual' }))).toBeDefined();
    expect(rung('transfer', aMigration({ source: 'other-csp', route: 'manual' }))).toBeUndefined();
    expect(rung('provision', aMigration({ source: 'ea', route: 'channel-transfer' }))).toBeDefined();
  });

  it('has no more to do about a subscription that was transferred', () => {
    const ended = { how: 'transferred', on: '2027-01-10' } as const;
    const moved = aMigration({ source: 'other-csp', originals: [anOriginal({ ended })] });
    expect(rung('transfer', moved)).toMatchObject({ done: true });
    expect(rung('access-ends', moved)).toBeUndefined();
    expect(nextRung(moved, anOriginal({ ended }), at('2027-06-01T10:00Z'))).toBeUndefined();
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

  it('gives exactly 168 hours to correct an order whose instant is known', () => {
    const migration = aMigration({ replacements: [aReplacement({ orderedAt: '2027-01-24T10:12:00Z' })] });
    expect(rung('correct', migration, '2027-01-31T10:11:59Z')).toMatchObject({ latest: '2027-01-31', done: false });
    expect(rung('correct', migration, '2027-01-31T10:12Z')).toMatchObject({ done: true });
  });

  it('has the day before as the last one to correct an order of midnight', () => {
    const migration = aMigration({ replacements: [aReplacement({ orderedAt: '2027-01-24T00:00:00Z' })] });
    expect(rung('correct', migration)?.before).toEqual(at('2027-01-31T00:00Z'));
    expect(rung('correct', migration)?.latest).toBe('2027-01-30');
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

  const second = anOriginal({ id: 'M1.2', seats: 10 });
  const other = anOriginal({ id: 'M1.2', seats: 10, offer: 'Project Plan 3' });

  it.each<[string, Original, Partial<Replacement>, boolean]>([
    ['it is full', second, { seats: 25 }, false],
    ['one seat too few is left', second, { seats: 34 }, false],
    ['enough are left', second, { seats: 35 }, true],
    ['it is of another offer', other, { seats: 100, offer: 'Project Plan 3' }, false],
    ['it is of the same offer, but full', other, { seats: 34 }, false],
    ['it is of the same offer, and has enough', other, { seats: 35 }, true],
  ])('of another original counts as far as its seats of the same offer go: %s', (_case, one, facts, expected) => {
    const replacements = [aReplacement({ covers: ['M1.2'], ...facts })];
    const migration = aMigration({ originals: [anOriginal(), one], replacements });
    expect(isReplaced(migration, anOriginal())).toBe(expected);
  });

  it('that several originals share must have seats for all that it covers, ended or not', () => {
    const both = { covers: ['M1.1', 'M1.2'] };
    const shared = (seats: number, facts: Partial<Original> = {}) =>
      aMigration({
        originals: [anOriginal(), { ...second, ...facts }],
        replacements: [aReplacement({ ...both, seats })],
      });
    expect(isReplaced(shared(34), anOriginal())).toBe(false);
    expect(isReplaced(shared(34), second)).toBe(false);
    expect(isReplaced(shared(35), anOriginal())).toBe(true);
    expect(isReplaced(shared(34, { ended: { how: 'expired', on: '2027-01-20' } }), anOriginal())).toBe(false);
    expect(isReplaced(shared(25, { unneeded: 'the team left' }), anOriginal())).toBe(true);
    expect(isReplaced(shared(25, { ended: { how: 'transferred', on: '2027-01-20' } }), anOriginal())).toBe(true);
  });

  it('seats those whose original is over, too, whether or not anybody said that it covers them', () => {
    const over = { ...second, ended: { how: 'expired', on: '2027-01-20' } } as const;
    const plan = (seats: number) =>
      aMigration({ originals: [anOriginal(), over], replacements: [aReplacement({ seats })] });
    expect(isReplaced(plan(34), anOriginal())).toBe(false);
    expect(isReplaced(plan(35), anOriginal())).toBe(true);
  });

  it('is missing where there is none, also while no licence is given to anybody', () => {
    const nobody = anOriginal({ assigned: 0 });
    expect(isReplaced(aMigration({ originals: [nobody] }), nobody)).toBe(false);
    expect(isReplaced(aMigration({ originals: [nobody], replacements: [aReplacement({ seats: 1 })] }), nobody)).toBe(
      true,
    );
  });

  it('keeps its seats for those it covers, while nobody has said what replaces the others', () => {
    const migration = aMigration({ originals: [anOriginal(), second], replacements: [aReplacement()] });
    expect(isReplaced(migration, anOriginal())).toBe(true);
    expect(isReplaced(migration, second)).toBe(false);
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
    ['expired, nobody needs one', '2027-02-01T10:00Z', {}, { ...expired, unneeded: 'the team left' }, undefined],
    ['nobody needs one, but it renews', '2026-11-20T10:00Z', {}, { ...renews, unneeded: 'they left' }, 'stop-renewal'],
    ['where the subscription moves', '2026-11-20T10:00Z', { route: 'partner-transfer' }, {}, 'transfer'],
    ['where it moves: its renewal stays', '2027-01-30T10:00Z', { route: 'partner-transfer' }, renews, 'transfer'],
    ['where it moves, on its last day', '2027-01-31T23:59:59Z', { route: 'new-commerce' }, renews, 'transfer'],
    ['where it moves, over, nothing told', '2027-02-01T00:00Z', { route: 'partner-transfer' }, renews, 'end'],
  ])('%s', (_case, now, facts, originalFacts, expected) => {
    const original = anOriginal(originalFacts);
    const { acceptedOn, ...rest } = aMigration({ originals: [original], ...facts });
    const migration = acceptedOn === undefined ? rest : { ...rest, acceptedOn };
    expect(nextRung(migration, original, at(now))?.name).toBe(expected);
  });
});
