import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/messages/plain-text.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const ORIGINAL = 'offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

/** The lines of a checklist that have this sign: done x, next >, late !, open nothing. */
async function lines({ say }: WholeBot, sign: string): Promise<string[]> {
  const text = await say('checklist M1');
  return text.split('\n').flatMap((line) => (line.startsWith(`[${sign}] `) ? [line.slice(4)] : []));
}

describe('a move by hand', () => {
  it('goes through its checklist from the first question to the end', async () => {
    const bot = await wholeBot();
    const { say, at } = bot;
    await say('start contoso.com source=web-direct');
    expect(await lines(bot, '>')).toEqual([
      'Enter what the customer has today (in Ferry). Then: add M1',
      'Request the reseller relationship and send the invitation (in Partner Center). Then: invite M1',
    ]);
    await say(`add M1 ${ORIGINAL} term-end=cancel`);
    await say('invite M1');
    expect(await lines(bot, '>')).toEqual([
      'The customer’s Global admin accepts, in the Microsoft 365 admin center. Then: accept M1',
    ]);
    await say('accept M1');
    expect(await lines(bot, '>')).toEqual([
      'Record the Microsoft Customer Agreement; an order fails without it (in Partner Center). Then: change M1 agreement=2026-11-20',
    ]);
    await say('change M1 agreement=2026-11-20');
    expect(await lines(bot, '>')).toEqual([
      'Look at region, segment and the limit of 300 seats before the first order (in Partner Center)',
      'Provision the same offers and seats (in Partner Center). Then: provision M1.1',
    ]);
    await say('provision M1.1 on=2027-01-24');
    expect(await lines(bot, '>')).toEqual([
      'The customer’s Global or Billing admin turns recurring billing off, in the Microsoft 365 admin center. Then: change M1.1 renewal=ends',
    ]);
    await say('change M1.1 renewal=ends');
    expect(await lines(bot, '>')).toEqual([
      'Normally nothing is refunded: let the originals expire, or have them cancelled near their end (by the customer)',
    ]);
    await at('2027-02-01T10:00:00Z');
    expect(await lines(bot, '!')).toEqual([
      'Normally nothing is refunded: let the originals expire, or have them cancelled near their end (by the customer). Then: end M1.1 expired',
    ]);
    await say('end M1.1 expired');
    expect(await lines(bot, 'x')).toHaveLength(9);
    expect(await say('show M1')).toContain('Stage: done');
  });

  it('knows no steps of its own, and says what is to be done and how to take another way', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com source=open');
    const refusal = await say('step M1 requested');
    expect(refusal).toContain('M1 is moved by hand, and “requested” is no step of that way');
    expect(refusal).toContain('change M1 source=other-csp');
    expect(refusal).toContain('> checklist M1');
  });

  it('ticks no advice that nobody records, and offers the cure of a replacement that lacks seats or comes late', async () => {
    const bot = await wholeBot();
    const { say } = bot;
    await say(`start contoso.com source=open agreement=2026-11-20 ${ORIGINAL}`);
    await say('accept M1');
    await say('provision M1.1 seats=20 on=2027-01-24');
    expect(await lines(bot, '>')).toContain(
      'Provision the same offers and seats (in Partner Center). Then: provision M1.R1 seats=25',
    );
    await say('provision M1.R1 seats=25 on=2027-02-03');
    expect(await lines(bot, '>')).toContain(
      'Provision the same offers and seats (in Partner Center). Then: provision M1.R1 on=2026-11-20',
    );
    expect(await say('checklist M1')).not.toContain('Look at region, segment');
    for (const text of ['checklist M1', 'show M1']) {
      expect(await say(text)).toContain('[x] Microsoft Customer Agreement recorded: Fri, 20 Nov 2026');
    }
  });

  it('says with the acceptance that an agreement must come before the first order', async () => {
    const { say } = await wholeBot();
    const hint = 'Once it is: change M1 agreement=2026-11-20';
    await say('start contoso.com source=open');
    expect(await say('accept M1 on=2026-11-18')).toContain(hint);
    await say('change M1 agreement=2026-11-19');
    expect(await say('accept M1 on=2026-11-17')).not.toContain(hint);
    await say('start fabrikam.com source=other-csp');
    expect(await say('accept M2')).not.toContain('agreement=');
  });

  it('names of many subscriptions the first, and counts the rest', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=open agreement=2026-11-20');
    await bot.say('accept M1');
    for (let number = 1; number <= 7; number += 1) await bot.say(`add M1 offer=X${number} seats=1 ends=2027-01-31`);
    expect((await lines(bot, '>')).at(-1)).toBe(
      'Provision the same offers and seats (in Partner Center): M1.1, M1.2, M1.3, M1.4, M1.5 and 2 more. Then: provision M1.1',
    );
  });

  it('warns with what is only a reading, and tells what Ferry does not do', async () => {
    const { say, answer } = await wholeBot();
    await say('start contoso.com source=open-value');
    const text = await say('checklist M1');
    expect(text).toContain('! Ferry’s own reading, not confirmed');
    expect(text).toContain('ask the customer whether it will be');
    expect(text).toContain('not needed to order, needed to change licences');
    expect(text).toContain('An indirect reseller cannot order');
    expect(text).toContain('other channels and other partners stay as they are');
    const { blocks } = await answer('checklist M1');
    expect(blocks.filter((block) => block.kind === 'note' && block.tone === 'caution')).toHaveLength(1);
  });
});

describe('a channel transfer', () => {
  it('is scheduled in the portal, replaced, and its originals end', async () => {
    const bot = await wholeBot();
    const { say, at } = bot;
    await say(`start contoso.com source=ea ${ORIGINAL.replace('auto', 'ends')}`);
    await say('accept M1 on=2026-11-10');
    await say('change M1 agreement=2026-11-12');
    expect(await lines(bot, '>')).toEqual([
      'Look at region, segment and the limit of 300 seats before the first order (in Partner Center)',
      'Ask the licensing partner how long each product goes on after its end',
      'Schedule the channel transfer (Renew to CSP), also for products that are no longer sold (in Partner Center). Then: step M1 scheduled',
    ]);
    expect(await say('checklist M1')).toContain('Or by hand, with replacements: change M1 route=manual');
    expect(await say('step M1 scheduled on=2026-11-12')).toContain(
      'transfer scheduled in the portal (Renew to CSP) on Thu, 12 Nov 2026',
    );
    expect(await lines(bot, '>')).toEqual([
      'The replacements are active, as scheduled (in Partner Center). Then: provision M1.1',
    ]);
    await say('provision M1.1 on=2027-01-24');
    expect(await lines(bot, '>')).toEqual(['The originals of the Enterprise Agreement end']);
    await at('2027-02-01T10:00:00Z');
    await say('end M1.1 expired');
    expect(await say('show M1')).toContain('Stage: done');
    expect(await lines(bot, 'x')).toHaveLength(10);
  });

  it.each([
    ['2026-11-11', 'is before Thu, 12 Nov 2026, the day of the Microsoft Customer Agreement'],
    ['2026-11-12', 'transfer scheduled'],
    ['2026-11-13', 'transfer scheduled'],
    ['2026-11-20', 'transfer scheduled'],
    ['2026-11-21', 'is still to come'],
  ])('scheduled on %s: %s', async (day, answer) => {
    const { say } = await wholeBot();
    await say('start contoso.com source=ea agreement=2026-11-12');
    await say('accept M1 on=2026-11-10');
    expect(await say(`step M1 scheduled on=${day}`)).toContain(answer);
  });

  it('waits for the customer, then for the agreement', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com source=ea');
    expect(await say('step M1 scheduled')).toContain('has not accepted the relationship yet');
    await say('accept M1');
    const refusal = await say('step M1 scheduled');
    expect(refusal).toContain('Record its day: change M1 agreement=2026-11-20');
    await say('change M1 agreement=2026-11-20');
    expect(await say('step M1 scheduled')).toContain('transfer scheduled');
  });
});

describe('a partner transfer', () => {
  it('is created by us, filled in by the old partner, and keeps the subscription', async () => {
    const bot = await wholeBot();
    const { say, at } = bot;
    await say(`start contoso.com source=other-csp ${ORIGINAL}`);
    await say('accept M1 on=2026-11-18');
    expect(await lines(bot, '>')).toEqual([
      'Create the partner transfer, as the new partner (in Partner Center). Then: step M1 requested',
    ]);
    expect(await say('step M1 requested on=2026-11-19')).toContain(
      '! Third parties report that a transfer request lapses after 30 days; this is not confirmed. This one would lapse on Sat, 19 Dec 2026',
    );
    expect(await lines(bot, '>')).toEqual([
      'The old partner fills in the lines and submits them, in Partner Center. Then: step M1 lines',
    ]);
    await at('2026-11-24T10:00:00Z');
    await say('step M1 lines');
    expect(await lines(bot, '>')).toEqual([
      'Record each subscription once it is transferred (in Ferry). Then: end M1.1 transferred',
    ]);
    expect(await say('checklist M1')).toContain('The old partner pays to the day, you pay the rest of the term.');
    expect(await say('end M1.1 transferred')).toContain('it goes on in CSP with its seats and its end');
    expect(await say('show M1')).toContain('Stage: done');
    expect(await lines(bot, 'x')).toHaveLength(7);
    expect(await say('checklist M1')).not.toContain('Third parties');
  });

  it.each([
    ['requested', '2026-11-17', 'is before Wed, 18 Nov 2026, the day the customer accepted'],
    ['requested', '2026-11-18', 'partner transfer requested'],
    ['requested', '2026-11-19', 'partner transfer requested'],
    ['requested', '2026-11-21', 'is still to come'],
    ['lines', '2026-11-19', '“lines” comes after “requested”, which is not recorded yet'],
    ['validated', '2026-11-19', '“validated” is a step of the route new-commerce, and M1 goes by partner-transfer'],
    ['scheduled', '2026-11-19', 'Its steps are: requested, lines'],
  ])('%s on %s: %s', async (step, day, answer) => {
    const { say } = await wholeBot();
    await say('start contoso.com source=other-csp');
    await say('accept M1 on=2026-11-18');
    expect(await say(`step M1 ${step} on=${day}`)).toContain(answer);
  });

  it.each([
    ['lines', '2026-11-18', '“lines” comes after that'],
    ['lines', '2026-11-19', 'submitted them on Thu, 19 Nov 2026'],
    ['lines', '2026-11-20', 'submitted them on Fri, 20 Nov 2026'],
  ])('with its request on 19 November, %s on %s: %s', async (step, day, answer) => {
    const { say } = await wholeBot();
    await say('start contoso.com source=other-csp');
    await say('accept M1 on=2026-11-18');
    await say('step M1 requested on=2026-11-19');
    expect(await say(`step M1 ${step} on=${day}`)).toContain(answer);
  });

  it('asks before the customer has accepted for that first, and offers it', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com source=other-csp');
    const refusal = await say('step M1 requested');
    expect(refusal).toContain('has not accepted the relationship yet');
    expect(refusal).toContain('> accept M1');
  });

  it.each([
    ['2026-12-18T10:00:00Z', 'This one would lapse on Sat, 19 Dec 2026'],
    ['2026-12-19T10:00:00Z', 'This one may have lapsed on Sat, 19 Dec 2026'],
    ['2026-12-20T10:00:00Z', 'step M1 requested on=2026-12-20'],
  ])('at %s says of its request: %s', async (moment, text) => {
    const { say, at } = await wholeBot();
    await say(`start contoso.com source=other-csp ${ORIGINAL}`);
    await say('accept M1 on=2026-11-18');
    await say('step M1 requested on=2026-11-19');
    await at(moment);
    expect(await say('checklist M1')).toContain(text);
  });

  it('can be made by hand instead, and back: what was recorded stays', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=other-csp');
    await bot.say('accept M1');
    await bot.say('step M1 requested');
    await bot.say('change M1 route=manual');
    const text = await bot.say('checklist M1');
    expect(text).toContain('The originals at the old partner expire');
    expect(text).toContain(
      'The usual way for this source is another one (partner transfer): change M1 route=partner-transfer',
    );
    await bot.say('change M1 route=partner-transfer');
    expect((await lines(bot, '>')).at(-1)).toContain('The old partner fills in the lines');
  });
});

describe('a route', () => {
  it.each([
    ['web-direct', 'manual'],
    ['open', 'manual'],
    ['open-value', 'manual'],
    ['ea', 'channel-transfer, manual'],
    ['other-csp', 'partner-transfer, manual'],
    ['own-legacy', 'new-commerce, manual'],
    ['unknown', 'manual'],
  ])('from %s is one of: %s', async (source, fitting) => {
    const { say } = await wholeBot();
    await say(`start contoso.com source=${source}`);
    for (const route of ['channel-transfer', 'partner-transfer', 'new-commerce', 'manual']) {
      const started = await say(`start fabrikam.com again=yes source=${source} route=${route}`);
      const changed = await say(`change M1 route=${route}`);
      if (fitting.split(', ').includes(route)) {
        expect([started, changed].join()).not.toContain('That did not work');
      } else {
        expect(started).toContain(`does not go by ${route}. From there it goes by: ${fitting}.`);
        expect(started).toContain(`start … source=${source} route=${fitting.split(', ')[0]}`);
        expect(changed).toContain(`does not go by ${route}. From there it goes by: ${fitting}.`);
        expect(changed).toContain(`change M1 route=${fitting.split(', ')[0]}`);
      }
    }
  });

  it('that does not fit the new source is refused with it, and gives way when it is not named', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com source=other-csp');
    expect(await say('change M1 source=open route=partner-transfer')).toContain('does not go by partner-transfer');
    expect(await say('change M1 source=open')).toContain('Way in: partner transfer → by hand');
  });

  it.each(['change M1 route=manual', 'change M1 source=open', 'change M1 source=ea route=manual'])(
    'stays once something was transferred by it: %s',
    async (text) => {
      const { say } = await wholeBot();
      await say(`start contoso.com source=other-csp ${ORIGINAL}`);
      await say('accept M1');
      await say('step M1 requested');
      await say('step M1 lines');
      await say('end M1.1 transferred');
      const refusal = await say(text);
      expect(refusal).toContain('M1.1 was recorded as transferred, on Fri, 20 Nov 2026');
      expect(refusal).toContain('undo M1');
      expect(await say('change M1 country=DE')).toContain('Country: –');
      await say('undo M1');
      await say('undo M1');
      expect(await say('show M1')).toContain('(partner transfer)');
    },
  );

  it('that transfers nothing refuses a transfer, and says what to change', async () => {
    const { say } = await wholeBot();
    await say(`start contoso.com source=other-csp route=manual ${ORIGINAL}`);
    expect(await say('end M1.1 transferred')).toContain('record that first: change M1 route=partner-transfer');
    await say(`start fabrikam.com source=own-legacy route=manual ${ORIGINAL}`);
    expect(await say('end M2.1 transferred')).toContain('record that first: change M2 route=new-commerce');
    await say(`start adatum.com source=open ${ORIGINAL}`);
    expect(await say('end M3.1 transferred')).toContain('record that first: change M3 source=other-csp');
  });
});

describe('a transfer', () => {
  async function runs({ answer }: WholeBot): Promise<string[]> {
    const { blocks } = await answer('show M1');
    return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
  }

  it.each([
    ['other-csp', ['requested', 'lines']],
    ['own-legacy', ['validated', 'started']],
  ])('from %s is recorded after the steps %j, which the card offers first', async (source, steps) => {
    const bot = await wholeBot();
    const { say } = bot;
    await say(`start contoso.com source=${source} ${ORIGINAL}`);
    if (source === 'other-csp') {
      expect(await say('end M1.1 transferred')).toContain('> accept M1');
      await say('accept M1 on=2026-11-17');
    }
    for (const step of steps) {
      const refusal = await say('end M1.1 transferred');
      expect(refusal).toContain(`“transferred” comes after “${step}”, which is not recorded yet`);
      expect(refusal).toContain(`> step M1 ${step}`);
      expect(await runs(bot)).toContain(`step M1 ${step}`);
      expect(await runs(bot)).not.toContain('end M1.1 transferred');
      await say(`step M1 ${step} on=2026-11-18`);
    }
    expect(await runs(bot)).toContain('end M1.1 transferred');
    expect(await say('end M1.1 transferred on=2026-11-17')).toContain(
      `is before Wed, 18 Nov 2026, the day of “${steps[0]}”, and “transferred” comes after that`,
    );
    expect(await say('end M1.1 transferred on=2026-11-18')).toContain('it goes on in CSP');
  });
});

describe('Microsoft’s own migration', () => {
  it('needs no relationship, is checked, started and recorded', async () => {
    const bot = await wholeBot();
    const { say, at } = bot;
    await say(`start contoso.com source=own-legacy ${ORIGINAL}`);
    expect(await lines(bot, '>')).toEqual([
      'Check that the subscriptions are eligible, and choose their terms and add-ons (in Partner Center). Then: step M1 validated',
    ]);
    await say('step M1 validated on=2026-11-19');
    expect(await lines(bot, '>')).toEqual([
      'Start the migration, or schedule it for the renewal (in Partner Center). Then: step M1 started',
    ]);
    expect(await say('step M1 started')).toContain('at the latest by the end of Mon, 23 Nov 2026 (UTC)');
    await at('2026-11-23T23:00:00Z');
    expect(await say('checklist M1')).not.toContain('were over on');
    await at('2026-11-24T00:00:00Z');
    expect(await say('checklist M1')).toContain(
      '! The 72 hours that a migration can take were over on Mon, 23 Nov 2026',
    );
    await say('end M1.1 transferred on=2026-11-21');
    expect(await say('show M1')).toContain('Stage: done');
    expect(await lines(bot, 'x')).toHaveLength(5);
  });

  it('is not started before it was checked, and not before that day', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com source=own-legacy');
    expect(await say('step M1 started')).toContain('> step M1 validated');
    await say('step M1 validated on=2026-11-19');
    expect(await say('step M1 started on=2026-11-18')).toContain('is before Thu, 19 Nov 2026, the day of “validated”');
    expect(await say('step M1 started on=2026-11-19')).toContain('started on Thu, 19 Nov 2026');
  });
});

describe('a step that was recorded', () => {
  async function filledIn(): Promise<WholeBot> {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=other-csp');
    await bot.say('accept M1 on=2026-11-10');
    await bot.say('step M1 requested on=2026-11-12');
    await bot.say('step M1 lines on=2026-11-16');
    return bot;
  }

  it.each(['step M1 requested', 'step M1 requested on=2026-11-12', 'step m1 LINES'])(
    'is not recorded twice by %s',
    async (text) => {
      const { say } = await filledIn();
      const before = await say('history M1');
      expect(await say(text)).toContain('Nothing was changed');
      expect(await say('history M1')).toBe(before);
    },
  );

  it('is corrected by another day, up to the step that follows', async () => {
    const { say } = await filledIn();
    expect(await say('step M1 requested on=2026-11-16')).toContain('requested on Mon, 16 Nov 2026');
    expect(await say('step M1 requested on=2026-11-17')).toContain(
      'is after Mon, 16 Nov 2026, the day of “lines”, which comes after “requested”',
    );
  });

  it.each(['undone=yes', 'on=unknown'])('is taken back with %s, the later one first', async (how) => {
    const { say } = await filledIn();
    expect(await say(`step M1 requested ${how}`)).toContain('cannot be taken back while “lines” stands');
    expect(await say(`step M1 lines ${how}`)).toContain('not done after all: the old partner filled in the lines');
    expect(await say(`step M1 requested ${how}`)).toContain('not done after all: partner transfer requested');
    expect(await say(`step M1 requested ${how}`)).toContain('Nothing was changed');
    expect(await say('checklist M1')).toContain('Then: step M1 requested');
  });

  it('is taken back also after the route was changed', async () => {
    const { say } = await filledIn();
    await say('change M1 route=manual');
    expect(await say('step M1 lines undone=yes')).toContain('not done after all');
  });

  it('is taken back with undo', async () => {
    const { say } = await filledIn();
    expect(await say('undo M1')).toContain('taken back: the old partner filled in the lines');
    expect(await say('checklist M1')).toContain('Then: step M1 lines');
  });

  it('is not changed in a migration that was abandoned', async () => {
    const { say } = await filledIn();
    await say('abandon M1 "lost"');
    expect(await say('step M1 lines undone=yes')).toContain('resume M1');
    expect(await say('checklist M1')).not.toContain('[>]');
  });
});

describe('where the customer bought', () => {
  it('is asked at the start, with a button for each way', async () => {
    const { answer } = await wholeBot();
    const message = await answer('start contoso.com');
    expect(plainText(message)).toContain('Where did the customer buy?');
    const runs = message.blocks.flatMap((block) =>
      block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : [],
    );
    expect(runs).toEqual([
      'change M1 source=web-direct',
      'change M1 source=ea',
      'change M1 source=other-csp',
      'change M1 source=open-value',
      'change M1 source=own-legacy',
    ]);
  });

  it('is asked in the checklist until it is known, or matters no more', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com');
    expect(await say('checklist M1')).toContain('> Where was it bought?: change M1');
    await say('abandon M1 "lost"');
    expect(await say('checklist M1')).not.toContain('> Where was it bought?');
    await say('resume M1');
    await say('change M1 source=ea');
    expect(await say('checklist M1')).not.toContain('> Where was it bought?');
  });

  it('is not asked when it was said, and brings its route along unless one is named', async () => {
    const { say } = await wholeBot();
    expect(await say('start contoso.com source=ea')).not.toContain('Where did');
    expect(await say('checklist M1')).toContain('Bought: Enterprise Agreement. Moved: channel transfer.');
    await say('start fabrikam.com source=ea route=manual');
    expect(await say('checklist M2')).toContain('Bought: Enterprise Agreement. Moved: by hand.');
    expect(await say('start fabrikam.com source=ea route=channel-transfer agreement=2026-11-20')).toContain(
      'Not taken over: route (Way in) and agreement (Customer Agreement accepted on).',
    );
  });
});

it('marks the checklist of a sample as one', async () => {
  const bot = await wholeBot();
  await bot.bot.services.moves.start(
    {
      speaker: { identity: 'chat:T1/maria', name: 'Maria', member: true },
      role: 'operator',
      from: 'chat:T1/moves',
      once: 'sample',
    },
    { customer: 'contoso.com', source: 'open', country: undefined, original: undefined, again: false, sample: true },
  );
  expect(await bot.say('checklist M1')).toContain('This is a sample that Ferry made');
});
