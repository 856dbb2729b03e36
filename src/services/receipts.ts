import { Temporal } from 'temporal-polyfill';
import { Agenda, AT_ONCE } from './agenda.js';
import type { Clock, Store } from './ports.js';

const KEPT_MS = 48 * 60 * 60_000;
/** So many are seen to before others have their turn. */
const SLICE = 200;

/** The receipts of deliveries, each removed when it has been kept long enough. */
export class Receipts {
  readonly #store: Store;
  readonly #clock: Clock;
  /** By when they expire. */
  readonly #kept = new Agenda();
  readonly #changed = new Set<string>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async watch(): Promise<void> {
    await this.#store.watch('inbound', (ids) => {
      for (const id of ids) this.#changed.add(id);
    });
  }

  /** `now`: in ms since 1970. */
  async expire(now: number): Promise<void> {
    await this.#noteChanges();
    const expired = this.#kept.take(now);
    let done = 0;
    try {
      while (done < expired.length) {
        const slice = expired.slice(done, done + SLICE);
        await this.#store.change(async (tx) => {
          for (const id of slice) await tx.remove('inbound', id);
        });
        for (const id of slice) this.#kept.delete(id);
        done += slice.length;
      }
    } finally {
      for (const id of expired.slice(done)) this.#kept.set(id, AT_ONCE);
    }
  }

  async #noteChanges(): Promise<void> {
    let size = 0;
    for (const id of this.#changed) {
      const receipt = await this.#store.get('inbound', id);
      this.#changed.delete(id);
      if (receipt) this.#kept.set(id, Temporal.Instant.from(receipt.at).epochMilliseconds + KEPT_MS + 1);
      else this.#kept.delete(id);
      size += 1;
      if (size % SLICE === 0) await this.#clock.turn?.();
    }
  }
}
