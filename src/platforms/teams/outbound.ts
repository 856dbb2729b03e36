import { harmless } from '../../messages/harmless.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Finding, Outcome, Parcel } from '../../messages/platform.js';
import { postReference, Reference, readAddress, readPostReference } from './address.js';
import { CARD_TYPE, type Card } from './card.js';
import type { Connector } from './connector.js';
import { jsonBytes } from './harmless.js';
import { type Fate, fateOf } from './outcome.js';
import { renderCards } from './render.js';

/** Above this Teams answers 413 on every route. */
const PLAIN_BYTES = 80_000;
/** The summary is what a notification shows; with a full card beside it, a longer one would exceed the smallest limit of 28 KB. */
const SUMMARY_BYTES = 2_500;

type Recall = (address: string) => Promise<unknown>;

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

  /** An answer to somebody here and now; it may take several cards. Answers what became of the last one tried. */
  async answer(message: Message, tenant: string, reference: Reference, conversation: string): Promise<Outcome> {
    const post = async (activity: object): Promise<Fate> =>
      fateOf(await this.#connector.post(reference, conversation, activity), 'post', conversation);
    const cards = renderCards(message, tenant);
    let outcome: Outcome = { kind: 'not-sent', reason: 'nothing to say' };
    for (const [index, card] of cards.entries()) {
      // The first card's summary stands for the whole message; the others only go on.
      const summary = index === 0 ? summaryOf(message) : harmless(message.title);
      const fate = await post(
        activityOf(reference, { summary, attachments: [{ contentType: CARD_TYPE, content: card }] }),
      );
      if (fate.kind === 'unfit') return this.#sendPlain(message, reference, post);
      outcome = fate;
      if (fate.kind !== 'sent') return outcome;
    }
    return outcome;
  }

  /** A bare sentence of the platform itself. */
  async say(words: string, reference: Reference, conversation: string): Promise<Outcome> {
    const activity = activityOf(reference, { text: words, textFormat: 'plain' });
    return settled(fateOf(await this.#connector.post(reference, conversation, activity), 'post', conversation));
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
      const fate = await attempt(cardActivity(message, reference, card));
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

/** The card alone: an activity with text beside it is split into two posts, and its answer names neither. */
function cardActivity(message: Message, reference: Reference, card: Card): object {
  return activityOf(reference, {
    summary: summaryOf(message),
    attachments: [{ contentType: CARD_TYPE, content: card }],
  });
}

function activityOf(reference: Reference, contents: object): object {
  return { type: 'message', from: reference.bot, ...contents };
}

function wordsOf(message: Message): string {
  return harmless(plainText(message));
}

/** The whole message in words, or its title when that is too long beside a card. */
function summaryOf(message: Message): string {
  const words = wordsOf(message);
  return jsonBytes(words) > SUMMARY_BYTES ? harmless(message.title) : words;
}

function settled(fate: Fate): Outcome {
  return fate.kind === 'unfit' ? { kind: 'not-sent', reason: fate.reason } : fate;
}
