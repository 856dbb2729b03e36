import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Outcome } from '../../src/messages/platform.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

it('posts the card of a migration once and redraws it in place afterwards', async () => {
  const { say, platform } = await wholeBot();
  await say(START);
  await say('accept M1 agreement=2026-11-20');
  await say('provision M1.1 on=2026-11-20');
  expect(platform.calls).toEqual(['deliver chat:T1/moves', 'update chat:T1/moves', 'update chat:T1/moves']);
  expect(platform.texts).toHaveLength(1);
  expect(platform.texts[0]).toContain('M1.R1: 25 seats from Fri, 20 Nov 2026');
});

it('answers a delivery that comes twice with the same answer and changes nothing twice', async () => {
  const { say, platform } = await wholeBot();
  const first = await say(START, { once: 'slack:T1:trigger' });
  const second = await say(START, { once: 'slack:T1:trigger' });
  expect(second).toBe(first);
  expect(platform.calls).toEqual(['deliver chat:T1/moves']);
  expect(await say('list')).not.toContain('M2');
});

it('refuses a delivery that was refused, although it would fit by now', async () => {
  const { say } = await wholeBot();
  await say(START);
  const refused = await say('provision M1.1', { once: 'event 1' });
  expect(refused).toContain('has not accepted the invitation yet');
  await say('accept M1 agreement=2026-11-20');
  expect(await say('provision M1.1', { once: 'event 1' })).toBe(refused);
  expect(await say('show M1')).toContain('none yet');
});

it('lets the second of two clicks on one card change nothing, and redraws the card', async () => {
  const { say, platform } = await wholeBot();
  await say(START);
  expect(await say('accept M1', { rev: 1 })).toContain('the customer accepted on Fri, 20 Nov 2026');
  expect(await say('decline M1', { rev: 1 })).toContain('your click changed nothing');
  expect(platform.calls).toEqual(['deliver chat:T1/moves', 'update chat:T1/moves', 'update chat:T1/moves']);
  expect(await say('show M1')).toContain('The customer accepted on Fri, 20 Nov 2026');
});

it('lets one of two simultaneous clicks win', async () => {
  const { answer, say, bot } = await wholeBot();
  await say(START);
  const answers = await Promise.all([answer('accept M1', { rev: 1 }), answer('decline M1', { rev: 1 })]);
  await bot.delivery.idle();
  expect(answers.map((message) => JSON.stringify(message).includes('your click changed nothing'))).toEqual([
    false,
    true,
  ]);
});

it('draws several quick changes as one update to the latest', async () => {
  const { answer, say, bot, platform } = await wholeBot();
  await say(START);
  const notes = ['one', 'two', 'three', 'four', 'five'].map((text) => answer(`note M1 ${text}`));
  await Promise.all(notes);
  await bot.delivery.idle();
  expect(platform.calls.length).toBeLessThan(6);
  const [row] = await bot.services.outbox.open();
  expect(row).toBeUndefined();
});

it('tries again after the wait that a platform names, and lets other channels go on meanwhile', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  platform.outcomes.push({ kind: 'not-sent', reason: '429', retryAfterMs: 30_000 });
  await say(START);
  await say('start fabrikam.com', { channel: 'chat:T1/other' });
  expect(platform.texts.map((text) => text.split('\n')[0])).toEqual(['M2 · fabrikam.com']);
  clock.set('2026-11-20T10:00:29Z');
  await bot.delivery.idle();
  expect(platform.texts).toHaveLength(1);
  clock.set('2026-11-20T10:00:31Z');
  await bot.delivery.idle();
  expect(platform.texts).toHaveLength(2);
});

it('reads the channel back when it is not known whether a post arrived, and posts only what is not there', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  platform.outcomes.push({ kind: 'unknown', reason: 'the reply was lost' });
  platform.arrives = true;
  await say(START);
  expect(platform.calls).toEqual(['deliver chat:T1/moves']);
  clock.set('2026-11-20T10:02:00Z');
  await bot.delivery.idle();
  expect(platform.calls).toEqual(['deliver chat:T1/moves', 'find chat:T1/moves']);
  platform.arrives = false;
  platform.outcomes.push({ kind: 'unknown', reason: 'the reply was lost' });
  await say('start fabrikam.com');
  clock.set('2026-11-20T10:04:00Z');
  await bot.delivery.idle();
  expect(platform.calls.slice(2)).toEqual(['deliver chat:T1/moves', 'find chat:T1/moves', 'deliver chat:T1/moves']);
  expect(platform.texts).toHaveLength(2);
});

it('never posts again blindly where a channel cannot be read back', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  platform.readable = false;
  platform.outcomes.push({ kind: 'unknown', reason: 'timeout' });
  await say(START);
  for (const time of ['10:02', '10:20', '11:00', '18:00']) {
    clock.set(`2026-11-20T${time}:00Z`);
    await bot.delivery.idle();
  }
  expect(platform.calls.filter((call) => call.startsWith('deliver'))).toHaveLength(1);
});

it('settles an attempt that the last process did not finish by reading back', async () => {
  const first = await wholeBot();
  // The first process posts, and is gone before it hears that it did.
  let hear: (outcome: Outcome) => void = () => undefined;
  first.platform.deliver = async (parcel) => {
    first.platform.posted.set('7', parcel);
    return new Promise((resolve) => {
      hear = resolve;
    });
  };
  await first.answer(START);
  await expect.poll(() => first.platform.posted.size).toBe(1);
  const copy = mkdtempSync(join(tmpdir(), 'ferry-killed-'));
  cpSync(first.folder, copy, { recursive: true });
  const platform = new RecordingPlatform('chat');
  for (const [reference, parcel] of first.platform.posted) platform.posted.set(reference, parcel);
  const second = await wholeBot({ folder: copy, now: '2026-11-20T10:05:00Z', platform });
  await second.bot.delivery.idle();
  expect(platform.calls).toEqual(['find chat:T1/moves']);
  await second.say('accept M1');
  expect(platform.calls).toEqual(['find chat:T1/moves', 'update chat:T1/moves']);
  hear({ kind: 'sent', reference: '7' });
  await second.stop();
  rmSync(copy, { recursive: true });
});

it('goes on with the other messages of a channel that refuses one', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  platform.outcomes.push({ kind: 'not-sent', reason: 'invalid_blocks' });
  await say(START);
  await say('start fabrikam.com');
  expect(platform.texts.map((text) => text.split('\n')[0])).toEqual(['M2 · fabrikam.com']);
  clock.set('2026-11-20T10:00:06Z');
  await bot.delivery.idle();
  expect(platform.texts).toHaveLength(2);
});

it('stops a channel that takes nothing, keeps its row, and tries again with the next change', async () => {
  const { say, platform } = await wholeBot();
  platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
  await say(START);
  expect(await say('about')).toContain('1 post did not arrive');
  await say('accept M1');
  expect(platform.texts[0]).toContain('The customer accepted');
  expect(await say('about')).not.toContain('did not arrive');
});

it('posts a card anew when somebody deleted it', async () => {
  const { say, platform } = await wholeBot();
  await say(START);
  platform.outcomes.push({ kind: 'gone', reason: 'message_not_found' });
  await say('accept M1');
  expect(platform.calls).toEqual(['deliver chat:T1/moves', 'update chat:T1/moves', 'deliver chat:T1/moves']);
});

it('keeps rows of a platform that is not connected', async () => {
  const { say, bot } = await wholeBot();
  await say(START, { channel: 'teams:tenant/conversation' });
  expect(await bot.services.outbox.open()).toMatchObject([
    { status: 'waiting', destination: 'teams:tenant/conversation' },
  ]);
});

it('waits again before it reads back after each attempt of unknown fate', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  platform.readable = false;
  platform.outcomes.push({ kind: 'unknown', reason: 'timeout' });
  await say(START);
  clock.set('2026-11-20T10:02:00Z');
  await bot.delivery.idle();
  platform.readable = true;
  platform.outcomes.push({ kind: 'unknown', reason: 'timeout' });
  clock.set('2026-11-20T10:18:00Z');
  await bot.delivery.idle();
  const calls = ['deliver', 'find', 'find', 'deliver'].map((call) => `${call} chat:T1/moves`);
  expect(platform.calls).toEqual(calls);
  clock.set('2026-11-20T10:19:00Z');
  await bot.delivery.idle();
  expect(platform.calls).toEqual(calls);
});

it('tries a stopped channel again when it starts anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-stopped-'));
  const first = await wholeBot({ folder });
  first.platform.outcomes.push({ kind: 'stop', reason: 'token_revoked' });
  await first.say(START);
  await first.stop();
  const second = await wholeBot({ folder });
  await second.bot.delivery.idle();
  expect(second.platform.texts).toHaveLength(1);
  await second.stop();
  rmSync(folder, { recursive: true });
});

it('is not held up for ever by waits of a clock that was put back', async () => {
  const { say, clock, bot, platform } = await wholeBot();
  clock.set('2027-11-20T10:00:00Z');
  platform.outcomes.push({ kind: 'not-sent', reason: '429', retryAfterMs: 60_000 });
  await say(START);
  clock.set('2026-11-20T10:00:00Z');
  bot.delivery.wake();
  await bot.delivery.idle();
  expect(platform.texts).toHaveLength(1);
});

it('gives the same refusal to a delivery that comes twice at once', async () => {
  const { answer, say } = await wholeBot();
  await say(START);
  const twice = ['', ''].map(() => answer('provision M1.1', { once: 'event 9' }));
  const texts = (await Promise.all(twice)).map((message) => JSON.stringify(message));
  expect(texts[0]).toContain('has not accepted');
  expect(texts[1]).toBe(texts[0]);
});
