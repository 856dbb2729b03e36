import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
/** In ADMINS. */
const PETRA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const IGOR: Partial<Invocation> = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };
const AT_IGOR = { named: [{ as: '@igor', name: 'Igor', identities: ['chat:T1/igor'] }] };
const NOT_NOW = { kind: 'not-sent', reason: '503', retryAfterMs: 60_000 } as const;

function texts({ platform }: WholeBot, pattern: RegExp): string[] {
  return platform.texts.filter((text) => pattern.test(text));
}

const INCIDENT = /^INCIDENT · /;
const NUDGE = /no answer to the invitation/;
const REQUEST = /a second person has to decide/;
const REMINDER = /^M\d+\.\d+ · /;

describe('an incident', () => {
  /** M1.1 has expired with nothing in its place: people lose service after Tue 2 Mar. */
  async function expired(options: Parameters<typeof wholeBot>[0] = {}): Promise<WholeBot> {
    const bot = await wholeBot({ now: '2027-01-20T10:00:00Z', ...options });
    await bot.say(START);
    await bot.say('accept M1 agreement=2027-01-20');
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    return bot;
  }

  it('is told at once, at any hour and on any day, with what helps', async () => {
    const bot = await expired();
    await bot.at('2027-03-02T23:59:59Z');
    expect(texts(bot, INCIDENT)).toEqual([]);
    await bot.at('2027-03-03T00:00:00Z');
    expect(texts(bot, INCIDENT)).toEqual([
      [
        'INCIDENT · M1.1 · contoso.com, since Wed, 3 Mar 2027',
        '@Maria',
        'contoso.com, Office 365 E3, 25 seats.',
        '! M1.1 has ended and no replacement is active: its people are without service. Provision now.',
        '! M1.1: its data is kept until Mon, 31 May 2027; from the next day it may be deleted, and at the latest 180 days after the end.',
        '> Replacement of M1.1 is active: provision M1.1',
        '> Show M1: show M1',
      ].join('\n'),
    ]);
  });

  it('is told once, whatever is swept, noted or started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-notices-'));
    const first = await expired({ folder });
    await first.at('2027-03-03T00:00:00Z');
    await first.say('note M1 "we are on it"');
    await first.at('2027-03-03T00:01:00Z');
    await first.stop();
    const second = await wholeBot({ folder, now: '2027-03-03T00:02:00Z', platform: first.platform });
    await second.at('2027-03-03T00:02:00Z');
    await second.at('2027-03-02T12:00:00Z');
    await second.at('2027-03-20T12:00:00Z');
    expect(texts(second, INCIDENT)).toHaveLength(1);
    await second.stop();
    rmSync(folder, { recursive: true });
  });

  it('takes the place of that day’s reminder of the same original, which is not made up for', async () => {
    // The data is kept through 31 May: 89 and 88 days before are Wed 3 and Thu 4 Mar.
    const bot = await expired({ environment: { REMINDER_LEAD_DAYS: '89,88' } });
    await bot.at('2027-03-03T00:00:00Z');
    const before = texts(bot, REMINDER).length;
    await bot.at('2027-03-03T08:00:00Z');
    await bot.at('2027-03-03T22:59:00Z');
    await bot.at('2027-03-04T07:59:00Z');
    expect(texts(bot, REMINDER)).toHaveLength(before);
    await bot.at('2027-03-04T08:00:00Z');
    expect(texts(bot, REMINDER)).toHaveLength(before + 1);
  });

  it('takes that place also when both come due in one sweep, but of no other original', async () => {
    const bot = await expired({ environment: { REMINDER_LEAD_DAYS: '89' } });
    // 89 days before the last day of M1.2 is 3 Mar too.
    await bot.say('add M1 offer=Visio seats=4 ends=2027-05-31 renewal=ends');
    const before = texts(bot, REMINDER).length;
    await bot.at('2027-03-03T12:00:00Z');
    expect(texts(bot, INCIDENT)).toHaveLength(1);
    expect(texts(bot, REMINDER)).toHaveLength(before);
    // The other one is far from its end: a line of the digest, which counts the incident among what has a post of its own.
    const [digest, ...others] = texts(bot, /^Due today, Wed, 3 Mar 2027/);
    expect(others).toEqual([]);
    expect(digest).toMatch(/^M1\.2 · /m);
    expect(digest).not.toMatch(/^M1\.1 · /m);
    expect(digest).toContain('Not shown: 1 with a notice of its own.');
  });

  it('that is over before it could be told is not told, and is when it comes back', async () => {
    const bot = await expired();
    bot.platform.outcomes.push(NOT_NOW);
    await bot.at('2027-03-03T00:00:00Z');
    await bot.say('provision M1.1');
    await bot.at('2027-03-03T00:05:00Z');
    expect(texts(bot, INCIDENT)).toEqual([]);
    await bot.say('remove M1.R1');
    await bot.at('2027-03-03T00:06:00Z');
    await bot.at('2027-03-03T00:07:00Z');
    expect(texts(bot, INCIDENT)).toHaveLength(1);
  });

  it('that began before Ferry knew of it is told once', async () => {
    const bot = await wholeBot({ now: '2027-04-10T12:00:00Z' });
    await bot.say(START);
    await bot.at('2027-04-10T12:00:30Z');
    await bot.at('2027-04-12T12:00:00Z');
    const [text, ...others] = texts(bot, INCIDENT);
    expect(others).toEqual([]);
    expect(text).toContain('since Wed, 3 Mar 2027');
    // What happened has not been told yet, and comes first.
    expect(text).toContain('Next: its last day was Sun, 31 Jan 2027: expired, or renewed?');
    expect(text).toContain('> M1.1 expired: end M1.1 expired');
  });

  it('of a renewal that nobody wanted says what it costs, so far and to its end', async () => {
    const bot = await wholeBot({ now: '2027-01-20T10:00:00Z' });
    await bot.say(`${START.replace('renewal=ends', 'renewal=auto')} price=10 currency=EUR`);
    await bot.say('accept M1 agreement=2027-01-20');
    await bot.say('provision M1.1 on=2027-01-24');
    await bot.at('2027-02-10T10:00:00Z');
    await bot.say('end M1.1 renewed until=2028-01-31');
    await bot.at('2027-02-10T10:01:00Z');
    const [text = '', ...others] = texts(bot, INCIDENT);
    expect(others).toEqual([]);
    expect(text).toContain('INCIDENT · M1.1 · contoso.com, since Mon, 1 Feb 2027');
    expect(text).toContain('both are paid until Mon, 31 Jan 2028, 365 days twice (about €3,000.00)');
    expect(text).toContain(
      'Paid twice so far: 10 days (about €82.19). If nothing is done, 355 more days until Mon, 31 Jan 2028 (about €2,917.81).',
    );
    expect(text).toContain('> Renewal of M1.1 is off: change M1.1 renewal=ends');
  });

  it('offers what helps with the invitation while nothing can be ordered', async () => {
    const bot = await wholeBot({ now: '2027-04-10T12:00:00Z' });
    await bot.say(START);
    await bot.say('end M1.1 expired');
    await bot.at('2027-04-10T12:01:00Z');
    expect(texts(bot, INCIDENT)[0]).toMatch(/: invite M1\n> .*: accept M1\n> .*: decline M1\n> .*: show M1$/);
  });

  it('is nobody’s business once the migration was given up', async () => {
    const bot = await expired();
    await bot.say('abandon M1 "the customer closed"');
    await bot.at('2027-03-03T00:00:00Z');
    expect(texts(bot, INCIDENT)).toEqual([]);
  });

  it('is none where another migration of the customer has the seats', async () => {
    const bot = await expired();
    await bot.say(
      'start contoso.com again=yes source=open offer="Office 365 E3" seats=25 ends=2028-01-31 renewal=ends',
    );
    await bot.say('accept M2 agreement=2027-01-20');
    expect(await bot.say('provision M2.1 seats=50')).toContain('M2.R1 provisioned');
    await bot.at('2027-03-03T00:00:00Z');
    expect(texts(bot, INCIDENT)).toEqual([]);
    // Nor is it entered and dropped again with every look.
    expect(await bot.bot.services.reminders.sweep(bot.clock.now())).toBe(0);
  });
});

describe('an open invitation', () => {
  async function invited(options: Parameters<typeof wholeBot>[0] = {}): Promise<WholeBot> {
    const bot = await wholeBot(options);
    await bot.say(START);
    await bot.say('invite M1');
    return bot;
  }

  it('is chased on the third working day at the set time, with what can be done', async () => {
    // Sent on Friday, 20 November; 09:00 in Berlin is 08:00 UTC.
    const bot = await invited();
    await bot.at('2026-11-25T07:59:00Z');
    expect(texts(bot, NUDGE)).toEqual([]);
    for (const time of ['08:00', '08:01', '20:00']) await bot.at(`2026-11-25T${time}:00Z`);
    expect(texts(bot, NUDGE)).toEqual([
      [
        'Due today, Wed, 25 Nov 2026: 1 invitation',
        'M1 · contoso.com: no answer to the invitation for 3 working days',
        'Owner: Maria.',
        '> Customer accepted: accept M1',
        '> Customer declined: decline M1',
        '> Mail again: invite M1',
        '> Show M1: show M1',
        'Not shown: 1 with nothing due today.',
        'No full check since the start yet.',
      ].join('\n'),
    ]);
  });

  it('is chased again after 7 and 14 working days, until there is an answer', async () => {
    const bot = await invited();
    for (const day of ['2026-11-25', '2026-11-30', '2026-12-01', '2026-12-09']) await bot.at(`${day}T08:00:00Z`);
    expect(texts(bot, NUDGE)).toHaveLength(2);
    await bot.say('accept M1');
    await bot.at('2026-12-10T08:00:00Z');
    expect(texts(bot, NUDGE)).toHaveLength(2);
  });

  it('is said once, by the latest, when the channel was out of reach for days', async () => {
    const bot = await invited();
    bot.platform.outcomes.push(NOT_NOW);
    await bot.at('2026-11-25T08:00:00Z');
    bot.platform.outcomes.push(NOT_NOW);
    await bot.at('2026-12-01T08:00:00Z');
    await bot.at('2026-12-01T08:10:00Z');
    const [text, ...others] = texts(bot, NUDGE);
    expect(others).toEqual([]);
    expect(text).toContain('for 7 working days');
  });

  it.each(['accept M1', 'decline M1', 'abandon M1 "they stay"', 'invite M1 sent=2026-11-24'])(
    'is not chased any more when this came before the nudge was posted: %s',
    async (text) => {
      const bot = await invited();
      bot.platform.outcomes.push(NOT_NOW);
      await bot.at('2026-11-25T08:00:00Z');
      await bot.say(text);
      await bot.at('2026-11-25T08:05:00Z');
      expect(texts(bot, NUDGE)).toEqual([]);
    },
  );

  it('is not chased for the days on which it was abandoned', async () => {
    const bot = await invited();
    await bot.say('abandon M1 "they stay"');
    await bot.at('2026-11-26T08:00:00Z');
    await bot.say('resume M1');
    await bot.at('2026-11-26T08:01:00Z');
    expect(texts(bot, NUDGE)).toEqual([]);
    await bot.at('2026-12-01T08:00:00Z');
    expect(texts(bot, NUDGE)).toHaveLength(1);
  });

  it('names the deputy while the owner is away', async () => {
    const bot = await invited();
    await bot.say('deputy M1 @igor', AT_IGOR);
    await bot.say('away until 2026-11-25');
    await bot.at('2026-11-25T08:00:00Z');
    expect(texts(bot, NUDGE)[0]).toMatch(/Owner: Maria\. .*Igor/);
    await bot.at('2026-12-01T08:00:00Z');
    expect(texts(bot, NUDGE)[1]).toContain('Owner: Maria.');
    expect(texts(bot, NUDGE)[1]).not.toContain('Igor');
  });

  it('says when nobody owns the migration, and how that is mended', async () => {
    const bot = await invited();
    await bot.say('assign M1 nobody');
    await bot.at('2026-11-25T08:00:00Z');
    const [text] = texts(bot, NUDGE);
    expect(text).not.toContain('Maria');
    expect(text).toContain('Nobody owns it.');
    expect(text).toContain('> Take it: assign M1 me');
  });
});

describe('a request', () => {
  const ASK = 'end M1.1 cancelled reason="the site closed"';

  /** Maria and Igor are approvers, Petra an admin; M1.1 has no replacement a week before its end. */
  async function ready(): Promise<WholeBot> {
    const bot = await wholeBot({ now: '2027-01-24T10:00:00Z' });
    await bot.say('roles @igor approver', { ...PETRA, ...AT_IGOR });
    await bot.say(START);
    await bot.say('roles @maria approver', {
      ...PETRA,
      named: [{ as: '@maria', name: 'Maria', identities: ['chat:T1/maria'] }],
    });
    return bot;
  }

  it('calls everybody who can decide it, but not the one who asks', async () => {
    const bot = await ready();
    await bot.say(ASK);
    expect(texts(bot, REQUEST)).toEqual([
      [
        'A1 · contoso.com: a second person has to decide',
        '@Petra @Igor',
        'Maria asks to mark M1.1 as cancelled on Sun, 24 Jan 2027 although 25 seats are missing: the site closed',
        'Somebody else with the approver role decides. It can be approved until the end of Sun, 7 Feb 2027 (UTC); after that it lapses.',
        '> Approve A1: approve A1',
        '> Reject A1: reject A1',
        '> Show M1: show M1',
      ].join('\n'),
    ]);
  });

  it('can be decided with its button after other changes', async () => {
    const bot = await ready();
    await bot.say(ASK);
    await bot.say('note M1 "they have left the building"');
    const notice = [...bot.platform.posted.values()].find(({ message }) => REQUEST.test(message.title));
    const buttons = notice?.message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(buttons?.map(({ run, rev }) => [run, rev])).toEqual([
      ['approve A1', undefined],
      ['reject A1', undefined],
      ['show M1', undefined],
    ]);
    expect(await bot.say('approve A1', IGOR)).toContain('a second person approved');
  });

  it('says when nobody else can decide it', async () => {
    const bot = await wholeBot({ now: '2027-01-24T10:00:00Z' });
    await bot.say(START);
    await bot.say(ASK);
    expect(texts(bot, REQUEST)[0]).toContain(
      'Ferry knows nobody else who can decide this. An administrator gives somebody the role: roles @… approver',
    );
  });

  it.each([
    ['approved', 'approve A1', IGOR],
    ['rejected', 'reject A1', IGOR],
    ['withdrawn', 'withdraw A1', {}],
    ['taken back', 'undo M1', {}],
    ['moot, its migration abandoned', 'abandon M1 "they stay"', {}],
  ])('is not posted any more once it is %s', async (_how, text, by) => {
    const bot = await ready();
    bot.platform.outcomes.push(NOT_NOW);
    await bot.say(ASK);
    await bot.say(text, by);
    await bot.at('2027-01-24T10:05:00Z');
    expect(texts(bot, REQUEST)).toEqual([]);
  });

  it('is not posted any more once its original has ended by itself', async () => {
    const bot = await ready();
    bot.platform.outcomes.push(NOT_NOW, NOT_NOW);
    await bot.say(ASK);
    await bot.at('2027-02-01T10:00:00Z');
    await bot.say('end M1.1 expired');
    await bot.at('2027-02-01T10:05:00Z');
    expect(texts(bot, REQUEST)).toEqual([]);
  });

  it.each([
    ['posted late on the last day on which it can be approved', '2027-02-07T23:59:00Z', 1],
    ['not posted once it has lapsed', '2027-02-08T00:00:00Z', 0],
  ])('is %s', async (_what, moment, count) => {
    const bot = await ready();
    bot.platform.outcomes.push(NOT_NOW);
    await bot.say(ASK);
    await bot.at(moment);
    expect(texts(bot, REQUEST)).toHaveLength(count);
  });
});
