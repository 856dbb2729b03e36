import { describe, expect, it } from 'vitest';
import { addDays, dayIn, dayOf, momentAt } from '../../../src/domain/calendar.js';
import { Language } from '../../../src/domain/language.js';
import { stage } from '../../../src/domain/stage.js';
import { plainText } from '../../../src/messages/plain-text.js';
import { wordsIn } from '../../../src/messages/words.js';
import type { TourDeed } from '../../../src/platforms/playground/protocol.js';
import { addSamples } from '../../../src/platforms/playground/samples.js';
import { tourView } from '../../../src/platforms/playground/tour.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { wholeBot } from '../../support/whole-bot.js';

interface Learning {
  readonly now?: string;
  readonly zone?: string;
  readonly language?: Language;
  readonly samples?: boolean;
}

/** Somebody who is led by the tour, on the samples if they are wanted. */
async function learner({
  now = '2026-11-20T10:00:00Z',
  zone = 'Europe/Berlin',
  language = 'en',
  samples = false,
}: Learning = {}) {
  const whole = await wholeBot({ now, environment: { TIME_ZONE: zone, LOCALE: language } });
  const { bot, clock, answer } = whole;
  if (samples) await addSamples(bot.services, clock.now());
  const words = wordsIn(language, zone);
  const view = () => tourView(bot.services, words, clock.now());
  const next = async () => {
    const { at, steps } = await view();
    expect(steps.filter(({ does }) => does).length).toBeLessThanOrEqual(1);
    return { at, title: steps[at]?.title, deed: steps[at]?.does };
  };
  /** As the playground moves its clock: to the next post, or to the same time on another day. */
  const targetOf = async (to: string) => {
    if (to === 'next') return (await bot.services.forecast.planned(400)).posts[0]?.at;
    const time = clock.now().toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
    return momentAt(to, time, zone);
  };
  const follow = async (deed: TourDeed) => {
    if (deed.says !== undefined) {
      const message = await answer(deed.says);
      expect([deed.says, message.refused ? plainText(message) : 'taken']).toEqual([deed.says, 'taken']);
    } else {
      const target = await targetOf(deed.clock ?? '');
      if (target === undefined) throw new Error(`the clock cannot go to ${deed.clock}`);
      // Not back: that would start over.
      expect([deed.clock, target.epochMilliseconds > clock.now().epochMilliseconds]).toEqual([deed.clock, true]);
      clock.set(target.toString());
      await bot.tick.run();
    }
    await bot.delivery.idle();
  };
  /** Follows the tour to its end; answers what was done on the way, with the number of the step. */
  const followAll = async () => {
    const done: string[] = [];
    for (;;) {
      const { at, deed } = await next();
      if (at === 5) return done;
      if (!deed) throw new Error(`step ${at} offers nothing after ${done.join(' | ')}`);
      done.push(`${at + 1} ${deed.says ?? `clock ${deed.clock}`}`);
      if (done.length > 20) throw new Error(done.join(' | '));
      await follow(deed);
    }
  };
  return { ...whole, view, next, follow, followAll };
}

describe('the tour', () => {
  it('leads through one move, from its start until it is done', async () => {
    const { followAll, bot, clock } = await learner();
    expect(await followAll()).toEqual([
      '1 /csp start wingtiptoys.com source=web-direct country=US offer="Office 365 E3" seats=25 ends=2026-12-11 renewal=auto',
      '2 /csp invite M1',
      '2 /csp accept M1 agreement=2026-11-20',
      '3 /csp provision M1.1 on=2026-12-04',
      '4 clock 2026-11-26',
      '4 /csp change M1.1 renewal=ends',
      '5 clock 2026-12-12',
      '5 /csp end M1.1 expired',
    ]);
    const view = await bot.services.lookup.byId('M1');
    expect(view && stage(view.migration, clock.now())).toBe('done');
  });

  it('says of each step what it is for, with the days of this move', async () => {
    const { view } = await learner();
    const { at, steps } = await view();
    expect(at).toBe(0);
    expect(steps.map(({ title }) => title)).toEqual([
      'Start the move',
      'Ask the customer',
      'Order the same in CSP',
      'Let time pass',
      'See it end',
    ]);
    expect(steps[0]).toMatchObject({ text: expect.stringContaining('They run until Fri, 11 Dec 2026') });
    expect(steps[1]?.text).toContain('under “Outside”');
    expect(steps[0]?.does?.label).toBe('Start the move');
  });

  it('has the reminder come that brings the customer’s mail before it has the renewal turned off', async () => {
    const { next, follow, platform } = await learner();
    for (;;) {
      const { deed, at } = await next();
      if (!deed || (at === 3 && deed.says)) break;
      await follow(deed);
    }
    expect(platform.texts.at(-1)).toContain('M1.1');
    expect(platform.texts.at(-1)).toContain('stop its renewal');
    expect((await next()).deed).toEqual({ label: 'Turn off recurring billing', says: '/csp change M1.1 renewal=ends' });
  });

  it('follows who does a step in another way', async () => {
    const { answer, next, followAll } = await learner();
    await answer('start wingtiptoys.com');
    expect(await next()).toMatchObject({ at: 0, deed: { label: 'Enter the subscription' } });
    await answer('add M1 offer="Microsoft 365 E3" seats=7 ends=2026-11-25 renewal=auto');
    await answer('accept M1');
    expect(await next()).toMatchObject({ at: 2, deed: { label: 'Accept the Microsoft Customer Agreement' } });
    await answer('provision M1.1 despite=agreement seats=3 offer="Microsoft 365 E5"');
    expect(await next()).toMatchObject({ at: 2, deed: { label: 'M1.R1 has 7 seats' } });
    await answer('change M1.1 renewal=ends');
    expect(await followAll()).toEqual([
      '3 /csp provision M1.R1 seats=7',
      '5 clock 2026-11-26',
      '5 /csp end M1.1 expired',
      '5 /csp licenses M1 done=7',
    ]);
  });

  it('starts again when its customer was given up', async () => {
    const { next, follow, answer, view } = await learner();
    for (const words of ['abandon M1 "they stay"', 'decline M2']) {
      const { deed } = await next();
      if (deed) await follow(deed);
      expect((await view()).at).toBe(1);
      await answer(words);
      expect(await next()).toMatchObject({ at: 0, deed: { label: 'Start the move' } });
    }
    await answer('start wingtiptoys.com');
    expect((await view()).at).toBe(0);
  });

  it('waits for nothing where the clock could come too late', async () => {
    const { answer, next, at } = await learner();
    await answer('start wingtiptoys.com source=web-direct offer="Office 365 E3" seats=25 ends=2026-11-24 renewal=auto');
    await answer('accept M1 agreement=2026-11-20');
    await answer('provision M1.1');
    expect(await next()).toMatchObject({ at: 3, deed: { says: '/csp change M1.1 renewal=ends' } });
    // Who lets it pass is asked what happened, and is led on.
    await at('2026-11-26T10:00:00Z');
    expect(await next()).toMatchObject({ at: 4, deed: { says: '/csp end M1.1 renewed until=2027-11-24' } });
  });

  it.each(['own-legacy', 'other-csp', 'ea', 'open', 'unknown'])('leads to the end also from %s', async (source) => {
    const { answer, followAll } = await learner();
    await answer(`start wingtiptoys.com source=${source} offer="Office 365 E3" seats=25 ends=2026-12-20 renewal=auto`);
    expect((await followAll()).length).toBeLessThanOrEqual(9);
  });
});

const RUNS = Number(process.env.PLAYGROUND_RUNS ?? 3);

describe.each(Language.options)('the tour in %s', (language) => {
  it('leads from the samples to the end on whatever day and in whatever zone, without a refusal, in nine deeds', async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const random = new SeededRandom(seed * 7 + Language.options.indexOf(language));
      const zone = random.pick([
        'UTC',
        'Europe/Berlin',
        'America/Los_Angeles',
        'Asia/Kolkata',
        'Pacific/Kiritimati',
        'Pacific/Pago_Pago',
      ]);
      const day = random.chance(0.2)
        ? random.pick(['2027-12-31', '2028-02-29', '2027-03-28'])
        : addDays('2026-12-01', random.between(0, 900));
      const now = `${day}T${String(random.between(0, 23)).padStart(2, '0')}:${random.between(10, 59)}:00Z`;
      const { followAll, bot } = await learner({ now, zone, language, samples: true });
      const done = await followAll().catch((error: unknown) => {
        throw new Error(`seed ${seed}, ${now} in ${zone}`, { cause: error });
      });
      expect([now, zone, done.length <= 9 ? '' : done]).toEqual([now, zone, '']);
      await bot.stop();
    }
  }, 120_000);
});

it('has its days in the zone of the page', async () => {
  const zone = 'Pacific/Kiritimati';
  const { next, follow, clock } = await learner({ zone, now: '2026-11-20T12:00:00Z' });
  for (;;) {
    const { deed, at } = await next();
    if (!deed || (at === 4 && deed.clock)) break;
    await follow(deed);
  }
  const { deed } = await next();
  // On the day after the last one, it is still that one in UTC.
  expect(deed?.clock).toBe('2026-12-13');
  if (deed) await follow(deed);
  expect([dayIn(zone, clock.now()), dayOf(clock.now()) > '2026-12-11']).toEqual(['2026-12-13', true]);
});
