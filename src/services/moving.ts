import type { Temporal } from 'temporal-polyfill';
import type { Answer } from '../domain/answer.js';
import { carryRows } from './carry.js';
import type { Changes } from './changes.js';
import { refreshDigestOf } from './digests.js';
import { isOpen, together } from './lookup.js';
import { moveCard, queueCard } from './outbox.js';
import type { Store, Transaction } from './ports.js';
import type { Ask } from './record.js';
import type { Speaking } from './speaking.js';

/** What is loaded from a list is told to nobody but who looks there. */
const TERMINAL = 'terminal:local';

/** A channel; `name`: as people call it, where that is known. */
export interface Target {
  readonly address: string;
  readonly name?: string | undefined;
}

/** Lets migrations live in another channel: their cards, reminders and notices. */
export class Relocation {
  readonly #store: Store;
  readonly #changes: Changes;
  readonly #speaking: Speaking;
  readonly #trusts: () => Promise<boolean>;

  /** `trusts`: whether the clock can be believed, so that what it makes due can be entered. */
  constructor(store: Store, changes: Changes, speaking: Speaking, trusts: () => Promise<boolean>) {
    this.#store = store;
    this.#trusts = trusts;
    this.#changes = changes;
    this.#speaking = speaking;
  }

  /** One that is there already has its card drawn again: whoever has removed it gets it back. */
  async move(ask: Ask, ref: string, to: Target): Promise<Answer> {
    const isTrusted = await this.#trusts();
    return this.#changes.edit(ask, ref, async (draft, now, tx) => {
      await rememberName(tx, to);
      const { channel } = draft;
      if (channel === to.address) {
        await queueCard(tx, draft, now);
        return 'already';
      }
      const [from, there] = await Promise.all([this.#speaking.in(channel, tx), this.#speaking.in(to.address, tx)]);
      await moveCard(tx, draft, to.address, now);
      await carryRows(tx, draft, {
        from: { address: channel, settings: from },
        to: { address: to.address, settings: there },
        now,
        isTrusted,
      });
      await refreshDigestOf(tx, draft);
      draft.channel = to.address;
      return { did: 'moved', from: channel, to: to.address, ...(to.name === undefined ? {} : { name: to.name }) };
    });
  }

  /** Ids of the open migrations that were loaded in the terminal, the oldest first. */
  async loaded(now: Temporal.Instant): Promise<string[]> {
    const all = together(await this.#store.list('migrations'));
    return all.flatMap((one) => (one.channel === TERMINAL && isOpen(one, now) ? [one.id] : []));
  }
}

async function rememberName(tx: Transaction, { address, name }: Target): Promise<void> {
  const channel = (await tx.get('channels', address)) ?? { id: address, rev: 0, reference: null };
  if (name !== undefined && channel.name !== name) await tx.put('channels', { ...channel, name });
}
