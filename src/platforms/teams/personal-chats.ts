import { addressOf, PersonalChat, personalAddressOf, Reference, readAddress } from './address.js';
import type { Members } from './members.js';

interface Known {
  readonly recall: (address: string) => Promise<unknown>;
  readonly members: Members;
  /** The only tenant served; in local mode any is. */
  readonly tenant: string;
  /** Microsoft's local client knows no members: everybody is one. */
  readonly local: boolean;
}

/** `lasting`: asking again soon is of no use. */
export type PersonalPlace =
  | { readonly kind: 'found'; readonly address: string }
  | { readonly kind: 'none'; readonly reason: string; readonly lasting: boolean };

/** Finds the personal chat of one person with the bot: a bot of Teams can only go on with one that is there. */
export class PersonalChats {
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  async find(identity: string): Promise<PersonalPlace> {
    try {
      return await this.#find(identity);
    } catch (error) {
      return { kind: 'none', reason: error instanceof Error ? error.name : 'fault', lasting: false };
    }
  }

  async #find(identity: string): Promise<PersonalPlace> {
    const { recall, members, local } = this.#known;
    // An identity, `teams:<tenant>/<object id>`, is written like an address.
    const { tenant, conversation: objectId } = readAddress(identity) ?? {};
    if (!tenant || !objectId || !(local || tenant === this.#known.tenant)) return none('not of this tenant');
    const chat = PersonalChat.safeParse(await recall(personalAddressOf(tenant, objectId))).data;
    const address = chat && addressOf(tenant, chat.conversation);
    const reference = address && Reference.safeParse(await recall(address)).data;
    if (!chat || !address || !reference) return none('has not written to the bot');
    if (local) return { kind: 'found', address };
    // What Ferry posts names customers, and guests may write to a bot as well.
    const member = await members.find(reference, chat.conversation, chat.user, tenant);
    if (typeof member === 'string') return { kind: 'none', reason: member, lasting: false };
    return member.full && member.objectId === objectId ? { kind: 'found', address } : none('not a member');
  }
}

function none(reason: string): PersonalPlace {
  return { kind: 'none', reason, lasting: true };
}
