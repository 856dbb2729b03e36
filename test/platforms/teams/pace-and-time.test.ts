import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeTeams, type Fault, startFakeTeams } from '../../support/fake-teams.js';
import { type Bot, startBot } from './bot.js';

let fake: FakeTeams;
let bot: Bot;
beforeEach(async () => {
  fake = await startFakeTeams();
  bot = await startBot(fake, { requestTimeoutMs: 300 });
});
afterEach(async () => {
  await bot.close();
  await fake.close();
});

test('a conversation takes what Microsoft allows a bot in a second, in two, in half a minute and in an hour', () => {
  expect(bot.platform.pace.channel).toEqual([
    { requests: 7, ms: 1_000 },
    { requests: 8, ms: 2_000 },
    { requests: 60, ms: 30_000 },
    { requests: 1_800, ms: 3_600_000 },
  ]);
});

describe('the time at Microsoft', () => {
  const nine = Date.UTC(2026, 10, 20, 9, 0, 30);

  test('is what the place with its keys says, asked once, without a token', async () => {
    fake.date = 'Fri, 20 Nov 2026 09:00:30 GMT';
    expect(await bot.platform.time()).toBe(nine);
    expect(fake.keyRequests).toBe(1);
    expect(fake.requests).toEqual([]);
  });

  test('is told by an answer that a cache kept, and for how long', async () => {
    fake.date = 'Fri, 20 Nov 2026 09:00:30 GMT';
    fake.age = '3600';
    expect(await bot.platform.time()).toBe(nine + 3_600_000);
    fake.age = 'old';
    expect(await bot.platform.time()).toBeUndefined();
  });

  test.each(['', 'yesterday', 'Invalid Date', '1', '2026-11-20T09:00:30Z', 'Fri, 31 Feb 2026 09:00:30 GMT'])(
    'is not told by the date %j',
    async (date) => {
      fake.date = date;
      expect(await bot.platform.time()).toBeUndefined();
    },
  );

  test.each<[Fault]>([[{ status: 503 }], [{ status: 404 }], ['drop'], ['hang']])(
    'is not told by %j, after one request',
    async (fault) => {
      fake.fault('metadata', fault);
      expect(await bot.platform.time()).toBeUndefined();
      expect(fake.keyRequests).toBe(1);
    },
  );

  test('is not told by a place that the address only points to', async () => {
    const elsewhere = await startFakeTeams();
    fake.fault('metadata', { status: 302, location: `${elsewhere.url}/openid` });
    expect(await bot.platform.time()).toBeUndefined();
    expect(elsewhere.keyRequests).toBe(0);
    await elsewhere.close();
  });

  test('is not told when nobody is there', async () => {
    await fake.close();
    expect(await bot.platform.time()).toBeUndefined();
    fake = await startFakeTeams();
  });

  test("is not asked with Microsoft's local client", async () => {
    const local = await startBot(fake, { config: { local: true } });
    expect(await local.platform.time()).toBeUndefined();
    expect(fake.keyRequests).toBe(0);
    await local.close();
  });
});
