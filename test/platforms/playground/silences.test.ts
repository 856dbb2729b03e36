import { describe, expect, it } from 'vitest';
import { addUp } from '../../../src/domain/silence.js';
import { sayReasons } from '../../../src/messages/digest.js';
import { wordsIn } from '../../../src/messages/words.js';
import { saySilences } from '../../../src/platforms/playground/silences.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { type WholeBot, wholeBot } from '../../support/whole-bot.js';

const WORDS = wordsIn('en', 'Europe/Berlin');
const OFFER = 'offer="Office 365 E3" seats=25';
const CHANNELS = ['chat:T1/moves', 'chat:T1/other'] as const;

const silences = async ({ bot }: WholeBot) => saySilences(WORDS, await bot.services.silences.now());

describe('what is silent', () => {
  it('is told original by original, with the reason', async () => {
    const bot = await wholeBot();
    await bot.say(`start renewing.example source=web-direct ${OFFER} ends=2027-01-31 renewal=auto`);
    await bot.say(`start dropped.example source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    await bot.say(`start snoozed.example source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    await bot.say(`start near.example source=open ${OFFER} ends=2026-12-04 renewal=ends`);
    await bot.say(`start far.example source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    await bot.say('abandon M1 "they stay"');
    await bot.say('decline M2');
    await bot.say('snooze M3.1 2026-12-14');
    await bot.at('2026-12-01T08:00:00Z');
    expect(await silences(bot)).toEqual([
      'renewing.example, M1.1 (Office 365 E3): it renews by itself and nobody moves it. The last day of this term: Sun, 31 Jan 2027.',
      'dropped.example, M2.1 (Office 365 E3): its move was given up, or the customer declined. Its last day: Sun, 31 Jan 2027.',
      'snoozed.example, M3.1 (Office 365 E3): somebody snoozed its reminders until Mon, 14 Dec 2026.',
      'near.example, M4.1 (Office 365 E3): it has notices of its own, so it is not in the digest. Its last day: Fri, 4 Dec 2026.',
      'far.example, M5.1 (Office 365 E3): nothing is due now. Next: once the customer has accepted, provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027.',
    ]);
  });

  it('is nothing that stands in the digest of today, until that is over', async () => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    await bot.at('2026-12-02T08:00:00Z');
    expect(await silences(bot)).toEqual([]);
    await bot.at('2026-12-03T08:00:00Z');
    expect(await silences(bot)).toEqual([expect.stringMatching(/^contoso\.com, M1\.1 .*: nothing is due now\./)]);
  });

  it('is in the order of the numbers, and names as plain text', async () => {
    const bot = await wholeBot();
    for (let number = 1; number <= 11; number += 1) {
      await bot.say(`start "A & *B* <${number}>" source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    }
    const told = await silences(bot);
    expect(told.map((one) => /M\d+\.1/.exec(one)?.[0])).toEqual(told.map((_, index) => `M${index + 1}.1`));
    expect(told[10]).toContain('A & *B* <11>, M11.1 ');
  });

  it('is named for fifty, and counted for the rest', async () => {
    const bot = await wholeBot();
    for (let number = 1; number <= 51; number += 1) {
      await bot.say(`start c${number}.example source=open ${OFFER} ends=2027-01-31 renewal=ends`);
    }
    expect((await silences(bot)).slice(49)).toEqual([
      expect.stringMatching(/^c50\.example/),
      'And 1 more subscription.',
    ]);
  });
});

describe('what is silent and what a digest counts in its last lines', () => {
  it.each([1, 2, 3])('are the same, whatever was done before (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    const bot = await wholeBot();
    let compared = 0;
    const started = async (number: number) => {
      const ends = new Date(Date.UTC(2026, 10, 10 + random.between(0, 100))).toISOString().slice(0, 10);
      const source = random.pick(['open', 'web-direct', 'ea', 'other-csp', 'own-legacy']);
      const renewal = random.pick(['ends', 'auto', 'unknown']);
      const channel = random.pick(CHANNELS);
      await bot.say(`start c${number}.example source=${source} ${OFFER} ends=${ends} renewal=${renewal}`, { channel });
    };
    for (let number = 1; number <= 24; number += 1) await started(number);
    for (let day = 0; day < 45; day += 1) {
      const today = new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10);
      await bot.at(`${today}T08:00:00Z`);
      compared += await compare(bot, today);
      for (let deeds = random.between(0, 3); deeds > 0; deeds -= 1) {
        const id = `M${random.between(1, 24)}`;
        const deed = random.pick([
          `abandon ${id} "they stay"`,
          `decline ${id}`,
          `resume ${id}`,
          `accept ${id} agreement=2026-11-20`,
          `provision ${id}.1 on=${today}`,
          `snooze ${id}.1 next`,
          `snooze ${id}.1 off`,
          `change ${id}.1 renewal=ends`,
          `end ${id}.1 expired`,
        ]);
        await bot.say(deed);
      }
      // What a digest counts is up to ten minutes old.
      await bot.at(`${today}T08:11:00Z`);
      compared += await compare(bot, today);
    }
    expect(compared).toBeGreaterThan(20);
  });

  /** In each channel that has a digest of today; answers how many those were. */
  async function compare(bot: WholeBot, today: string): Promise<number> {
    const { silences, channels, lookup: _, ...services } = bot.bot.services;
    let compared = 0;
    const silent = await silences.now();
    for (const channel of CHANNELS) {
      const digest = await services.digests.latest(channel);
      if (digest?.day !== today) continue;
      const here = silent.filter(({ view }) => view.migration.channel === channel);
      const reasons = sayReasons(WORDS, addUp(here.map(({ reason }) => reason)));
      const footer = /^Not shown: (.*)\.$/m.exec(await bot.say('digest', { channel }))?.[1];
      expect(`${today} ${channel}: ${reasons}`).toBe(`${today} ${channel}: ${footer}`);
      compared += 1;
    }
    return compared;
  }
});
