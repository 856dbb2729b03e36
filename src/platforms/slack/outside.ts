import { wordsView } from './answer-view.js';
import { Patience } from './answering.js';
import { SHORTCUTS } from './api.js';
import { OUR_LINKS } from './buttons.js';
import type { Collaborators } from './collaborators.js';
import type { Ack } from './desk.js';
import type { Place } from './form.js';
import { cut } from './hygiene.js';
import { type Heard, plainWords, pressIn, type ReaderThere, teamOf } from './inbound.js';
import type { OwnConversation } from './own-conversation.js';
import type { Click, Shortcut, View } from './payloads.js';
import type { Shown } from './replies.js';
import { shownView } from './shown-view.js';

/** Of a message that becomes a note, in UTF-16 units: what a note holds. */
const NOTE = 2000;

export interface OutsideOptions extends Collaborators {
  readonly own: OwnConversation;
}

/**
 * Takes what is done where there is no conversation to answer in: the App Home, and shortcuts. It counts as said in the
 * person's own conversation with the bot, and is answered in a modal; where none can be opened, in that conversation.
 */
export class Outside {
  readonly #options: OutsideOptions;

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  /** A click in the home. The board itself is drawn again by whoever answers. */
  async click(click: Click, view: View, ack: Ack): Promise<void> {
    const action = click.actions[0]?.action_id ?? '';
    if (OUR_LINKS.test(action)) return ack();
    const pressed = pressIn(click, { channel: '', label: '', at: view.id });
    if (pressed === undefined || !this.#serves(click)) return this.#ignored(click, action, ack);
    const { replies, ackAfterMs } = this.#options;
    const patience = new Patience(ackAfterMs);
    const { trigger_id: trigger } = click;
    const heard = await patience.within(this.#atHome(pressed));
    if (heard === undefined) return this.#unknown(pressed, trigger, patience, ack);
    const isBoard = /^board\b/i.test(heard.text);
    await this.#show({ heard, trigger, outside: true, isBoard, patience }, replies.run(heard), ack);
  }

  async shortcut(chosen: Shortcut, ack: Ack): Promise<void> {
    const { callback_id, trigger_id: trigger } = chosen;
    const isOurs = Object.entries(SHORTCUTS).some(([id, type]) => id === callback_id && type === chosen.type);
    if (!isOurs || !this.#serves(chosen)) return this.#ignored(chosen, callback_id, ack);
    const { replies, ackAfterMs } = this.#options;
    const patience = new Patience(ackAfterMs);
    const heard = await patience.within(this.#heard(chosen));
    if (heard === undefined) {
      return this.#unknown({ team: teamOf(chosen) ?? '', user: chosen.user.id, channel: '' }, trigger, patience, ack);
    }
    const outside = chosen.type === 'shortcut';
    await this.#show({ heard, trigger, outside, isBoard: false, patience }, replies.open(heard), ack);
  }

  async #heard(chosen: Shortcut): Promise<Heard | undefined> {
    const team = teamOf(chosen) ?? '';
    const { callback_id: text, trigger_id, user } = chosen;
    const once = `slack:${team}:${trigger_id}`;
    const said = { team, user: user.id, channel: '', label: '', text, typed: false, once };
    if (chosen.type === 'shortcut') return this.#atHome(said);
    const { text: note } = await plainWords(chosen.message.text ?? '', team, this.#options.known());
    const { id: channel, name: label } = chosen.channel;
    return { ...said, channel, label, filled: note === '' ? {} : { text: cut(note, NOTE) } };
  }

  /** As said in the person's own conversation; undefined when there is none now. */
  async #atHome(heard: Heard): Promise<Heard | undefined> {
    const channel = await this.#options.own.of(heard);
    return channel === undefined ? undefined : { ...heard, channel };
  }

  async #show(asked: Asked, run: Promise<Shown>, ack: Ack): Promise<void> {
    const showing = this.#bring(asked, run);
    this.#options.late.send(asked.heard.once, () => showing);
    await asked.patience.within(showing.catch(() => undefined));
    await ack();
  }

  async #bring({ heard, trigger, outside, isBoard, patience }: Asked, run: Promise<Shown>): Promise<void> {
    const { own, views, words, ackAfterMs } = this.#options;
    const place = placeOf(heard, outside);
    const early = await patience.within(run);
    if (early !== undefined) {
      if (isBoard && isDone(early)) return;
      const opened = await views.open(trigger, shownView(early, place), patience);
      return opened === undefined ? own.post(heard, early) : undefined;
    }
    // The trigger is about to be forgotten: first a view, then what stands in it.
    const waiting = shownView({ kind: 'words', text: (await words(heard)).say('word.working') }, place);
    const opened = isBoard ? undefined : await views.open(trigger, waiting, new Patience(ackAfterMs / 2));
    const shown = await run;
    if (opened !== undefined && (await views.replace(opened.id, shownView(shown, place)))) return;
    if (!isBoard || !isDone(shown)) await own.post(heard, shown);
  }

  #serves(doer: Pick<Click, 'team' | 'user'>): boolean {
    return this.#options.known().served.has(teamOf(doer) ?? '');
  }

  async #unknown(reader: ReaderThere, trigger: string | undefined, patience: Patience, ack: Ack): Promise<void> {
    const { views, words } = this.#options;
    await views.open(trigger, wordsView((await words(reader)).say('word.who-unknown')), patience);
    return ack();
  }

  #ignored({ user }: Pick<Click, 'user'>, what: string, ack: Ack): Promise<void> {
    this.#options.log.warn({ action: what.slice(0, 40), user: user.id }, 'slack view ignored');
    return ack();
  }
}

interface Asked {
  readonly heard: Heard;
  readonly trigger: string | undefined;
  /** Not in a conversation: a form whose card is to stand in a channel asks in which. */
  readonly outside: boolean;
  /** It turns the board: what comes of it is seen there. */
  readonly isBoard: boolean;
  readonly patience: Patience;
}

function isDone(shown: Shown): boolean {
  return shown.kind === 'message' && shown.message.refused !== true;
}

function placeOf({ team, channel, label }: Heard, outside: boolean): Place {
  return { team, channel: `slack:${team}/${channel}`, label, outside };
}
