import type { Language } from '../../domain/language.js';
import { harmless } from '../../messages/harmless.js';
import type { Block, Button, Message } from '../../messages/message.js';
import { pair } from '../../messages/pair.js';
import type { Action, ActionData, ActionSet, Element } from './card.js';
import { inBatches } from './harmless.js';
import { paragraphs } from './paragraphs.js';

/** Guidelines of the Teams store: at most six actions in a row. @internal: tests hold the cards to it. */
export const ACTIONS = 6;
/** All actions of one row. */
const ROW_BYTES = 8_000;
/** The verb of Ferry's buttons. */
export const VERB = 'ferry';

/** Where a card stands: a dialog takes other actions than a chat. */
export type Standing = 'chat' | 'dialog';

/** Draws the buttons of one message; those that share a label get a tooltip with what they run. */
export class Buttons {
  readonly #standing: Standing;
  readonly #shared: ReadonlySet<string>;
  readonly #language: Language | undefined;

  constructor(message: Message, standing: Standing) {
    this.#standing = standing;
    this.#language = message.language;
    const labels = message.blocks.flatMap(labelsOf);
    this.#shared = new Set(labels.filter((label, index) => labels.indexOf(label) !== index));
  }

  row(buttons: readonly Button[]): ActionSet[] {
    const actions = buttons.map((button) => this.#draw(button));
    return inBatches(actions, ROW_BYTES, ACTIONS).map((batch) => ({ type: 'ActionSet', actions: batch }));
  }

  /** The button that opens the form of a command of which only the beginning was said. */
  opening({ label, run }: NonNullable<Message['opens']>): ActionSet[] {
    return this.row([{ label, run, form: true, style: 'primary' }]);
  }

  /** An address that is not https is words only: a client would not open it. */
  link(label: string, url: string): Element[] {
    if (!/^https:/i.test(url) || !URL.canParse(url)) return paragraphs(pair(label, url, this.#language));
    const action: Action = { type: 'Action.OpenUrl', title: harmless(label), url, ...this.#tooltip(label, url) };
    return [{ type: 'ActionSet', actions: [action] }];
  }

  #draw({ label, run, rev, style, form }: Button): Action {
    const title = harmless(label);
    const data: ActionData = rev === undefined ? { run } : { run, rev };
    const look = {
      ...(style ? { style: style === 'primary' ? ('positive' as const) : ('destructive' as const) } : {}),
      ...this.#tooltip(label, run),
    };
    if (this.#standing === 'dialog') {
      return { type: 'Action.Submit', title, data: form ? { ...data, form } : data, ...look };
    }
    if (form) return { type: 'Action.Submit', title, data: { msteams: { type: 'task/fetch' }, ...data }, ...look };
    return {
      type: 'Action.Execute',
      title,
      verb: VERB,
      data,
      ...look,
      fallback: { type: 'Action.Submit', title, data },
    };
  }

  #tooltip(label: string, does: string): { tooltip?: string } {
    return this.#shared.has(label) ? { tooltip: harmless(does) } : {};
  }
}

function labelsOf(block: Block): string[] {
  if (block.kind === 'link') return [block.label];
  return block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : [];
}
