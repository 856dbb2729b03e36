import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AboutFacts } from './commands/command.js';
import { Router } from './commands/router.js';
import type { Config } from './config.js';
import { Delivery } from './jobs/delivery.js';
import type { JobLog } from './jobs/log.js';
import { Tick } from './jobs/tick.js';
import type { Platform } from './messages/platform.js';
import { Words } from './messages/words.js';
import { createServices, type Services } from './services/index.js';
import { type Clock, StoreError } from './services/ports.js';
import type { OpenStore } from './store/index.js';

/** Everything that does not depend on where people are, over one open store. */
export interface Bot {
  readonly services: Services;
  readonly router: Router;
  readonly words: Words;
  readonly delivery: Delivery;
  readonly tick: Tick;
  /** Settles what an earlier process left open; to be awaited before anything is said to the bot. */
  recover(): Promise<void>;
  /** Sweeps and delivers to `platforms`, which have started. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly config: Config;
  readonly opened: OpenStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Filled before `start`. */
  readonly platforms: readonly Platform[];
  readonly version: string;
}

/** Builds the bot; main gives it the system clock, tests one of their own. */
export function createBot({ config, opened, clock, log, platforms, version }: BotOptions): Bot {
  const { zone, reminderTime: time, weekdays, leadDays, locale, admins, partnerCountry } = config;
  const startedAt = clock.now().toString();
  const words = new Words(locale, zone);
  const jobLog: JobLog = {
    problem: (facts, text) => log.warn(facts, text),
    fault: (error, text) => report(log, error, text),
  };
  let delivery: Delivery | undefined;
  const settings = { zone, time, weekdays, leadDays };
  const services = createServices(opened.store, clock, settings, () => delivery?.wake(), admins, partnerCountry);
  delivery = new Delivery({ services, platforms, clock, words, log: jobLog });
  const tick = new Tick({ services, delivery, clock, log: jobLog, tidy: () => opened.tidy() });
  const about: AboutFacts = {
    version,
    get platforms() {
      return platforms.map((platform) => platform.name);
    },
    startedAt,
    reminders: { time, zone, leadDays },
    lastSweep: () => tick.lastSweep?.toString(),
  };
  const router = new Router({
    services,
    about,
    wordsFor: () => words,
    report: (error, what) => report(log, error, what),
    log,
  });
  const running = delivery;
  return {
    services,
    router,
    words,
    delivery,
    tick,
    recover: () => running.recover(),
    start: async () => {
      running.start();
      await tick.start();
    },
    stop: async () => {
      await tick.stop();
      await running.stop();
    },
  };
}

/** Logs a fault of ours with a reference that its asker can pass on. */
export function report(log: Logger, error: unknown, what: string): string {
  const reference = randomUUID().slice(0, 8);
  // A store's refusal says all in its message; anything else needs its stack.
  log.error(error instanceof StoreError ? { reference, reason: error.message } : { reference, err: error }, what);
  return reference;
}
