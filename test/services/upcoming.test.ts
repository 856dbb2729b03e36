import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { RecordingPlatform } from '../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
/** 60 days before the end; 09:00 in Berlin. */
const DUE = '2026-12-02T08:00:00Z';

/** When something may be due next, from each moment on, when what is due there has been seen to; the last is not before `end`. */
async function turns({ at, bot, clock }: WholeBot, from: string, end: string): Promise<string[]> {
  const found: string[] = [];
  for (let next = from; next < end; ) {
    await at(next);
    next = (await bot.services.upcoming.after(clock.now())).toString();
    found.push(next);
  }
  return found;
}

it('names the beginnings of days, here and in UTC, and when something is due', async () => {
  const bot = await wholeBot();
  await bot.say(START);
  expect(await turns(bot, '2026-12-01T12:00:00Z', '2026-12-02T12:00:00Z')).toEqual([
    '2026-12-01T23:00:00Z',
    '2026-12-02T00:00:00Z',
    DUE,
    '2026-12-02T23:00:00Z',
  ]);
});

it('names the next minute while something has been changed that was not looked at yet', async () => {
  const bot = await wholeBot({ now: '2026-11-20T10:00:20.500Z' });
  const next = async () => (await bot.bot.services.upcoming.after(bot.clock.now())).toString();
  expect(await next()).toBe('2026-11-20T10:01:00Z');
  await bot.at('2026-11-20T10:01:00Z');
  expect(await next()).toBe('2026-11-20T23:00:00Z');
  await bot.say(START);
  expect(await next()).toBe('2026-11-20T10:02:00Z');
  await bot.at('2026-11-20T10:02:00Z');
  expect(await next()).toBe('2026-11-20T23:00:00Z');
});

it('names the time of each working day at which a digest of one’s own is due, in the zone of its reader', async () => {
  const bot = await wholeBot();
  await bot.say('digest on');
  await bot.say('settings time 11:30', { channel: 'chat:T1/maria/direct', reach: async () => 'closed' });
  await bot.say('settings zone Asia/Tokyo', { channel: 'chat:T1/maria/direct', reach: async () => 'closed' });
  const days = (list: readonly string[]) => list.filter((one) => !/T(23|00):00:00Z$/.test(one));
  // From Friday on; the one of this Friday was over when she asked for it.
  expect(days(await turns(bot, '2026-11-20T10:00:00Z', '2026-11-25T00:00:00Z'))).toEqual([
    '2026-11-23T02:30:00Z',
    '2026-11-24T02:30:00Z',
  ]);
  await bot.say('digest off');
  expect(days(await turns(bot, '2026-11-25T10:01:00Z', '2026-11-27T12:00:00Z'))).toEqual([]);
});

it('names when a post is tried again', async () => {
  const platform = new RecordingPlatform('chat');
  const bot = await wholeBot({ platform });
  await bot.at('2026-11-20T10:00:00Z');
  platform.outcomes.push({ kind: 'not-sent', reason: 'slow down', retryAfterMs: 90_000 });
  await bot.say(START);
  await bot.at('2026-11-20T10:01:00Z');
  const next = await bot.bot.services.upcoming.after(bot.clock.now());
  expect(next.toString()).toBe('2026-11-20T10:01:30Z');
  await bot.at('2026-11-20T10:01:30Z');
  expect(platform.posted.size).toBe(1);
});

it('never names a moment that has come, on days on which clocks are put back over midnight too', async () => {
  const bot = await wholeBot({ environment: { TIME_ZONE: 'America/Havana' } });
  await bot.say(START);
  // Saturday ends at 05:00 UTC on 1 November 2026 in Havana: 00:00 comes twice, at 04:00 and at 05:00.
  const found = await turns(bot, '2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z');
  for (const [index, one] of found.entries()) {
    const before = found[index - 1] ?? '2026-10-31T12:00:00Z';
    expect(Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(before))).toBe(1);
  }
  expect(found).toContain('2026-11-01T04:00:00Z');
});
