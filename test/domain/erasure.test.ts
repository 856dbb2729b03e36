import { describe, expect, it } from 'vitest';
import { eraseHappening, eraseMentions, eraseMigration, eraserOf } from '../../src/domain/erasure.js';
import type { Happening } from '../../src/domain/history.js';
import { aMigration, anOriginal, aReplacement } from '../support/builders.js';

function eraser(name: string, domain?: string) {
  return eraserOf({ id: 'C7', rev: 1, name, ...(domain === undefined ? {} : { domain }) });
}

describe('a forgotten name in a text', () => {
  it.each([
    ['contoso.com', 'ask contoso.com today', 'ask C7 today'],
    ['contoso.com', 'CONTOSO.com, contoso.COM.', 'C7, C7.'],
    ['contoso.com', 'https://contoso.com/start', 'https://C7/start'],
    ['contoso.com', 'maria@contoso.com at mail.contoso.com', 'maria@C7 at mail.C7'],
    ['contoso.com', 'the contoso.com-admin', 'the C7-admin'],
    ['contoso.com', 'contoso.com.br, notcontoso.com, ex-contoso.com', 'contoso.com.br, notcontoso.com, ex-contoso.com'],
    ['contoso.com', 'contosoXcom', 'contosoXcom'],
    ['Contoso Ltd', 'contoso   LTD’s admin', 'C7’s admin'],
    ['Contoso Ltd', 'Contoso Ltda', 'Contoso Ltda'],
    ['Ａcme', 'the acme and the Ａcme', 'the C7 and the C7'],
    ['Acme', 'the Ａcme', 'the C7'],
    ['A', 'A plan: cancel all', '— plan: cancel all'],
    ['IT', 'it is IT that is late', 'it is C7 that is late'],
    ['Contoso', 'Contoso and contoso.com', 'C7 and contoso.com'],
    ['法布里卡', '给法布里卡打电话', '给C7打电话'],
    ['=1+1', 'is =1+1 there', 'is C7 there'],
    ['Söhne (Berlin) [a|b] $& \\', 'x Söhne (Berlin) [a|b] $& \\ y', 'x C7 y'],
    ['<!channel>', 'x<!channel>y', 'xC7y'],
  ])('%s: %j becomes %j', (name, text, expected) => {
    expect(eraser(name, name.includes('.com') ? name : undefined)(text)).toBe(expected);
  });
});

const erase = eraser('contoso.com', 'contoso.com');

describe('a forgotten migration', () => {
  const migration = aMigration({
    abandoned: { on: '2026-11-20', reason: 'they stay' },
    invitation: { sentOn: '2026-09-10', link: 'https://partner.example.com/join', recordedAt: '2026-09-10T08:00:00Z' },
    originals: [anOriginal({ offer: 'Contoso.com suite', unneeded: 'the team left' })],
    replacements: [aReplacement({ offer: 'Suite of contoso.com' })],
  });

  it('of the customer keeps dates and numbers and loses what people wrote', () => {
    expect(eraseMigration(migration, erase)).toEqual({
      ...migration,
      abandoned: { on: '2026-11-20', reason: '—' },
      invitation: { sentOn: '2026-09-10', recordedAt: '2026-09-10T08:00:00Z' },
      originals: [anOriginal({ offer: 'C7 suite', unneeded: '—' })],
      replacements: [aReplacement({ offer: 'Suite of C7' })],
    });
  });

  it('loses the reason of a snooze, or the name in it, and stays quiet as long', () => {
    const snooze = {
      rung: 'provision',
      latest: '2027-01-31',
      until: '2027-01-13',
      by: 'P1',
      at: '2026-11-20T10:00:00Z',
    };
    const quiet = (reason?: string) =>
      aMigration({ originals: [anOriginal({ snooze: { ...snooze, ...(reason === undefined ? {} : { reason }) } })] });
    expect(eraseMigration(quiet('contoso.com is closed'), erase)).toEqual(quiet('—'));
    expect(eraseMentions(quiet('contoso.com is closed'), erase)).toEqual(quiet('C7 is closed'));
    expect(eraseMigration(quiet(), erase)).toEqual(quiet());
  });

  it('of somebody else loses the name and nothing more', () => {
    const other = aMigration({
      abandoned: { on: '2026-11-20', reason: 'bought by contoso.com' },
      originals: [anOriginal({ unneeded: 'contoso.com pays' })],
    });
    expect(eraseMentions(other, erase)).toEqual({
      ...other,
      abandoned: { on: '2026-11-20', reason: 'bought by C7' },
      originals: [anOriginal({ unneeded: 'C7 pays' })],
    });
    expect(eraseMentions(aMigration(), erase)).toEqual(aMigration());
  });
});

describe('an entry of the history', () => {
  const on = '2027-01-24';
  const cancelled = { did: 'ended', original: 'M1.1', how: 'cancelled', on, daysLost: 7 } as const;

  it.each<[Happening, Partial<Happening> | object, Partial<Happening> | object]>([
    [{ did: 'started', customer: 'contoso.com', source: 'ea' }, { customer: 'C7' }, { customer: 'contoso.com' }],
    [{ did: 'noted', text: 'ask contoso.com' }, { text: '—' }, { text: 'ask C7' }],
    [
      { did: 'snoozed', originals: ['M1.1'], until: on, reason: 'contoso.com is closed' },
      { reason: '—' },
      { reason: 'C7 is closed' },
    ],
    [{ did: 'snoozed', originals: ['M1.1'], until: null }, {}, {}],
    [{ did: 'abandoned', reason: 'contoso.com stays' }, { reason: '—' }, { reason: 'C7 stays' }],
    [
      { did: 'undone', what: { did: 'noted', text: 'contoso.com' } },
      { what: { did: 'noted', text: '—' } },
      { what: { did: 'noted', text: 'C7' } },
    ],
    [
      { did: 'removed', subject: 'M1.1', offer: 'contoso.com suite' },
      { offer: 'C7 suite' },
      { offer: 'contoso.com suite' },
    ],
    [
      { ...cancelled, approval: { request: 'A1', reason: 'says contoso.com', by: 'Igor' } },
      { approval: { request: 'A1', reason: '—', by: 'Igor' } },
      { approval: { request: 'A1', reason: 'says C7', by: 'Igor' } },
    ],
    [
      { did: 'ended', original: 'M1.1', how: 'expired', on, daysLost: 0, unneeded: 'contoso.com left' },
      { unneeded: '—' },
      { unneeded: 'C7 left' },
    ],
    [
      { did: 'requested', request: 'A1', original: 'M1.1', on, missing: 2, reason: 'contoso.com' },
      { reason: '—' },
      { reason: 'C7' },
    ],
    [
      {
        did: 'changed',
        subject: 'M1.1',
        changes: [
          { field: 'offer', from: 'contoso.com suite', to: 'Suite' },
          { field: 'unneeded', from: null, to: 'why' },
          { field: 'ends', from: '2027-01-31', to: '2027-02-28' },
        ],
      },
      {
        changes: [
          { field: 'offer', from: 'C7 suite', to: 'Suite' },
          { field: 'unneeded', from: null, to: '—' },
          { field: 'ends', from: '2027-01-31', to: '2027-02-28' },
        ],
      },
      {},
    ],
    [{ did: 'invited', on }, {}, {}],
    [{ did: 'licensed', done: 3, total: 4 }, {}, {}],
  ])('%j', (what, own, other) => {
    expect(eraseHappening(what, erase, true)).toEqual({ ...what, ...own });
    expect(eraseHappening(what, erase, false)).toEqual({ ...what, ...other });
  });
});
