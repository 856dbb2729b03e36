import type { BoardPart } from '../domain/board.js';
import type { Platform } from '../messages/platform.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Clock } from '../services/ports.js';
import type { JobLog } from './log.js';

export interface BoardsOptions {
  readonly services: Services;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly log: JobLog;
}

/** Boards that stand somewhere, kept up to date as things change. */
export class Boards {
  constructor(_options: BoardsOptions) {}

  /** Shows a person's board where her platform has a place for it, and from then on as it changes. False: there is none. */
  async show(_who: { readonly identity: string }, _part: BoardPart, _words: Words): Promise<boolean> {
    return false;
  }

  /** Something has changed: boards are drawn again soon. */
  wake(): void {}

  async stop(): Promise<void> {}
}
