import type { Logger } from 'pino';
import type { Asking, Invocation } from '../../commands/invocation.js';
import type { Form, Input, Reply } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';
import type { Message } from '../../messages/message.js';
import { unfinished } from '../../messages/unfinished.js';
import { traceOf } from './bolt-log.js';
import { type Heard, invocationOf, type Knowledge, WhoUnknown, type WordsFor } from './inbound.js';
import { channelIn } from './remembered.js';

/** What is to be shown for what was heard. */
export type Shown =
  | { readonly kind: 'message'; readonly message: Message }
  /** `instead`: what is shown where the form cannot be opened; its button opens it. */
  | { readonly kind: 'form'; readonly form: Form; readonly instead: Message }
  /** No answer came of it. */
  | { readonly kind: 'words'; readonly text: string };

export interface RepliesOptions {
  readonly ask: Asking;
  readonly known: () => Knowledge;
  readonly words: WordsFor;
  readonly log: Logger;
}

/** Asks the bot, and says what is to be shown. */
export class Replies {
  readonly #options: RepliesOptions;

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  /** An answer alone; rejects when none came of it, so that what Slack delivers again can be answered then. */
  async answer(heard: Heard): Promise<Shown> {
    return this.#knowing(heard, async (invocation) => {
      const message = await this.#options.ask.answer(invocation);
      return { kind: 'message', message };
    });
  }

  /** For what Slack does not deliver again: what was said is done, or the form opened that it is the beginning of. */
  run(heard: Heard): Promise<Shown> {
    return this.#orApology(heard, async (invocation) => {
      const { ask } = this.#options;
      if (heard.form) return opening(await ask.open(invocation), heard.text, invocation);
      const message = await ask.answer(invocation);
      if (message.opens === undefined) return { kind: 'message', message };
      const { run } = message.opens;
      const shown = opening(await ask.open({ ...invocation, text: run }), run, invocation);
      return shown.kind === 'form' ? { ...shown, instead: message } : shown;
    });
  }

  open(heard: Heard): Promise<Shown> {
    return this.#orApology(heard, async (invocation) =>
      opening(await this.#options.ask.open(invocation), heard.text, invocation),
    );
  }

  /** `refused`: told when the command found that the bot cannot post in the channel. */
  submit(heard: Heard, refused: () => void): Promise<Shown> {
    return this.#orApology(heard, async (invocation) => {
      const reach = async () => {
        const found = await invocation.reach();
        if (found !== 'ok') refused();
        return found;
      };
      const shown = opening(await this.#options.ask.submit({ ...invocation, reach }), heard.text, invocation);
      // What was filled in is nowhere else any more.
      return shown.kind === 'form' ? { ...shown, instead: unfinished(shown.form) } : shown;
    });
  }

  async #knowing(heard: Heard, work: (invocation: Invocation) => Promise<Shown>): Promise<Shown> {
    const { known, words, log } = this.#options;
    try {
      return await work(await invocationOf(heard, known()));
    } catch (error) {
      if (!(error instanceof WhoUnknown)) throw error;
      log.warn({ once: heard.once, code: traceOf(error.cause).code }, 'slack did not say who is asking');
      return { kind: 'words', text: (await words(heard)).say('word.who-unknown') };
    }
  }

  async #orApology(heard: Heard, work: (invocation: Invocation) => Promise<Shown>): Promise<Shown> {
    try {
      return await this.#knowing(heard, work);
    } catch (error) {
      this.#options.log.error({ once: heard.once, ...traceOf(error) }, 'slack request failed');
      return { kind: 'words', text: (await this.#options.words(heard)).say('word.failed') };
    }
  }
}

function opening(reply: Reply, run: string, invocation: Invocation): Shown {
  if (reply.kind === 'message') return reply;
  const form = { ...reply.form, inputs: reply.form.inputs.map((input) => identified(input, invocation)) };
  const opens = { label: form.title, run };
  return { kind: 'form', form, instead: { title: form.title, opens, blocks: [] } };
}

/** A form knows nobody by a mention, and no channel by its name: who or what was named when it opened is picked in it already. */
function identified(input: Input, { named, places = [], actor }: Invocation): Input {
  if (input.kind === 'place') {
    const place = places.find(({ as }) => as === input.value);
    return place === undefined ? input : { ...input, value: `#${channelIn(place.address)}`, shown: place.as };
  }
  if (input.kind !== 'person' || input.value === undefined) return input;
  const person = named.find(({ as }) => harmless(as) === input.value);
  const value = input.value.toLowerCase() === 'me' ? actor.identity : person?.identities[0];
  return value === undefined ? input : { ...input, value };
}
