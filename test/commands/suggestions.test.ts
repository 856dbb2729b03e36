import { beforeEach, describe, expect, it } from 'vitest';
import type { Lookup } from '../../src/messages/form.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

let bot: WholeBot;

beforeEach(async () => {
  bot = await wholeBot();
});

async function suggest(lookup: Lookup, typed: string, limit = 20, member = true) {
  const actor = { identity: 'chat:T1/maria', name: 'Maria', member };
  return bot.bot.asking.suggest({ actor, lookup, typed, limit });
}

async function values(lookup: Lookup, typed: string, limit?: number): Promise<string[]> {
  return (await suggest(lookup, typed, limit)).map(({ value }) => value);
}

/** M1 ends in March, M2 in January, M3 was abandoned. */
async function threeMoves() {
  await bot.say('start "North Contoso" source=open offer="Office 365 E3" seats=5 ends=2027-03-31 renewal=ends');
  await bot.say('start fabrikam.com source=open offer="Office 365 E1" seats=5 ends=2027-01-31 renewal=ends');
  await bot.say('start contoso.net source=open offer="Visio Plan 2" seats=5 ends=2027-02-28 renewal=ends');
  await bot.say('abandon M3 "it stays"');
}

describe('a migration', () => {
  beforeEach(threeMoves);

  it('is named by what is next to be done, where nothing is typed', async () => {
    expect(await values('migration', '')).toEqual(['M2', 'M1', 'M3']);
    expect(await suggest('migration', '', 1)).toEqual([{ value: 'M2', label: 'M2 · fabrikam.com · new' }]);
  });

  it.each([
    ['cont', ['M1', 'M3']],
    ['CONTOSO.', ['M1', 'M3']],
    ['north', ['M1']],
    ['cont north', ['M1']],
    ['toso', ['M1', 'M3']],
    ['net', ['M3']],
    ['m2', ['M2']],
    ['M', ['M2', 'M1', 'M3']],
    ['nobody', []],
  ])('is found by %j', async (typed, expected) => {
    expect(await values('migration', typed)).toEqual(expected);
  });

  it('that begins so comes before one in which it stands', async () => {
    await bot.say('start xfabric.com source=open offer="Office 365 E1" seats=5 ends=2026-12-31 renewal=ends');
    expect(await values('migration', 'fabri')).toEqual(['M2', 'M4']);
  });

  it('that is named by its whole id comes first', async () => {
    for (let number = 4; number <= 12; number += 1) await bot.say(`start a${number}.contoso.com source=open`);
    expect((await values('migration', 'm1'))[0]).toBe('M1');
  });

  it('is known by a new name as soon as there is one', async () => {
    expect(await values('migration', 'adatum')).toEqual([]);
    await bot.say('start adatum.com source=open');
    expect(await values('migration', 'adatum')).toEqual(['M4']);
  });

  it('of a forgotten customer is not shown', async () => {
    const admin = { identity: 'slack:TADMIN/UADMIN', name: 'Ada', member: true };
    expect(await bot.say('forget contoso.net', { actor: admin })).toContain('contoso.net');
    await bot.say('forget contoso.net confirm=yes', { actor: admin });
    expect(await values('migration', 'contoso')).toEqual(['M1']);
    expect(await values('customer', 'contoso.net')).toEqual(['contoso.net']);
  });

  it('is shown to nobody who may not know', async () => {
    expect(await suggest('migration', '', 20, false)).toEqual([]);
  });
});

describe('a subscription', () => {
  beforeEach(threeMoves);

  it('is named by what is next to be done, where nothing is typed', async () => {
    expect(await suggest('original', '', 2)).toEqual([
      { value: 'M2.1', label: 'M2.1 · Office 365 E1 · fabrikam.com' },
      { value: 'M1.1', label: 'M1.1 · Office 365 E3 · North Contoso' },
    ]);
  });

  it.each([
    ['m1.1', ['M1.1']],
    ['m1', ['M1.1']],
    ['contoso', ['M1.1', 'M3.1']],
    ['office', ['M2.1', 'M1.1']],
    ['contoso visio', ['M3.1']],
  ])('is found by %j', async (typed, expected) => {
    expect(await values('original', typed)).toEqual(expected);
  });

  it('or its migration or its replacement is meant where all three can be', async () => {
    await bot.say('accept M1 on=2026-11-19 agreement=2026-11-19');
    await bot.say('provision M1.1 on=2027-03-24 despite=country');
    expect(await values('subject', 'm1.r')).toEqual(['M1.R1']);
    expect(await values('subject', 'north')).toEqual(['M1', 'M1.1', 'M1.R1']);
    expect(await values('original', 'north')).toEqual(['M1.1']);
  });
});

describe('a customer', () => {
  beforeEach(threeMoves);

  it('is a known one, or the one whose name is typed', async () => {
    expect(await values('customer', '')).toEqual(['fabrikam.com', 'North Contoso']);
    expect(await values('customer', 'contoso')).toEqual(['North Contoso', 'contoso.net', 'contoso']);
    expect(await values('customer', 'FABRIKAM.com')).toEqual(['fabrikam.com']);
    expect(await values('customer', 'wingtip.com')).toEqual(['wingtip.com']);
    expect(await values('customer', 'contoso', 1)).toEqual(['contoso']);
  });

  it('is none by what could be no name', async () => {
    expect(await values('customer', 'M12')).toEqual([]);
  });
});

describe('an offer', () => {
  it('is the commonest here, and then what Ferry knows', async () => {
    await threeMoves();
    await bot.say('add M1 offer="Visio Plan 2" seats=5 ends=2027-03-31 renewal=ends');
    expect((await values('offer', '', 5)).slice(0, 3)).toEqual(['Visio Plan 2', 'Office 365 E3', 'Office 365 E1']);
  });

  it.each([
    ['business standard', 'Microsoft 365 Business Standard'],
    ['enterprisepack', 'Office 365 E3'],
    ['6fd2c87f', 'Office 365 E3'],
    ['office 365 business premium', 'Microsoft 365 Business Standard'],
    ['SMB_BUSINESS', 'SMB_BUSINESS'],
  ])('is found by %j', async (typed, first) => {
    expect((await values('offer', typed))[0]).toBe(first);
  });

  it('is what is typed, if it is none of them', async () => {
    expect(await values('offer', 'Adobe  Creative')).toEqual(['Adobe Creative']);
    expect(await values('offer', 'office 365 e5')).not.toContain('office 365 e5');
    expect((await values('offer', 'Office 365', 3)).at(-1)).toBe('Office 365');
  });
});

it('names requests that wait', async () => {
  await threeMoves();
  await bot.say('end M2.1 cancelled on=2026-11-19 reason="the site closed"');
  await bot.say('end M2.1 cancelled on=2026-11-19 reason="the site closed" confirm=yes');
  expect(await suggest('request', '')).toEqual([{ value: 'A1', label: 'A1 · M2.1 · fabrikam.com' }]);
  expect(await values('request', 'fabri')).toEqual(['A1']);
  await bot.say('withdraw A1');
  expect(await values('request', '')).toEqual([]);
});

describe('whatever is typed', () => {
  const NASTY = [
    '<!channel>',
    '\u202egpj.exe',
    '.*+?^$()|[\\',
    '\u0000\ud800',
    'x'.repeat(3_000),
    '" "',
    '\u200b',
    '@@@',
  ];

  it.each(NASTY)('%j is harmless', async (typed) => {
    await threeMoves();
    for (const lookup of ['customer', 'migration', 'original', 'subject', 'offer', 'request'] as const) {
      for (const { value, label } of await suggest(lookup, typed)) {
        expect(label.length).toBeLessThanOrEqual(75);
        expect(value.length).toBeLessThanOrEqual(200);
        expect(`${label}${value}`).not.toMatch(/(?![\n])[\p{Cc}\p{Cf}\p{Surrogate}]/u);
      }
    }
  });

  it('a label is cut, and never its id', async () => {
    await bot.say(
      `start "${'Contoso '.repeat(20)}" source=open offer="${'Offer '.repeat(30)}" seats=5 ends=2027-03-31`,
    );
    const [migration] = await suggest('migration', 'contoso');
    const [original] = await suggest('original', 'contoso');
    expect(migration?.label).toMatch(/^M1 · Contoso.*…$/);
    expect(original?.label).toMatch(/^M1\.1 · Offer.*… · Contoso.*…$/);
    for (const one of [migration, original]) expect(one?.label.length).toBeLessThanOrEqual(75);
  });
});
