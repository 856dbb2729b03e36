import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/calendar.js';
import { wholeBot } from '../support/whole-bot.js';

// A year of unwanted renewal is what Ferry is for to prevent: whatever else is missing, it is named in time.

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name, index) => [
  name,
  addDays('2027-02-01', index),
]);

/** What is posted on the mornings of the last ten days before `end`, of a subscription that renews and is not replaced. */
async function lastMornings(end: string, setUp: readonly string[]): Promise<string[]> {
  const bot = await wholeBot({ now: '2026-11-20T10:00:00Z' });
  await bot.say(`start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=${end} renewal=auto`);
  for (const text of setUp) await bot.say(text);
  for (let day = -10; day < 0; day += 1) await bot.at(`${addDays(end, day)}T08:00:00Z`);
  return bot.platform.texts.filter((text) => /^M1\.1 · /.test(text));
}

describe('the renewal of an original without a replacement', () => {
  it.each(WEEK)('that ends on a %s (%s) is named on the last working day for it', async (_name, end = '') => {
    const last = (await lastMornings(end, ['accept M1 agreement=2026-11-20'])).at(-1) ?? '';
    expect(last).toMatch(/stop its renewal before/);
    expect(last).toMatch(/provision/);
    expect(last).toContain('change M1.1 renewal=ends');
    // Only the customer can turn off what was bought online.
    expect(last).toContain('Please have a Global or Billing admin of contoso.com turn');
  });

  it.each(WEEK)('that ends on a %s (%s) is named with the risk while nobody has accepted', async (_name, end = '') => {
    const last = (await lastMornings(end, [])).at(-1) ?? '';
    expect(last).toMatch(/stop its renewal before .*the customer has not accepted yet/);
  });
});

describe('a subscription in the extended service term', () => {
  const extended = async () => {
    const bot = await wholeBot({ now: '2026-11-20T10:00:00Z' });
    await bot.say('start contoso.com source=other-csp route=manual offer="Office 365 E3" seats=25 ends=2027-01-31');
    await bot.say('change M1.1 renewal=ends term-end=extended bought=2026-01-31');
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('provision M1.1 on=2027-01-24');
    bot.clock.set('2027-02-03T10:00:00Z');
    return bot;
  };

  it('does not expire, and costs until it is cancelled', async () => {
    const { say } = await extended();
    const card = await say('show M1');
    expect(card).toContain(
      'Next: M1.1: its last day was Sun, 31 Jan 2027, and it goes on by the month: cancelled yet?',
    );
    expect(card).toContain('it goes on by the month at a higher price');
    expect(card).toContain('end M1.1 cancelled');
    expect(await say('end M1.1 expired')).toContain('so it does not expire: it is paid until somebody cancels it');
    const question = await say('end M1.1 cancelled');
    expect(question).toContain('gives away no paid day');
    expect(await say('end M1.1 cancelled on=2027-02-03 confirm=yes')).toContain(
      'M1.1 was cancelled on Wed, 3 Feb 2027',
    );
    expect(await say('show M1')).toContain('Stage: done');
  });

  it('expires when it was set to cancel after all', async () => {
    const { say } = await extended();
    await say('change M1.1 term-end=cancel');
    expect(await say('end M1.1 expired')).toContain('M1.1 expired on Sun, 31 Jan 2027');
  });
});

describe('a reminder', () => {
  it('is not silenced by a change that a clock far ahead has dated', async () => {
    const bot = await wholeBot({ now: '2026-11-20T10:00:00Z' });
    await bot.say('start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends');
    await bot.say('accept M1 agreement=2026-11-20');
    bot.clock.set('2028-01-20T10:00:00Z');
    await bot.say('change M1.1 seats=26');
    bot.clock.set('2027-01-20T10:00:00Z');
    await bot.at('2027-01-28T08:00:00Z');
    expect(bot.platform.texts.join('\n')).toContain('M1.1 · contoso.com: provision by Sun, 31 Jan 2027');
  });
});
