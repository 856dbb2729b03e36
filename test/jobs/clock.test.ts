import { expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';
/** In ADMINS. */
const PETRA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const DUE = /^Due today/;

/** A platform whose clock can be asked. */
class Timed extends RecordingPlatform {
  clock: string | undefined;

  override async time(): Promise<number | undefined> {
    return this.clock === undefined ? undefined : Date.parse(this.clock);
  }
}

async function watched() {
  const platform = new Timed('chat');
  let monotonic = 0;
  const bot = await wholeBot({ platform, monotonic: () => monotonic });
  const told = () => platform.texts.filter((text) => DUE.test(text));
  /** The clock says so, and so much time has really passed. */
  const jump = async (moment: string, realMs: number) => {
    monotonic += realMs;
    await bot.at(moment);
  };
  return { ...bot, platform, told, jump };
}

it('tells nothing while the clock is far ahead, and goes on when it is put right', async () => {
  const { say, jump, told, bot } = await watched();
  await say(START);
  await jump('2026-11-20T10:01:00Z', 60_000);
  await jump('2027-11-20T10:02:00Z', 60_000);
  expect(told()).toEqual([]);
  expect(bot.services.clockGuard.doubt?.what).toBe('ahead');
  expect(await say('about')).toContain('far ahead of where it stood');
  expect(await say('clock')).toContain('Nothing that is due is posted');
  await jump('2026-11-20T10:03:00Z', 60_000);
  expect(bot.services.clockGuard.doubt).toBeUndefined();
  expect(await say('clock')).toContain('nothing is held back');
});

it('goes on at once when the platform has the same time', async () => {
  const { say, jump, told, platform } = await watched();
  await say(START);
  await jump('2026-11-20T10:01:00Z', 60_000);
  platform.clock = '2026-12-02T08:00:20Z';
  await jump('2026-12-02T08:00:00Z', 60_000);
  expect(told()).toHaveLength(1);
});

it('lets an admin vouch for it, and nobody else', async () => {
  const { say, jump, told } = await watched();
  await say(START);
  await jump('2026-11-20T10:01:00Z', 60_000);
  await jump('2026-12-02T08:00:00Z', 60_000);
  expect(await say('clock confirm=yes')).toContain('admin');
  await jump('2026-12-02T08:01:00Z', 60_000);
  expect(told()).toEqual([]);
  expect(await say('clock confirm=yes', PETRA)).toContain('counts as right');
  await jump('2026-12-02T08:02:00Z', 60_000);
  expect(told()).toHaveLength(1);
});

it('holds back what waits to be posted, but not what somebody does', async () => {
  const { say, jump, told, platform } = await watched();
  await say(START);
  platform.outcomes.push({ kind: 'not-sent', reason: '503', retryAfterMs: 60_000 });
  await jump('2026-12-02T08:00:00Z', 11.92 * 24 * 3_600_000);
  await jump('2026-12-01T08:02:00Z', 120_000);
  await jump('2026-12-01T08:05:00Z', 120_000);
  expect(told()).toEqual([]);
  const posted = platform.posted.size;
  await say('start fabrikam.com');
  expect(platform.posted.size).toBe(posted + 1);
  await jump('2026-12-02T08:06:00Z', 120_000);
  expect(told()).toHaveLength(1);
});

it.each([
  ['what its former channel refused', '2026-12-02T08:00:00Z', 11.92 * 24 * 3_600_000],
  ['what became due unseen', '2026-12-01T08:00:00Z', 10.92 * 24 * 3_600_000],
])('is no reason to lose, with a move to a channel that was set up since, %s', async (_case, seen, realMs) => {
  const { say, jump, told, platform, bot } = await watched();
  const there = { channel: 'chat:T1/other' };
  await say(START);
  platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
  if (seen < '2026-12-02') platform.outcomes.pop();
  await jump(seen, realMs);
  expect(told()).toEqual([]);
  await jump('2026-12-02T08:30:00Z', seen < '2026-12-02' ? 60_000 : 30 * 60_000);
  await say('settings time 08:00', there);
  await jump('2026-12-03T10:30:00Z', 60_000);
  expect(bot.services.clockGuard.doubt?.what).toBe('ahead');
  await say('move M1 here', there);
  const reminders = () =>
    [...platform.posted.values()].filter(
      ({ destination, message }) => destination === there.channel && /^M1\.1/.test(message.title),
    );
  expect(reminders()).toEqual([]);
  await say('clock confirm=yes', PETRA);
  await jump('2026-12-03T10:31:00Z', 60_000);
  await jump('2026-12-03T10:32:00Z', 60_000);
  expect(reminders()).toHaveLength(1);
  expect(told()).toEqual([]);
});
