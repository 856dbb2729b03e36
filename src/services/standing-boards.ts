import { z } from 'zod';
import { BoardPart } from '../domain/board.js';
import { Moment } from '../domain/calendar.js';
import { Language } from '../domain/language.js';
import { Identity } from '../domain/person.js';
import type { Store } from './ports.js';

const SETTING = 'boards';

/** A person's board that stands where she finds it by herself. */
export const StandingBoard = z.object({
  identity: Identity,
  /** The page and part that she chose last. */
  part: BoardPart,
  page: z.int().positive(),
  /** In which it speaks, unless she chose another one: as her platform told when she looked at it last. */
  language: Language.optional(),
  /** When she looked at it last. */
  seen: Moment,
  /** The platform's own name for where it stands. */
  reference: z.string().optional(),
  /** A hash of what stands there. */
  shown: z.string().optional(),
});
export type StandingBoard = z.infer<typeof StandingBoard>;

const Boards = z.array(StandingBoard);

/** Where boards stand, kept over restarts. One that is lost is no loss: its person sees it again when she looks. */
export class StandingBoards {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async all(): Promise<readonly StandingBoard[]> {
    const kept = Boards.safeParse((await this.#store.get('settings', SETTING))?.value);
    return kept.success ? kept.data : [];
  }

  async keep(boards: readonly StandingBoard[]): Promise<void> {
    await this.#store.change(async (tx) => {
      const setting = (await tx.get('settings', SETTING)) ?? { id: SETTING, rev: 0, value: null };
      await tx.put('settings', { ...setting, value: JSON.parse(JSON.stringify(boards)) });
    });
  }
}
