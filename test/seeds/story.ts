import { expect } from 'vitest';
import { addDays, dayIn, momentAt } from '../../src/domain/calendar.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

/** A bot whose days are lived one by one, each at the time of its reminders. */
export interface Story extends WholeBot {
  /** Lives every morning up to that of `day`; answers what was posted on the way, each as `2027-01-22 title`. */
  until(day: string): Promise<string[]>;
  /** The latest post with this title, or with a line that begins so, as text. */
  post(title: string): string;
  /**
   * Expects the end that every page promises: the migration is done, nothing is left to do, each of its originals was paid
   * until its replacement was active or is itself what goes on, and nobody had to be told of an incident on the way.
   */
  expectCarriedOn(id: string): Promise<void>;
}

/** What a digest tells, line by line; of anything else its title. */
function linesOf(text: string): string[] {
  const [title = '', ...rest] = text.split('\n');
  return title.startsWith('Due today') ? rest.filter((line) => /^M\d+(\.\d+)? · /.test(line)) : [title];
}

/** Begins on Friday, 20 November 2026, with reminders at 09:00 in `zone`. */
export async function story(zone: string, partnerCountry: string): Promise<Story> {
  const bot = await wholeBot({ environment: { TIME_ZONE: zone, PARTNER_COUNTRY: partnerCountry } });
  const { clock, platform } = bot;
  /** Cards stand in the channel and are redrawn; all else is said once. */
  const posts = () => platform.texts.filter((text) => !text.includes('\nStage: '));
  return {
    ...bot,
    until: async (last) => {
      const told: string[] = [];
      for (let day = addDays(dayIn(zone, clock.now()), 1); day <= last; day = addDays(day, 1)) {
        const before = posts().length;
        await bot.at(momentAt(day, '09:00', zone).toString());
        for (const text of posts().slice(before)) told.push(...linesOf(text).map((line) => `${day} ${line}`));
      }
      return told;
    },
    post: (title) => {
      const text = posts().findLast((one) => linesOf(one).some((line) => line.startsWith(title)));
      if (text === undefined) throw new Error(`nothing was posted that begins with ${title}`);
      return text;
    },
    expectCarriedOn: async (id) => {
      const card = await bot.say(`show ${id}`);
      expect(card).toContain('Stage: done');
      expect(card).toContain('Next: nothing left to do');
      expect(card).not.toContain('without service');
      const { migration } = await bot.bot.services.lookup.show(id);
      for (const { id: original, ended } of migration.originals) {
        const ready = migration.replacements.filter(({ covers }) => covers.includes(original));
        const inTime = ready.some(({ provisionedOn }) => ended !== undefined && provisionedOn <= ended.on);
        expect([original, ended?.how === 'transferred' || inTime]).toEqual([original, true]);
      }
      expect(platform.texts.filter((text) => text.includes('INCIDENT'))).toEqual([]);
    },
  };
}
