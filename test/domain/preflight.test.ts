import { describe, expect, it } from 'vitest';
import type { Moving } from '../../src/domain/migration.js';
import { checksOf, type PlannedOrder, preflight } from '../../src/domain/preflight.js';
import type { FindingName } from '../../src/domain/refusal.js';
import { aMigration, anOriginal, aReplacement } from '../support/builders.js';

const PREMIUM = 'Microsoft 365 Business Premium';

/** M1, in France, with its agreement: nothing stands against an order. */
function ready(facts: Partial<Moving> = {}): Moving {
  return { ...aMigration({ country: 'FR', agreementOn: '2026-10-01' }), ...facts };
}

/** 25 seats of Office 365 E3 for M1.1, ordered on 24 January and active from then. */
function anOrder(facts: Partial<PlannedOrder> = {}): PlannedOrder {
  return {
    corrects: undefined,
    offer: 'Office 365 E3',
    seats: 25,
    covers: ['M1.1'],
    on: '2027-01-24',
    orderedOn: '2027-01-24',
    today: '2027-01-24',
    ...facts,
  };
}

const names = (draft: Moving, order: PlannedOrder, partner?: string): FindingName[] =>
  preflight(draft, order, partner).map(({ name }) => name);

it('finds nothing against an order that is well prepared', () => {
  expect(preflight(ready(), anOrder(), 'DE')).toEqual([]);
});

describe('the relationship', () => {
  it.each([
    ['manual', ['accepted']],
    ['channel-transfer', ['accepted']],
    ['partner-transfer', ['accepted']],
    ['new-commerce', []],
  ] as const)('is asked for on the route %s: %j', (route, found) => {
    const { acceptedOn: _, ...asked } = ready({ route });
    expect(names(asked, anOrder())).toEqual(found);
  });
});

describe('the customer agreement', () => {
  it('is missing while no day is recorded', () => {
    const { agreementOn: _, ...without } = ready();
    expect(preflight(without, anOrder(), undefined)).toEqual([
      { name: 'agreement', values: { id: 'M1', example: '2027-01-24', recorded: 'none' } },
    ]);
  });

  it.each([
    ['2027-01-23', []],
    ['2027-01-24', []],
    ['2027-01-25', ['agreement']],
  ])('recorded for %s, with an order on the 24th: %j', (agreementOn, found) => {
    expect(names(ready({ agreementOn }), anOrder())).toEqual(found);
  });

  it('is measured by the day of the order, not by the day of its first service', () => {
    expect(names(ready({ agreementOn: '2027-01-25' }), anOrder({ on: '2027-01-31' }))).toEqual(['agreement']);
  });

  it('is never proposed for a day to come', () => {
    const { agreementOn: _, ...without } = ready();
    const planned = anOrder({ on: '2027-01-31', orderedOn: '2027-01-31' });
    expect(preflight(without, planned, undefined)[0]?.values).toMatchObject({ example: '2027-01-24' });
  });
});

describe('the country', () => {
  it.each([
    ['FR', 'FR', []],
    ['FR', 'NO', []],
    ['FR', 'US', ['country']],
    [undefined, 'FR', ['country-unknown']],
    ['FR', undefined, []],
    [undefined, undefined, []],
  ])('of the customer %s, of the partner %s: %j', (country, partner, found) => {
    const { country: _, ...rest } = ready();
    expect(names(country === undefined ? rest : { ...rest, country }, anOrder(), partner)).toEqual(found);
  });
});

describe('the limit of seats', () => {
  const tenant = (originals: number, replacements: number) =>
    ready({
      originals: [anOriginal({ offer: PREMIUM, seats: originals, renewal: 'auto-renews' })],
      replacements: replacements === 0 ? [] : [aReplacement({ offer: `${PREMIUM} (NCE)`, seats: replacements })],
    });
  const order = (seats: number) => anOrder({ offer: PREMIUM, seats });

  it.each([
    [1, 0, 299, []],
    [1, 0, 300, ['seat-limit-together']],
    [1, 0, 301, ['seat-limit']],
    [100, 100, 100, []],
    [101, 100, 100, ['seat-limit-together']],
    [1, 200, 100, ['seat-limit-together']],
    [1, 200, 101, ['seat-limit']],
  ])('%i seats run, %i are in CSP, %i are ordered: %j', (originals, replacements, seats, found) => {
    expect(names(tenant(originals, replacements), order(seats))).toEqual(found);
  });

  it('counts what the same customer has in other migrations', () => {
    const beside = [
      aMigration({ id: 'M2', originals: [], replacements: [aReplacement({ offer: PREMIUM, seats: 276 })] }),
    ];
    const [finding] = preflight(ready({ originals: [], beside }), order(25), undefined);
    expect(finding).toEqual({ name: 'seat-limit', values: { offer: PREMIUM, total: 301, most: 300 } });
  });

  it('counts neither other offers, nor what has ended by then, nor plans without a limit', () => {
    const gone = [
      anOriginal({ offer: PREMIUM, seats: 300, ended: { how: 'expired', on: '2027-01-20' } }),
      anOriginal({ id: 'M1.2', offer: PREMIUM, seats: 300, expiresOn: '2027-01-23' }),
      anOriginal({ id: 'M1.3', offer: 'Microsoft 365 Business Standard', seats: 300 }),
    ];
    expect(names(ready({ originals: gone }), order(300))).toEqual([]);
    expect(names(ready(), anOrder({ seats: 5000 }))).toEqual([]);
  });

  it('counts an original on its last day, one that renews, and one that was transferred', () => {
    const running = [
      { expiresOn: '2027-01-24' },
      { expiresOn: '2027-01-23', renewal: 'auto-renews' },
      { ended: { how: 'transferred', on: '2027-01-20' } },
    ] as const;
    for (const facts of running) {
      const originals = [anOriginal({ offer: PREMIUM, seats: 1, ...facts })];
      expect(names(ready({ originals }), order(300))).toEqual(['seat-limit-together']);
    }
  });
});

describe('the offer', () => {
  it('is a question where its name is not known, also where the original has the same', () => {
    const draft = ready({ originals: [anOriginal({ offer: 'Frobnicator' })] });
    expect(preflight(draft, anOrder({ offer: 'Frobnicator' }), undefined)).toEqual([
      { name: 'offer', values: { offer: 'Frobnicator' } },
    ]);
  });

  it('comes with the name that was probably meant', () => {
    expect(preflight(ready(), anOrder({ offer: 'Office 365 Business Premium' }), undefined)).toEqual([
      {
        name: 'offer-suggest',
        values: { offer: 'Office 365 Business Premium', suggestion: 'Microsoft 365 Business Standard' },
      },
    ]);
  });
});

describe('an add-on', () => {
  const base = anOriginal();
  const addon = anOriginal({ id: 'M1.2', offer: 'Microsoft 365 Audio Conferencing', addonOf: 'M1.1' });
  const order = anOrder({ offer: addon.offer, covers: ['M1.2'] });

  it('is found before its base', () => {
    expect(preflight(ready({ originals: [base, addon] }), order, undefined)).toEqual([
      { name: 'base-first', values: { addon: 'M1.2', base: 'M1.1' } },
    ]);
  });

  it.each([
    ['2027-01-23', []],
    ['2027-01-24', []],
    ['2027-01-25', ['base-first']],
  ])('on the 24th, with its base replaced on %s: %j', (provisionedOn, found) => {
    expect(names(ready({ originals: [base, addon], replacements: [aReplacement({ provisionedOn })] }), order)).toEqual(
      found,
    );
  });

  it('goes along with its base, and without one that needs none or was transferred', () => {
    expect(names(ready({ originals: [base, addon] }), { ...order, covers: ['M1.1', 'M1.2'] })).toEqual([]);
    const settled = [{ unneeded: 'nobody uses it' }, { ended: { how: 'transferred', on: '2027-01-20' } }] as const;
    for (const facts of settled) expect(names(ready({ originals: [anOriginal(facts), addon] }), order)).toEqual([]);
  });
});

describe('many subscriptions', () => {
  const originals = (count: number) =>
    Array.from({ length: count }, (_one, index) => anOriginal({ id: `M1.${index + 1}`, seats: 1 }));

  it.each([
    [150, []],
    [151, ['many-subscriptions']],
  ])('%i that still run: %j', (count, found) => {
    expect(names(ready({ originals: originals(count) }), anOrder())).toEqual(found);
  });

  it('of the same tenant are counted together, and what has ended is not', () => {
    const beside = [aMigration({ id: 'M2' })];
    expect(names(ready({ originals: originals(150), beside }), anOrder())).toEqual(['many-subscriptions']);
    const [first, ...others] = originals(151);
    const wave = [{ ...(first ?? anOriginal()), ended: { how: 'expired', on: '2027-01-20' } as const }, ...others];
    expect(names(ready({ originals: wave }), anOrder())).toEqual([]);
  });
});

describe('a correction', () => {
  const corrects = aReplacement({ offer: 'Frobnicator', seats: 25 });
  const {
    acceptedOn: _accepted,
    agreementOn: _agreed,
    country: _country,
    ...bare
  } = ready({ replacements: [corrects] });
  const order = (facts: Partial<PlannedOrder>) => anOrder({ corrects, offer: corrects.offer, ...facts });

  it('is not asked again what it does not change', () => {
    expect(names(bare, order({ on: '2027-01-31' }), 'US')).toEqual([]);
    expect(names(bare, order({ seats: 30 }), 'US')).toEqual([]);
    expect(names(bare, order({ offer: 'frobnicator (NCE)' }), 'US')).toEqual([]);
  });

  it('is asked for an offer that changes, and for the seats that it then has of it', () => {
    expect(names(bare, order({ offer: 'Gizmo' }), 'US')).toEqual(['offer']);
    expect(names(bare, order({ offer: PREMIUM, seats: 301 }), 'US')).toEqual(['seat-limit']);
  });

  it('counts its own seats once', () => {
    const premium = aReplacement({ offer: PREMIUM, seats: 200 });
    const draft = { ...bare, replacements: [premium] };
    expect(names(draft, anOrder({ corrects: premium, offer: PREMIUM, seats: 300 }))).toEqual([]);
    expect(names(draft, anOrder({ corrects: premium, offer: PREMIUM, seats: 301 }))).toEqual(['seat-limit']);
  });
});

it('names each check that found something once, in the words that override it', () => {
  const found = (...all: FindingName[]) => checksOf(all.map((name) => ({ name, values: {} })));
  expect(found('country-unknown', 'seat-limit-together', 'offer-suggest')).toEqual(['country', 'seat-limit', 'offer']);
  expect(found('base-first', 'base-first', 'agreement')).toEqual(['base-first', 'agreement']);
  expect(found('too-few', 'no-replacement')).toEqual([]);
});
