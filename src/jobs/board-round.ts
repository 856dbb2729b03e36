import type { Clock } from '../services/ports.js';

/** What changes is drawn after so long, with all that changed meanwhile: nobody's board is sent more often because of changes. */
const REDRAW_MS = 20_000;
/** Between two boards that are sent, so that posts and answers have their turn with the platform. */
const SPACE_MS = 1_000;

export interface BoardRoundOptions {
  readonly clock: Clock;
  /** Whose boards may have to be drawn again, in their order. */
  begin(): Promise<string[]>;
  /** Answers whether something was sent. */
  redraw(identity: string): Promise<boolean>;
  /** At the end of a round. */
  finish(): Promise<void>;
  /** In how many milliseconds those that were passed over are to be tried again, though nothing changes; undefined: none were. */
  again(): number | undefined;
  fault(error: unknown): void;
}

/** Goes round the boards of one platform some seconds after something has changed. Whatever fails, it goes round again. */
export class BoardRound {
  readonly #options: BoardRoundOptions;
  /** Identities still to be drawn in this round; undefined: none is under way. */
  #left: string[] | undefined;
  #isWanted = false;
  #last: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(options: BoardRoundOptions) {
    this.#options = options;
  }

  /** Something has changed. */
  wake(): void {
    if (this.#stopped || this.#isWanted) return;
    this.#isWanted = true;
    if (this.#left === undefined) this.#plan(REDRAW_MS);
  }

  async idle(): Promise<void> {
    await this.#last;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#last;
  }

  #plan(ms: number): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#last = this.#last.then(() => this.#step());
    });
  }

  /** Goes on until something was sent, and after a pause from there. */
  async #step(): Promise<void> {
    if (this.#stopped) return;
    const { begin, redraw, finish } = this.#options;
    if (this.#left === undefined) {
      this.#left = [];
      this.#isWanted = false;
      this.#left = (await this.#guarded(begin)) ?? [];
    }
    const left = this.#left;
    for (let identity = left.shift(); identity !== undefined; identity = left.shift()) {
      const whose = identity;
      const isSent = await this.#guarded(() => redraw(whose));
      if (this.#stopped) break;
      if (isSent && left.length > 0) return this.#plan(SPACE_MS);
    }
    await this.#guarded(finish);
    this.#left = undefined;
    if (this.#stopped) return;
    const again = this.#isWanted ? REDRAW_MS : this.#options.again();
    if (again !== undefined) this.#plan(Math.max(REDRAW_MS, again));
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#options.fault(error);
      return undefined;
    }
  }
}
