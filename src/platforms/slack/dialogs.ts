import { setTimeout as sleep } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import { ANSWER, wordsView } from './answer-view.js';
import { Patience } from './answering.js';
import { OUR_LINKS } from './buttons.js';
import type { Collaborators } from './collaborators.js';
import type { Ack } from './desk.js';
import { CHANNEL, type Filled, readFilled } from './filled.js';
import { errorsOf, FORM, type Place } from './form.js';
import { type Heard, pressIn, teamOf } from './inbound.js';
import type { OwnConversation } from './own-conversation.js';
import type { Click, Submission, View } from './payloads.js';
import { channelIn, type Remembered, recall } from './remembered.js';
import type { Shown } from './replies.js';
import { shownView } from './shown-view.js';

/** Milliseconds after an acknowledgement that replaces a view, before that view is replaced again: Slack may still be at it. */
const AFTER_ACK = 250;

export interface DialogsOptions extends Collaborators {
  readonly own: OwnConversation;
}

/**
 * Takes what is done in modals: forms that are sent, and buttons under an answer. All of it is answered in the same modal; when
 * that was closed before the answer was there, in the person's own conversation with the bot.
 */
export class Dialogs {
  readonly #options: DialogsOptions;

  constructor(options: DialogsOptions) {
    this.#options = options;
  }

  async submission(sent: Submission, ack: Ack): Promise<void> {
    const { replies, words, late, ackAfterMs } = this.#options;
    const { view } = sent;
    const found = this.#recall(sent, view);
    if (view.callback_id !== FORM || found?.remembered.command === undefined) {
      this.#ignored(sent, view.callback_id);
      const reader = { team: teamOf(sent) ?? '', user: sent.user.id, channel: '' };
      return ack({ response_action: 'update', view: wordsView((await words(reader)).say('word.nothing-here')) });
    }
    const { team, remembered } = found;
    const filled = readFilled(view, team);
    const heard = heardForm(sent, team, remembered, filled);
    let channelRefused = false;
    const submitted = replies.submit(heard, () => {
      channelRefused = true;
    });
    const draw = (shown: Shown) => shownView(shown, placeOf(shown, { heard, remembered, filled }));
    const early = await new Patience(ackAfterMs).within(submitted);
    if (early === undefined) {
      const working = (await words(heard)).say('word.working');
      await ack({ response_action: 'update', view: wordsView(working, remembered) });
      return late.send(heard.once, async () => {
        const shown = await submitted;
        await sleep(AFTER_ACK);
        await this.#replace(view, draw(shown), heard, shown);
      });
    }
    const errors = mistakes(early, remembered, filled, channelRefused);
    await ack(
      errors === undefined ? { response_action: 'update', view: draw(early) } : { response_action: 'errors', errors },
    );
  }

  /** A click in a modal: its answer takes the place of what is there. */
  async click(click: Click, view: View, ack: Ack): Promise<void> {
    const { replies, late, ackAfterMs } = this.#options;
    const found = this.#recall(click, view);
    const action = click.actions[0]?.action_id ?? '';
    if (OUR_LINKS.test(action)) return ack();
    const heard = found && view.callback_id === ANSWER ? heardAnswered(click, view, found.remembered) : undefined;
    if (found === undefined || heard === undefined) {
      this.#ignored(click, action);
      return ack();
    }
    const { remembered } = found;
    const run = replies.run(heard);
    await new Patience(ackAfterMs).within(run);
    await ack();
    late.send(heard.once, async () => {
      const shown = await run;
      await this.#replace(view, shownView(shown, placeOf(shown, { heard, remembered })), heard, shown);
    });
  }

  async #replace({ id }: View, drawn: types.ModalView, heard: Heard, shown: Shown): Promise<void> {
    const { own, views } = this.#options;
    if (!(await views.replace(id, drawn))) await own.post(heard, shown);
  }

  /** Undefined: a workspace that is not served, or a view that remembers another one. */
  #recall(
    doer: Pick<Click, 'team' | 'user'>,
    view: View,
  ): { readonly team: string; readonly remembered: Remembered } | undefined {
    const team = teamOf(doer);
    if (team === undefined || !this.#options.known().served.has(team)) return undefined;
    const remembered = recall(view.private_metadata, team);
    return remembered && { team, remembered };
  }

  #ignored({ user }: Pick<Click, 'user'>, what: string): void {
    this.#options.log.warn({ action: what.slice(0, 40), user: user.id }, 'slack view ignored');
  }
}

function heardForm({ user, trigger_id }: Submission, team: string, remembered: Remembered, filled: Filled): Heard {
  const { command = '', channel, label = '', rev } = remembered;
  const place =
    filled.channel === undefined ? { channel: channelIn(channel), label } : { channel: filled.channel, label: '' };
  return {
    team,
    user: user.id,
    ...place,
    text: command,
    typed: false,
    // Slack delivers no form twice. The same again is another try: what it was refused for may be mended elsewhere meanwhile.
    once: `slack:${team}:${trigger_id}`,
    filled: filled.texts,
    picked: filled.people,
    chosen: filled.channels,
    ...(rev === undefined ? {} : { rev }),
  };
}

function heardAnswered(click: Click, { id }: View, { channel, label = '' }: Remembered): Heard | undefined {
  return pressIn(click, { channel: channelIn(channel), label, at: id });
}

interface Drawing {
  readonly heard: Heard;
  readonly remembered: Remembered;
  readonly filled?: Filled;
}

function placeOf(shown: Shown, { heard, remembered, filled }: Drawing): Place {
  const { team, label } = heard;
  // A person's own conversation may stand for the home: she has not said where a card is to be.
  const isAlone = heard.channel.startsWith('D');
  const place = { team, channel: `slack:${team}/${heard.channel}`, label, outside: isAlone };
  if (filled === undefined || shown.kind !== 'form') return place;
  // The question in which channel stays where it was asked.
  const outside = filled.blocks.has(CHANNEL);
  const chosen = filled.channel === undefined ? {} : { chosen: filled.channel };
  return { team, channel: remembered.channel, label: remembered.label ?? '', outside, ...chosen };
}

/** What Slack can say beside the inputs that are on the screen, which keep what was typed. */
function mistakes(
  shown: Shown,
  { rev }: Remembered,
  filled: Filled,
  channelRefused: boolean,
): Record<string, string> | undefined {
  // Nothing came of it: the form stays as it was filled in, to be sent again.
  const [first] = filled.blocks;
  if (shown.kind === 'words' && first !== undefined) return { [first]: shown.text };
  // What the screen says about an earlier try would stay there, and so would the earlier revision.
  if (shown.kind !== 'form' || filled.saysProblems || shown.form.rev !== rev) return undefined;
  return errorsOf(shown.form, filled.blocks, channelRefused && filled.blocks.has(CHANNEL) ? CHANNEL : undefined);
}
