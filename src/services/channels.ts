import { isDeepStrictEqual } from 'node:util';
import type { Store } from './ports.js';

/** What platforms need to remember about a channel in order to post there unasked. */
export class Channels {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps `reference`, plain JSON, beside the address; writes only when it changed. */
  async remember(address: string, reference: unknown): Promise<void> {
    const plain = JSON.parse(JSON.stringify(reference));
    const known = await this.#store.get('channels', address);
    if (known && isDeepStrictEqual(known.reference, plain)) return;
    await this.#store.change(async (tx) => {
      const channel = (await tx.get('channels', address)) ?? { id: address, rev: 0, reference: null };
      await tx.put('channels', { ...channel, reference: plain });
    });
  }

  async recall(address: string): Promise<unknown> {
    return (await this.#store.get('channels', address))?.reference;
  }
}
