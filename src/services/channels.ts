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

  /** As people call it; undefined: that was not heard yet. */
  async nameOf(address: string): Promise<string | undefined> {
    return (await this.#store.get('channels', address))?.name;
  }

  /** What channels are called, by address. */
  async names(): Promise<ReadonlyMap<string, string>> {
    const all = await this.#store.list('channels');
    return new Map(all.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])));
  }

  async recall(address: string): Promise<unknown> {
    return (await this.#store.get('channels', address))?.reference;
  }
}
