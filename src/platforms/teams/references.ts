import { isDeepStrictEqual } from 'node:util';
import { addressOf, type PersonalChat, personalAddressOf, Reference } from './address.js';
import type { Place } from './inbound.js';

/** The port to where references are kept; the store's side of it. */
export interface Channels {
  remember(address: string, reference: unknown): Promise<void>;
  recall(address: string): Promise<unknown>;
}

const KNOWN_COUNT = 2_000;

/** Keeps each conversation's reference up to date, and which one is whose personal chat; writes only what changed. */
export class References {
  readonly #channels: Channels;
  readonly #known = new Map<string, unknown>();

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  async keep({ tenant, reference, conversation, person }: Place): Promise<void> {
    await this.#keep(addressOf(tenant, conversation), reference, withoutBotName);
    if (!person) return;
    const chat: PersonalChat = { conversation, user: person.user };
    await this.#keep(personalAddressOf(tenant, person.objectId), chat, (kept) => kept);
  }

  /** `essence`: the part of what is kept that makes a difference. */
  async #keep(address: string, news: unknown, essence: (kept: unknown) => unknown): Promise<void> {
    const known = this.#known.get(address) ?? (await this.#channels.recall(address));
    if (!isDeepStrictEqual(essence(known), essence(news))) await this.#channels.remember(address, news);
    this.#known.delete(address);
    this.#known.set(address, news);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN_COUNT && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Some activities name the bot and some do not; nothing is posted differently for it. */
function withoutBotName(kept: unknown): unknown {
  const { data } = Reference.safeParse(kept);
  return data && { ...data, bot: { id: data.bot.id } };
}
