import { Low } from 'lowdb';
import {
  COLLECTIONS,
  type Collection,
  type Store,
  type Stored,
  StoreError,
  type Transaction,
} from '../services/ports.js';
import { COLLECTION_NAMES, DiskError, type Records, type State, type StateFile } from './state-file.js';

const EMPTY: State = { seq: 0, collections: new Map(COLLECTION_NAMES.map((name) => [name, new Map()])) };

/**
 * The Store over one JSON file, through lowdb. Changes wait in one queue; each is written and synced before its promise
 * resolves, and memory is advanced only after that, so that a refused change leaves no trace.
 */
export class JsonStore implements Store {
  readonly #db: Low<State>;
  readonly #onDiskFailure: (error: Error) => void;
  #committed: State = EMPTY;
  #queue: Promise<unknown> = Promise.resolve();
  #failure: Error | undefined;

  /** `onDiskFailure`: the disk can no longer be trusted, the process should end (exit code 4). */
  constructor(file: StateFile, onDiskFailure: (error: Error) => void) {
    this.#db = new Low(file, EMPTY);
    this.#onDiskFailure = onDiskFailure;
  }

  /** Reads what is on disk; throws a DamagedError that says what is wrong with it. */
  async open(): Promise<void> {
    await this.#db.read();
    for (const records of this.#db.data.collections.values()) for (const record of records.values()) deepFreeze(record);
    this.#committed = this.#db.data;
  }

  async get<C extends Collection>(collection: C, id: string): Promise<Stored<C> | undefined> {
    return recordsOf(this.#committed, collection).get(id) as Stored<C> | undefined;
  }

  async list<C extends Collection>(collection: C, where: Partial<Stored<C>> = {}): Promise<Stored<C>[]> {
    return matching(recordsOf(this.#committed, collection).values(), where);
  }

  change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => this.#run(work));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Waits until everything asked for so far is on disk or refused. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  async #run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.#failure) throw new StoreError(this.#failure.message);
    const staged = new StagedChange(this.#committed);
    const result = await work(staged);
    const next = staged.result();
    if (next) await this.#commit(next);
    return result;
  }

  async #commit(next: State): Promise<void> {
    try {
      this.#db.data = next;
      await this.#db.write();
      this.#committed = next;
    } catch (error) {
      this.#db.data = this.#committed;
      const cause = error as NodeJS.ErrnoException;
      if (cause instanceof DiskError || cause.code === 'EIO') {
        this.#failure = cause;
        this.#onDiskFailure(cause);
      }
      throw new StoreError(cause.message, { cause });
    }
  }
}

/** The puts of one change, laid over what is committed. */
class StagedChange implements Transaction {
  readonly #base: State;
  readonly #puts = new Map<Collection, Map<string, { id: string; rev: number } | undefined>>();

  constructor(base: State) {
    this.#base = base;
  }

  async get<C extends Collection>(collection: C, id: string): Promise<Stored<C> | undefined> {
    const puts = this.#puts.get(collection);
    return (puts?.has(id) ? puts.get(id) : recordsOf(this.#base, collection).get(id)) as Stored<C> | undefined;
  }

  async list<C extends Collection>(collection: C, where: Partial<Stored<C>> = {}): Promise<Stored<C>[]> {
    return matching(this.#merged(collection).values(), where);
  }

  async put<C extends Collection>(collection: C, record: Stored<C>): Promise<Stored<C>> {
    const current = (await this.get(collection, record.id))?.rev ?? 0;
    if (current !== record.rev) {
      throw new Error(`Conflict: ${collection}/${record.id} is at revision ${current}, not ${record.rev}`);
    }
    const next = COLLECTIONS[collection].parse({ ...record, rev: record.rev + 1 }) as Stored<C>;
    this.#staged(collection).set(record.id, deepFreeze(next));
    return next;
  }

  async remove(collection: Collection, id: string): Promise<void> {
    this.#staged(collection).set(id, undefined);
  }

  /** The state with this change in it; undefined when nothing was put. */
  result(): State | undefined {
    if (this.#puts.size === 0) return undefined;
    const collections = new Map(this.#base.collections);
    for (const name of this.#puts.keys()) collections.set(name, this.#merged(name));
    return { seq: this.#base.seq + 1, collections };
  }

  #staged(collection: Collection): Map<string, { id: string; rev: number } | undefined> {
    const puts = this.#puts.get(collection) ?? new Map();
    this.#puts.set(collection, puts);
    return puts;
  }

  #merged(collection: Collection): Records {
    const merged = new Map(recordsOf(this.#base, collection));
    for (const [id, record] of this.#puts.get(collection) ?? []) {
      if (record) merged.set(id, record);
      else merged.delete(id);
    }
    return merged;
  }
}

function recordsOf(state: State, collection: Collection): Records {
  return state.collections.get(collection) ?? new Map();
}

function matching<R>(records: Iterable<unknown>, where: Partial<R>): R[] {
  const wanted = Object.entries(where);
  return [...(records as Iterable<R>)].filter((record) =>
    wanted.every(([field, value]) => (record as Record<string, unknown>)[field] === value),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
