import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Bot, createBot, report } from './bot.js';
import type { Config } from './config.js';
import type { Language } from './domain/language.js';
import type { Platform } from './messages/platform.js';
import {
  addPeople,
  addSamples,
  createPlayground,
  identityOf,
  MOST_AHEAD_MS,
  MovingClock,
  type Playground,
  type World,
} from './platforms/playground/index.js';
import { slackSurface } from './platforms/slack/surface.js';
import { teamsSurface } from './platforms/teams/surface.js';
import type { Clock } from './services/ports.js';
import type { OpenStore } from './store/index.js';

export interface PlayedOptions {
  readonly config: Config;
  /** The system's clock, which the playground's runs ahead of. */
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** Opens the store in this folder; `written` is told the lines of its journal. */
  open(folder: string, written: (lines: string) => void): Promise<OpenStore>;
}

/** The playground with its bot; starting over exchanges the bot and its store, and keeps the rest. */
export interface Played {
  readonly playground: Playground;
  readonly clock: Clock;
  readonly bot: Bot;
  stop(): Promise<void>;
}

/** Where it is kept how far the playground's clock is ahead. */
const SETTING = 'playground';

/** Builds the playground on its own folder, and begins to play. */
export async function startPlayground(options: PlayedOptions): Promise<Played> {
  const { config, log } = options;
  const folder = join(config.dataDir, 'playground');
  let [bot, opened, clock]: [Bot?, OpenStore?, MovingClock?] = [];
  const playground = createPlayground({
    surfaces: { slack: slackSurface(), teams: teamsSurface() },
    folder,
    file: join(folder, 'conversations.jsonl'),
    language: config.locale,
    partnerCountry: config.partnerCountry,
    restart: async (how, language) => {
      await end();
      putAside(folder);
      await begin(how, language);
    },
    report: (error, what) => report(log, error, what),
  });
  const platforms: Platform[] = [playground.platform];
  const end = async () => {
    await bot?.stop();
    await opened?.close();
  };
  /** `anew`: nothing was there before, and what comes speaks this language. */
  const begin = async (how: 'samples' | 'empty', anew?: Language) => {
    const store = await options.open(folder, (lines) => playground.wrote(lines));
    const moving = new MovingClock({ real: options.clock, ahead: await aheadOf(store) });
    const admins = [...config.admins, identityOf('chen')];
    const made = createBot({ ...options, config: { ...config, admins }, opened: store, clock: moving, platforms });
    [bot, opened, clock] = [made, store, moving];
    await made.recover();
    const world = worldOf(made, store, moving);
    playground.enter(world, anew !== undefined);
    await (how === 'empty' ? addPeople(made.services) : addSamples(made.services, moving.now(), anew));
    if (anew !== undefined && anew !== config.locale) await playground.speak(anew);
    // Cards first, so that what has gone wrong already stands below them, where one looks.
    made.delivery.start();
    await world.delivered();
    await made.start();
    await world.delivered();
    await playground.welcome();
  };
  await begin('samples');
  // Of a start over that was cut off.
  rmSync(asideOf(folder), { recursive: true, force: true });
  return {
    playground,
    get clock() {
      return clock ?? options.clock;
    },
    get bot() {
      if (!bot) throw new Error('The playground has not begun');
      return bot;
    },
    stop: async () => {
      await playground.close();
      await end();
    },
  };
}

function worldOf(bot: Bot, { store }: OpenStore, clock: MovingClock): World {
  const { asking, services, delivery, boards, tick } = bot;
  const delivered = async () => {
    await delivery.idle();
    await boards.idle();
  };
  return {
    asking,
    services,
    clock,
    wordsHere: (channel) => bot.wordsHere(channel),
    delivered,
    settle: async () => {
      const { epochMilliseconds: at } = clock.now();
      await tick.run();
      // It may have joined one that had begun before the clock was moved.
      if ((tick.lastSweep?.epochMilliseconds ?? 0) < at) await tick.run();
      await delivered();
    },
    nextDue: (now) => services.upcoming.after(now),
    keepAhead: (ms) =>
      store.change(async (tx) => {
        const known = (await tx.get('settings', SETTING)) ?? { id: SETTING, rev: 0 };
        await tx.put('settings', { ...known, value: { ahead: ms } });
      }),
  };
}

/** In ms; what cannot be read was edited by hand. */
async function aheadOf({ store }: OpenStore): Promise<number> {
  const value = (await store.get('settings', SETTING))?.value;
  const ahead = typeof value === 'object' && value !== null && 'ahead' in value ? Number(value.ahead) : 0;
  return Number.isSafeInteger(ahead) && ahead > 0 && ahead <= 2 * MOST_AHEAD_MS ? ahead : 0;
}

/** The folder is there as a whole or not at all, wherever this is cut off. */
function putAside(folder: string): void {
  const aside = asideOf(folder);
  rmSync(aside, { recursive: true, force: true });
  // It is gone already after a start over that failed.
  if (existsSync(folder)) renameSync(folder, aside);
  rmSync(aside, { recursive: true, force: true });
}

function asideOf(folder: string): string {
  return `${folder}.old`;
}
