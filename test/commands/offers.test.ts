import { expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

it('takes a new name of the same SKU for the same offer, so that nobody needs another licence', async () => {
  const bot = await wholeBot();
  await bot.say(
    'start contoso.com source=web-direct country=FR offer="Office 365 Business Premium" seats=40 ends=2027-01-31 renewal=ends',
  );
  await bot.say('accept M1 on=2026-11-19 agreement=2026-11-19');
  const provisioned = await bot.say('provision M1.1 offer="Microsoft 365 Business Standard" on=2027-01-24');
  expect(provisioned).toContain('M1.R1: the same offer with enough seats. No licence has to be reassigned');
  const card = await bot.say('show M1');
  expect(card).not.toContain('licences must be reassigned');
  // What is shown stays as it was typed.
  expect(card).toContain('Office 365 Business Premium');
});

it('still asks about a name of before, since a newer offer may sound like it', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=web-direct offer="Office 365 Business Premium" seats=40 ends=2027-01-31');
  await bot.say('accept M1 on=2026-11-19 agreement=2026-11-19');
  const asked = await bot.say('provision M1.1 offer="Office 365 Business Premium" on=2027-01-24');
  expect(asked).toContain('Microsoft 365 Business Standard');
});

it('counts seats towards the limit of a tenant whatever the offer is called', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=open offer="Office 365 E3" seats=200 ends=2027-01-31 renewal=ends');
  await bot.say('add M1 offer="Office 365 E1" seats=200 ends=2027-01-31 renewal=ends');
  await bot.say('accept M1 on=2026-11-19 agreement=2026-11-19');
  await bot.say('provision M1.1 offer="Microsoft 365 Business Standard" seats=200 on=2027-01-24');
  const second = await bot.say('provision M1.2 offer=O365_BUSINESS_PREMIUM seats=200 on=2027-01-24');
  expect(second).toContain('the tenant would have 400 seats');
});
