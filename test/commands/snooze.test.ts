import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
const VISIO = 'add M1 offer="Visio Plan 2" seats=3 ends=2026-12-31 renewal=ends';

/** On Friday 20 November, with M1.1 to be provisioned by Sunday 31 January. */
async function started(...texts: string[]): Promise<WholeBot> {
  const bot = await wholeBot();
  for (const text of [START, 'accept M1', 'change M1 agreement=2026-11-20', ...texts]) await bot.say(text);
  return bot;
}

async function originalsOf({ bot }: WholeBot) {
  return (await bot.services.lookup.byId('M1'))?.migration.originals ?? [];
}

async function quietUntil(bot: WholeBot) {
  return (await originalsOf(bot)).map(({ snooze }) => (snooze?.ended ? undefined : snooze?.until));
}

describe('a snooze', () => {
  it('keeps the step, its last day, until when, why, who and when', async () => {
    const bot = await started();
    expect(await bot.say('snooze M1.1 2027-01-20 reason="the admin is away"')).toContain(
      'M1.1 is quiet until Wed, 20 Jan 2027: the admin is away',
    );
    const [original] = await originalsOf(bot);
    expect(original?.snooze).toEqual({
      rung: 'provision',
      latest: '2027-01-31',
      until: '2027-01-20',
      reason: 'the admin is away',
      by: 'P1',
      at: '2026-11-20T10:00:00Z',
    });
    expect(await bot.say('history M1')).toContain('M1.1 is quiet until Wed, 20 Jan 2027: the admin is away');
  });

  it('takes its reason also without the name', async () => {
    const bot = await started();
    await bot.say('snooze M1.1 next "the admin is away"');
    expect((await originalsOf(bot))[0]?.snooze?.reason).toBe('the admin is away');
  });

  it('stands on the card, with its reason, until it is over', async () => {
    const bot = await started(VISIO);
    await bot.say('snooze M1.1 2026-12-01 "the admin is away"');
    await bot.say('snooze M1.2 next');
    const shown = await bot.say('show M1');
    expect(shown).toContain('M1.1 is quiet until Tue, 1 Dec 2026: the admin is away\n');
    expect(shown).toContain('M1.2 is quiet until Mon, 23 Nov 2026\n');
    await bot.say('snooze M1.2 off');
    expect(await bot.say('show M1')).not.toContain('M1.2 is quiet');
    bot.clock.set('2026-12-01T10:00:00Z');
    expect(await bot.say('show M1')).not.toContain('is quiet');
  });

  it.each([
    ['next', '2026-11-23'],
    ['tomorrow', '2026-11-23'],
    ['7-before', '2027-01-24'],
    ['14-before', '2027-01-17'],
    ['0-before', '2027-01-31'],
    ['2027-01-31', '2027-01-31'],
  ])('until %s lasts until %s', async (typed, day) => {
    const bot = await started();
    await bot.say(`snooze M1.1 ${typed}`);
    expect(await quietUntil(bot)).toEqual([day]);
  });

  it('says on which working day it ends where the day that was asked for is none', async () => {
    const { say } = await started();
    const answer = await say('snooze M1.1 2027-01-24');
    expect(answer).toContain('Fri, 22 Jan 2027 is the working day on which Ferry speaks of it again.');
    expect(await say('snooze M1.1 2027-01-20')).not.toContain('speaks of it again');
  });

  it('of a migration is one for each of its subscriptions, and counts from the first last day', async () => {
    const bot = await started(VISIO);
    expect(await bot.say('snooze contoso.com 7-before')).toContain('M1.1 and M1.2 are quiet until Thu, 24 Dec 2026');
    expect(await quietUntil(bot)).toEqual(['2026-12-24', '2026-12-24']);
    expect(await bot.say('snooze M1 off')).toContain('M1.1 and M1.2 are not quiet any more');
    expect(await quietUntil(bot)).toEqual([undefined, undefined]);
  });

  it('of a migration is refused as a whole where one of its subscriptions cannot wait so long', async () => {
    const bot = await started(VISIO);
    const answer = await bot.answer('snooze M1 2027-01-10 reason=later');
    expect(plainText(answer)).toContain('the last day that M1.2 can be quiet until');
    expect(answer.blocks.at(-1)).toMatchObject({ buttons: [{ run: 'snooze M1.2 2026-12-31 reason="later"' }] });
    expect(await quietUntil(bot)).toEqual([undefined, undefined]);
  });

  it('that is there already, and the end of none, change nothing', async () => {
    const bot = await started();
    expect(await bot.say('snooze M1.1 off')).toContain('Nothing was changed');
    await bot.say('snooze M1.1 next reason=holidays');
    expect(await bot.say('snooze M1.1 next')).toContain('Nothing was changed');
    expect(await bot.say('snooze M1.1 2026-11-23 reason=holidays')).toContain('Nothing was changed');
    expect(await bot.say('snooze M1.1 2026-11-23 reason=illness')).toContain('illness');
  });

  it.each([
    ['snooze', 'Something is missing: what (Migration or subscription) and until.'],
    ['snooze M1', 'Something is missing: until.'],
    ['snooze M1.1 2027-02-29', '“2027-02-29” does not fit until. Write a day from 2000 to 2099'],
    ['snooze M1.1 yesterday', '“yesterday” does not fit until.'],
    ['snooze M1.1 999-before', 'is not after today'],
    ['snooze M1.1 1000-before', 'does not fit until'],
    // In some other tools it means seven days from today.
    ['snooze M1.1 7d', '“7d” does not fit until.'],
    ['snooze M1.1 2026-11-20', 'Fri, 20 Nov 2026 is not after today'],
    ['snooze M1.1 2027-02-01', 'Mon, 1 Feb 2027 is after Sun, 31 Jan 2027, the last day that M1.1 can be quiet until'],
    ['snooze M9 next', 'There is no migration M9'],
    ['snooze M1.9 next', 'There is no subscription M1.9'],
    [`snooze M1.1 next reason=${'x'.repeat(3000)}`, 'reason is too long: 3,000 characters, and 2,000 fit.'],
  ])('is refused: %s', async (text, why) => {
    const bot = await started();
    expect(await bot.say(text)).toContain(why);
    expect(await quietUntil(bot)).toEqual([undefined]);
  });

  it('is refused where there is nothing to be quiet about', async () => {
    const bot = await started('provision M1.1 on=2026-11-20');
    // All is ready: of the end nothing is said before it.
    expect(await bot.say('snooze M1.1 next')).toContain('Ferry has no step of M1.1 to speak of now');
    await bot.say('abandon M1 "they stay"');
    expect(await bot.say('snooze M1 next')).toContain('resume M1');
  });

  it('is refused on the last day, and may wait a week once it is past', async () => {
    const bot = await started();
    bot.clock.set('2027-01-31T10:00:00Z');
    expect(await bot.say('snooze M1.1 next')).toContain('Sun, 31 Jan 2027 is the last day');
    bot.clock.set('2027-02-02T10:00:00Z');
    expect(await bot.say('snooze M1.1 2027-02-10')).toContain('Tue, 9 Feb 2027');
    expect(await bot.say('snooze M1.1 2027-02-09')).toContain('M1.1 is quiet until');
  });

  it('can be of a subscription whose people are without service', async () => {
    const bot = await wholeBot();
    await bot.say(START.replace('source=open', 'source=web-direct'));
    bot.clock.set('2027-02-02T10:00:00Z');
    expect(await bot.say('show M1')).toContain('INCIDENT');
    expect(await bot.say('snooze M1.1 next')).toContain('M1.1 is quiet until Wed, 3 Feb 2027');
  });
});

describe('a snooze is over', () => {
  it.each([
    ['change M1.1 seats=26'],
    ['change M1 country=FR'],
    ['accept M1 on=2026-11-19'],
    ['provision M1.1 seats=5 on=2026-11-20'],
    ['abandon M1 "they stay"'],
    ['end M1.1 renewed until=2028-01-31'],
    ['remove M1.R1', 'provision M1.1 seats=5 on=2026-11-20'],
  ])('when its state changes: %s', async (text, ...before) => {
    const bot = await started(VISIO, ...before);
    await bot.say('snooze M1.1 next');
    await bot.say(text);
    expect((await quietUntil(bot))[0]).toBeUndefined();
    // And with that change taken back it is there again.
    await bot.say('undo M1');
    expect((await quietUntil(bot))[0]).toBe('2026-11-23');
  });

  it.each([
    ['note M1 "called them"'],
    ['assign M1 nobody'],
    ['change M1.2 seats=4'],
    ['provision M1.2 on=2026-11-20'],
    ['remove M1.2'],
    ['snooze M1.2 next'],
  ])('not when that says nothing about it: %s', async (text) => {
    const bot = await started(VISIO);
    await bot.say('snooze M1.1 next');
    await bot.say(text);
    expect((await quietUntil(bot))[0]).toBe('2026-11-23');
  });

  it('early, and then its step is spoken of on the next working day, since a lead day may have passed under it', async () => {
    const bot = await started();
    await bot.at('2026-12-02T08:00:00Z');
    await bot.say('snooze M1.1 2027-01-20');
    await bot.at('2027-01-04T09:00:00Z');
    await bot.say('change M1.1 seats=26');
    const lines = () => bot.platform.texts.filter((text) => /^M1\.1 · .* provision/m.test(text)).length;
    const before = lines();
    await bot.at('2027-01-04T12:00:00Z');
    expect(lines()).toBe(before);
    await bot.at('2027-01-05T08:00:00Z');
    expect(lines()).toBe(before + 1);
  });

  it('once its step is', async () => {
    const bot = await started();
    await bot.say('snooze M1.1 2027-01-31');
    bot.clock.set('2027-02-05T10:00:00Z');
    await bot.say('note M1 "the step is over, and nobody said so"');
    expect(await quietUntil(bot)).toEqual([undefined]);
  });

  it('when it is taken back, and days that went by stay past', async () => {
    const bot = await started();
    const before = await originalsOf(bot);
    await bot.say('snooze M1.1 next');
    bot.clock.set('2026-11-21T10:00:00Z');
    expect(await bot.say('undo M1')).toContain('taken back: M1.1 is quiet until Mon, 23 Nov 2026');
    expect(await originalsOf(bot)).toEqual(before);
  });
});

describe('a deputy', () => {
  it('is one from the moment of the naming, and is none from that of the taking away', async () => {
    const bot = await started();
    const since = async () => (await bot.bot.services.lookup.byId('M1'))?.migration.deputySince;
    await bot.say('deputy M1 chat:T1/igor');
    expect(await since()).toBe('2026-11-20T10:00:00Z');
    bot.clock.set('2026-11-20T11:00:00Z');
    await bot.say('deputy M1 nobody');
    expect(await since()).toBe('2026-11-20T11:00:00Z');
  });
});
