import { pino } from 'pino';
import { type Bot, createBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import type { Platform } from '../../src/messages/platform.js';
import type { OutboxRow } from '../../src/services/ports.js';
import type { Disk, DiskFile } from '../../src/store/disk.js';
import { Journal } from '../../src/store/journal.js';
import { JsonStore } from '../../src/store/json-store.js';
import type { BotModules } from '../support/mutants.js';
import type { SeededRandom } from '../support/seeded-random.js';
import type { SimulatedDisk } from '../support/simulated-disk.js';
import type { VirtualClock } from './timeline.js';

export const REAL: BotModules = { createBot, Journal, JsonStore };

export interface LifeOptions {
  readonly modules: BotModules;
  readonly disk: SimulatedDisk;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly environment: Readonly<Record<string, string>>;
  readonly platforms: readonly Platform[];
  /** Of a call of the disk: it takes virtual time. */
  readonly slowDisk: number;
  readonly oversleep: (at: number) => number;
  readonly problem: (text: string) => void;
  /** Told of each attempt that the process before did not end. */
  readonly interrupted: (row: OutboxRow) => void;
  /** Told of each state of a row, for whoever replays a seed. */
  readonly rowChanged?: (row: OutboxRow) => void;
  /** The records that have changed. */
  readonly changed: (collection: 'migrations' | 'channels', ids: readonly string[]) => void;
}

const FOLD_BYTES = 96_000;

/** One process: a bot on the disk that outlives it. */
export class Life {
  readonly #options: LifeOptions;
  readonly store: JsonStore;
  readonly #journal: Journal;
  readonly bot: Bot;
  /** Calls of the disk that are under way. */
  calls = 0;
  isReady = false;
  isEnded = false;

  constructor(options: LifeOptions) {
    this.#options = options;
    const { modules, disk, clock, environment, platforms, problem } = options;
    this.#journal = new modules.Journal(this.#timed(disk.mount()), {
      folder: 'data',
      now: () => clock.now().epochMilliseconds,
      keepJournals: false,
      foldBytes: FOLD_BYTES,
      onNotice: () => undefined,
      onDiskFailure: (error) => problem(`the disk failed: ${error.message}`),
    });
    this.store = new modules.JsonStore(this.#journal);
    const log = pino(
      { level: 'warn' },
      { write: (line: string) => (line.startsWith('{"level":50') ? problem(line) : undefined) },
    );
    this.bot = modules.createBot({
      config: readConfig(environment),
      opened: { store: this.store, tidy: () => this.#journal.tidy(), close: async () => undefined },
      clock,
      log,
      platforms,
      version: '0.0.0',
    });
  }

  /** As main does, but for what wakes the sweeps. */
  async begin(): Promise<void> {
    const { clock, oversleep, changed, interrupted, rowChanged } = this.#options;
    const { bot, store } = this;
    await store.open();
    for (const collection of ['migrations', 'channels'] as const) {
      await store.watch(collection, (ids) => {
        if (!this.isEnded) changed(collection, ids);
      });
    }
    if (rowChanged) {
      await store.watch('outbox', async (ids) => {
        for (const id of ids) {
          const row = await store.get('outbox', id);
          if (row) rowChanged(row);
        }
      });
    }
    for (const row of await store.list('outbox', { status: 'sending' })) interrupted(row);
    await bot.recover();
    // What wakes the sweeps is the world; the rest is in the bot's own order.
    bot.tick.start = () => bot.tick.run();
    const audit = bot.audit.start.bind(bot.audit);
    bot.audit.start = () => {
      clock.oversleep = oversleep;
      audit();
      clock.oversleep = undefined;
    };
    await bot.start();
    this.isReady = true;
  }

  end(): void {
    this.isEnded = true;
    this.isReady = false;
    this.#options.clock.end();
  }

  /** Counts what is under way, and lets some calls take their time. */
  #timed(disk: Disk): Disk {
    const timed =
      <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        const { random, slowDisk, clock } = this.#options;
        if (slowDisk > 0 && random.chance(slowDisk)) {
          await new Promise<void>((resolve) => clock.after(random.between(0, random.pick([5, 50, 400])), resolve));
        }
        this.calls += 1;
        try {
          return await call(...args);
        } finally {
          this.calls -= 1;
        }
      };
    const file = (opened: DiskFile): DiskFile => ({
      get size() {
        return opened.size;
      },
      write: timed((bytes, at) => opened.write(bytes, at)),
      truncate: timed((size) => opened.truncate(size)),
      sync: timed(() => opened.sync()),
      close: timed(() => opened.close()),
    });
    return {
      list: timed(() => disk.list()),
      room: () => disk.room(),
      read: timed((name) => disk.read(name)),
      create: timed(async (name, through) => file(await disk.create(name, through))),
      open: timed(async (name, through) => file(await disk.open(name, through))),
      rename: timed((from, to) => disk.rename(from, to)),
      remove: timed((name) => disk.remove(name)),
      sync: timed(() => disk.sync()),
    };
  }
}
