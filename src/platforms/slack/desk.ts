import { type Answer, ephemeral, inChannel, Patience, respond } from './answering.js';
import { COMMAND, type SlackApi } from './api.js';
import { traceOf } from './bolt-log.js';
import { OUR_LINKS } from './buttons.js';
import type { Collaborators } from './collaborators.js';
import { Deliveries } from './deliveries.js';
import { drawForm } from './form.js';
import { type Heard, heardClick, heardCommand, heardEvent } from './inbound.js';
import type { Click, Command, Said } from './payloads.js';
import { plain, render } from './render.js';
import type { Shown } from './replies.js';

export interface DeskOptions extends Collaborators {
  readonly api: SlackApi;
}

export type Ack = (body?: unknown) => Promise<void>;

/** What was said got a form that is open now; there is nothing to answer. */
const OPENED = 'opened';
type Brought = Answer | typeof OPENED;

/** Takes what was said in conversations, has it answered, and brings the answer back the way that its kind allows. */
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
    if (command.command !== COMMAND || !this.#serves(heard)) {
      return ack(ephemeral(plain((await words(heard)).say('word.nothing-here'))));
    }
    const patience = new Patience(ackAfterMs);
    const brought = this.#bringOrApology(heard, command.trigger_id, patience);
    const early = await patience.within(brought);
    if (early === OPENED) return ack();
    await ack(early ?? ephemeral(plain((await words(heard)).say('word.working'))));
    if (early === undefined) late.send(heard.once, () => this.#respond(command.response_url, brought));
  }

  /** An acknowledgement of a click cannot hold a message: its answer always goes through the response_url. */
  async click(click: Click, ack: Ack): Promise<void> {
    const { late, log, ackAfterMs } = this.#options;
    const { response_url: url } = click;
    const heard = heardClick(click);
    const action = click.actions[0]?.action_id ?? '';
    if (OUR_LINKS.test(action)) return ack();
    if (heard === undefined || url === undefined || !this.#serves(heard)) {
      log.warn({ action: action.slice(0, 40), user: click.user.id }, 'slack click ignored');
      return ack();
    }
    const patience = new Patience(ackAfterMs);
    const brought = this.#bringOrApology(heard, click.trigger_id, patience);
    await patience.within(brought);
    await ack();
    late.send(heard.once, () => this.#respond(url, brought));
  }

  /** Resolves when the answer is there, so that an event whose work failed is delivered again; rejects with that failure. */
  async event(said: Said): Promise<void> {
    const heard = heardEvent(said);
    // State is safe through `once`; what a repeat would bring is a second answer.
    if (this.#serves(heard)) await this.#events.once(heard.once, () => this.#answerEvent(said, heard));
  }

  async #answerEvent(said: Said, heard: Heard): Promise<void> {
    const { api, late, replies } = this.#options;
    const { response_type, replace_original: _, ...drawn } = await this.#draw(await replies.answer(heard), heard);
    const { channel, user, thread_ts, type } = said.event;
    const args = {
      ...drawn,
      channel,
      unfurl_links: false,
      unfurl_media: false,
      ...(thread_ts === undefined ? {} : { thread_ts }),
    };
    const isForAll = type === 'message' || response_type === 'in_channel';
    if (isForAll) late.send(heard.once, () => api.call('chat.postMessage', args));
    else late.send(heard.once, () => api.call('chat.postEphemeral', { ...args, user }));
  }

  #serves(heard: Heard): boolean {
    return this.#options.known().served.has(heard.team);
  }

  async #respond(url: string, brought: Promise<Brought>): Promise<void> {
    const answer = await brought;
    if (answer !== OPENED) await respond(url, answer);
  }

  /** For requests that Slack does not deliver again. */
  async #bringOrApology(heard: Heard, trigger: string | undefined, patience: Patience): Promise<Brought> {
    try {
      return await this.#bring(heard, trigger, patience);
    } catch (error) {
      this.#options.log.error({ once: heard.once, ...traceOf(error) }, 'slack request failed');
      return this.#apology(heard);
    }
  }

  /** Opens the form if there is one and still time for it, else draws what is to be read. */
  async #bring(heard: Heard, trigger: string | undefined, patience: Patience): Promise<Brought> {
    const { replies, views } = this.#options;
    const shown = await replies.run(heard);
    if (shown.kind !== 'form') return this.#draw(shown, heard);
    const { team, label } = heard;
    const channel = `slack:${team}/${heard.channel}`;
    const view = drawForm(shown.form, { team, channel, label, outside: false });
    const opened = await views.open(trigger, view, patience);
    return opened === undefined ? ephemeral(render(shown.instead, team)) : OPENED;
  }

  async #draw(shown: Shown, heard: Heard): Promise<Answer> {
    if (shown.kind === 'words') return ephemeral(plain(shown.text));
    const message = shown.kind === 'form' ? shown.instead : shown.message;
    const drawn = render(message, heard.team);
    if (!message.everyone) return ephemeral(drawn);
    // What Ferry says names customers: it is not for another organisation's eyes, whoever wants to share it. The answer itself
    // would say that it was shared.
    const isShared = await this.#options.known().channels.isShared(heard.channel);
    return isShared ? this.#apology(heard) : inChannel(drawn);
  }

  async #apology(heard: Heard): Promise<Answer> {
    return ephemeral(plain((await this.#options.words(heard)).say('word.failed')));
  }
}
