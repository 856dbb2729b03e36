import { join } from 'node:path';
import type { Disk } from './disk.js';
import { DamagedError, mend, typed } from './errors.js';
import { BrokenLine, type Entry, scan } from './journal-line.js';
import {
  BrokenSnapshot,
  readFirstVersion,
  readSnapshot,
  SNAPSHOT,
  type Snapshot,
  VERSION,
  versionOf,
} from './snapshot.js';
import { COLLECTION_NAMES, type Op, State } from './state.js';

/** Enough of a disk for who changes nothing. */
export type Looking = Pick<Disk, 'list' | 'read'>;

const JOURNAL = /^journal-(\d{10,})\.jsonl$/;

/** `seq`: the first transaction in it. Padded, so that names sort as they follow each other. */
export function journalName(seq: number): string {
  return `journal-${String(seq).padStart(10, '0')}.jsonl`;
}

/** The first transaction of a journal, by its name; undefined for any other file. */
export function firstOf(name: string): number | undefined {
  const digits = JOURNAL.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export interface Journal {
  readonly name: string;
  /** Bytes of it that are whole. */
  readonly good: number;
  /** Bytes behind them, of a write that was never confirmed. */
  readonly torn: number;
}

/** What a folder holds. */
export interface Found {
  readonly snapshot: { readonly version: number; readonly bytes: number };
  readonly state: State;
  /** Those that the snapshot does not have in it, in their order. */
  readonly journals: readonly Journal[];
  /** Transactions that they added. */
  readonly entries: readonly Entry[];
  /** Journals that the snapshot has replaced. */
  readonly stale: readonly string[];
}

/**
 * Reads the folder and changes nothing. Undefined: nothing is kept there yet. Throws a DamagedError. `choose` may leave out
 * transactions at the end: of a journal that is being written, those that may still be refused.
 */
export async function readFolder(
  disk: Looking,
  folder: string,
  choose: (entries: readonly Entry[]) => readonly Entry[] = (entries) => entries,
): Promise<Found | undefined> {
  const names = await disk.list();
  const journals = names.filter((name) => firstOf(name) !== undefined).sort();
  if (!names.includes(SNAPSHOT)) {
    // Numbers that were given would be given again, to other changes.
    const witness = journals[0] ?? names.find((name) => /^(closed|kept)\//.test(name));
    if (witness === undefined) return undefined;
    throw new DamagedError(`${join(folder, SNAPSHOT)} is missing, though ${witness} is there. ${mend(folder)}`);
  }
  const { bytes, snapshot } = await readState(disk, folder);
  const state = stateOf(snapshot);
  // A journal that begins at or before the snapshot's last transaction was closed before the snapshot was made.
  const { seq } = state;
  const isStale = (name: string) => (firstOf(name) ?? 0) <= seq;
  const read: Journal[] = [];
  const entries: Entry[] = [];
  const live = journals.filter((name) => !isStale(name));
  for (const [index, name] of live.entries()) {
    const expected = seq + entries.length + 1;
    const path = join(folder, name);
    if (firstOf(name) !== expected) {
      throw new DamagedError(
        `${path} begins with transaction ${firstOf(name)}, and ${expected} is missing before it. ${mend(folder)}`,
      );
    }
    const content = await disk.read(name);
    const found = scanJournal(content, expected, folder, name);
    const torn = content.length - found.good;
    if (torn > 0 && index < live.length - 1) {
      throw new DamagedError(
        `${path} is damaged at byte ${found.good}, and ${live[index + 1]} goes on from it. ${mend(folder)}`,
      );
    }
    read.push({ name, good: found.good, torn });
    // Not as arguments of one call, of which there can be too many.
    for (const entry of found.entries) entries.push(entry);
  }
  const chosen = choose(entries);
  for (const { ops } of chosen) state.apply(ops as readonly Op[]);
  return {
    snapshot: { version: snapshot.head.version, bytes },
    state,
    journals: read,
    entries: chosen,
    stale: journals.filter(isStale),
  };
}

async function readState(disk: Looking, folder: string): Promise<{ bytes: number; snapshot: Snapshot }> {
  const path = join(folder, SNAPSHOT);
  const bytes = await disk.read(SNAPSHOT);
  try {
    const version = versionOf(bytes);
    if (version > VERSION) {
      throw new DamagedError(
        `${path} was written by a newer Ferry (format ${version}). Start that version, or restore a backup made before the upgrade.`,
      );
    }
    return { bytes: bytes.length, snapshot: version < 2 ? readFirstVersion(bytes) : readSnapshot(bytes) };
  } catch (error) {
    if (!(error instanceof BrokenSnapshot)) throw error;
    const edited = `(or, if you have edited it on purpose, take it over with: npx ferry store adopt --data ${typed(folder)})`;
    throw new DamagedError(`${path} is damaged: ${error.message}. ${mend(folder)} ${edited}`);
  }
}

/** What a snapshot of an older version does not have, its upgrade gives it. */
export function stateOf({ head, collections }: Snapshot): State {
  const ours = head.version === VERSION ? COLLECTION_NAMES : [];
  const state = new State(new Set([...ours, ...collections.keys()]));
  for (const [name, records] of collections) {
    const table = state.table(name);
    for (const record of records) table.put(record);
  }
  state.seq = head.seq;
  return state;
}

function scanJournal(bytes: Buffer, first: number, folder: string, name: string): ReturnType<typeof scan> {
  try {
    return scan(bytes, first);
  } catch (error) {
    if (!(error instanceof BrokenLine)) throw error;
    throw new DamagedError(`${join(folder, name)} is damaged at byte ${error.byte}: ${error.message}. ${mend(folder)}`);
  }
}
