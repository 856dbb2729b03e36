import { describe, expect, it } from 'vitest';
import { Route, type RouteStep } from '../../src/domain/migration.js';
import {
  type CheckName,
  checklist,
  laterStep,
  otherRoute,
  prerequisites,
  ROUTE_STEPS,
  routeDate,
  routeOf,
} from '../../src/domain/route.js';
import type { Source } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

const NOW = at('2026-11-20T10:00Z');

type Facts = Parameters<typeof aMigration>[0];

/** States by name, as the list goes. */
function states(facts: Facts, now = NOW): Partial<Record<CheckName, string>> {
  return Object.fromEntries(checklist(aMigration(facts), now).map(({ name, state }) => [name, state]));
}

function namesOf(facts: Facts, state: string, now = NOW): CheckName[] {
  return checklist(aMigration(facts), now)
    .filter((item) => item.state === state)
    .map(({ name }) => name);
}

function statesUnanswered(facts: Facts, state: string): CheckName[] {
  const { acceptedOn: _, ...migration } = aMigration(facts);
  return checklist(migration, NOW).flatMap((item) => (item.state === state ? [item.name] : []));
}

describe('the checklist of a route', () => {
  it.each<[Route, CheckName[]]>([
    [
      'manual',
      [
        'originals',
        'invited',
        'accepted',
        'agreement',
        'limits',
        'provision',
        'stop-renewal',
        'licenses',
        'end',
        'carry-on',
      ],
    ],
    [
      'channel-transfer',
      [
        'originals',
        'invited',
        'accepted',
        'agreement',
        'limits',
        'grace',
        'scheduled',
        'provision',
        'stop-renewal',
        'licenses',
        'end',
        'carry-on',
      ],
    ],
    ['partner-transfer', ['originals', 'invited', 'accepted', 'requested', 'lines', 'transfer', 'carry-on']],
    ['new-commerce', ['originals', 'validated', 'started', 'transfer', 'carry-on']],
  ])('%s has its items in the order of doing', (route, names) => {
    expect(checklist(aMigration({ route }), NOW).map(({ name }) => name)).toEqual(names);
  });

  it.each(Route.options)('%s asks for each of its steps, and for no other', (route) => {
    const steps = checklist(aMigration({ route }), NOW).flatMap(({ step }) => step ?? []);
    expect(steps).toEqual(ROUTE_STEPS[route]);
    for (const step of steps) expect(routeOf(step)).toBe(route);
  });

  it.each<[Source, string, string]>([
    ['web-direct', 'customer', 'customer'],
    ['open', 'customer', 'customer'],
    ['open-value', 'customer', 'customer'],
    ['ea', 'elsewhere', 'elsewhere'],
    ['other-csp', 'elsewhere', 'elsewhere'],
    ['own-legacy', 'partner-center', 'partner-center'],
    ['unknown', 'customer', 'customer'],
  ])('of originals from %s has the renewal stopped by: %s', (source, stop, end) => {
    const items = checklist(aMigration({ source, route: 'manual' }), NOW);
    const where = (name: CheckName) => items.find((item) => item.name === name)?.where;
    expect([where('stop-renewal'), where('end')]).toEqual([stop, end]);
    expect(where('provision')).toBe('partner-center');
    expect(where('accepted')).toBe('customer');
  });
});

describe('what is next', () => {
  const route = 'manual';
  const renewing = [anOriginal({ renewal: 'auto-renews' })];
  const agreementOn = '2026-10-02';

  it.each<[string, Facts, CheckName[]]>([
    ['nothing but the customer is known', { originals: [] }, ['originals', 'agreement']],
    ['the agreement is not recorded', {}, ['agreement']],
    ['the agreement is recorded for a day to come', { agreementOn: '2026-11-21' }, ['agreement']],
    ['the agreement is recorded', { agreementOn: '2026-11-20' }, ['limits', 'provision']],
    [
      'the replacement is ordered',
      { agreementOn, originals: renewing, replacements: [aReplacement()] },
      ['stop-renewal'],
    ],
    [
      'it was ordered without an agreement',
      { originals: renewing, replacements: [aReplacement()] },
      ['agreement', 'stop-renewal'],
    ],
    ['the renewal is off', { agreementOn, replacements: [aReplacement()] }, ['end']],
    [
      'the replacement is another offer',
      { agreementOn, replacements: [aReplacement({ offer: 'Microsoft 365 E3' })] },
      ['licenses', 'end'],
    ],
    ['it was abandoned', { abandoned: { on: '2026-11-01', reason: 'lost' } }, []],
    ['the customer declined', { declinedOn: '2026-11-01' }, []],
  ])('when %s', (_case, facts, next) => {
    expect(namesOf({ route, ...facts }, 'next')).toEqual(next);
  });

  it('before the customer has answered is the invitation, then the answer', () => {
    expect(statesUnanswered({ route }, 'next')).toEqual(['invited']);
    expect(statesUnanswered({ route, invitation: { sentOn: '2026-11-10' } }, 'next')).toEqual(['accepted']);
  });

  it('is to stop the renewal on the last day for it, whatever is missing', () => {
    const { acceptedOn: _, ...migration } = aMigration({ route, originals: renewing });
    const stopOn = (moment: string) =>
      checklist(migration, at(moment)).find(({ name }) => name === 'stop-renewal')?.state;
    expect(stopOn('2027-01-29T23:59Z')).toBe('open');
    expect(stopOn('2027-01-30T00:00Z')).toBe('next');
    expect(stopOn('2027-01-30T23:59Z')).toBe('next');
    expect(stopOn('2027-01-31T00:00Z')).toBe('late');
  });

  it('names the originals for which it is still to be done', () => {
    const originals = [
      anOriginal(),
      anOriginal({ id: 'M1.2', offer: 'Visio' }),
      anOriginal({ id: 'M1.3', offer: 'Project' }),
    ];
    const items = checklist(aMigration({ route, agreementOn, originals, replacements: [aReplacement()] }), NOW);
    expect(items.find(({ name }) => name === 'provision')?.left).toEqual(['M1.2', 'M1.3']);
  });
});

describe('what is late', () => {
  it.each([
    ['2027-01-31T23:59Z', 'next', 'open'],
    ['2027-02-01T00:00Z', 'late', 'late'],
  ])('at %s a replacement is %s and the end is %s', (moment, provision, end) => {
    const found = states({ route: 'manual', agreementOn: '2026-10-02' }, at(moment));
    expect([found.provision, found.end]).toEqual([provision, end]);
  });

  it.each([
    ['2027-01-30T23:59Z', 'next'],
    ['2027-01-31T00:00Z', 'late'],
  ])('at %s a transfer is %s, since the last day is left out', (moment, transfer) => {
    const steps = [
      { name: 'requested' as const, on: '2027-01-10' },
      { name: 'lines' as const, on: '2027-01-12' },
    ];
    expect(states({ source: 'other-csp', steps }, at(moment)).transfer).toBe(transfer);
  });
});

describe('what is done', () => {
  it('is everything once a move by hand is over, with the days', () => {
    const ended = { how: 'expired' as const, on: '2027-01-31' };
    const facts = {
      route: 'manual' as const,
      invitation: { sentOn: '2026-09-10' },
      agreementOn: '2026-10-02',
      originals: [anOriginal({ ended })],
      replacements: [aReplacement()],
    };
    const items = checklist(aMigration(facts), at('2027-02-01T10:00Z'));
    expect(items.filter(({ state }) => state !== 'done').map(({ name, state }) => [name, state])).toEqual([
      ['licenses', 'not-needed'],
    ]);
    expect(Object.fromEntries(items.flatMap(({ name, on }) => (on ? [[name, on]] : [])))).toEqual({
      invited: '2026-09-10',
      accepted: '2026-10-01',
      agreement: '2026-10-02',
      provision: '2027-01-24',
      end: '2027-01-31',
    });
  });

  it.each<[Source, RouteStep[]]>([
    ['other-csp', ['requested', 'lines']],
    ['own-legacy', ['validated', 'started']],
  ])('from %s, a transfer that was recorded without its steps needs them no more', (source, steps) => {
    const found = states({ source, originals: [anOriginal({ ended: { how: 'transferred', on: '2026-11-19' } })] });
    for (const step of steps) expect(found[step]).toBe('not-needed');
    expect([found.transfer, found['carry-on']]).toEqual(['done', 'done']);
  });

  it('is the whole reassignment, not a part of it', () => {
    const replacements = [aReplacement({ offer: 'Microsoft 365 E3' })];
    const licences = (licensesDone: number) => states({ route: 'manual', replacements, licensesDone }).licenses;
    expect([licences(24), licences(25)]).toEqual(['next', 'done']);
  });
});

describe('advice that nobody records', () => {
  const advice = (facts: Facts) =>
    checklist(aMigration(facts), NOW).flatMap(({ name }) => (name === 'limits' || name === 'grace' ? [name] : []));

  it.each<[string, Facts, CheckName[]]>([
    ['before the order', { source: 'ea' }, ['limits', 'grace']],
    ['once it is scheduled', { source: 'ea', steps: [{ name: 'scheduled', on: '2026-11-12' }] }, []],
    ['after the first order', { source: 'ea', replacements: [aReplacement()] }, []],
    ['before an order by hand', { route: 'manual' }, ['limits']],
    ['after one', { route: 'manual', replacements: [aReplacement()] }, []],
  ])('is in the list %s: %j', (_case, facts, names) => {
    expect(advice(facts)).toEqual(names);
  });
});

describe('what comes before a step', () => {
  it.each<[RouteStep, string[]]>([
    ['scheduled', ['accepted', 'agreement']],
    ['requested', ['accepted']],
    ['lines', ['accepted', 'requested']],
    ['validated', []],
    ['started', ['validated']],
  ])('%s: %j', (step, names) => {
    expect(prerequisites(aMigration(), step).map(({ name }) => name)).toEqual(names);
  });

  it('is known by its day, and what comes after it too', () => {
    const migration = aMigration({
      steps: [
        { name: 'lines', on: '2026-11-12' },
        { name: 'requested', on: '2026-11-10' },
      ],
    });
    expect(prerequisites(migration, 'lines')).toEqual([
      { name: 'accepted', on: '2026-10-01' },
      { name: 'requested', on: '2026-11-10' },
    ]);
    expect(laterStep(migration, 'requested')).toEqual({ name: 'lines', on: '2026-11-12' });
    expect(laterStep(migration, 'lines')).toBeUndefined();
  });
});

describe('the date of a route', () => {
  it.each([
    ['2026-12-19T23:59Z', false],
    ['2026-12-20T00:00Z', true],
    ['2026-12-21T00:00Z', true],
  ])('at %s a request of 20 November that is said to lapse after 30 days is past: %s', (moment, past) => {
    const migration = aMigration({ source: 'other-csp', steps: [{ name: 'requested', on: '2026-11-20' }] });
    expect(routeDate(migration, at(moment))).toEqual({ name: 'request-lapses', on: '2026-12-20', past });
  });

  it.each([
    ['2026-11-22T23:59Z', false],
    ['2026-11-23T23:59Z', false],
    ['2026-11-24T00:00Z', true],
  ])('at %s the 72 hours of a migration started on 20 November are past: %s', (moment, past) => {
    const migration = aMigration({ source: 'own-legacy', steps: [{ name: 'started', on: '2026-11-20' }] });
    expect(routeDate(migration, at(moment))).toEqual({ name: 'migration-through', on: '2026-11-23', past });
  });

  it('is none before its step, on another route, once all are transferred, and when it was given up', () => {
    const steps = [{ name: 'requested' as const, on: '2026-11-20' }];
    const ended = { how: 'transferred' as const, on: '2026-11-20' };
    for (const facts of [
      { steps: [] },
      { steps, route: 'manual' as const },
      { steps, originals: [anOriginal({ ended })] },
      { steps, abandoned: { on: '2026-11-20', reason: 'lost' } },
    ]) {
      expect(routeDate(aMigration({ source: 'other-csp', ...facts }), NOW)).toBeUndefined();
    }
  });
});

describe('the other way', () => {
  it.each<[Source, Route | undefined, Route | undefined]>([
    ['web-direct', undefined, undefined],
    ['unknown', undefined, undefined],
    ['ea', undefined, 'manual'],
    ['other-csp', undefined, 'manual'],
    ['own-legacy', undefined, undefined],
    ['ea', 'manual', 'channel-transfer'],
    ['other-csp', 'manual', 'partner-transfer'],
    ['own-legacy', 'manual', 'new-commerce'],
    ['open', 'partner-transfer', 'manual'],
  ])('of %s by %s is %s', (source, route, other) => {
    expect(otherRoute(aMigration({ source, ...(route ? { route } : {}) }))).toBe(other);
  });
});
