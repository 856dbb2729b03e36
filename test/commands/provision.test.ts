import { describe, expect, it } from 'vitest';
import { type WholeBot, type WholeBotOptions, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

/** M1 of contoso.com in France, on Friday 20 November: asked, and not accepted yet. */
async function started(options: WholeBotOptions = {}, start = START): Promise<WholeBot> {
  const bot = await wholeBot(options);
  await bot.say(start);
  return bot;
}

/** The same, accepted with its agreement. */
async function ready(options: WholeBotOptions = {}, start = START): Promise<WholeBot> {
  const bot = await started(options, start);
  await bot.say('accept M1 on=2026-11-18 agreement=2026-11-18');
  return bot;
}

/** The commands that an answer's buttons run. */
async function offered(bot: WholeBot, text: string): Promise<string[]> {
  const { blocks } = await bot.answer(text);
  return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
}

describe('an order that may fail', () => {
  it('is refused with each finding on a line of its own, and with all that they are overridden by', async () => {
    const bot = await started(
      { environment: { PARTNER_COUNTRY: 'US' } },
      START.replace('Office 365 E3', 'Frobnicator'),
    );
    const lines = (await bot.say('provision M1.1')).split('\n');
    expect(lines.filter((line) => line.startsWith('– ')).map((line) => line.split(':')[0])).toEqual([
      '– accepted',
      '– agreement',
      '– country',
      '– offer',
    ]);
    expect(lines).toContain(
      'If you have looked and it is right all the same, add despite=accepted+agreement+country+offer',
    );
    expect(await bot.say('show M1')).toContain('none yet');
  });

  it('offers the same command in spite of it, which then goes through and is kept in the history', async () => {
    const bot = await ready({ environment: { PARTNER_COUNTRY: 'US' } });
    const [again, ...others] = await offered(
      bot,
      'provision M1.1 offer="Frob 19" seats=30 on=2027-01-24 ends=2028-01-23',
    );
    expect(others).toEqual([]);
    expect(again).toBe('provision M1.1 offer="Frob 19" seats=30 on=2027-01-24 ends=2028-01-23 despite=country+offer');
    const answer = await bot.say(again ?? '');
    expect(answer).toContain('M1.R1 provisioned: Frob 19, 30 seats, active from Sun, 24 Jan 2027');
    expect(answer).toContain('in spite of: country or region and offer not known');
    expect(answer).toContain('Next: M1.1: stop its renewal');
    expect(await bot.say('history M1')).toContain('in spite of: country or region and offer not known');
  });

  it('keeps an offer with quotes in it whole in the command that it offers', async () => {
    const bot = await ready();
    const [again] = await offered(bot, 'provision M1.1 offer=«The "big" one» another=yes ordered=2026-11-20T08:00Z');
    expect(again).toBe('provision M1.1 offer=«The "big" one» another=yes ordered=2026-11-20T08:00:00Z despite=offer');
    expect(await bot.say(again ?? '')).toContain('M1.R1 provisioned: The "big" one');
  });

  it('still is refused when only a part of what was found is overridden', async () => {
    const bot = await started();
    expect(await bot.say('provision M1.1 despite=agreement')).toContain('add despite=accepted+agreement');
    expect(await bot.say('provision M1.1 despite=agreement,accepted')).toContain(
      'in spite of: not accepted yet and no customer agreement',
    );
  });

  it('keeps no override that was not needed', async () => {
    const bot = await ready();
    expect(await bot.say('provision M1.1 despite=agreement+country')).not.toContain('in spite of');
  });

  it('is overridden by names that there are', async () => {
    const bot = await ready();
    const answer = await bot.say('provision M1.1 despite=agreement+contry');
    expect(answer).toContain('Did you mean country?');
    expect(answer).toContain('accepted, agreement, country, seat-limit, offer, base-first, many-subscriptions');
  });
});

describe('before the customer has accepted', () => {
  it('the answer is asked for first, with the day it can have', async () => {
    const bot = await started();
    await bot.say('change M1 agreement=2026-11-20');
    const answer = await bot.say('provision M1.1');
    expect(answer).toContain('the customer has not accepted the invitation yet');
    expect(answer).toContain('accept M1 on=2026-11-20, with the day on which they did');
    expect(await offered(bot, 'provision M1.1')).toEqual(['accept M1', 'provision M1.1 despite=accepted']);
    await bot.say('accept M1 on=2026-11-19');
    expect(await bot.say('provision M1.1 on=2026-11-18 despite=accepted')).toContain('is before Thu, 19 Nov 2026');
    expect(await bot.say('provision M1.1 on=2026-11-19')).toContain(
      'Agreement is recorded for Fri, 20 Nov 2026, after the order',
    );
    expect(await bot.say('provision M1.1 on=2026-11-20')).toContain('M1.R1 provisioned');
  });

  it('nothing of the kind is asked on Microsoft’s own migration', async () => {
    const bot = await started({}, START.replace('source=open', 'source=own-legacy'));
    await bot.say('change M1 agreement=2026-11-20');
    expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
  });
});

describe('the customer agreement', () => {
  it('can be recorded with the customer’s answer, and corrected so', async () => {
    const bot = await started();
    expect(await bot.say('accept M1 agreement=2026-11-19')).toContain(
      'the customer accepted on Fri, 20 Nov 2026; customer agreement recorded on Thu, 19 Nov 2026',
    );
    expect(await bot.say('accept M1 agreement=2026-11-19')).toContain('Nothing was changed');
    expect(await bot.say('accept M1 agreement=2026-11-20')).toContain(
      'customer agreement recorded on Fri, 20 Nov 2026',
    );
    await bot.say('undo M1');
    expect(await bot.say('show M1')).toContain('Microsoft Customer Agreement recorded: Thu, 19 Nov 2026');
    expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
  });

  it('stops an order while it is not recorded, and says how to record it', async () => {
    const bot = await started();
    await bot.say('accept M1');
    const answer = await bot.say('provision M1.1');
    expect(answer).toContain('no Microsoft Customer Agreement is recorded');
    await bot.say(/change M1 agreement=[\d-]+/.exec(answer)?.[0] ?? '');
    expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
  });
});

describe('the region', () => {
  it('is not looked at while the partner’s own country is not set', async () => {
    const bot = await ready({}, START.replace('country=FR', 'country=US'));
    expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
  });

  it('is a caution where the countries differ, and a question where the customer’s is not known', async () => {
    const bot = await ready({ environment: { PARTNER_COUNTRY: 'us' } });
    expect(await bot.say('provision M1.1')).toContain('as far as Ferry knows, FR and US');
    await bot.say('change M1 country=unknown');
    expect(await bot.say('provision M1.1')).toContain('the customer’s country is not recorded');
    await bot.say('change M1 country=US');
    expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
  });
});

describe('a Business plan', () => {
  const PREMIUM = START.replace('Office 365 E3', 'Microsoft 365 Business Premium').replace('seats=25', 'seats=200');

  it('stops at 300 seats, over all migrations of the customer', async () => {
    const bot = await ready({}, PREMIUM);
    expect(await bot.say('provision M1.1 seats=301')).toContain(
      'with this order the tenant would have 301 seats of Microsoft 365 Business Premium in CSP, and it can have 300',
    );
    await bot.say('change M1.1 renewal=ends');
    await bot.say('provision M1.1 on=2027-02-01');
    await bot.say(`${PREMIUM} again=yes`);
    await bot.say('accept M2 agreement=2026-11-18');
    expect(await bot.say('provision M2.1 seats=101 on=2027-02-01')).toContain('would have 301 seats');
  });

  it('is worded as a caution where only old and new together are above it', async () => {
    const bot = await ready({}, PREMIUM);
    const answer = await bot.say('provision M1.1');
    expect(answer).toContain(
      '200 seats of Microsoft 365 Business Premium in CSP, and 400 together with what still runs of it',
    );
    expect(answer).toContain('this is not confirmed');
    expect(await bot.say('provision M1.1 despite=seat-limit')).toContain('in spite of: limit of seats');
  });

  it('is looked at again when the seats are corrected, and only then', async () => {
    const bot = await ready({}, PREMIUM);
    await bot.say('provision M1.1 despite=seat-limit');
    expect(await bot.say('provision M1.1 on=2026-11-19')).toContain('M1.R1 corrected');
    expect(await bot.say('provision M1.R1 seats=301')).toContain('would have 301 seats');
  });
});

it('asks about an offer by the name that was probably meant', async () => {
  const bot = await ready();
  const answer = await bot.say('provision M1.1 offer="Office 365 Business Premium"');
  expect(answer).toContain('Did you mean Microsoft 365 Business Standard?');
  expect(await bot.say('provision M1.1 offer="Office 365 Business Premium" despite=offer')).toContain(
    'M1.R1 provisioned',
  );
  expect(await bot.say('provision M1.1 seats=26')).toContain('M1.R1 corrected');
});

it('wants the base of an add-on first', async () => {
  const bot = await ready();
  await bot.say('add M1 offer="Microsoft 365 Audio Conferencing" seats=25 ends=2027-01-31 addon-of=M1.1');
  expect(await bot.say('provision M1.2')).toContain('M1.2 is an add-on of M1.1, which has no replacement yet');
  await bot.say('provision M1.1');
  expect(await bot.say('provision M1.2')).toContain('M1.R2 provisioned');
});

it('lets a tenant with too many subscriptions move in waves', async () => {
  const bot = await ready();
  for (let number = 2; number <= 151; number += 1)
    await bot.say(`add M1 offer="Visio Plan 2" seats=${number} ends=2027-01-31 again=yes`);
  expect(await bot.say('provision M1.1')).toContain('151 originals of this tenant still run');
  await bot.say('remove M1.151');
  expect(await bot.say('provision M1.1')).toContain('M1.R1 provisioned');
});

describe('what can be told of an order', () => {
  it('is its instant, which also says from which day it is active and until when it can be corrected', async () => {
    const bot = await ready({ now: '2027-01-24T12:00:00Z' });
    const answer = await bot.say('provision M1.1 ordered=2027-01-24T00:12+01:00');
    expect(answer).toContain('active from Sat, 23 Jan 2027');
    expect(answer).toContain('ordered: Sun, 24 Jan 2027, 00:12 CET');
    expect(await bot.say('show M1')).toContain('Sun, 31 Jan 2027, 00:12 CET');
    expect(await bot.say('provision M1.1 ordered=2027-01-24T00:12+01:00')).toContain('Nothing was changed');
    expect(await bot.say('provision M1.1 ordered=2027-01-24T10:12Z on=2027-01-23')).toContain(
      'active from Sat, 23 Jan 2027',
    );
    expect(await bot.say('provision M1.1 seats=26')).toContain('M1.R1 corrected');
    expect(await bot.say('show M1')).toContain('Sun, 31 Jan 2027, 11:12 CET');
    expect(await bot.say('provision M1.1 ordered=unknown')).toContain('ordered: –');
    expect(await bot.say('show M1')).not.toContain('11:12 CET');
  });

  it('is the end of its own term, which can be taken away again', async () => {
    const bot = await ready();
    expect(await bot.say('provision M1.1 ends=2027-11-19')).toContain('its own end: Fri, 19 Nov 2027');
    expect(await bot.say('show M1')).toContain('Fri, 19 Nov 2027');
    expect(await bot.say('provision M1.R1 ends=2027-11-19')).toContain('Nothing was changed');
    expect(await bot.say('provision M1.R1 ends=unknown')).toContain('M1.R1 corrected');
    expect(await bot.say('show M1')).not.toContain('Fri, 19 Nov 2027');
  });

  it.each([
    ['ordered=2026-11-20', '2027-01-24T10:12Z for UTC'],
    ['ordered=2026-11-20T10:00:01Z', 'is still to come'],
    ['ends=2026-11-19', 'is before Fri, 20 Nov 2026'],
    ['ordered=2026-11-17T10:00Z', 'is before Wed, 18 Nov 2026'],
  ])('not %s', async (facts, reason) => {
    const bot = await ready();
    expect(await bot.say(`provision M1.1 ${facts}`)).toContain(reason);
    expect(await bot.say('show M1')).toContain('none yet');
  });

  it('is measured by the agreement: ordered before it was recorded', async () => {
    const bot = await started();
    await bot.say('accept M1 on=2026-11-18 agreement=2026-11-20');
    expect(await bot.say('provision M1.1 ordered=2026-11-19T23:59Z on=2026-11-25')).toContain(
      'the Microsoft Customer Agreement is recorded for Fri, 20 Nov 2026, after the order',
    );
    expect(await bot.say('provision M1.1 ordered=2026-11-20T00:00Z')).toContain('M1.R1 provisioned');
  });
});

it('says again what it refused when the same delivery comes again', async () => {
  const bot = await started();
  const refused = await bot.say('provision M1.1', { once: 'event 1' });
  await bot.say('accept M1 agreement=2026-11-20');
  expect(await bot.say('provision M1.1', { once: 'event 1' })).toBe(refused);
});
