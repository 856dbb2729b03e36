import type { StandingBoard, StandingBoards } from '../services/standing-boards.js';

/** Where boards stand, by whose they are, the one looked at last in the end. They are in memory, and kept over restarts. */
export class BoardRecords {
  readonly #kept: Pick<StandingBoards, 'all' | 'keep'>;
  #boards: Promise<Map<string, StandingBoard>> | undefined;
  /** Them as they were last written. */
  #written = '[]';
  /** One writes after the other, so that what is written last is the newest. */
  #last: Promise<void> = Promise.resolve();

  constructor(kept: Pick<StandingBoards, 'all' | 'keep'>) {
    this.#kept = kept;
  }

  all(): Promise<Map<string, StandingBoard>> {
    this.#boards ??= this.#read().catch((error: unknown) => {
      this.#boards = undefined;
      throw error;
    });
    return this.#boards;
  }

  /** Rejects when they could not be written; the next write takes them along. */
  write(): Promise<void> {
    const written = this.#last.then(() => this.#write());
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #read(): Promise<Map<string, StandingBoard>> {
    const boards = await this.#kept.all();
    this.#written = JSON.stringify(boards);
    return new Map(boards.map((board) => [board.identity, board]));
  }

  async #write(): Promise<void> {
    const boards = [...(await this.all()).values()];
    const text = JSON.stringify(boards);
    if (text === this.#written) return;
    await this.#kept.keep(boards);
    this.#written = text;
  }
}
