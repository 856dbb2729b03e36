import { join } from 'node:path';
import { type Disk, type DiskFile, writeWhole } from './disk.js';
import { DamagedError, isRefusal, mend } from './errors.js';
import { keepCopy, retire } from './kept.js';
import { type Found, type Journal, readFolder, stateOf } from './recovery.js';
import { capture, SNAPSHOT, VERSION, writeSnapshot } from './snapshot.js';
import { State } from './state.js';
import { upgrade } from './upgrades.js';

/** A journal that is written no more. */
export interface ClosedJournal {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** The journal that is written on. */
export interface OpenJournal {
  readonly name: string;
  readonly file: DiskFile;
  /** Bytes of it that are durable. */
  size: number;
}

export interface Opened {
  readonly state: State;
  readonly snapshotBytes: number;
  readonly open: OpenJournal | undefined;
  readonly closed: readonly ClosedJournal[];
  /** The last transaction that erased something which older files still hold; 0: none. */
  readonly mustErase: number;
}

export interface OpeningOptions {
  /** Where the folder is, for messages. */
  readonly folder: string;
  /** The wall clock, in ms. It dates lines and files, and decides nothing but when a day is over. */
  readonly now: () => number;
  /** Something worth knowing that harms nobody: a torn end was cut, a fold did not fit. */
  readonly onNotice: (facts: Readonly<Record<string, unknown>>, text: string) => void;
  /** Closed journals are moved into `closed/` instead of being removed. */
  readonly keepJournals: boolean;
}

/** Of a write of `state.json` that was cut off, by this version or by the first. */
const LEFTOVER = /^state\.json\.(\d+-\d+\.)?tmp$/;

/**
 * Reads the folder and mends what a crash leaves: makes durable what is there, cuts off what is torn, removes what has been
 * replaced, and brings older versions forward. Throws a DamagedError, and then has changed nothing.
 */
export async function openFolder(disk: Disk, options: OpeningOptions): Promise<Opened> {
  const found = await readFolder(disk, options.folder);
  const state = found ? (upgraded(found, options) ?? found.state) : new State();
  for (const name of await disk.list()) if (LEFTOVER.test(name)) await disk.remove(name);
  if (found && state === found.state) return takeUp(disk, found, options);
  if (found) await keepOld(disk, found, options);
  const snapshotBytes = await writeSnapshot(disk, capture(state, isoTime(options)));
  const replaced = found ? [...found.journals.map(({ name }) => name), ...found.stale] : [];
  for (const name of replaced) await retire(disk, name, options);
  return { state, snapshotBytes, open: undefined, closed: [], mustErase: 0 };
}

/** Goes on where the last process ended. */
async function takeUp(disk: Disk, found: Found, options: OpeningOptions): Promise<Opened> {
  const { state, snapshot, journals, entries, stale } = found;
  const last = journals.at(-1);
  let open: OpenJournal | undefined;
  if (last) {
    const file = await disk.open(last.name, true);
    open = { name: last.name, file, size: last.good };
    if (last.torn > 0) {
      await file.truncate(last.good);
      const facts = { file: last.name, byte: last.good, bytes: last.torn };
      options.onNotice(facts, 'cut the end of a write that was never confirmed');
    }
    // So far it may only have been written, and from now on it is acted upon.
    await writeAgain(file, await disk.read(last.name), last, entries);
    await file.sync();
  }
  await disk.sync();
  for (const name of stale) await retire(disk, name, options);
  return {
    state,
    snapshotBytes: snapshot.bytes,
    open,
    closed: journals.slice(0, -1).map(({ name, good }) => ({ name, size: good })),
    mustErase: entries.findLast(({ erase }) => erase)?.seq ?? 0,
  };
}

/**
 * Writes the last batch once more: after a sync that failed, Linux still shows what it could not write, and counts it as
 * written. All before it was synced well, or there would be no later batch.
 */
async function writeAgain(
  file: DiskFile,
  content: Buffer,
  { good }: Journal,
  entries: Found['entries'],
): Promise<void> {
  if (good === 0) return;
  const first = entries.at(-1)?.batch[0];
  let from = good;
  for (const { batch } of entries) {
    if (batch[0] === first) from = content.lastIndexOf('\n', from - 2) + 1;
  }
  try {
    await writeWhole(file, content.subarray(from, good), from);
  } catch (error) {
    // A file system that writes nothing in place may be full; the store can be read all the same.
    if (!isRefusal(error)) throw error;
  }
}

/** The state in today's form; undefined if it is. Throws a DamagedError. */
function upgraded({ state, snapshot: { version } }: Found, options: OpeningOptions): State | undefined {
  if (version === VERSION) return undefined;
  const { head, collections } = capture(state, isoTime(options));
  try {
    return stateOf({ head, collections: upgrade(collections, version) });
  } catch (error) {
    throw new DamagedError(
      `${join(options.folder, SNAPSHOT)} is damaged: ${(error as Error).message}. ${mend(options.folder)}`,
    );
  }
}

async function keepOld(disk: Disk, { snapshot: { version }, journals }: Found, options: OpeningOptions): Promise<void> {
  for (const name of [SNAPSHOT, ...journals.map((journal) => journal.name)]) {
    await keepCopy(disk, name, `version-${version}`);
  }
  options.onNotice({ from: version, to: VERSION }, 'brought the state to the form of this version');
}

/** The wall clock, as it is written into lines and files. */
export function isoTime({ now }: Pick<OpeningOptions, 'now'>): string {
  return new Date(now()).toISOString();
}
