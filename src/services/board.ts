import { BOARD_DAYS, BoardPart, type BoardReader, type BoardView, isInPart } from '../domain/board.js';
import { addDays, dayIn } from '../domain/calendar.js';
import type { Lookup } from './lookup.js';
import type { Clock, Store } from './ports.js';
import type { Ranked, Standings } from './standings.js';

/**
 * More lines with buttons than this are too much to look through, and would not fit into a message everywhere.
 * @internal exported for the tests that a page of so many fits.
 */
export const BOARD_LINES = 8;

/** Boards as they are to be read now. Where migrations stand is judged once for all readers; only those of a page are read. */
export class BoardViews {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lookup: Lookup;
  readonly #zone: string;
  readonly #standings: Standings;

  /** `zone`: where the reader's day begins and ends. */
  constructor(store: Store, clock: Clock, lookup: Lookup, standings: Standings, zone: string) {
    this.#store = store;
    this.#clock = clock;
    this.#lookup = lookup;
    this.#zone = zone;
    this.#standings = standings;
  }

  /** The page of the part that the person behind `identity` is to read; a page beyond the last is the last. */
  async of(identity: string, part: BoardPart, page = 1): Promise<BoardView> {
    const reader = await this.#reader(identity);
    const counts = { week: 0, mine: 0, unowned: 0, incidents: 0, all: 0 };
    const shown: Ranked[] = [];
    for (const one of await this.#standings.at(this.#clock.now())) {
      if (!one.isOpen) continue;
      for (const each of BoardPart.options) {
        if (!isInPart(each, one, reader)) continue;
        counts[each] += 1;
        if (each === part) shown.push(one);
      }
    }
    const last = Math.max(1, Math.ceil(shown.length / BOARD_LINES));
    const at = Math.min(page, last);
    const from = (at - 1) * BOARD_LINES;
    const ids = shown
      .sort(byDay)
      .slice(from, from + BOARD_LINES)
      .map(({ id }) => id);
    const views = await Promise.all(ids.map((id) => this.#lookup.byId(id)));
    const lines = views.filter((view) => view !== undefined);
    return { part, counts, lines, page: at, from: from + 1, to: from + ids.length, reader: reader.person };
  }

  async #reader(identity: string): Promise<BoardReader> {
    const all = await this.#store.list('people');
    const today = dayIn(this.#zone, this.#clock.now());
    return {
      person: all.find(({ identities }) => identities.includes(identity)),
      people: new Map(all.map((person) => [person.id, person])),
      today,
      soon: addDays(today, BOARD_DAYS),
    };
  }
}

/** Those of one day stay as lists have them. */
function byDay(one: Ranked, other: Ranked): number {
  return one.actBy < other.actBy ? -1 : one.actBy > other.actBy ? 1 : 0;
}
