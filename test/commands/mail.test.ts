import { expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

const ONLINE = 'start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

it('says what the customer is to do, ready to copy, while a renewal of what was bought online can be stopped', async () => {
  const { say } = await wholeBot();
  await say(ONLINE);
  const mail = await say('mail M1');
  expect(mail).toContain('Subject: Please turn recurring billing off for Office 365 E3');
  expect(mail).toContain('before Sun, 31 Jan 2027, 01:00 CET');
  expect(mail).toContain('! Nothing takes its place yet: with its renewal off, service would end on Sun, 31 Jan 2027.');
  await say('change M1.1 renewal=ends term-end=cancel');
  expect(await say('mail M1.1')).toContain('No mail is needed');
});

it.each([
  ['provision M1.1 on=2026-11-20', 'the new subscription that you have from us takes over'],
  ['change M1.1 unneeded="the team left"', 'and ends.'],
])('warns of no end of service after %s', async (text, mailed) => {
  const { say } = await wholeBot();
  for (const one of [ONLINE, 'accept M1 agreement=2026-11-20', text]) await say(one);
  const mail = await say('mail M1.1');
  expect(mail).toContain(mailed);
  expect(mail).not.toContain('Nothing takes its place');
});

it('says who stops a renewal that the customer cannot', async () => {
  const { say } = await wholeBot();
  await say(ONLINE.replace('web-direct', 'open'));
  expect(await say('mail M1.1')).toContain('by the one who sold M1.1');
});

it('is offered in the digest, which has no room for it', async () => {
  const { say, at, platform } = await wholeBot();
  await say(ONLINE);
  await say('accept M1 agreement=2026-11-20');
  await say('provision M1.1 on=2026-11-20');
  await at('2026-12-02T08:00:00Z');
  expect(platform.texts.at(-1)).toContain('> Mail for the customer: mail M1.1');
});

it.each(['mail', 'mail M9', 'mail M1.9', 'mail contoso', 'mail <!channel>'])(
  'refuses %s with the next step',
  async (text) => {
    const { answer, say } = await wholeBot();
    await say(ONLINE);
    expect((await answer(text)).refused).toBe(true);
  },
);
