import type { Message } from '../../messages/message.js';
import type { BoardReader, Outcome } from '../../messages/platform.js';
import { addressOf, readAddress, readPostReference } from './address.js';
import type { Outbound } from './outbound.js';
import type { PersonalChats } from './personal-chats.js';

/** Boards in personal chats: one card each, replaced where it stands. */
export class BoardPosts {
  readonly #personal: PersonalChats;
  readonly #outbound: Outbound;

  constructor(personal: PersonalChats, outbound: Outbound) {
    this.#personal = personal;
    this.#outbound = outbound;
  }

  async show(
    identity: string,
    message: Message,
    shown: string | undefined,
    to: BoardReader = 'member',
  ): Promise<Outcome> {
    if (to === 'anyone') return this.#replace(identity, message, shown);
    const place = await this.#personal.find(identity);
    if (place.kind === 'none') return { kind: place.lasting ? 'stop' : 'not-sent', reason: place.reason };
    const parcel = { destination: place.address, key: `board ${identity}`, message };
    // Who installed the bot anew has another chat with it: what stands in the old one is nobody's board any more.
    const stands = shown && readPostReference(shown).conversation === readAddress(place.address)?.conversation;
    if (!shown || !stands) return this.#outbound.deliver(parcel);
    const replaced = await this.#outbound.update(shown, parcel);
    return replaced.kind === 'gone' ? this.#outbound.deliver(parcel) : replaced;
  }

  /** Where it stands, or nowhere: who is no member is not looked for. */
  async #replace(identity: string, message: Message, shown: string | undefined): Promise<Outcome> {
    const tenant = readAddress(identity)?.tenant;
    if (!shown || tenant === undefined) return { kind: 'stop', reason: 'nothing to replace' };
    const destination = addressOf(tenant, readPostReference(shown).conversation);
    return this.#outbound.update(shown, { destination, key: `board ${identity}`, message });
  }
}
