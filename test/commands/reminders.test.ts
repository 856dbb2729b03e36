import { describe, expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';

/** On Friday 20 November: M1 of contoso.com here, M2 of fabrikam.com in another channel. */
async function withTwo() {
  const bot = await wholeBot();
  for (const text of [START, 'accept M1', 'change M1 agreement=2026-11-20']) await bot.say(text);
  await bot.say(START.replace('contoso', 'fabrikam'), { channel: 'chat:T1/sales' });
  return bot;
}

describe('reminders', () => {
  it('are foretold with their moment, their place and what they are of', async () => {
    const { say } = await withTwo();
    const answer = await say('reminders 70');
    expect(answer).toContain('What Ferry will post in the next 70 days');
    expect(answer).toContain('If nothing changes until then:');
    expect(answer).toMatch(/Wed, 2 Dec 2026, 09:00 \(Europe\/Berlin\) +here +Digest: M1\.1\n/);
    expect(answer).toMatch(/Wed, 2 Dec 2026, 09:00 \(Europe\/Berlin\) +chat:T1\/sales +Digest: M2\.1\n/);
    expect(answer).toMatch(/Fri, 22 Jan 2027, 09:00 \(Europe\/Berlin\) +here +Notice for M1\.1: provision by/);
  });

  it('of one channel and morning are one digest, of which five are named', async () => {
    const { say } = await withTwo();
    for (let seats = 2; seats <= 7; seats += 1) {
      await say(`add M1 offer="Visio Plan ${seats}" seats=${seats} ends=2027-01-31 renewal=ends`);
    }
    expect(await say('reminders')).toContain('Digest: M1.1, M1.2, M1.3, M1.4, M1.5 and 2 more');
  });

  it('are what is posted when the time comes', async () => {
    const bot = await withTwo();
    const posts = (await bot.bot.services.forecast.planned(45)).posts;
    expect(posts.map(({ at, unit, channel }) => `${at} ${unit} ${channel}`)).toEqual([
      '2026-12-02T08:00:00Z digest chat:T1/moves',
      '2026-12-02T08:00:00Z digest chat:T1/sales',
      '2027-01-01T08:00:00Z digest chat:T1/moves',
      '2027-01-01T08:00:00Z digest chat:T1/sales',
    ]);
  });

  it('name an unanswered invitation by its migration', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=open');
    await bot.say('invite M1');
    expect(await bot.say('reminders 5')).toMatch(/Wed, 25 Nov 2026, 09:00 \(Europe\/Berlin\) +here +Digest: M1$/);
  });

  it('go by what each channel says of its time and its days', async () => {
    const bot = await withTwo();
    await bot.say('settings zone Asia/Tokyo', { channel: 'chat:T1/sales' });
    await bot.say('settings time 08:30', { channel: 'chat:T1/sales' });
    expect(await bot.say('reminders')).toMatch(/Wed, 2 Dec 2026, 08:30 \(Asia\/Tokyo\) +chat:T1\/sales/);
  });

  it('that do not come are explained', async () => {
    const { say } = await withTwo();
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-06-30 renewal=ends');
    await say('snooze M1.1 2027-01-13');
    await say('change M2.1 renewal=auto');
    await say('decline M2');
    const answer = await say('reminders 30');
    expect(answer).toContain('If nothing changes, nothing is posted in the next 30 days.');
    expect(answer).toContain('1 renews by itself and nobody moves it');
    expect(answer).toContain('1 snoozed until Wed, 13 Jan 2027');
    expect(answer).toContain('1 subscription has nothing due in these days.');
  });

  it('are none where there is nothing', async () => {
    const { say } = await wholeBot();
    expect(await say('reminders 1')).toContain('If nothing changes, nothing is posted in the next day.');
  });

  it('go on page by page', async () => {
    const { say } = await withTwo();
    const first = await say('reminders 70', { rows: 3 });
    expect(first).toContain('reminders 70 page=2');
    expect(await say('reminders 70 page=2', { rows: 3 })).toContain('Rows 4 to 6 of');
    expect(await say('reminders 70 2', { rows: 3 })).toContain('Rows 4 to 6 of');
  });

  it.each(['0', '400', 'x', '-1', '1.5'])('are refused for %s days', async (days) => {
    const { say } = await wholeBot();
    expect(await say(`reminders ${days}`)).toContain('Write a whole number from 1 to 366.');
  });
});
