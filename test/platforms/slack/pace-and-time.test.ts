import { describe, expect, it } from 'vitest';
import { FakeSlack, type Fault } from '../../support/fake-slack.js';
import { startBot } from './bot.js';

it('a channel takes one post at a time, a little more than a second apart', async () => {
  const { platform } = await startBot();
  expect(platform.pace.channel).toEqual([{ requests: 1, ms: 1_100 }]);
});

describe('the time at Slack', () => {
  it('is what the answer to one question says, also before the start', async () => {
    const bot = await startBot({ early: true });
    bot.slack.date = 'Fri, 20 Nov 2026 09:00:30 GMT';
    expect(await bot.platform.time()).toBe(Date.UTC(2026, 10, 20, 9, 0, 30));
    expect(bot.slack.calls).toMatchObject([{ method: 'auth.test', token: bot.slack.botToken }]);
  });

  it('is asked for anew each time', async () => {
    const bot = await startBot();
    bot.slack.date = 'Fri, 20 Nov 2026 09:00:30 GMT';
    const before = await bot.platform.time();
    bot.slack.date = 'Fri, 20 Nov 2026 10:00:30 GMT';
    expect(await bot.platform.time()).toBe((before ?? 0) + 60 * 60_000);
  });

  it.each(['', 'yesterday', 'Invalid Date', '1', '2026-11-20T09:00:30Z', 'Fri, 31 Feb 2026 09:00:30 GMT'])(
    'is not told by the date %j',
    async (date) => {
      const bot = await startBot();
      bot.slack.date = date;
      expect(await bot.platform.time()).toBeUndefined();
    },
  );

  it.each<[string, Fault]>([
    ['500', { kind: 'status', status: 500 }],
    ['429', { kind: 'rate-limit', retryAfter: '60' }],
    ['a revoked token', { kind: 'error', error: 'token_revoked' }],
    ['a reset', { kind: 'drop' }],
    ["a proxy's page", { kind: 'page' }],
  ])('is not told by %s, after one request', async (_, fault) => {
    const bot = await startBot({ early: true });
    bot.slack.fail('auth.test', fault);
    expect(await bot.platform.time()).toBeUndefined();
    expect(bot.slack.calls).toHaveLength(1);
  });

  it('is not told when nobody is there', async () => {
    const slack = await FakeSlack.start();
    const bot = await startBot({ slack });
    await slack.close();
    expect(await bot.platform.time()).toBeUndefined();
  });
});
