import { noteOwn, type OwnConversation } from './own-conversation.js';
import type { Clock, Store } from './ports.js';

/** The word with which Ferry begins in a conversation that it did not know. */
export class Welcome {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Enters the word, once for ever for each address; answers whether it is new. Where a migration lives, Ferry is known.
   * `own`: whose own conversation that is; undefined: a channel.
   */
  async greet(address: string, own?: OwnConversation): Promise<boolean> {
    const id = `notice welcome ${address}`;
    if ((await this.#store.get('outbox', id)) || !(await this.isNewIn(address))) return false;
    return this.#store.change(async (tx) => {
      if (await tx.get('outbox', id)) return false;
      const row = { rev: 0, kind: 'notice', status: 'waiting', attempts: 0, notice: { about: 'welcome' } } as const;
      if (own) await noteOwn(tx, address, own);
      await tx.put('outbox', { id, ...row, destination: address, subjects: [], due: this.#clock.now().toString() });
      return true;
    });
  }

  /** Whether no migration lives there yet. */
  async isNewIn(address: string): Promise<boolean> {
    return (await this.#store.list('migrations', { channel: address })).length === 0;
  }
}
