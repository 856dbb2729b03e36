import { expect, it } from 'vitest';
import type { Message } from '../../src/messages/message.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const MOVES = 'chat:T1/moves';

async function greeted({ bot }: WholeBot, address = MOVES): Promise<void> {
  await bot.asking.greet(address);
  await bot.delivery.idle();
}

function welcomes({ platform }: WholeBot): Message[] {
  return [...platform.posted.values()].flatMap(({ message }) => (message.title.startsWith('Hello') ? [message] : []));
}

it('Ferry says what to do first where it is added, with a form to start a migration', async () => {
  const bot = await wholeBot();
  await greeted(bot);
  const [{ blocks } = { blocks: [] }] = welcomes(bot);
  const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  expect(buttons.map(({ run, form }) => [run, form])).toEqual([
    ['start', true],
    ['board', undefined],
    ['settings', undefined],
  ]);
});

it('is said once for each conversation, also after a restart', async () => {
  const bot = await wholeBot();
  await greeted(bot);
  await greeted(bot);
  await greeted(bot, 'chat:T1/other');
  expect(welcomes(bot)).toHaveLength(2);
  await bot.stop();
  const after = await wholeBot({ folder: bot.folder });
  await greeted(after);
  expect(welcomes(after)).toEqual([]);
});

it('is not said where a migration lives already, nor when one was started before it could be said', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com');
  await greeted(bot);
  expect(welcomes(bot)).toEqual([]);
  bot.platform.outcomes.push({ kind: 'not-sent', reason: 'ECONNREFUSED' });
  await greeted(bot, 'chat:T1/other');
  await bot.say('start fabrikam.com', { channel: 'chat:T1/other' });
  await bot.at('2026-11-20T11:00:00Z');
  expect(welcomes(bot)).toEqual([]);
});

it('is not said again where nobody can look whether it arrived', async () => {
  const platform = new RecordingPlatform('chat');
  platform.reads = false;
  const bot = await wholeBot({ platform });
  platform.outcomes.push({ kind: 'unknown', reason: 'ETIMEDOUT' });
  await greeted(bot);
  await bot.at('2026-11-20T10:05:00Z');
  expect(platform.calls.filter((call) => call.startsWith('deliver'))).toHaveLength(1);
});

it('is no reminder: the forecast, the digest and the full check know nothing of it', async () => {
  const bot = await wholeBot();
  await greeted(bot);
  await bot.at('2026-11-20T12:00:00Z');
  expect(await bot.say('reminders')).not.toContain('Hello');
  expect(await bot.say('digest')).toContain('has not posted a digest here yet');
  expect(await bot.bot.services.audit.check(bot.clock.now())).toMatchObject({ missing: [], stuck: [] });
});
