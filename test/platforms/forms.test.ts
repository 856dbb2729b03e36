import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { Language } from '../../src/domain/language.js';
import type { Form, Reply } from '../../src/messages/form.js';
import { drawForm } from '../../src/platforms/slack/form.js';
import { renderForm } from '../../src/platforms/teams/form.js';
import { problemsOfCard } from '../support/adaptive-cards.js';
import { problemOfView } from '../support/block-kit.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

// How Ferry's own forms look in each language, drawn by each platform. Look at the difference before you take it over
// (vitest -u).

type How = Partial<Invocation>;

const ONCE_OPENED: Record<string, (bot: WholeBot, how: How) => Promise<Reply>> = {
  start: (bot, how) => bot.open('start', how),
  add: (bot, how) => bot.open('add M1', how),
  provision: (bot, how) => bot.open('provision M1.1', how),
  end: (bot, how) => bot.open('end M1.1', how),
  snooze: (bot, how) => bot.open('snooze M1.1', how),
  settings: (bot, how) => bot.open('settings', how),
  change: (bot, how) => bot.open('change M1.1', how),
  'change-migration': (bot, how) => bot.open('change M1', how),
  note: (bot, how) => bot.open('note', { ...how, filled: { text: 'The admin is away until <!channel> Monday' } }),
  assign: (bot, how) => bot.open('assign M1', how),
  mistaken: (bot, how) =>
    bot.submit('add', { migration: 'M1', offer: 'Visio Plan 2', seats: '-3', ends: '31/01/27' }, how),
  'mistaken-in-all': (bot, how) => bot.submit('provision M9.1', { seats: '25', on: '2026-11-20' }, how),
};

/** All forms as somebody with this language sees them. Opening one changes nothing, so one bot does. */
async function openedIn(locale: string): Promise<Readonly<Record<string, Form>>> {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
  const forms: Record<string, Form> = {};
  for (const [name, open] of Object.entries(ONCE_OPENED)) {
    const reply = await open(bot, { locale });
    if (reply.kind !== 'form') throw new Error(`${name}: ${JSON.stringify(reply.message)}`);
    forms[name] = reply.form;
  }
  return forms;
}

describe.each(Language.options)('the forms in %s', (language) => {
  it('are drawn on Slack', async () => {
    for (const [name, form] of Object.entries(await openedIn(language))) {
      const place = { team: 'T0001', channel: 'slack:T0001/C0001', label: 'moves', outside: name === 'start' };
      const view = drawForm(form, place);
      expect(problemOfView(view as never), name).toBeUndefined();
      await expect(json(view)).toMatchFileSnapshot(`golden/${language}/form-${name}.slack.json`);
    }
  });

  it('are drawn on Teams', async () => {
    for (const [name, form] of Object.entries(await openedIn(language))) {
      const card = renderForm(form, 'conversation');
      expect(problemsOfCard(card), name).toEqual([]);
      await expect(json(card)).toMatchFileSnapshot(`golden/${language}/form-${name}.teams.json`);
    }
  });
});

function json(drawn: unknown): string {
  return `${JSON.stringify(drawn, null, 2)}\n`;
}
