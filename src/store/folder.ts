import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brokenRecords, brokenReferences, unknownFields } from './check.js';
import { filesIn } from './disk.js';
import { DamagedError } from './errors.js';
import { type Entry, wholeBatches } from './journal-line.js';
import { type Found, firstOf, type Looking, readFolder } from './recovery.js';
import {
  BrokenSnapshot,
  capture,
  piecesOf,
  readFirstVersion,
  readSnapshot,
  readUnsealed,
  SNAPSHOT,
  type Snapshot,
  UNFINISHED,
  VERSION,
  versionOf,
} from './snapshot.js';
import { upgrade } from './upgrades.js';

/** What a folder or a backup holds, in the form of this version. */
export interface Contents {
  readonly snapshot: Snapshot;
  /** Of the form that it was read in. */
  readonly version: number;
  /** What is wrong with the records, a sentence each. With any, the rest is not to be relied on. */
  readonly damage: readonly string[];
  /** What records say of each other and cannot be. */
  readonly references: readonly string[];
}

/** What a folder holds, and in which files. */
export interface FolderContents extends Contents {
  readonly journals: Found['journals'];
  /** What the journals added to `state.json`. */
  readonly entries: readonly Entry[];
  /** A sentence for each file that is not part of what is kept now. */
  readonly odd: readonly string[];
}

/** While the bot folds, a journal that was listed may be gone: its transactions are in the next snapshot. */
const WAITS_MS = [10, 30, 100, 300];

/**
 * Reads a folder that may be in use, without a lock and without writing anything: at least all that was confirmed before it
 * began. Undefined: nothing is kept there. Throws a DamagedError for what stays wrong however often one looks.
 */
export async function readInUse(folder: string, at: string): Promise<FolderContents | undefined> {
  for (const ms of WAITS_MS) {
    try {
      return await contentsOfFolder(new Folder(folder), folder, at, wholeBatches);
    } catch (error) {
      if (!(error instanceof DamagedError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await wait(ms);
    }
  }
  return contentsOfFolder(new Folder(folder), folder, at, wholeBatches);
}

/** Reads a folder whose lock is held. Throws a DamagedError. */
export function readLocked(folder: string, at: string): Promise<FolderContents | undefined> {
  return contentsOfFolder(new Folder(folder), folder, at, (entries) => entries);
}

async function contentsOfFolder(
  disk: Looking,
  folder: string,
  at: string,
  choose: (entries: readonly Entry[]) => readonly Entry[],
): Promise<FolderContents | undefined> {
  const names = await disk.list();
  const found = await readFolder(disk, folder, choose);
  if (!found) return undefined;
  const contents = contentsOf(capture(found.state, at), found.snapshot.version);
  // In memory a record takes the place of an earlier one: only the file itself shows that an id is there twice.
  const damage = [...contents.damage, ...doubled(await disk.read(SNAPSHOT))];
  const { journals, entries } = found;
  return { ...contents, damage, journals, entries, odd: oddFiles(names, found) };
}

function contentsOf(snapshot: Snapshot, version: number): Contents {
  const { head, collections } = snapshot;
  let current = collections;
  try {
    if (version < VERSION) current = upgrade(collections, version);
  } catch (error) {
    return { snapshot, version, damage: [(error as Error).message], references: [] };
  }
  const damage = [...brokenRecords(current)];
  const references = damage.length > 0 ? [] : [...brokenReferences(current)];
  return { snapshot: { head: { ...head, version: VERSION }, collections: current }, version, damage, references };
}

function doubled(bytes: Buffer): string[] {
  return [...read(bytes).snapshot.collections].flatMap(([name, records]) => {
    const extra = records.length - new Set(records.map(({ id }) => id)).size;
    return extra > 0 ? [`"${name}" has ${extra} of its ids twice`] : [];
  });
}

function read(bytes: Buffer): { version: number; snapshot: Snapshot } {
  const version = versionOf(bytes);
  if (version > VERSION)
    throw new BrokenSnapshot(`it was written by a newer Ferry (format ${version}): take that version`);
  return { version, snapshot: version < 2 ? readFirstVersion(bytes) : readSnapshot(bytes) };
}

/** `{`, with which a backup begins. */
const BRACE = 0x7b;

/** Reads a backup: a file of the form of `state.json`. Throws a DamagedError. */
export function readBackup(bytes: Buffer, path: string): Contents {
  try {
    const { version, snapshot } = read(bytes);
    return contentsOf(snapshot, version);
  } catch (error) {
    if (!(error instanceof BrokenSnapshot)) throw error;
    const packed = bytes.length > 0 && bytes[0] !== BRACE ? ' If it is packed or encrypted, unpack it first.' : '';
    throw new DamagedError(`${path} cannot be used: ${error.message}. Nothing was changed.${packed}`);
  }
}

/** A `state.json` that was edited by hand, with what journals did after it. */
export interface Edited extends Contents {
  /** Records of the edited file that journals changed, `migrations M1`. */
  readonly changed: readonly string[];
}

/**
 * Reads a `state.json` that was edited by hand, and the journals that go on from it. Undefined: it is as Ferry wrote it. Throws
 * a DamagedError for what is no state of this version, however it is laid out.
 */
export async function readEdited(folder: string, at: string): Promise<Edited | undefined> {
  const path = join(folder, SNAPSHOT);
  const bytes = await readFile(path);
  if (isSealed(bytes)) return undefined;
  const snapshot = unsealed(bytes, path);
  const read = contentsOf(snapshot, VERSION);
  const edited = { ...read, damage: [...read.damage, ...unknownFields(snapshot.collections)] };
  if (edited.damage.length > 0) return { ...edited, changed: [] };
  // With right checksums it is read as at any start, the journals upon it.
  const whole = await contentsOfFolder(new Resealed(folder, snapshot), folder, at, (entries) => entries);
  const touched = new Set(whole?.entries.flatMap(({ ops }) => ops.map((op) => nameOf(op[1], op[2]))));
  const there = [...snapshot.collections].flatMap(([name, records]) => records.map((record) => nameOf(name, record)));
  return { ...(whole ?? edited), changed: there.filter((record) => touched.has(record)) };
}

function nameOf(collection: string, record: string | { readonly id: string }): string {
  return `${collection} ${typeof record === 'string' ? record : record.id}`;
}

function isSealed(bytes: Buffer): boolean {
  try {
    return readSnapshot(bytes).head.version === VERSION;
  } catch {
    return false;
  }
}

function unsealed(bytes: Buffer, path: string): Snapshot {
  try {
    const snapshot = readUnsealed(bytes);
    if (snapshot.head.version === VERSION) return snapshot;
    throw new BrokenSnapshot(`it is of format ${snapshot.head.version}, and this Ferry's is ${VERSION}`);
  } catch (error) {
    throw error instanceof BrokenSnapshot
      ? new DamagedError(`${path} cannot be taken over: ${error.message}. Nothing was changed.`)
      : error;
  }
}

/** Whether the store itself uses a file of this name in its folder. */
function isOwnName(name: string): boolean {
  return (
    [SNAPSHOT, UNFINISHED, 'ballast', 'kept', 'closed'].includes(name.split('/')[0] ?? '') ||
    firstOf(name) !== undefined
  );
}

function oddFiles(names: readonly string[], { stale }: Found): string[] {
  const told = new Set<string>();
  for (const name of names) {
    const [folder = '', inner] = name.split('/');
    if (name === UNFINISHED) told.add(`${name}: a write that is under way, or was cut off; a start removes it`);
    else if (basename(name).endsWith('.tmp')) told.add(`${name}: a write that is under way, or was cut off`);
    else if (stale.includes(name)) told.add(`${name}: ${SNAPSHOT} has it in it; a start removes it`);
    else if (folder === 'kept') told.add('kept/: copies that were put aside');
    else if (folder === 'closed') told.add('closed/: journals that are kept');
    else if (folder === 'playground') told.add('playground/: the samples');
    else if (name === 'conversations.jsonl') told.add(`${name}: what was said in the playground`);
    else if (inner !== undefined) told.add(`${folder}/: a folder that is not part of it`);
    else if (!isOwnName(name)) told.add(`${name}: not a file of Ferry`);
  }
  return [...told].sort();
}

/** A folder that may be read-only: nothing is made or written there. */
class Folder implements Looking {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  list(): Promise<string[]> {
    return filesIn(this.#folder);
  }

  read(name: string): Promise<Buffer> {
    return readFile(join(this.#folder, name));
  }
}

/** The folder as if the given snapshot stood in it as Ferry writes one. */
class Resealed extends Folder {
  readonly #sealed: Buffer;

  constructor(folder: string, snapshot: Snapshot) {
    super(folder);
    this.#sealed = Buffer.concat([...piecesOf(snapshot)]);
  }

  override read(name: string): Promise<Buffer> {
    return name === SNAPSHOT ? Promise.resolve(this.#sealed) : super.read(name);
  }
}
