import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../../../src/domain/calendar.js';
import { Language } from '../../../src/domain/language.js';
import { Source } from '../../../src/domain/subscription.js';
import { wordsIn } from '../../../src/messages/words.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { actsIn, outside } from './outside.js';

describe('a whole move', () => {
  const moves = Source.options.map((source, index) => [source, Language.options[index % 6] ?? 'en'] as const);
  it.each(moves)('is played to its end from %s by acts and the clock alone, in %s', async (source, language) => {
    const play = await outside({}, wordsIn(language, 'Europe/Berlin'));
    await play.answer(
      `start contoso.com source=${source} country=FR offer="Office 365 E3" seats=25 ends=2026-12-31 renewal=auto`,
    );
    await play.answer('invite M1');
    await playToTheEnd(play, 'M1');
  });
});

type Play = Awaited<ReturnType<typeof outside>>;

/** Clicks the first act there is, else moves the clock by some days, until it is done. */
async function playToTheEnd(play: Play, id: string, days = 1): Promise<void> {
  const { bot, clock, see, click, day } = play;
  const deadline = addDays(dayOf(clock.now()), 1_500);
  for (;;) {
    const [done] = await bot.services.lookup.list('done', '');
    if (done?.migration.id === id) return;
    const [first] = actsIn(await see(id));
    if (first) await click(first);
    else {
      const next = addDays(dayOf(clock.now()), days);
      expect([next < deadline, next]).toEqual([true, next]);
      await day(next);
    }
  }
}

const RUNS = Number(process.env.PLAYGROUND_RUNS ?? 12);

it('never offers a line that is refused, whatever was done before, and always leads to the end', async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    try {
      await randomPlay(new SeededRandom(seed));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}, 120_000);

async function randomPlay(random: SeededRandom): Promise<void> {
  const partnerCountry = random.pick([undefined, 'FR', 'US']);
  const start = addDays('2027-01-01', random.between(0, 1_500));
  const play = await outside({
    now: `${start}T0${random.between(0, 9)}:00:00Z`,
    ...(partnerCountry ? { partnerCountry } : {}),
  });
  const { answer, click, day, clock } = play;
  const original = () => {
    const ends = addDays(start, random.between(-3, 40));
    const offer = random.pick([
      'Office 365 E3',
      'Office 365 E3',
      'Visio Plan 2',
      'Microsoft 365 Business Premium',
      'Best Suite',
    ]);
    const more = random.pick(['', '', ' term-end=cancel', ' term-end=renew', ` bought=${addDays(start, -400)}`]);
    return `offer="${offer}" seats=${random.pick([3, 40, 200])} ends=${ends} renewal=${random.pick(['auto', 'ends', 'unknown'])}${more}`;
  };
  await answer(
    `start contoso.com source=${random.pick(Source.options)} country=${random.pick(['FR', 'US', 'BR'])} ${original()}`,
  );
  for (let more = random.between(0, 2); more > 0; more -= 1) {
    await answer(`add M1 ${original()}${random.chance(0.4) ? ' addon-of=M1.1' : ''} again=yes`);
  }
  if (random.chance(0.8)) await answer('invite M1');
  // People say things of their own, too.
  const said = [
    'provision M1.1 offer="Microsoft 365 E5"',
    'provision M1.1 seats=2 despite=all',
    'accept M1',
    'change M1.1 renewal=ends',
    'change M1 route=manual',
  ];
  for (let turn = random.between(5, 30); turn > 0; turn -= 1) {
    const seen = (await play.all())[0];
    const act = seen && actsIn(seen).length > 0 && random.chance(0.7) ? random.pick(actsIn(seen)) : undefined;
    if (act && !/decline/.test(act.says)) await click(act);
    else if (random.chance(0.2)) await answer(random.pick(said));
    else await day(addDays(dayOf(clock.now()), random.pick([1, 1, 3, 7, 20])));
  }
  await answer('invite M1');
  await playToTheEnd(play, 'M1', 9);
}
