import { expect } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { addDays, dayIn, momentAt } from '../../src/domain/calendar.js';
import type { Language } from '../../src/domain/language.js';
import type { RefusalValue } from '../../src/domain/refusal.js';
import { type MessageKey, Words } from '../../src/messages/words.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

type Values = Readonly<Record<string, RefusalValue>>;

/** Where a page is read: whoever talks to the bot there speaks its language, and so does the channel. */
export interface Country {
  readonly language: Language;
  /** As a chat tells it. */
  readonly locale: string;
  readonly zone: string;
  readonly code: string;
}

/** A bot whose days are lived one by one, each at the time of its reminders. No-break spaces are spaces here. */
export interface Story extends WholeBot {
  /** The sentence of the catalogue, as the bot says it here. */
  says(key: MessageKey, values?: Values): string;
  /** What it tells of a subscription or a migration, such as `M1.1 · contoso.com: …`. */
  tells(of: string, key: MessageKey, values: Values): string;
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

/** Begins on Friday, 20 November 2026, with reminders at 09:00 of that country. */
export async function story({ language, locale, zone, code }: Country): Promise<Story> {
  const bot = await wholeBot({ environment: { TIME_ZONE: zone, PARTNER_COUNTRY: code } });
  const { clock, platform } = bot;
  const words = new Words(language, zone);
  const says = (key: MessageKey, values?: Values) => spaced(words.say(key, values));
  const say = async (text: string, how?: Partial<Invocation>) => spaced(await bot.say(text, { locale, ...how }));
  const label = says('card.stage');
  const due = says('digest.title-today', { on: '|', what: '|' }).split('|')[0] ?? '';
  /** Cards stand in the channel and are redrawn; all else is said once. */
  const posts = () => platform.texts.map(spaced).filter((text) => !new RegExp(`\n${label} ?[:：]`).test(text));
  /** What a digest tells, line by line; of anything else its title. */
  const linesOf = (text: string) => {
    const [title = '', ...rest] = text.split('\n');
    return title.startsWith(due) ? rest.filter((line) => /^M\d+(\.\d+)? · /.test(line)) : [title];
  };
  await say(`settings language ${language}`);
  return {
    ...bot,
    say,
    says,
    tells: (of, key, values) =>
      `${of}${says('reminder.title', { id: '', customer: '', what: '' }).slice(' · '.length)}${says(key, values)}`,
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
      const card = await say(`show ${id}`);
      expect(card).toContain(says('stage.done'));
      expect(card).toContain(says('next.done'));
      const { migration } = await bot.bot.services.lookup.show(id);
      for (const { id: original, ended } of migration.originals) {
        const ready = migration.replacements.filter(({ covers }) => covers.includes(original));
        const inTime = ready.some(({ provisionedOn }) => ended !== undefined && provisionedOn <= ended.on);
        expect([original, ended?.how === 'transferred' || inTime]).toEqual([original, true]);
      }
      expect(platform.texts.filter((text) => text.includes(words.say('stage.incident')))).toEqual([]);
    },
  };
}

/** Each of `lines` stands in the text, after the one before it. */
export function expectInOrder(text: string, lines: readonly string[]): void {
  const places = lines.map((line) => text.indexOf(line));
  expect(lines.filter((_, index) => places[index] === -1)).toEqual([]);
  expect(places).toEqual([...places].sort((one, other) => one - other));
}

function spaced(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
