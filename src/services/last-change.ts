import type { HistoryLine, MigrationView } from '../domain/view.js';
import type { Store } from './ports.js';

/** What was done last to a migration, for its card. */
export class LastChange {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The view with it. */
  async with(view: MigrationView): Promise<MigrationView> {
    const lastChange = await this.#of(view);
    return lastChange === undefined ? view : { ...view, lastChange };
  }

  async #of({ migration: { id, rev } }: MigrationView): Promise<HistoryLine | undefined> {
    // Entries are called by the revision that they made, so that none has to be searched for.
    const entry = await this.#store.get('history', `${id}@${rev}`);
    if (!entry) return undefined;
    const by = (await this.#store.get('people', entry.by))?.name ?? entry.by;
    return { entry, by };
  }
}
