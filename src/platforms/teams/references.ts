import { isDeepStrictEqual } from 'node:util';
import { addressOf, Reference } from './address.js';
import type { Place } from './inbound.js';

/** The port to where references are kept; the store's side of it. */
export interface Channels {
  remember(address: string, reference: unknown): Promise<void>;
  recall(address: string): Promise<unknown>;
}

const KNOWN_COUNT = 2_000;

/** Keeps each conversation's reference up to date; writes only when it changed. */
export class References {
  readonly #channels: Channels;
  readonly #known = new Map<string, unknown>();

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  async keep({ tenant, reference, conversation }: Place): Promise<void> {
    const address = addressOf(tenant, conversation);
    const known = this.#known.get(address) ?? (await this.#channels.recall(address));
    if (!isDeepStrictEqual(withoutBotName(known), withoutBotName(reference)))
      await this.#channels.remember(address, reference);
    this.#known.delete(address);
    this.#known.set(address, reference);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN_COUNT && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Some activities name the bot and some do not; nothing is posted differently for it. */
function withoutBotName(kept: unknown): unknown {
  const { data } = Reference.safeParse(kept);
  return data && { ...data, bot: { id: data.bot.id } };
}
