import { expect, it } from 'vitest';
import type { Form, Reply } from '../../src/messages/form.js';
import { drawForm } from '../../src/platforms/slack/form.js';
import { renderForm } from '../../src/platforms/teams/form.js';
import { problemsOfCard } from '../support/adaptive-cards.js';
import { problemOfView } from '../support/block-kit.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

// How Ferry's own forms look, drawn by each platform. Look at the difference before you take it over (vitest -u).

const ONCE_OPENED: Record<string, (bot: WholeBot) => Promise<Reply>> = {
  start: (bot) => bot.open('start'),
  add: (bot) => bot.open('add M1'),
  provision: (bot) => bot.open('provision M1.1'),
  end: (bot) => bot.open('end M1.1'),
  snooze: (bot) => bot.open('snooze M1.1'),
  settings: (bot) => bot.open('settings'),
  change: (bot) => bot.open('change M1.1'),
  'change-migration': (bot) => bot.open('change M1'),
  note: (bot) => bot.open('note', { filled: { text: 'The admin is away until <!channel> Monday' } }),
  assign: (bot) => bot.open('assign M1'),
  mistaken: (bot) => bot.submit('add', { migration: 'M1', offer: 'Visio Plan 2', seats: '-3', ends: '31/01/27' }),
  'mistaken-in-all': (bot) => bot.submit('provision M9.1', { seats: '25', on: '2026-11-20' }),
};

async function opened(open: (bot: WholeBot) => Promise<Reply>): Promise<Form> {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
  const reply = await open(bot);
  if (reply.kind !== 'form') throw new Error(JSON.stringify(reply.message));
  return reply.form;
}

it.each(Object.entries(ONCE_OPENED))('the form %s on Slack', async (name, open) => {
  const place = { team: 'T0001', channel: 'slack:T0001/C0001', label: 'moves', outside: name === 'start' };
  const view = drawForm(await opened(open), place, { channel: 'Channel for its card and reminders' });
  expect(problemOfView(view as never)).toBeUndefined();
  await expect(`${JSON.stringify(view, null, 2)}\n`).toMatchFileSnapshot(`golden/form-${name}.slack.json`);
});

it.each(Object.entries(ONCE_OPENED))('the form %s on Teams', async (name, open) => {
  const card = renderForm(await opened(open), 'conversation');
  expect(problemsOfCard(card)).toEqual([]);
  await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(`golden/form-${name}.teams.json`);
});
