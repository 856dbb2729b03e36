import { Low } from 'lowdb';
import {
  COLLECTIONS,
  type Collection,
  NotErasedError,
  type Store,
  type Stored,
  StoreError,
  type Transaction,
} from '../services/ports.js';
import type { Journal } from './journal.js';
import { type Kept, matches, type Op, State } from './state.js';

/**
 * The Store in memory, over a journal, through lowdb. Works run one after the other, each upon what the ones before it put;
 * none waits for the disk. Whoever asked waits: what a work answers, and what is read, is told when all that it rests on is
 * durable. Where the disk refuses that, memory is put back, and who has only read looks again.
 */
export class JsonStore implements Store {
  readonly #journal: Journal;
  readonly #db: Low<State>;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #open = new Set<Promise<unknown>>();
  readonly #watchers: Watcher[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#db = new Low(journal, new State());
  }

  /** Reads what is on disk; throws a DamagedError that says what is wrong with it. */
  async open(): Promise<void> {
    await this.#db.read();
  }

  get<C extends Collection>(collection: C, id: string): Promise<Stored<C> | undefined> {
    return this.#read(() => frozen<C>(this.#db.data.table(collection).get(id)));
  }

  list<C extends Collection>(collection: C, where: Partial<Stored<C>> = {}): Promise<Stored<C>[]> {
    return this.#read(() =>
      this.#db.data
        .table(collection)
        .find(where)
        .map((slot) => frozen<C>(slot)),
    );
  }

  change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const done = this.#change(work);
    this.#open.add(done);
    const close = () => void this.#open.delete(done);
    done.then(close, close);
    return done;
  }

  async watch(collection: Collection, seen: Watcher['seen']): Promise<void> {
    this.#watchers.push({ collection, seen });
    seen(await this.#read(() => Array.from(this.#db.data.table(collection).all(), ({ id }) => id)));
  }

  /** Waits until everything asked for so far is on disk or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#open);
  }

  async #change<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const ran = this.#turn.then(() => this.#run(work));
    this.#turn = ran.catch(() => undefined);
    const { answer, durable, ops, erases } = await ran;
    try {
      await durable;
    } catch (error) {
      // Another's change was refused, upon which this one only looked.
      if (answer.kind !== 'put') return this.#change(work);
      throw this.#refusal(error as Error);
    }
    this.#tell(ops);
    if (erases && !(await this.#journal.fold())) throw new NotErasedError('the journal could not be folded');
    if (answer.kind === 'threw') throw answer.error;
    return answer.result;
  }

  /** Runs the work until what it has read stands, and enters what it put in memory. */
  async #run<T>(work: (tx: Transaction) => Promise<T>): Promise<Ran<T>> {
    for (;;) {
      if (this.#journal.failure) throw this.#refusal(this.#journal.failure);
      const { refusals } = this.#journal;
      const staged = new StagedChange(this.#db.data);
      const answer = await work(staged).then(
        (result): Answer<T> => ({ kind: staged.ops.length > 0 ? 'put' : 'looked', result }),
        (error: unknown): Answer<T> => ({ kind: 'threw', error }),
      );
      if (refusals !== this.#journal.refusals) continue;
      if (answer.kind === 'put') this.#journal.stage(staged.ops, staged.erases);
      const durable = this.#db.write();
      // It is awaited by who asked, one step later.
      durable.catch(() => undefined);
      const isPut = answer.kind === 'put';
      return { answer, durable, ops: isPut ? staged.ops : [], erases: isPut && staged.erases };
    }
  }

  async #read<R>(look: () => R): Promise<R> {
    for (;;) {
      const found = look();
      if (!this.#journal.isPending) return found;
      const { refusals } = this.#journal;
      await this.#db.write().catch(() => undefined);
      if (refusals === this.#journal.refusals) return found;
    }
  }

  #tell(ops: readonly Op[]): void {
    for (const { collection, seen } of this.#watchers) {
      const ids = ops.filter((op) => op[1] === collection).map((op) => (op[0] === 'put' ? op[2].id : op[2]));
      if (ids.length > 0) seen(ids);
    }
  }

  #refusal(cause: Error): StoreError {
    return new StoreError(cause.message, { cause });
  }
}

type Answer<T> =
  | { readonly kind: 'put' | 'looked'; readonly result: T }
  | { readonly kind: 'threw'; readonly error: unknown };

interface Ran<T> {
  readonly answer: Answer<T>;
  /** Resolves when all that the answer rests on is on disk. */
  readonly durable: Promise<void>;
  /** What it put; nothing if it only looked, or threw. */
  readonly ops: readonly Op[];
  readonly erases: boolean;
}

interface Watcher {
  readonly collection: Collection;
  readonly seen: (ids: readonly string[]) => void;
}

/** The puts of one change, laid over what is in memory. */
class StagedChange implements Transaction {
  readonly #base: State;
  readonly #ops = new Map<string, Op>();
  readonly #laid = new Map<Collection, Map<string, Laid>>();
  /** What is new, or comes again after it was removed, stands behind all that is there. */
  #last = Number.MAX_SAFE_INTEGER / 2;
  erases = false;

  constructor(base: State) {
    this.#base = base;
  }

  get ops(): readonly Op[] {
    return [...this.#ops.values()];
  }

  async get<C extends Collection>(collection: C, id: string): Promise<Stored<C> | undefined> {
    const laid = this.#laid.get(collection)?.get(id);
    return laid ? (laid.record as Stored<C> | undefined) : frozen<C>(this.#base.table(collection).get(id));
  }

  async list<C extends Collection>(collection: C, where: Partial<Stored<C>> = {}): Promise<Stored<C>[]> {
    const found = this.#base.table(collection).find(where);
    const laid = this.#laid.get(collection);
    if (!laid) return found.map((slot) => frozen<C>(slot));
    const fields = Object.entries(where);
    const slots: { record: Kept; order: number }[] = found.filter(({ record }) => !laid.has(record.id));
    for (const { record, order } of laid.values()) {
      if (record && matches(record, fields)) slots.push({ record, order });
    }
    return slots.sort((one, other) => one.order - other.order).map((slot) => frozen<C>(slot));
  }

  async put<C extends Collection>(collection: C, record: Stored<C>): Promise<Stored<C>> {
    const current = (await this.get(collection, record.id))?.rev ?? 0;
    if (current !== record.rev) {
      throw new Error(`Conflict: ${collection}/${record.id} is at revision ${current}, not ${record.rev}`);
    }
    const next = COLLECTIONS[collection].parse({ ...record, rev: record.rev + 1 }) as Stored<C>;
    this.#lay(collection, next.id, deepFreeze(next));
    return next;
  }

  async remove(collection: Collection, id: string): Promise<void> {
    this.#lay(collection, id, undefined);
  }

  async erase(): Promise<void> {
    this.erases = true;
  }

  #lay(collection: Collection, id: string, record: Kept | undefined): void {
    const records = this.#laid.get(collection) ?? new Map<string, Laid>();
    this.#laid.set(collection, records);
    const slot = this.#base.table(collection).get(id);
    const known = records.get(id) ?? slot;
    if (!known?.record) this.#last += 1;
    records.set(id, { record, order: known?.record ? known.order : this.#last });
    const [put, remove] = [`put ${collection} ${id}`, `remove ${collection} ${id}`];
    if (record) {
      this.#ops.set(put, ['put', collection, record]);
    } else {
      this.#ops.delete(put);
      if (slot) this.#ops.set(remove, ['remove', collection, id]);
    }
  }
}

/** A record as this change leaves it, in its place; without one it is removed. */
interface Laid {
  readonly order: number;
  readonly record: Kept | undefined;
}

function frozen<C extends Collection>(slot: { readonly record: Kept }): Stored<C>;
function frozen<C extends Collection>(slot: { readonly record: Kept } | undefined): Stored<C> | undefined;
function frozen<C extends Collection>(slot: { readonly record: Kept } | undefined): Stored<C> | undefined {
  return slot && (deepFreeze(slot.record) as Stored<C>);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  // Not by Object.values: this is done to every record that is put.
  for (const key in value) {
    const inner = value[key];
    if (typeof inner === 'object') deepFreeze(inner);
  }
  return value;
}
