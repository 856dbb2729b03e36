import { harmless } from '../../messages/harmless.js';
import type { Message } from '../../messages/message.js';
import type { Finding, Outcome, Parcel } from '../../messages/platform.js';
import { postReference, Reference, readAddress, readPostReference } from './address.js';
import type { Connector } from './connector.js';
import { jsonBytes } from './harmless.js';
import { type Fate, fateOf } from './outcome.js';
import { cardsPost, summaryOf, wordsOf } from './post.js';
import { renderCards } from './render.js';

/** Above this Teams answers 413 on every route. */
const PLAIN_BYTES = 80_000;

type Recall = (address: string) => Promise<unknown>;

/** Where an answer goes. */
export interface Answering {
  readonly tenant: string;
  readonly reference: Reference;
  /** With the thread of a channel. */
  readonly conversation: string;
  /** Others are there: the answer is for the asker alone. */
  readonly aside?: Aside;
  /** People of other organisations may be among them: what Ferry says names customers, so nothing is ever said to all. */
  readonly isShared?: true;
}

/**
 * To whom alone something is said among others
 * (https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages).
 */
export interface Aside {
  /** The id by which the conversation knows her. */
  readonly user: string;
  readonly name?: string;
  /** The id of what she said, when she said it to Ferry alone. */
  readonly question?: string;
}

/** Posts and updates messages in conversations whose reference is known. */
export class Outbound {
  readonly #connector: Connector;
  readonly #recall: Recall;

  constructor(connector: Connector, recall: Recall) {
    this.#connector = connector;
    this.#recall = recall;
  }

  async deliver(parcel: Parcel): Promise<Outcome> {
    const address = readAddress(parcel.destination);
    const reference = await this.#reference(parcel.destination);
    if (!address || !reference) return { kind: 'stop', reason: 'no conversation reference' };
    return this.#send(parcel.message, address.tenant, reference, async (activity) => {
      const reply = await this.#connector.post(reference, address.conversation, activity);
      return fateOf(reply, 'post', address.conversation);
    });
  }

  /** A post stays in the conversation where it was made, also when its parcel has another destination by now. */
  async update(post: string, parcel: Parcel): Promise<Outcome> {
    const { conversation, activity: id } = readPostReference(post);
    const address = readAddress(parcel.destination);
    if (!id || !address) return { kind: 'gone', reason: 'the id of the post is not known' };
    const reference = await this.#reference(`teams:${address.tenant}/${conversation}`);
    if (!reference) return { kind: 'stop', reason: 'no conversation reference' };
    return this.#send(parcel.message, address.tenant, reference, async (activity) => {
      const reply = await this.#connector.put(reference, conversation, id, { ...activity, id });
      const fate = fateOf(reply, 'update', conversation);
      return fate.kind === 'sent' ? { kind: 'sent', reference: postReference(conversation, id) } : fate;
    });
  }

  /**
   * An answer to somebody here and now; it may take several cards. Answers what became of the last one tried. `aside`: for her
   * alone, unless it is meant for all; where that is refused, as by an older service, all see it after all. Never answered
   * before others are what was itself said to Ferry alone, and anything where other organisations read along.
   */
  async answer(message: Message, to: Answering): Promise<Outcome> {
    if (!to.aside || (message.everyone && !to.isShared)) return this.#answer(message, to, this.#posting(to));
    const outcome = await this.#answer(message, to, this.#posting(to, to.aside));
    if (!isRefused(outcome)) return outcome;
    // The question may be gone meanwhile: after 24 hours, or when its asker took it back.
    if (to.aside.question !== undefined) {
      const { question: _, ...aside } = to.aside;
      return this.#answer(message, to, this.#posting(to, aside));
    }
    return to.isShared ? outcome : this.#answer(message, to, this.#posting(to));
  }

  /** A bare sentence of the platform itself. */
  async say(words: string, to: Answering): Promise<Outcome> {
    const activity = activityOf(to.reference, { text: words, textFormat: 'plain' });
    const outcome = settled(await this.#posting(to, to.aside)(activity));
    const isFinal = !to.aside || to.aside.question !== undefined || to.isShared === true;
    return isRefused(outcome) && !isFinal ? settled(await this.#posting(to)(activity)) : outcome;
  }

  /** Shows that an answer is being worked on, until it is there. */
  async type({ reference, conversation }: Answering): Promise<void> {
    await this.#connector.post(reference, conversation, { type: 'typing', from: reference.bot });
  }

  async #answer(message: Message, to: Answering, post: (activity: object) => Promise<Fate>): Promise<Outcome> {
    const cards = renderCards(message, to.tenant);
    let outcome: Outcome = { kind: 'not-sent', reason: 'nothing to say' };
    for (const [index, card] of cards.entries()) {
      // The first card's summary stands for the whole message; the others only go on.
      const summary = index === 0 ? summaryOf(message) : harmless(message.title);
      const fate = await post(activityOf(to.reference, cardsPost(summary, [card])));
      if (fate.kind === 'unfit') return this.#sendPlain(message, to.reference, post);
      outcome = fate;
      if (fate.kind !== 'sent') return outcome;
    }
    return outcome;
  }

  #posting({ reference, conversation }: Answering, aside?: Aside): (activity: object) => Promise<Fate> {
    const only = aside && {
      recipient: { id: aside.user, ...(aside.name ? { name: aside.name } : {}) },
      ...(aside.question === undefined
        ? {}
        : { entities: [{ type: 'targetedMessageInfo', messageId: aside.question }] }),
    };
    return async (activity) => {
      const reply = await this.#connector.post(reference, conversation, { ...activity, ...only }, only !== undefined);
      return fateOf(reply, 'post', conversation);
    };
  }

  /** Teams cannot be read back without Graph's permission to read every message of a team. */
  async find(): Promise<Finding> {
    return { kind: 'never' };
  }

  async #reference(address: string): Promise<Reference | undefined> {
    return Reference.safeParse(await this.#recall(address)).data;
  }

  /** One card, else its words: a second request is made only when the first was refused for its contents. */
  async #send(
    message: Message,
    tenant: string,
    reference: Reference,
    attempt: (activity: object) => Promise<Fate>,
  ): Promise<Outcome> {
    const [card, more] = renderCards(message, tenant);
    if (card && !more) {
      const fate = await attempt(activityOf(reference, cardsPost(summaryOf(message), [card])));
      if (fate.kind !== 'unfit') return fate;
    }
    return this.#sendPlain(message, reference, attempt);
  }

  async #sendPlain(
    message: Message,
    reference: Reference,
    attempt: (activity: object) => Promise<Fate>,
  ): Promise<Outcome> {
    const text = wordsOf(message);
    if (jsonBytes(text) > PLAIN_BYTES) return { kind: 'not-sent', reason: 'larger than Teams takes' };
    return settled(await attempt(activityOf(reference, { text, textFormat: 'plain' })));
  }
}

function activityOf(reference: Reference, contents: object): object {
  return { type: 'message', from: reference.bot, ...contents };
}

/** Certainly not posted, and not for want of time or tokens. */
function isRefused(outcome: Outcome): boolean {
  if (outcome.kind === 'stop') return true;
  return outcome.kind === 'not-sent' && /^4(?!29)\d\d\b/.test(outcome.reason);
}

function settled(fate: Fate): Outcome {
  return fate.kind === 'unfit' ? { kind: 'not-sent', reason: fate.reason } : fate;
}
