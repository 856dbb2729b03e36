import { describe, expect, it } from 'vitest';
import { addDays, endOfDay } from '../../src/domain/calendar.js';
import { loss, missingToCancel, needsConfirmation } from '../../src/domain/ending.js';
import { correctRung, ladder, nextRung, type RungName } from '../../src/domain/ladder.js';
import type { Migration } from '../../src/domain/migration.js';
import { overlap } from '../../src/domain/overlap.js';
import { seatsMissing } from '../../src/domain/pool.js';
import { openRungs } from '../../src/domain/stage.js';
import { type Original, Source } from '../../src/domain/subscription.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

// The cases that the field's rules were agreed on, each with its right answer. Unless said otherwise an original ends on
// Sunday 31 January 2027.

type Facts = Partial<Original>;
/** What was bought, with its facts, on the way that replaces it. */
type Kind = readonly [name: string, source: Source, facts: Facts];

const NOW = '2026-11-20T10:00Z';
/** Bought the day before the extended service term began. */
const OLD = { boughtOn: '2025-03-31' } as const;

/** Service goes on for 30 days, and a text of Microsoft's says so. */
const CONFIRMED: readonly Kind[] = [
  ['Open License', 'open', {}],
  ['Open Value', 'open-value', {}],
  ['another CSP partner, outside the extended term', 'other-csp', OLD],
  ['our own on the old platform, outside the extended term', 'own-legacy', OLD],
];

/** Ferry plans on no free day. */
const WITHOUT: readonly Kind[] = [
  ['online', 'web-direct', {}],
  ['not known where', 'unknown', {}],
  ['Open License, told to cancel', 'open', { termEnd: 'cancel' }],
  ['CSP, told to cancel', 'other-csp', { termEnd: 'cancel' }],
  ['CSP in the extended term, not told what', 'other-csp', {}],
  ['a trial', 'open', { trial: true }],
];

const CANCELLING: readonly Kind[] = [
  ['online', 'web-direct', {}],
  ['Open License', 'open', {}],
  ['Open Value', 'open-value', {}],
  ['another CSP partner', 'other-csp', {}],
  ['another CSP partner, outside the extended term', 'other-csp', OLD],
  ['our own on the old platform', 'own-legacy', {}],
  ['not known where', 'unknown', {}],
];

function moved([, source, facts]: Kind, more: Facts = {}, provisionedOn?: string): [Migration, Original] {
  const original = anOriginal({ ...facts, ...more });
  const replacements = provisionedOn === undefined ? [] : [aReplacement({ provisionedOn })];
  return [aMigration({ source, route: 'manual', originals: [original], replacements }), original];
}

function rung(name: RungName, [migration, original]: [Migration, Original]) {
  const found = ladder(migration, original, at(NOW)).find((one) => one.name === name);
  if (!found) throw new Error(`no rung ${name}`);
  return found;
}

describe('the ladder with confirmed free days', () => {
  it.each(CONFIRMED)('%s', (...kind) => {
    const one = moved(kind, { renewal: 'auto-renews' });
    expect(rung('provision', one)).toMatchObject({ recommended: '2027-01-24', latest: '2027-01-31', done: false });
    expect(rung('stop-renewal', one)).toMatchObject({ before: at('2027-01-31T00:00Z'), done: false });
    expect(rung('end', one)).toMatchObject({ latest: '2027-01-31' });
    expect(rung('access-ends', one)).toMatchObject({ latest: '2027-03-02' });
    expect(rung('last-day-kept', one)).toMatchObject({ latest: '2027-05-31', before: at('2027-06-01T00:00Z') });
  });

  describe.each(CONFIRMED)('over the ends of months and years: %s', (...kind) => {
    it.each([
      ['2028-01-31', '2028-03-01', '2028-05-30'],
      ['2028-02-29', '2028-03-30', '2028-06-28'],
      ['2026-12-31', '2027-01-30', '2027-04-30'],
    ])('ends %s, access through %s, kept through %s', (expiresOn, access, kept) => {
      const one = moved(kind, { expiresOn });
      expect(rung('access-ends', one).latest).toBe(access);
      expect(rung('last-day-kept', one).latest).toBe(kept);
    });
  });
});

describe('the instruction cancel', () => {
  it.each(CANCELLING)('leaves access through the last day and data for 90 more: %s', (...kind) => {
    const one = moved(kind, { termEnd: 'cancel' });
    expect(rung('access-ends', one).latest).toBe('2027-01-31');
    expect(rung('last-day-kept', one).latest).toBe('2027-05-01');
  });
});

describe('an Enterprise Agreement', () => {
  it.each(['channel-transfer', 'manual'] as const)('has access for 90 days, data for 60 more: %s', (route) => {
    const one: [Migration, Original] = [aMigration({ source: 'ea', route }), anOriginal()];
    expect(rung('access-ends', one).latest).toBe('2027-05-01');
    expect(rung('last-day-kept', one).latest).toBe('2027-06-30');
  });
});

describe('overlap and gap', () => {
  describe.each(WITHOUT)('without free days: %s', (...kind) => {
    it.each([
      ['2027-01-24', 8, 0],
      ['2027-01-31', 1, 0],
      ['2027-02-01', 0, 0],
      ['2027-02-02', 0, 1],
    ])('replaced on %s: %i days paid twice, %i without service', (on, overlapDays, gapDays) => {
      expect(overlap(...moved(kind, {}, on))).toMatchObject({ overlapDays, gapDays });
    });
  });

  describe.each(CONFIRMED)('with confirmed free days: %s', (...kind) => {
    it.each([
      ['2027-01-24', 8, 0],
      ['2027-01-31', 1, 0],
      ['2027-02-01', 0, 0],
      ['2027-02-02', 0, 0],
      ['2027-03-02', 0, 0],
      ['2027-03-03', 0, 0],
      ['2027-03-04', 0, 1],
    ])('replaced on %s: %i days paid twice, %i without service', (on, overlapDays, gapDays) => {
      expect(overlap(...moved(kind, {}, on))).toMatchObject({ overlapDays, gapDays });
    });
  });
});

describe('the instant before which a renewal is stopped', () => {
  describe.each([...CONFIRMED, ...WITHOUT])('%s', (...kind) => {
    it.each([
      ['America/Los_Angeles', '2027-01-30T16:00:00-08:00[America/Los_Angeles]', /Sat.* 30 Jan 2027.* 16:00 GMT-8/],
      ['Asia/Tokyo', '2027-01-31T09:00:00+09:00[Asia/Tokyo]', /Sun.* 31 Jan 2027.* 09:00 GMT\+9/],
    ])('in %s is %s', (zone, local, shown) => {
      const { before } = rung('stop-renewal', moved(kind, { renewal: 'auto-renews' }));
      expect(before.toZonedDateTimeISO(zone).toString()).toBe(local);
      expect(new Words('en', zone).moment(before)).toMatch(shown);
    });
  });
});

describe('a replacement can be corrected', () => {
  it('for 168 hours, when its order is known to the minute', () => {
    const ordered = aReplacement({ orderedAt: '2027-01-24T10:12:00Z' });
    expect(correctRung(ordered, at(NOW)).before).toEqual(at('2027-01-31T10:12Z'));
  });

  it('through the sixth day after it, when only the day is known', () => {
    const { latest, before } = correctRung(aReplacement(), at(NOW));
    expect(latest).toBe('2027-01-30');
    expect(before).toEqual(endOfDay('2027-01-30'));
  });
});

describe('cancelling', () => {
  describe.each([...CONFIRMED, ...WITHOUT, ['Enterprise Agreement', 'ea', {}] as Kind])('%s', (...kind) => {
    it.each([
      ['2027-01-24', 7, false],
      ['2027-01-23', 8, true],
    ])('on %s loses %i days; to be confirmed: %s', (on, days, confirm) => {
      const [, original] = moved(kind);
      expect(loss(original, on).days).toBe(days);
      expect(needsConfirmation(original, on)).toBe(confirm);
    });
  });
});

describe('25 seats', () => {
  const cases: [string, number | undefined, number, number][] = [
    ['20 assigned, 19 ready', 20, 19, 1],
    ['20 assigned, 20 ready', 20, 20, 0],
    ['27 assigned, 25 ready', 27, 25, 2],
    ['not known how many are assigned, 24 ready', undefined, 24, 1],
  ];

  describe.each(Source.options)('bought as %s', (source) => {
    it.each(cases)('%s', (_case, assigned, seats, missing) => {
      const original = anOriginal(assigned === undefined ? {} : { assigned });
      const replacements = [aReplacement({ seats })];
      const migration = aMigration({ source, route: 'manual', originals: [original], replacements });
      const found = missingToCancel(migration, original, '2027-01-25');
      expect(found).toEqual(
        missing === 0 ? [] : [{ name: 'too-few', values: { missing, needed: assigned ?? original.seats } }],
      );
    });
  });

  it.each(cases)('%s, in the chat', async (_case, assigned, seats, missing) => {
    const bot = await accepted();
    if (assigned !== undefined) await bot.say(`change M1.1 assigned=${assigned}`);
    await bot.say(`provision M1.1 seats=${seats} on=2027-01-24`);
    bot.clock.set('2027-01-25T10:00:00Z');
    const answer = await bot.say('end M1.1 cancelled');
    if (missing === 0) {
      expect(answer).toContain('M1.1 was cancelled on Mon, 25 Jan 2027');
    } else {
      expect(answer).toContain('M1.1 is not marked as cancelled');
      expect(answer).toContain(`${missing} ${missing === 1 ? 'seat is' : 'seats are'} missing`);
    }
  });
});

/** M1 of contoso.com: accepted on 18 November, agreement recorded, 25 seats until 31 January. */
async function accepted(): Promise<WholeBot> {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto');
  await bot.say('accept M1 on=2026-11-18');
  await bot.say('change M1 agreement=2026-11-18');
  return bot;
}

describe('a replacement provisioned for tomorrow', () => {
  it.each(Source.options)('is planned, not active: %s', (source) => {
    const today = '2027-01-24';
    const replacements = [aReplacement({ provisionedOn: addDays(today, 1) })];
    const migration = aMigration({ source, route: 'manual', replacements });
    expect(seatsMissing(migration, anOriginal(), at(`${today}T23:59:59Z`))).toBe(25);
    expect(missingToCancel(migration, anOriginal(), today)).toContainEqual({
      name: 'planned',
      values: { replacement: 'M1.R1', from: { day: '2027-01-25' } },
    });
    expect(missingToCancel(migration, anOriginal(), addDays(today, 1))).toEqual([]);
  });

  it('does not open the lock, in the chat', async () => {
    const bot = await accepted();
    bot.clock.set('2027-01-27T10:00:00Z');
    expect(await bot.say('provision M1.1 on=2027-01-28')).toContain('M1.R1 provisioned');
    expect(await bot.say('end M1.1 cancelled')).toContain('planned is not active');
    expect(await bot.say('show M1')).not.toContain('was cancelled');
    bot.clock.set('2027-01-28T10:00:00Z');
    expect(await bot.say('end M1.1 cancelled')).toContain('M1.1 was cancelled');
  });
});

describe('a replacement recorded before the customer accepted', () => {
  it('is refused, and accepting with a date is offered', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
    const answer = await bot.say('provision M1.1');
    expect(answer).toContain('has not accepted the invitation yet');
    expect(answer).toMatch(/accept M1\b.*on=\d{4}-\d{2}-\d{2}/);
    expect(await bot.say('show M1')).not.toContain('M1.R1');
  });

  it.each([
    ['the day before the customer accepted', '2026-11-17', 'before that nothing can be ordered'],
    ['on the day the customer accepted', '2026-11-18', 'M1.R1 provisioned'],
    ['the day after', '2026-11-19', 'M1.R1 provisioned'],
  ])('%s', async (_case, on, expected) => {
    const bot = await accepted();
    expect(await bot.say(`provision M1.1 on=${on}`)).toContain(expected);
  });
});

describe('a customer who declines', () => {
  it.each([...CONFIRMED, ...WITHOUT])('leaves nothing to provision and no renewal to stop: %s', (...kind) => {
    for (const now of [NOW, '2027-01-30T10:00Z', '2027-02-01T10:00Z']) {
      const [{ acceptedOn: _, ...migration }] = moved(kind, { renewal: 'auto-renews' });
      expect(openRungs(migration, at(now))).not.toEqual([]);
      expect(openRungs({ ...migration, declinedOn: '2026-11-20' }, at(now))).toEqual([]);
    }
  });

  const declined = async (renewal: string) => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=${renewal}`);
    await bot.say('decline M1');
    return bot.say('show M1');
  };

  it('must turn a renewal on again that was turned off', async () => {
    expect(await declined('ends')).toContain('The customer must turn it back on before Sun, 31 Jan 2027');
  });

  it('is asked for nothing while it still renews', async () => {
    const card = await declined('auto');
    for (const words of ['turn it back on', 'provision by', 'stop its renewal']) expect(card).not.toContain(words);
  });
});

describe('a subscription that goes on by the month after its end', () => {
  it('is paid until it is cancelled, so a later cancellation can be recorded', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com source=other-csp country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
    await bot.say('change M1 route=manual agreement=2026-11-18');
    await bot.say('change M1.1 renewal=ends term-end=extended');
    await bot.say('accept M1');
    bot.clock.set('2027-03-10T10:00:00Z');
    await bot.say('provision M1.1 on=2027-03-01');
    expect(await bot.say('end M1.1 cancelled on=2027-03-10')).toContain('M1.1 was cancelled on Wed, 10 Mar 2027');
  });
});

describe('a trial', () => {
  const TRIALS: readonly Kind[] = Source.options.map((source) => [source, source, { trial: true }]);

  it.each(TRIALS)('renews by itself, loses access with its end, and is kept for 30 days: %s', (...kind) => {
    const one = moved(kind, { renewal: 'auto-renews' });
    expect(rung('stop-renewal', one)).toMatchObject({ latest: '2027-01-30', done: false });
    expect(rung('access-ends', one).latest).toBe('2027-01-31');
    expect(rung('last-day-kept', one).latest).toBe('2027-03-02');
  });

  it.each(TRIALS)('is stopped on 30 January at the latest, replaced or not: %s', (...kind) => {
    const [migration, original] = moved(kind, { renewal: 'auto-renews' });
    expect(nextRung(migration, original, at('2027-01-30T10:00Z'))?.name).toBe('stop-renewal');
  });

  it('is taken to renew by itself, unless somebody says otherwise', async () => {
    const bot = await accepted();
    await bot.say('add M1 offer="Visio Plan 2" seats=5 ends=2027-01-31 trial=yes');
    await bot.say('add M1 offer="Project Plan 3" seats=5 ends=2027-01-31 trial=yes renewal=ends');
    const card = await bot.say('show M1');
    expect(card).toMatch(/M1\.3 +Project Plan 3 .* ends /);
    expect(card).toMatch(/M1\.2 +Visio Plan 2 .* renews by itself /);
  });
});
