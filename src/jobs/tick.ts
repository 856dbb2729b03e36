import cron, { type ScheduledTask } from 'node-cron';
import type { Temporal } from 'temporal-polyfill';
import type { Services } from '../services/index.js';
import type { Clock } from '../services/ports.js';
import type { Delivery } from './delivery.js';
import type { JobLog } from './log.js';

export interface TickOptions {
  readonly services: Services;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly log: JobLog;
  /** Looks after the files, as often. */
  readonly tidy: () => void;
}

/** Looks also this often, by a clock that nobody sets. */
const WATCH_MS = 60_000;

/**
 * Looks once a minute at what is due. node-cron only wakes it, and in UTC, since its schedules in a local zone skip an hour
 * each autumn; what is due comes from the state, so that a missed minute is caught up by the next.
 */
export class Tick {
  readonly #options: TickOptions;
  #task: ScheduledTask | undefined;
  #running: Promise<void> | undefined;
  #cancelWatch: () => void = () => undefined;
  #lastSweep: Temporal.Instant | undefined;

  constructor(options: TickOptions) {
    this.#options = options;
  }

  get lastSweep(): Temporal.Instant | undefined {
    return this.#lastSweep;
  }

  /** Sweeps at once, then every minute. */
  async start(): Promise<void> {
    await this.run();
    this.#task = cron.schedule('* * * * *', () => this.run(), { timezone: 'UTC', noOverlap: true });
    this.#watch();
  }

  /** node-cron waits for a time of day: of a clock that is put back it waits until that comes again. This does not. */
  #watch(): void {
    this.#cancelWatch = this.#options.clock.after(WATCH_MS, () => {
      this.#watch();
      void this.run();
    });
  }

  /** One sweep; a second one asked for meanwhile is the same. It does not throw: a failed one is logged and tried again. */
  run(): Promise<void> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#cancelWatch();
    await this.#task?.destroy();
    await this.#running;
  }

  async #sweep(): Promise<void> {
    const { services, delivery, clock, log, tidy } = this.#options;
    try {
      const now = clock.now();
      if (await this.#trusts(now)) {
        await services.reminders.sweep(now);
        await services.personal.sweep(now);
        this.#lastSweep = now;
      }
      delivery.wake();
      tidy();
    } catch (error) {
      log.fault(error, 'the sweep for due reminders failed');
    }
  }

  /** Says once that the clock is in doubt, and once that it is not any more. */
  async #trusts(now: Temporal.Instant): Promise<boolean> {
    const { services, log } = this.#options;
    const before = services.clockGuard.doubt;
    const isTrusted = await services.clockGuard.trusts(now);
    const { doubt } = services.clockGuard;
    if (doubt && doubt !== before) {
      const facts = { clock: now.toString(), expected: doubt.expected.toString() };
      log.problem(facts, 'the clock has jumped: what is due waits until it can be trusted');
    }
    if (before && !doubt) log.problem({ clock: now.toString() }, 'the clock is trusted again');
    return isTrusted;
  }
}
