import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';

/** What was told of subscriptions, in posts of their own or as lines of digests. */
function reminders(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split('\n').filter((line) => /^M\d+\.\d+ · /.test(line)));
}

/** The post that tells of M1.1, by itself or among others. */
function postOf(texts: readonly string[]): string[] {
  return texts.filter((text) => /^M1\.1 · /m.test(text));
}

it('reminds at the set local time, with the next rung and its buttons, once', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  await say('accept M1 agreement=2026-11-20');
  // 60 days before Sun 31 Jan 2027 is Wed 2 Dec; 09:00 in Berlin is 08:00 UTC.
  await at('2026-12-02T07:59:00Z');
  expect(reminders(platform.texts)).toEqual([]);
  for (const time of ['08:00', '08:01', '09:30', '23:00']) await at(`2026-12-02T${time}:00Z`);
  const [first, ...others] = postOf(platform.texts);
  expect(others).toEqual([]);
  expect(first).toBe(
    [
      'Due today, Wed, 2 Dec 2026: 1 subscription',
      'M1.1 · contoso.com: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      'Office 365 E3, 25 seats. Owner: Maria.',
      '> Replacement of M1.1 is active: provision M1.1',
      '> Snooze a working day: snooze M1.1 next',
      '> Show M1: show M1',
      'No full check since the start yet.',
    ].join('\n'),
  );
});

it('does not announce lead days that were past when the subscription was entered', async () => {
  const { say, at, platform } = await wholeBot({ now: '2027-01-20T10:00:00Z' });
  await say(START);
  await at('2027-01-20T10:01:00Z');
  await at('2027-01-21T10:00:00Z');
  expect(reminders(platform.texts)).toEqual([]);
  // 7 days before: Sunday the 24th, so on the Friday before.
  await at('2027-01-22T08:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(1);
});

it('speaks on the working day before when a lead day falls on a weekend', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  // 14 days before is Sunday 17 Jan.
  await at('2027-01-02T08:00:00Z');
  const before = reminders(platform.texts).length;
  await at('2027-01-15T08:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(before + 1);
  await at('2027-01-17T08:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(before + 1);
});

it('catches up once after days of silence, and says when it was due', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  await at('2026-12-05T12:00:00Z');
  const [text, ...others] = postOf(platform.texts);
  expect(others).toEqual([]);
  expect(text).toContain('This was due on Wed, 2 Dec 2026, and was not told then.');
});

it('collapses the lead days of a long silence into one', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  await at('2027-01-28T12:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(1);
});

it('sends nothing twice across restarts, nor when the clock is set back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-restart-'));
  const first = await wholeBot({ folder });
  await first.say(START);
  await first.at('2026-12-02T08:00:00Z');
  await first.stop();
  const second = await wholeBot({ folder, now: '2026-12-02T08:00:30Z', platform: first.platform });
  await second.at('2026-12-02T08:01:00Z');
  await second.at('2026-12-01T08:00:00Z');
  await second.at('2026-12-02T08:00:00Z');
  expect(reminders(first.platform.texts)).toHaveLength(1);
  await second.stop();
  rmSync(folder, { recursive: true });
});

it('moves on to the next rung, and asks on the day after the end what happened', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START.replace('renewal=ends', 'renewal=auto'));
  await say('accept M1 agreement=2026-11-20');
  await say('provision M1.1 on=2027-01-24');
  await at('2027-01-29T08:00:00Z');
  expect(reminders(platform.texts).at(-1)).toBe(
    'M1.1 · contoso.com: stop its renewal before Sun, 31 Jan 2027, 01:00 CET',
  );
  await say('change M1.1 renewal=ends');
  const before = reminders(platform.texts).length;
  await at('2027-01-31T12:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(before);
  await at('2027-02-01T08:00:00Z');
  expect(reminders(platform.texts).at(-1)).toBe(
    'M1.1 · contoso.com: its last day was Sun, 31 Jan 2027: expired, or renewed?',
  );
  await at('2027-02-08T08:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(before + 2);
  await say('end M1.1 expired');
  await at('2027-02-15T08:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(before + 2);
  expect(await say('show M1')).toContain('Stage: done');
});

it('is silent about what was abandoned, declined or resumed since', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  await say('start fabrikam.com offer=X seats=1 ends=2027-01-31');
  await say('abandon M1 "stays where it is"');
  await say('decline M2');
  await at('2026-12-02T08:00:00Z');
  expect(reminders(platform.texts)).toEqual([]);
  await say('resume M1');
  await at('2026-12-02T08:01:00Z');
  expect(reminders(platform.texts)).toEqual([]);
});

it('drops a reminder that has become pointless while it waited', async () => {
  const { say, at, clock, bot, platform } = await wholeBot();
  await say(START);
  await say('accept M1 agreement=2026-11-20');
  platform.outcomes.push({ kind: 'not-sent', reason: '503', retryAfterMs: 60_000 });
  await at('2026-12-02T08:00:00Z');
  await bot.services.moves.provision(
    {
      speaker: { identity: 'chat:T1/maria', name: 'Maria', member: true },
      role: 'operator',
      from: 'chat:T1/moves',
      once: 'x',
    },
    ['M1.1'],
    { offer: undefined, seats: undefined, on: undefined, another: false },
  );
  clock.set('2026-12-02T08:02:00Z');
  await bot.delivery.idle();
  expect(reminders(platform.texts)).toEqual([]);
});

it('says by the latest what could not be posted for days', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  const down = { kind: 'not-sent', reason: 'ECONNREFUSED' } as const;
  for (const moment of ['2026-12-02T08:00:00Z', '2027-01-01T08:00:00Z', '2027-01-15T08:00:00Z']) {
    platform.outcomes.push(down, down);
    await at(moment);
    platform.outcomes.length = 0;
  }
  await at('2027-01-15T09:00:00Z');
  expect(reminders(platform.texts)).toHaveLength(1);
});

it('does not advise to stop a renewal before the customer has accepted', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START.replace('renewal=ends', 'renewal=auto'));
  await at('2026-12-02T08:00:00Z');
  const [before] = postOf(platform.texts);
  expect(before).not.toContain('renewal');
  await say('accept M1');
  await at('2027-01-01T08:00:00Z');
  expect(postOf(platform.texts).at(-1)).toContain('Its renewal is not off yet either');
});

it('does not make up for what a declined migration was silent about', async () => {
  const { say, at, platform } = await wholeBot();
  await say(START);
  await say('decline M1');
  await at('2026-12-03T08:00:00Z');
  await say('accept M1');
  await at('2026-12-03T08:01:00Z');
  expect(reminders(platform.texts)).toEqual([]);
});
