import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../src/commands/invocation.js';
import { plainText } from '../../../src/messages/plain-text.js';
import type { Outcome, Parcel } from '../../../src/messages/platform.js';
import { MovingClock } from '../../../src/platforms/playground/clock.js';
import { type PassageOptions, passTo } from '../../../src/platforms/playground/passage.js';
import type { Clock } from '../../../src/services/ports.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingPlatform } from '../../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../../support/whole-bot.js';

const START = '2027-03-05T10:00:00Z';
/** Clocks are put forward on the way, on 14 March in New York and on 28 March in Berlin. */
const END = '2027-04-07T10:00:00Z';
const HALF = '2027-03-19T21:30:00Z';
const PETRA: Partial<Invocation> = { actor: { identity: 'slack:TADMIN/UADMIN', name: 'Petra', member: true } };
const IGOR: Partial<Invocation> = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };
const THERE = { channel: 'chat:T1/there' };

const instant = (text: string) => Temporal.Instant.from(text);

/** A platform that keeps what was posted when. Once it asks to be left alone for a while. */
class Diary extends RecordingPlatform {
  readonly lines: string[] = [];
  now: Clock['now'] = () => instant(START);
  asksForAWait = 0;

  override async deliver(parcel: Parcel): Promise<Outcome> {
    if (this.asksForAWait > 0) {
      const retryAfterMs = this.asksForAWait;
      this.asksForAWait = 0;
      return { kind: 'not-sent', reason: 'slow down', retryAfterMs };
    }
    this.#note('posted', parcel);
    return super.deliver(parcel);
  }

  override async update(reference: string, parcel: Parcel): Promise<Outcome> {
    this.#note('drew again', parcel);
    return super.update(reference, parcel);
  }

  #note(what: string, { destination, message }: Parcel): void {
    this.lines.push(`${this.now()} ${what} in ${destination}: ${plainText(message)}`);
  }
}

interface Player extends WholeBot {
  readonly diary: Diary;
  readonly moving: MovingClock;
  readonly options: PassageOptions;
}

/** One with a clock that can be moved. */
async function player(): Promise<Player> {
  const diary = new Diary('chat');
  let moving = new MovingClock({ real: new ManualClock(START), ahead: 0 });
  const clockOver = (real: Clock) => {
    moving = new MovingClock({ real, ahead: 0 });
    return moving;
  };
  const bot = await wholeBot({ now: START, platform: diary, clockOver });
  diary.now = () => moving.now();
  const options: PassageOptions = {
    clock: moving,
    nextDue: (now) => bot.bot.services.upcoming.after(now),
    settle: async () => {
      await bot.bot.tick.run();
      await bot.bot.delivery.idle();
    },
  };
  return { ...bot, diary, moving, options };
}

/** Every minute is looked at, as when nobody moves the clock. */
async function livesTo(end: string, { moving, bot }: Player): Promise<void> {
  while (Temporal.Instant.compare(moving.now(), instant(end)) < 0) {
    moving.moveTo(moving.now().add({ minutes: 1 }));
    await bot.tick.run();
    await bot.delivery.idle();
  }
}

/** Moves in all states, two channels in two zones, a digest of one's own, a snooze, an invitation, people who escalate. */
async function fill({ say, bot }: Player): Promise<void> {
  const start = (customer: string, rest: string, how?: Partial<Invocation>) =>
    say(`start ${customer} offer="Office 365 E3" seats=25 ${rest}`, how);
  await say('settings zone America/New_York', { ...PETRA, ...THERE });
  await say('settings time 08:30', { ...PETRA, ...THERE });
  await start('a.example', 'source=web-direct ends=2027-04-20 renewal=auto');
  await start('b.example', 'source=web-direct ends=2027-05-04 renewal=ends', IGOR);
  // Its people lose service on the way, and nobody sees to it.
  await start('c.example', 'source=open ends=2027-02-20 renewal=ends');
  await start('d.example', 'source=ea ends=2027-03-31 renewal=unknown', THERE);
  await start('e.example', 'source=other-csp ends=2027-04-14 renewal=ends', THERE);
  await start('f.example', 'source=own-legacy ends=2027-03-28 renewal=auto');
  await start('g.example', 'source=web-direct ends=2027-04-10 renewal=auto', THERE);
  await start('h.example', 'source=open ends=2027-06-01 renewal=ends');
  expect((await bot.services.lookup.counts()).migrations).toBe(8);
  await say('invite M2');
  await say('accept M1 agreement=2027-03-05');
  await say('snooze M1.1 2027-03-24');
  await say('accept M8 agreement=2027-03-05');
  await say('provision M8.1 on=2027-03-20');
  await say('abandon M6 "they stay"');
  await say('digest on');
}

/** What people do half way. */
async function meddle({ say }: Player): Promise<void> {
  await say('accept M5 agreement=2027-03-19', THERE);
  await say('decline M7', THERE);
  await say('digest on', IGOR);
  await say('snooze M8.1 2027-04-06');
}

async function lived(): Promise<readonly string[]> {
  const bot = await player();
  await fill(bot);
  bot.diary.asksForAWait = 12 * 60_000;
  await livesTo(HALF, bot);
  await meddle(bot);
  await livesTo(END, bot);
  return bot.diary.lines;
}

describe('a passage of time', () => {
  it('posts what would have been posted, at the same moments, in one go or with a break', async () => {
    const expected = await lived();
    const kinds = [/Due today, /, /Yours today, /, /INCIDENT/, /no answer/, /chat:T1\/there/, /chat:T1\/igor\/direct/];
    for (const kind of kinds) expect(expected.filter((line) => kind.test(line))).not.toEqual([]);

    const bot = await player();
    await fill(bot);
    bot.diary.asksForAWait = 12 * 60_000;
    await passTo(instant(HALF), bot.options);
    await meddle(bot);
    await passTo(instant(END), bot.options);
    expect(bot.diary.lines).toEqual(expected);
    expect(bot.moving.now().toString()).toBe(END);

    const broken = await player();
    await fill(broken);
    broken.diary.asksForAWait = 12 * 60_000;
    for (const target of [HALF, END]) {
      while (Temporal.Instant.compare(broken.moving.now(), instant(target)) < 0) {
        const stop = new AbortController();
        let steps = 0;
        const step = () => {
          steps += 1;
          if (steps === 5) stop.abort();
        };
        await passTo(instant(target), { ...broken.options, step, signal: stop.signal });
      }
      if (target === HALF) await meddle(broken);
    }
    expect(broken.diary.lines).toEqual(expected);
  });

  it('stops a few times a day, however many customers there are', async () => {
    const bot = await player();
    for (let number = 1; number <= 30; number += 1) {
      const ends = Temporal.PlainDate.from('2027-03-08').add({ days: 4 * number });
      const renewal = number % 3 === 0 ? 'auto' : 'ends';
      await bot.say(`start c${number}.example source=web-direct offer=E3 seats=25 ends=${ends} renewal=${renewal}`);
    }
    await bot.say('digest on');
    let steps = 0;
    const step = () => {
      steps += 1;
    };
    await passTo(instant('2027-04-05T10:00:00Z'), { ...bot.options, step });
    // Each day begins twice, here and in UTC, and has one time for posts; what has gone wrong is looked at once more.
    expect(steps).toBeLessThan(31 * 4);
    expect(bot.diary.lines.length).toBeGreaterThan(50);
  });

  it('tells of each stop when what was due there has been posted', async () => {
    const bot = await player();
    await fill(bot);
    const stops: string[] = [];
    const step = (at: Temporal.Instant) => stops.push(`${at} ${bot.moving.now()}`);
    await passTo(instant('2027-03-06T10:00:00Z'), { ...bot.options, step });
    // What was said just now is looked at in the next minute.
    const moments = ['2027-03-05T10:01:00Z', '2027-03-05T23:00:00Z', '2027-03-06T00:00:00Z', '2027-03-06T10:00:00Z'];
    expect(stops).toEqual(moments.map((moment) => `${moment} ${moment}`));
  });
});

describe('the steps of a passage', () => {
  function steps(nextDue: PassageOptions['nextDue'], settle: (at: string) => void = () => undefined) {
    const real = new ManualClock(START);
    const clock = new MovingClock({ real, ahead: 0 });
    const options: PassageOptions = {
      clock,
      nextDue,
      settle: async () => settle(clock.now().toString()),
    };
    return { real, clock, options };
  }

  it('lead to the target when nothing is due', async () => {
    const settled: string[] = [];
    const { options } = steps(
      async () => undefined,
      (at) => settled.push(at),
    );
    await passTo(instant(END), options);
    await passTo(instant(END), options);
    expect(settled).toEqual([END]);
  });

  it('go on though the same instant is named again and again', async () => {
    const settled: string[] = [];
    const { options } = steps(
      async () => instant(START),
      (at) => settled.push(at),
    );
    await passTo(instant('2027-03-05T10:00:00.003Z'), options);
    expect(settled).toEqual(['2027-03-05T10:00:00.001Z', '2027-03-05T10:00:00.002Z', '2027-03-05T10:00:00.003Z']);
  });

  it('keep up with the real clock, which goes on meanwhile', async () => {
    const settled: string[] = [];
    const { options, real } = steps(
      async (now) => now.add({ minutes: 1 }),
      (at) => {
        settled.push(at);
        real.set(real.now().add({ seconds: 90 }).toString());
      },
    );
    await passTo(instant('2027-03-05T10:02:00Z'), options);
    expect(settled).toEqual(['2027-03-05T10:01:00Z', '2027-03-05T10:02:30Z']);
  });

  it('are not begun by a passage that was given up before', async () => {
    const { options, clock } = steps(async () => undefined);
    await passTo(instant(END), { ...options, signal: AbortSignal.abort() });
    expect(clock.now().toString()).toBe(START);
  });

  it('leave off where seeing to what is due fails', async () => {
    const { options, clock } = steps(
      async (now) => now.add({ minutes: 1 }),
      () => {
        throw new Error('the disk is full');
      },
    );
    await expect(passTo(instant(END), options)).rejects.toThrow('the disk is full');
    expect(clock.now().toString()).toBe('2027-03-05T10:01:00Z');
  });
});
