import type { Message } from '../../messages/message.js';
import { drawnOf } from './entries.js';
import type { Surfaces } from './people.js';
import type { Inside } from './protocol.js';

/** A move of the clock writes many lines; the latest are shown. */
const MOST_LINES = 20;

/** How far the playground's clock is: no other Ferry writes that. */
const OF_THE_CLOCK = /"ops":\[\["put","settings",\{"id":"playground"/;

/** Watches what an action does inside: the lines that the journal gets, and what goes to the platforms. */
export class Watch {
  #action: string | undefined;
  #journal: string[] = [];
  #message: Message | undefined;

  /** What happens from now on belongs to this action. */
  begin(action: string): void {
    this.#action = action;
    this.#journal = [];
    this.#message = undefined;
  }

  /** Lines that were written. */
  wrote(lines: string): void {
    if (this.#action === undefined) return;
    this.#journal.push(...lines.split('\n').filter((line) => line !== '' && !OF_THE_CLOCK.test(line)));
    this.#journal.splice(0, this.#journal.length - MOST_LINES);
  }

  /** Something was said in a conversation; the first answer or post is what is shown. */
  said(message: Message): void {
    if (this.#action !== undefined) this.#message ??= message;
  }

  /** The action is over, with all that it led to. */
  end(surfaces: Surfaces): Inside {
    const inside = {
      action: this.#action ?? '',
      journal: this.#journal,
      ...(this.#message ? { drawn: drawnOf(this.#message, surfaces) } : {}),
    };
    this.#action = undefined;
    return inside;
  }
}
