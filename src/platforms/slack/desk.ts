import type { Logger } from 'pino';
import type { Invocation } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import { ephemeral, type LateAnswers, respond, within } from './answering.js';
import { COMMAND, type SlackApi } from './api.js';
import { traceOf } from './bolt-log.js';
import { Deliveries } from './deliveries.js';
import {
  type Heard,
  heardClick,
  heardCommand,
  heardEvent,
  invocationOf,
  type Knowledge,
  WhoUnknown,
} from './inbound.js';
import type { Click, Command, Said } from './payloads.js';
import { type Drawn, plain, render } from './render.js';

/** The few texts that do not come with an answer. */
export interface SlackWords {
  /** The early acknowledgement of a command: work goes on, nothing is promised. */
  readonly working: string;
  /** An error that no answer came of. */
  readonly failed: string;
  /** Slack did not say who is asking, so nothing was done. */
  readonly whoUnknown: string;
  /** Another workspace, or another app's command. */
  readonly nothingHere: string;
}

export interface DeskOptions {
  readonly api: SlackApi;
  readonly answer: (invocation: Invocation) => Promise<Message>;
  readonly known: () => Knowledge;
  readonly late: LateAnswers;
  readonly words: SlackWords;
  readonly log: Logger;
  /** Milliseconds after which a command or a click is acknowledged without its answer. */
  readonly ackAfterMs: number;
}

type Ack = (body?: unknown) => Promise<void>;

/** Takes what was said, has it answered, and brings the answer back the way that its kind allows. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #events = new Deliveries();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** The answer is the acknowledgement; a late one goes through the response_url. */
  async command(command: Command, ack: Ack): Promise<void> {
    const { words, late, ackAfterMs } = this.#options;
    const heard = heardCommand(command);
    if (command.command !== COMMAND || !this.#serves(heard)) return ack(ephemeral(plain(words.nothingHere)));
    const answer = this.#answerOrApology(heard);
    const early = await within(ackAfterMs, answer);
    await ack(ephemeral(early ?? plain(words.working)));
    if (early === undefined) late.send(heard.once, async () => respond(command.response_url, await answer));
  }

  /** An acknowledgement of a click cannot hold a message: its answer always goes through the response_url. */
  async click(click: Click, ack: Ack): Promise<void> {
    const { late, log, ackAfterMs } = this.#options;
    const { response_url: url } = click;
    const heard = heardClick(click);
    if (heard === undefined || url === undefined || !this.#serves(heard)) {
      log.warn({ action: click.actions[0]?.action_id.slice(0, 40), user: click.user.id }, 'slack click ignored');
      return ack();
    }
    const answer = this.#answerOrApology(heard);
    await within(ackAfterMs, answer);
    await ack();
    late.send(heard.once, async () => respond(url, await answer));
  }

  /** Resolves when the answer is there, so that an event whose work failed is delivered again; rejects with that failure. */
  async event(said: Said): Promise<void> {
    const heard = heardEvent(said);
    // State is safe through `once`; what a repeat would bring is a second answer.
    if (this.#serves(heard)) await this.#events.once(heard.once, () => this.#answerEvent(said, heard));
  }

  async #answerEvent(said: Said, heard: Heard): Promise<void> {
    const { api, late } = this.#options;
    const drawn = await this.#answer(heard);
    const { channel, user, thread_ts, type } = said.event;
    const args = {
      ...drawn,
      channel,
      unfurl_links: false,
      unfurl_media: false,
      ...(thread_ts === undefined ? {} : { thread_ts }),
    };
    if (type === 'message') late.send(heard.once, () => api.call('chat.postMessage', args));
    else late.send(heard.once, () => api.call('chat.postEphemeral', { ...args, user }));
  }

  #serves(heard: Heard): boolean {
    return this.#options.known().served.has(heard.team);
  }

  async #answer(heard: Heard): Promise<Drawn> {
    const { answer, known, words, log } = this.#options;
    try {
      return render(await answer(await invocationOf(heard, known())), heard.team);
    } catch (error) {
      if (!(error instanceof WhoUnknown)) throw error;
      log.warn({ once: heard.once, code: traceOf(error.cause).code }, 'slack did not say who is asking');
      return plain(words.whoUnknown);
    }
  }

  /** For requests that Slack does not deliver again. */
  async #answerOrApology(heard: Heard): Promise<Drawn> {
    try {
      return await this.#answer(heard);
    } catch (error) {
      this.#options.log.error({ once: heard.once, ...traceOf(error) }, 'slack request failed');
      return plain(this.#options.words.failed);
    }
  }
}
