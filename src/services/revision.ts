import type { Collection, Store } from './ports.js';

/** What answers are made of. Receipts are not: every change leaves one, and none is shown. */
const SHOWN: readonly Collection[] = [
  'customers',
  'people',
  'migrations',
  'history',
  'requests',
  'undos',
  'outbox',
  'channels',
  'settings',
];

/** Counts the changes of everything that is shown: as long as it stands, the same question has the same answer. */
export class Revision {
  readonly #store: Store;
  #count = 0;
  #watching: Promise<unknown> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Every change that was confirmed is counted. */
  async now(): Promise<number> {
    this.#watching ??= this.#watch();
    await this.#watching;
    return this.#count;
  }

  #watch(): Promise<unknown> {
    const watching = SHOWN.map((collection) => this.#store.watch(collection, () => this.#note()));
    return Promise.all(watching).catch((error: unknown) => {
      // The next question tries again; what two watchers note then counts twice, which does no harm.
      this.#watching = undefined;
      throw error;
    });
  }

  #note(): void {
    this.#count += 1;
  }
}
