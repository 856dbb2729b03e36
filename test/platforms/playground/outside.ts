import { expect } from 'vitest';
import { plainText } from '../../../src/messages/plain-text.js';
import { wordsIn } from '../../../src/messages/words.js';
import { customersView } from '../../../src/platforms/playground/partner-center.js';
import type { Act, CustomerView } from '../../../src/platforms/playground/protocol.js';
import { type WholeBot, type WholeBotOptions, wholeBot } from '../../support/whole-bot.js';

const ENGLISH = wordsIn('en', 'Europe/Berlin');
/** A Friday. */
export const TODAY = '2026-11-20';

/** The bot, and what lies outside of it. */
export async function outside(options: WholeBotOptions & { partnerCountry?: string } = {}, words = ENGLISH) {
  const { partnerCountry } = options;
  const bot = await wholeBot(
    partnerCountry === undefined ? options : { ...options, environment: { PARTNER_COUNTRY: partnerCountry } },
  );
  const all = () => customersView(bot.bot.services, words, bot.clock.now(), partnerCountry);
  return {
    ...bot,
    all,
    see: async (id = 'M1') => {
      const found = (await all()).find((one) => one.id === id);
      if (!found) throw new Error(`${id} is not shown`);
      return found;
    },
    click: (act: Act | undefined) => click(bot, act),
    day: (day: string) => bot.at(`${day}T10:00:00Z`),
  };
}

/** Says the act's line, which has to change something. */
async function click({ answer, bot }: Pick<WholeBot, 'answer' | 'bot'>, act: Act | undefined): Promise<void> {
  if (!act) throw new Error('there is no such act');
  const rev = async () =>
    (await bot.services.lookup.everything()).reduce((sum, { migration }) => sum + migration.rev, 0);
  const before = await rev();
  const message = await answer(act.says);
  expect([act.says, message.refused ? plainText(message) : 'taken']).toEqual([act.says, 'taken']);
  expect([act.says, (await rev()) - before]).toEqual([act.says, 1]);
  await bot.delivery.idle();
}

export function actsIn({ mails, subscriptions }: CustomerView): Act[] {
  return [...mails, ...subscriptions].flatMap(({ acts }) => acts);
}

export const labels = (acts: readonly Act[] | undefined) => acts?.map(({ label }) => label);
