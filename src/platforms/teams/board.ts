import type { Message } from '../../messages/message.js';
import type { Outcome } from '../../messages/platform.js';
import { readAddress, readPostReference } from './address.js';
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

  async show(identity: string, message: Message, shown: string | undefined): Promise<Outcome> {
    const place = await this.#personal.find(identity);
    if (place.kind === 'none') return { kind: place.lasting ? 'stop' : 'not-sent', reason: place.reason };
    const parcel = { destination: place.address, key: `board ${identity}`, message };
    // Who installed the bot anew has another chat with it: what stands in the old one is nobody's board any more.
    const stands = shown && readPostReference(shown).conversation === readAddress(place.address)?.conversation;
    if (!shown || !stands) return this.#outbound.deliver(parcel);
    const replaced = await this.#outbound.update(shown, parcel);
    return replaced.kind === 'gone' ? this.#outbound.deliver(parcel) : replaced;
  }
}
