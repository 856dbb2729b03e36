import { crc32 } from 'node:zlib';
import { type Disk, writeWhole } from './disk.js';
import type { Kept, State } from './state.js';

/** The version of what is kept: of the files' form and of the records in them. A file of a newer one is refused. */
export const VERSION = 2;

export const SNAPSHOT = 'state.json';
export const UNFINISHED = 'state.json.tmp';

/** One checksum for so many lines: they say where the damage is, while the file stays one that people read. */
const LINES_PER_CHECKSUM = 100;
const NEWLINE = 0x0a;

export interface SnapshotHead {
  readonly format: 'ferry';
  readonly version: number;
  /** The number of the last transaction in it. */
  readonly seq: number;
  /** When it was written, by the wall clock; for people. */
  readonly at?: string;
}

export interface Snapshot {
  readonly head: SnapshotHead;
  readonly collections: ReadonlyMap<string, readonly Kept[]>;
}

/** Why a file is no snapshot as Ferry wrote it: at a byte, in a line. */
export class BrokenSnapshot extends Error {
  override readonly name = 'BrokenSnapshot';
}

/** The records as they are at this moment; what happens later does not reach it, since records are only ever replaced. */
export function capture(state: State, at: string): Snapshot {
  const collections = new Map(Array.from(state.tables, ([name, table]) => [name, table.all()]));
  return { head: { format: 'ferry', version: VERSION, seq: state.seq, at }, collections };
}

/** The file's lines: valid JSON, one record per line, the checksums last. */
function* linesOf({ head, collections }: Snapshot): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},`;
  for (const [name, records] of collections) {
    yield `${JSON.stringify(name)}:[`;
    const last = records.length - 1;
    for (const [index, record] of records.entries()) yield JSON.stringify(record) + (index < last ? ',' : '');
    yield '],';
  }
}

const LINES_PER_PIECE = 500;

/** The file in pieces, so that who writes it can let others have their turn. */
export function* piecesOf(snapshot: Snapshot): Generator<Buffer> {
  const checksums: number[] = [];
  let [piece, inPiece, crc, inBlock] = ['', 0, 0, 0];
  for (const line of linesOf(snapshot)) {
    const text = `${line}\n`;
    piece += text;
    crc = crc32(text, crc);
    inBlock += 1;
    inPiece += 1;
    if (inBlock === LINES_PER_CHECKSUM) {
      checksums.push(crc);
      [crc, inBlock] = [0, 0];
    }
    if (inPiece === LINES_PER_PIECE) {
      yield Buffer.from(piece);
      [piece, inPiece] = ['', 0];
    }
  }
  if (inBlock > 0) checksums.push(crc);
  yield Buffer.from(`${piece}"crc":${JSON.stringify(checksums.map(hex))}}\n`);
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** So much is synced at a time: a sync of all at the end would hold up the journal's. */
const SYNC_BYTES = 4 << 20;

/**
 * Puts the snapshot in the place of the last one, durably; answers its size in bytes. `pause` is awaited between pieces.
 * Where it fails, the old one stands.
 */
export async function writeSnapshot(disk: Disk, snapshot: Snapshot, pause?: () => Promise<void>): Promise<number> {
  await disk.remove(UNFINISHED);
  return putFile(disk, { name: SNAPSHOT, unfinished: UNFINISHED }, piecesOf(snapshot), pause);
}

/**
 * Writes a whole file under a name that is not taken, then gives it its own: nobody ever finds half of one. Durable when it
 * resolves; answers its bytes. Where it fails, the unfinished one is left to the caller.
 */
export async function putFile(
  disk: Disk,
  { name, unfinished }: { readonly name: string; readonly unfinished: string },
  pieces: Iterable<Uint8Array>,
  pause: () => Promise<void> = async () => undefined,
): Promise<number> {
  const file = await disk.create(unfinished);
  let [size, synced] = [0, 0];
  try {
    for (const piece of pieces) {
      await writeWhole(file, piece, size);
      size += piece.length;
      if (size - synced >= SYNC_BYTES) {
        await file.sync();
        synced = size;
      }
      await pause();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(unfinished, name);
  await disk.sync();
  return size;
}

/** Reads what `writeSnapshot` wrote. Throws a BrokenSnapshot. */
export function readSnapshot(bytes: Buffer): Snapshot {
  const head = headOf(bytes);
  const end = checkedEnd(bytes);
  const collections = new Map<string, Kept[]>();
  let records: Kept[] | undefined;
  for (let from = bytes.indexOf(NEWLINE) + 1; from < end; ) {
    const to = bytes.indexOf(NEWLINE, from);
    const text = bytes.toString('utf8', from, to);
    if (records === undefined) {
      records = [];
      collections.set(JSON.parse(text.slice(0, -2)), records);
    } else if (text === '],') {
      records = undefined;
    } else {
      records.push(JSON.parse(text.endsWith(',') ? text.slice(0, -1) : text));
    }
    from = to + 1;
  }
  return { head, collections };
}

/** Every version has begun like this. Throws a BrokenSnapshot for anything else. */
export function versionOf(bytes: Buffer): number {
  const version = /^\s*\{\s*"format"\s*:\s*"ferry"\s*,\s*"version"\s*:\s*([1-9]\d{0,8})\b/.exec(
    bytes.toString('latin1', 0, 200),
  )?.[1];
  if (version === undefined) {
    throw new BrokenSnapshot(bytes.length === 0 ? 'it is empty' : 'it does not begin as a state file of Ferry');
  }
  return Number(version);
}

function headOf(bytes: Buffer): SnapshotHead {
  const line = bytes.toString('utf8', 0, Math.max(0, bytes.indexOf(NEWLINE)));
  try {
    const head: Partial<SnapshotHead> = JSON.parse(`${line.replace(/,\s*$/, '')}}`);
    if (head.format === 'ferry' && Number.isInteger(head.version) && Number.isInteger(head.seq)) {
      return head as SnapshotHead;
    }
  } catch {
    // Said below, without the parser's words: they quote the text.
  }
  throw new BrokenSnapshot('it does not begin as a state file of Ferry');
}

/**
 * Reads a file without checksums, however it is laid out: of version 1, or edited by hand. Throws a BrokenSnapshot that names
 * the line, never the parser's own words: they quote the text, and so perhaps a customer.
 */
export function readUnsealed(bytes: Buffer): Snapshot {
  const text = bytes.toString();
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(text);
  } catch {
    const line = brokenLine(text);
    throw new BrokenSnapshot(`it is not valid JSON${line === undefined ? '' : `, see line ${line}`}`);
  }
  const { format, version, seq, at: _at, crc: _crc, ...rest } = content ?? {};
  if (format !== 'ferry' || !Number.isInteger(version) || !Number.isInteger(seq)) {
    throw new BrokenSnapshot('it does not begin as a state file of Ferry');
  }
  const collections = new Map<string, Kept[]>();
  for (const [name, records] of Object.entries(rest)) {
    if (!Array.isArray(records)) throw new BrokenSnapshot(`"${name}" is not a list of records`);
    collections.set(name, records);
  }
  return { head: { format, version: version as number, seq: seq as number }, collections };
}

/** Reads a file of the first version, which had no checksums, and so may have been edited. Throws a BrokenSnapshot. */
export function readFirstVersion(bytes: Buffer): Snapshot {
  if (bytes.includes('\n"crc":["')) throw new BrokenSnapshot('it has checksums, which format 1 did not have');
  const snapshot = readUnsealed(bytes);
  for (const [name, records] of snapshot.collections) {
    const ids = new Set<unknown>();
    for (const [index, record] of records.entries()) {
      if (typeof record?.id !== 'string') throw new BrokenSnapshot(`record ${index + 1} of "${name}" has no id`);
      if (ids.has(record.id)) throw new BrokenSnapshot(`"${name}" has an id twice, in record ${index + 1}`);
      ids.add(record.id);
    }
  }
  return snapshot;
}

/** The first record, each on a line of its own, that is broken or wrongly joined to what follows, counted from 1. */
function brokenLine(text: string): number | undefined {
  const lines = text.split('\n');
  const index = lines.findIndex((line, at) => {
    if (at === 0 || !line.startsWith('{')) return false;
    const last = lines[at + 1]?.startsWith(']') ?? false;
    return !isJson(line.replace(/,$/, '')) || line.endsWith(',') === last;
  });
  return index < 0 ? undefined : index + 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the line of checksums begins, all of which are right. */
function checkedEnd(bytes: Buffer): number {
  const end = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
  const seal = /^"crc":(\["[0-9a-f]{8}"(?:,"[0-9a-f]{8}")*\])\}\n$/.exec(bytes.toString('latin1', end));
  if (!seal)
    throw new BrokenSnapshot(`its last line, at byte ${end}, is not the checksums: its end is missing, or was changed`);
  const checksums = JSON.parse(seal[1] ?? '') as string[];
  let [from, line] = [0, 1];
  for (const wanted of checksums) {
    let to = from;
    let count = 0;
    while (count < LINES_PER_CHECKSUM && to < end) {
      to = bytes.indexOf(NEWLINE, to) + 1;
      count += 1;
    }
    if (hex(crc32(bytes.subarray(from, to))) !== wanted) {
      throw new BrokenSnapshot(
        `the checksum of lines ${line} to ${line + Math.max(count, 1) - 1}, bytes ${from} to ${Math.max(to, from)}, is wrong`,
      );
    }
    [from, line] = [to, line + count];
  }
  if (from !== end) throw new BrokenSnapshot(`lines ${line} and after, from byte ${from}, have no checksum`);
  return end;
}
