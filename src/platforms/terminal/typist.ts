import { createInterface, type Interface } from 'node:readline';

/** `left`: Ctrl+C instead of a line; `ended`: nothing more will be typed. */
export type Typed = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'left' | 'ended' };

/** Who sits at a terminal, asked for a line at a time, with line editing and history. A line without its Enter is none. */
export class Typist {
  readonly #lines: Interface;
  /** Typed before anybody asked, as when several lines are pasted. */
  readonly #early: string[] = [];
  #answer: ((typed: Typed) => void) | undefined;
  #isClosed = false;

  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
    this.#lines = createInterface({ input, output, terminal: true });
    this.#lines.on('line', (text) => {
      if (this.#answer) this.#settle({ kind: 'line', text });
      else this.#early.push(text);
    });
    this.#lines.on('SIGINT', () => {
      // While a command runs nobody asks: then it ends the conversation, once the command is done.
      if (this.#answer) this.#settle({ kind: 'left' });
      else this.#lines.close();
    });
    this.#lines.on('close', () => {
      this.#isClosed = true;
      this.#settle({ kind: 'ended' });
    });
  }

  /** To be called again only when the last one was answered. */
  ask(prompt: string): Promise<Typed> {
    const text = this.#early.shift();
    if (text !== undefined) return Promise.resolve({ kind: 'line', text });
    if (this.#isClosed) return Promise.resolve({ kind: 'ended' });
    this.#lines.setPrompt(prompt);
    this.#lines.prompt();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  close(): void {
    if (!this.#isClosed) this.#lines.close();
  }

  #settle(typed: Typed): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(typed);
  }
}
