import { describe, expect, it } from 'vitest';
import {
  isSameHuman,
  lowerOf,
  mayActAs,
  type Person,
  placeOf,
  readIdentity,
  remindedFor,
} from '../../src/domain/person.js';

const TODAY = '2026-12-24';

function person(name: string, facts: Partial<Person> = {}): Person {
  return { id: `P${name.length}`, rev: 1, name, identities: [`slack:T1/${name.toUpperCase()}`], ...facts };
}

const here = person('Maria');
const away = person('Maria', { awayUntil: TODAY });
const deputy = person('Igor');
const awayDeputy = person('Igor', { awayUntil: '2027-01-10' });

describe('who is reminded', () => {
  it.each([
    ['the owner who is there', here, deputy, ['Maria']],
    ['the owner without a deputy', here, undefined, ['Maria']],
    ['the deputy while the owner is away', away, deputy, ['Igor']],
    ['the owner who is away and has no deputy', away, undefined, ['Maria']],
    ['the owner when both are away', away, awayDeputy, ['Maria']],
    ['the deputy when nobody owns it', undefined, deputy, ['Igor']],
    ['the deputy when nobody owns it, even one who is away', undefined, awayDeputy, ['Igor']],
    ['nobody when there is nobody', undefined, undefined, []],
  ])('is %s', (_case, owner, standIn, expected) => {
    expect(remindedFor(owner, standIn, TODAY).map(({ name }) => name)).toEqual(expected);
  });

  it.each([
    ['2026-12-23', 'Igor'],
    ['2026-12-24', 'Igor'],
    ['2026-12-25', 'Maria'],
  ])('on %s, with 2026-12-24 as the last day away, is %s', (today, expected) => {
    expect(remindedFor(away, deputy, today).map(({ name }) => name)).toEqual([expected]);
  });
});

describe('a role', () => {
  it.each([
    ['viewer', 'viewer', true],
    ['viewer', 'operator', false],
    ['operator', 'approver', false],
    ['approver', 'operator', true],
    ['admin', 'approver', true],
    [undefined, 'viewer', false],
  ] as const)('%s may act as %s: %s', (role, needed, expected) => {
    expect(mayActAs(role, needed)).toBe(expected);
  });

  it('is the lower one of two, in either order', () => {
    expect(lowerOf('admin', 'viewer')).toBe('viewer');
    expect(lowerOf('viewer', 'admin')).toBe('viewer');
    expect(lowerOf('approver', 'approver')).toBe('approver');
  });
});

describe('an identity', () => {
  it.each([
    ['slack:T1/U1', 'slack:T1/U1'],
    ['Slack:t1/u1', 'slack:T1/U1'],
    ['teams:8D2C/AB-01', 'teams:8d2c/ab-01'],
    ['terminal:local', 'terminal:local'],
    ['slack:U1', undefined],
    ['slack:T1/U1/x', undefined],
    ['slack:T1/U 1', undefined],
    ['Maria', undefined],
    ['@Maria', undefined],
    ['', undefined],
  ])('typed as %j is %s', (typed, expected) => {
    expect(readIdentity(typed)).toBe(expected);
  });

  it('has a place: the workspace or tenant', () => {
    expect(placeOf('slack:T1/U1')).toBe('slack:T1');
    expect(placeOf('terminal:local')).toBe('terminal:local');
  });
});

describe('two records', () => {
  const slack = person('Maria', { id: 'P1', identities: ['slack:T1/U1'] });

  it.each([
    ['of one name in two chats may be one human', { identities: ['teams:t/1'] }, true],
    [
      'of one name, written otherwise, in two chats may be one human',
      { name: 'MARIA', identities: ['teams:t/1'] },
      true,
    ],
    ['of one name in one workspace are two humans', { identities: ['slack:T1/U2'] }, false],
    ['of two names are two humans', { name: 'Igor', identities: ['teams:t/1'] }, false],
    ['with one id are one', { id: 'P1', name: 'Igor' }, true],
  ])('%s', (_case, facts, expected) => {
    expect(isSameHuman(slack, person('Maria', { id: 'P2', ...facts }))).toBe(expected);
  });
});
