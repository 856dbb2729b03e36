import type { Transaction } from '../../src/services/ports.js';
import type { JournalOptions } from '../../src/store/journal.js';
import { Journal } from '../../src/store/journal.js';
import { JsonStore } from '../../src/store/json-store.js';
import type { SimulatedDisk } from './simulated-disk.js';
import { readByHand } from './store-by-hand.js';
import { type Change, type Ledger, recordOf, type Step, USED, type View, Violation } from './store-ledger.js';

/** The store's modules: the real ones, or those of a mutant. */
export interface StoreModules {
  readonly Journal: typeof Journal;
  readonly JsonStore: typeof JsonStore;
}

export const REAL: StoreModules = { Journal, JsonStore };

export interface ChangeOptions {
  readonly erases?: boolean;
  /** Its work throws in the end. */
  readonly throws?: boolean;
  /** Awaited in the middle of its work. */
  readonly pause?: () => Promise<void>;
}

/** What a work throws that does not want its puts. */
class Unwanted extends Error {}

/** The store of one process over a simulated disk; all that is asked of it and all that it answers is entered in the ledger. */
export class ObservedStore {
  readonly #disk: SimulatedDisk;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #store: JsonStore;
  /** The disk has failed: the process should end. */
  failure: Error | undefined;
  readonly notices: string[] = [];
  /** How many erasing changes were kept, while a file still says what it was. */
  notErased = 0;

  constructor(
    disk: SimulatedDisk,
    ledger: Ledger,
    options: Partial<JournalOptions> = {},
    modules: StoreModules = REAL,
  ) {
    this.#disk = disk;
    this.#ledger = ledger;
    this.#journal = new modules.Journal(disk.mount(), {
      folder: 'data',
      now: () => Date.parse('2026-11-20T10:00:00Z'),
      keepJournals: false,
      ...options,
      onNotice: (_, text) => this.notices.push(text),
      onDiskFailure: (error) => {
        this.failure = error;
      },
    });
    this.#store = new modules.JsonStore(this.#journal);
  }

  /** Opens it, and finds all that was ever told. */
  async open(): Promise<void> {
    await this.#store.open();
    if (!(await this.look())) return;
    this.#ledger.settle();
    this.#ledger.checkErased(this.#disk.files);
  }

  /** Opens it without a ledger, and answers one collection. */
  async settings(): Promise<readonly unknown[]> {
    await this.#store.open();
    return this.#store.list('settings');
  }

  /** Answers whether it is kept; without an answer the disk has failed. */
  async change(
    stepsOf: (name: string) => readonly Step[],
    { erases = false, throws = false, pause = async () => undefined }: ChangeOptions = {},
  ): Promise<boolean | undefined> {
    const change = this.#ledger.enter(stepsOf, erases);
    const [asked, hadFailed] = [this.#ledger.now, this.failure !== undefined];
    try {
      await this.#store.change(async (tx) => {
        await pause();
        await putSteps(tx, change);
        await pause();
        if (throws) throw new Unwanted();
      });
    } catch (error) {
      if (throws && error instanceof Unwanted) return this.#refused(change);
      if (erases && (error as Error).name === 'NotErasedError') return this.#notErased(change);
      if ((error as Error).name !== 'StoreError') throw error;
      if (this.failure && !hadFailed && !throws) return undefined;
      return this.#refused(change);
    }
    if (throws) throw new Violation(`${change.name} threw, and was answered`);
    if (erases) this.#ledger.erase(asked);
    this.#ledger.checkErased(this.#disk.files);
    return this.#told(change);
  }

  /** Looks at everything at once; answers whether the disk let it. */
  async look(): Promise<boolean> {
    const asked = this.#ledger.now;
    try {
      this.#ledger.check(await this.#store.change(viewOf), asked);
      return true;
    } catch (error) {
      if (!this.failure || (error as Error).name !== 'StoreError') throw error;
      return false;
    }
  }

  /** Reads, as a command does that changes nothing. */
  async read(): Promise<void> {
    const asked = this.#ledger.now;
    const marks = await this.#store.list('channels');
    this.#ledger.checkMarks(
      marks.map(({ id }) => id),
      asked,
    );
    const left = await this.#store.get('settings', 'left');
    if (left) this.#ledger.checkSeen(String(left.value));
  }

  /** While nobody changes anything: the files say what memory says. */
  async compare(): Promise<void> {
    if (this.failure) return;
    const memory = await viewOf(this.#store);
    const files = readByHand(this.#disk.files);
    for (const collection of USED) {
      const [said, kept] = [JSON.stringify(memory.get(collection)), JSON.stringify(files.get(collection))];
      if (said !== kept) throw new Violation(`memory has ${said}, and the files ${kept}`);
    }
    this.#ledger.check(files, this.#ledger.now);
    for (const writer of ['U1', 'U2']) {
      const found = JSON.stringify(await this.#store.list('inbound', { by: writer }));
      const kept = JSON.stringify(files.get('inbound')?.filter((record) => 'by' in record && record.by === writer));
      if (found !== kept) throw new Violation(`${writer} is found in ${found}, not in ${kept}`);
    }
  }

  fold(): Promise<boolean> {
    return this.#journal.fold();
  }

  async close(): Promise<void> {
    await this.#store.settled();
    await this.#journal.close();
  }

  #notErased(change: Change): true {
    this.notErased += 1;
    return this.#told(change);
  }

  #told(change: Change): true {
    this.#ledger.tell(change);
    return true;
  }

  #refused(change: Change): false {
    this.#ledger.refuse(change);
    return false;
  }
}

async function putSteps(tx: Transaction, { steps, erases }: Change): Promise<void> {
  if (erases) await tx.erase();
  for (const [kind, collection, id, value] of steps) {
    if (kind === 'drop') await tx.remove(collection, id);
    else await tx.put(collection, recordOf(collection, id, (await tx.get(collection, id))?.rev ?? 0, value) as never);
  }
}

async function viewOf(reader: Pick<Transaction, 'list'>): Promise<View> {
  const view = new Map();
  for (const collection of USED) view.set(collection, await reader.list(collection));
  return view;
}
