import { COLLECTIONS, type Collection } from '../services/ports.js';

export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as Collection[];

/** What every record has; the store needs no more of it. */
export interface Kept {
  readonly id: string;
  readonly rev: number;
}

/** One step of a transaction. A put replaces the whole record, so that doing it again does the same. */
export type Op = readonly ['put', Collection, Kept] | readonly ['remove', Collection, string];

/** What a step has displaced. */
interface Displaced {
  readonly table: Table;
  readonly id: string;
  readonly before: Slot | undefined;
}
export type Undo = readonly Displaced[];

/** All that is kept, in memory. */
export class State {
  /** The number of the last transaction in it. */
  seq = 0;
  readonly #tables: ReadonlyMap<string, Table>;

  /** `names`: of the collections, in the order of the file. */
  constructor(names: Iterable<string> = COLLECTION_NAMES) {
    this.#tables = new Map(Array.from(names, (name) => [name, new Table()]));
  }

  get tables(): Iterable<[string, Table]> {
    return this.#tables;
  }

  table(collection: string): Table {
    const table = this.#tables.get(collection);
    if (!table) throw new Error(`There is no collection "${collection}"`);
    return table;
  }

  /** Takes the next transaction in; the answer takes it out again, newest first. */
  apply(ops: readonly Op[]): Undo {
    this.seq += 1;
    return ops.map((op): Displaced => {
      const table = this.table(op[1]);
      return op[0] === 'put'
        ? { table, id: op[2].id, before: table.put(op[2]) }
        : { table, id: op[2], before: table.remove(op[2]) };
    });
  }

  revert(undo: Undo): void {
    for (const { table, id, before } of [...undo].reverse()) table.restore(id, before);
    this.seq -= 1;
  }
}

/** A record in its place: the order in which they were first put is the order in which they are listed. */
export interface Slot {
  readonly order: number;
  record: Kept;
}

type Value = string | number | boolean | undefined;

/** One collection, by id, and by every field that it was ever searched for. */
export class Table {
  #slots = new Map<string, Slot>();
  readonly #indexes = new Map<string, Index>();
  #next = 0;

  get size(): number {
    return this.#slots.size;
  }

  get(id: string): Slot | undefined {
    return this.#slots.get(id);
  }

  /** Every record as it is now. */
  all(): Kept[] {
    return Array.from(this.#slots.values(), ({ record }) => record);
  }

  /** Those whose fields equal all of `where`, in their order. */
  find(where: Readonly<Record<string, unknown>>): Slot[] {
    const fields = Object.entries(where);
    if (fields.length === 0) return [...this.#slots.values()];
    let fewest: ReadonlySet<Slot> | undefined;
    for (const [field, value] of fields) {
      const found = this.#index(field).get(value as Value) ?? NONE;
      if (!fewest || found.size < fewest.size) fewest = found;
    }
    const found = [...(fewest ?? NONE)].filter(({ record }) => matches(record, fields));
    return found.sort((one, other) => one.order - other.order);
  }

  /** Answers what was there. */
  put(record: Kept): Slot | undefined {
    const slot = this.#slots.get(record.id);
    if (!slot) {
      this.#add({ record, order: this.#next });
      this.#next += 1;
      return undefined;
    }
    const before = { ...slot };
    for (const [field, index] of this.#indexes) {
      const [was, is] = [fieldOf(slot.record, field), fieldOf(record, field)];
      if (was === is) continue;
      take(index, was, slot);
      give(index, is, slot);
    }
    slot.record = record;
    return before;
  }

  remove(id: string): Slot | undefined {
    const slot = this.#slots.get(id);
    if (!slot) return undefined;
    this.#slots.delete(id);
    for (const [field, index] of this.#indexes) take(index, fieldOf(slot.record, field), slot);
    return slot;
  }

  /** Puts back what `put` or `remove` answered, where it was. */
  restore(id: string, before: Slot | undefined): void {
    const slot = this.#slots.get(id);
    if (!before) {
      this.remove(id);
    } else if (slot?.order === before.order) {
      this.put(before.record);
    } else {
      // It was removed: a map can only append, so the order is made anew. This is the rare way of a full disk.
      this.remove(id);
      this.#add(before);
      this.#slots = new Map([...this.#slots].sort(([, one], [, other]) => one.order - other.order));
    }
  }

  #add(slot: Slot): void {
    this.#slots.set(slot.record.id, slot);
    for (const [field, index] of this.#indexes) give(index, fieldOf(slot.record, field), slot);
  }

  /** Made when it is first asked for, and kept from then on. */
  #index(field: string): Index {
    const known = this.#indexes.get(field);
    if (known) return known;
    const index: Index = new Map();
    for (const slot of this.#slots.values()) give(index, fieldOf(slot.record, field), slot);
    this.#indexes.set(field, index);
    return index;
  }
}

type Index = Map<Value, Set<Slot>>;

const NONE: ReadonlySet<Slot> = new Set();

export function matches(record: Kept, fields: readonly (readonly [string, unknown])[]): boolean {
  return fields.every(([field, value]) => fieldOf(record, field) === value);
}

function fieldOf(record: Kept, field: string): Value {
  return (record as unknown as Record<string, Value>)[field];
}

function give(index: Index, value: Value, slot: Slot): void {
  const slots = index.get(value);
  if (slots) slots.add(slot);
  else index.set(value, new Set([slot]));
}

function take(index: Index, value: Value, slot: Slot): void {
  const slots = index.get(value);
  slots?.delete(slot);
  if (slots?.size === 0) index.delete(value);
}
