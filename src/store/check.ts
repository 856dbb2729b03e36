import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { COLLECTIONS } from '../services/ports.js';
import type { Snapshot } from './snapshot.js';
import { COLLECTION_NAMES, type Kept } from './state.js';

/**
 * What is wrong with the records themselves, a sentence each: what breaks its schema, an id that comes twice, a collection that
 * is missing. The sentences name collections and fields, never a customer.
 */
export function* brokenRecords(collections: Snapshot['collections']): Generator<string> {
  for (const name of collections.keys()) {
    if (!Object.hasOwn(COLLECTIONS, name)) yield 'there is a collection that this version does not know';
  }
  for (const name of COLLECTION_NAMES) {
    const records = collections.get(name);
    if (!records) {
      yield `"${name}" is missing`;
      continue;
    }
    const ids = new Set<string>();
    for (const [index, record] of records.entries()) {
      const parsed = COLLECTIONS[name].safeParse(record);
      if (!parsed.success) yield `record ${index + 1} of "${name}"${idOf(record)}: ${z.prettifyError(parsed.error)}`;
      else if (ids.has(parsed.data.id)) yield `"${name}" has ${shown(parsed.data.id)} twice`;
      else ids.add(parsed.data.id);
    }
  }
}

function idOf(record: unknown): string {
  const id = shown((record as Kept | null)?.id);
  return id === 'something' ? '' : ` (${id})`;
}

/** An id as Ferry gives them: whatever was put in its place by hand may be a customer's name. */
function shown(id: unknown): string {
  return /^[A-Z]\d+(@\w+)?$/.test(String(id)) ? String(id) : 'something';
}

/** Fields that no schema knows: a slip of who edited them, which would be kept and never read. */
export function* unknownFields(collections: Snapshot['collections']): Generator<string> {
  for (const name of COLLECTION_NAMES) {
    for (const [index, record] of (collections.get(name) ?? []).entries()) {
      const { success, data } = COLLECTIONS[name].safeParse(record);
      if (success && !isDeepStrictEqual(data, record)) {
        yield `record ${index + 1} of "${name}" has a field that Ferry does not know`;
      }
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Which field of which collection names a record of which other one. */
const REFERENCES: readonly (readonly [from: string, field: string, to: string])[] = [
  ['migrations', 'customer', 'customers'],
  ['migrations', 'owner', 'people'],
  ['migrations', 'deputy', 'people'],
  ['history', 'migration', 'migrations'],
  ['history', 'by', 'people'],
  ['requests', 'migration', 'migrations'],
  ['requests', 'by', 'people'],
  ['undos', 'id', 'migrations'],
  ['undos', 'entry', 'history'],
  ['outbox', 'person', 'people'],
];

/** Which collection's ids a counter has given: what was given once is not given again. */
const COUNTED: readonly (readonly [letter: string, collection: string])[] = [
  ['C', 'customers'],
  ['M', 'migrations'],
  ['P', 'people'],
  ['A', 'requests'],
];

/** What records that are each in order say of each other and cannot be, a sentence each. */
export function* brokenReferences(collections: Snapshot['collections']): Generator<string> {
  const recordsOf = (name: string): readonly Kept[] => collections.get(name) ?? [];
  const ids = new Map([...collections].map(([name, records]) => [name, new Set(records.map(({ id }) => id))]));
  for (const [from, field, to] of REFERENCES) {
    for (const record of recordsOf(from)) {
      const named = (record as unknown as Fields)[field];
      if (named === undefined || ids.get(to)?.has(named as string)) continue;
      yield `${from} ${shown(record.id)}: "${field}" names ${shown(named)}, which is not among the ${to}`;
    }
  }
  for (const [index, row] of recordsOf('outbox').entries()) {
    const [migration] = (row as unknown as { subjects: readonly string[] }).subjects;
    if (migration !== undefined && !ids.get('migrations')?.has(migration)) {
      yield `record ${index + 1} of "outbox": it is about ${shown(migration)}, which is not among the migrations`;
    }
  }
  for (const [index, channel] of recordsOf('channels').entries()) {
    const { settings } = channel as unknown as { settings?: { by: string; escalation?: string } };
    for (const named of [settings?.by, settings?.escalation]) {
      if (named === undefined || ids.get('people')?.has(named)) continue;
      yield `record ${index + 1} of "channels": its settings name ${shown(named)}, which is not among the people`;
    }
  }
  const counters = recordsOf('settings').find(({ id }) => id === 'counters') as unknown as
    | { value: Fields }
    | undefined;
  for (const [letter, name] of COUNTED) {
    const given = Number(counters?.value[letter] ?? 0);
    const highest = recordsOf(name).reduce((most, { id }) => Math.max(most, Number(id.slice(1)) || 0), 0);
    if (highest > given) yield `${name}: ${letter}${highest} is there, but the counter stands at ${given}`;
  }
}
