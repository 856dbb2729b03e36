import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Bot, createBot } from '../../src/bot.js';
import type { Invocation } from '../../src/commands/invocation.js';
import { readConfig } from '../../src/config.js';
import type { Reply } from '../../src/messages/form.js';
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import type { Clock } from '../../src/services/ports.js';
import { ManualClock } from './manual-clock.js';
import { RecordingPlatform } from './recording-platform.js';
import { openTestStore } from './store.js';

/** Friday; reminders of these tests go out at 09:00 in Berlin, 08:00 UTC. */
const FRIDAY = '2026-11-20T10:00:00Z';

export interface WholeBot {
  readonly bot: Bot;
  readonly clock: ManualClock;
  readonly platform: RecordingPlatform;
  readonly folder: string;
  /** Says something as Maria in #moves, waits for what it leads to, and answers the text. */
  say(text: string, how?: Partial<Invocation>): Promise<string>;
  answer(text: string, how?: Partial<Invocation>): Promise<Message>;
  /** The form of a command, with what the words say of it. */
  open(text: string, how?: Partial<Invocation>): Promise<Reply>;
  /** Sends a form with these values, as Maria in #moves. */
  submit(command: string, filled: Readonly<Record<string, string>>, how?: Partial<Invocation>): Promise<Reply>;
  /** Moves the clock, sweeps once and delivers. */
  at(moment: string): Promise<void>;
  stop(): Promise<void>;
}

export interface WholeBotOptions {
  readonly folder?: string;
  readonly now?: string;
  readonly environment?: Record<string, string>;
  readonly platform?: RecordingPlatform;
  /** All that are connected, where there are several. */
  readonly platforms?: readonly RecordingPlatform[];
  readonly log?: Logger;
  /** Makes the clock one that can be in doubt, as the system's. */
  readonly monotonic?: () => number;
  /** Makes the bot's clock of the test's, where it is another one. */
  readonly clockOver?: (real: ManualClock) => Clock;
}

let deliveries = 0;

/** The whole bot on a real store and a clock of the test's, with one recording platform called chat. */
export async function wholeBot({
  folder,
  now = FRIDAY,
  environment,
  platforms,
  platform = platforms?.[0],
  log = pino({ level: 'silent' }),
  monotonic,
  clockOver = (real) => real,
}: WholeBotOptions = {}): Promise<WholeBot> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'ferry-bot-'));
  const clock = Object.assign(new ManualClock(now), monotonic ? { monotonic } : {});
  const botClock = clockOver(clock);
  const opened = await openTestStore(data, { now: () => botClock.now().epochMilliseconds });
  const recording = platform ?? new RecordingPlatform('chat');
  const config = readConfig({ TIME_ZONE: 'Europe/Berlin', ADMINS: 'slack:TADMIN/UADMIN', ...environment });
  const bot = createBot({
    config,
    opened,
    clock: botClock,
    log,
    platforms: platforms ?? [recording],
    version: '0.0.0',
  });
  await bot.recover();
  bot.delivery.start();
  const said = (text: string, how: Partial<Invocation> = {}): Invocation => {
    deliveries += 1;
    return {
      text,
      actor: { identity: 'chat:T1/maria', name: 'Maria', member: true },
      channel: 'chat:T1/moves',
      once: `delivery ${deliveries}`,
      named: [],
      rows: 20,
      reach: async () => 'ok',
      ...how,
    };
  };
  const answer = (text: string, how?: Partial<Invocation>) => bot.router.answer(said(text, how));
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await bot.stop();
    await opened.close();
  };
  onTestFinished(async () => {
    await stop();
    if (folder === undefined) rmSync(data, { recursive: true, force: true });
  });
  return {
    bot,
    clock,
    platform: recording,
    folder: data,
    answer,
    open: (text, how) => bot.router.open(said(text, how)),
    submit: async (command, filled, how) => {
      const reply = await bot.router.submit(said(command, { ...how, filled }));
      await bot.delivery.idle();
      return reply;
    },
    say: async (text, how) => {
      const message = await answer(text, how);
      await bot.delivery.idle();
      return plainText(message);
    },
    at: async (moment) => {
      clock.set(moment);
      await bot.tick.run();
      await bot.delivery.idle();
    },
    stop,
  };
}
