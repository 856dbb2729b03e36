import { randomBytes } from 'node:crypto';
import type { Disk } from './disk.js';
import { DamagedError, isRefusal } from './errors.js';
import { scan } from './journal-line.js';
import { keepCopy, retire } from './kept.js';
import { firstOf } from './recovery.js';
import { piecesOf, putFile, SNAPSHOT, type Snapshot, UNFINISHED, writeSnapshot } from './snapshot.js';

export interface Replacing {
  /** Begins the names of the copies, `before-restore-…`. */
  readonly occasion: string;
  /** What the folder holds, if it can be read: the copy of the state is then whole without any journal. */
  readonly replaced: Snapshot | undefined;
  /** Old journals are moved into `closed/` instead of being removed. */
  readonly keepJournals: boolean;
}

export interface Replacement {
  /** The number that the state has now. */
  readonly seq: number;
  /** Copies of what was there, the state's first. */
  readonly copies: readonly string[];
}

/**
 * Puts a snapshot in the place of all that a folder holds, by one rename: its number is higher than any there, which makes every
 * journal an old one. A crash leaves the one or the other. Needs the lock.
 */
export async function replaceState(
  disk: Disk,
  { head, collections }: Snapshot,
  { occasion, replaced, keepJournals }: Replacing,
): Promise<Replacement> {
  const names = await disk.list();
  const journals = names.filter((name) => firstOf(name) !== undefined).sort();
  const seq = Math.max(head.seq, await highestSeq(disk, names)) + 1;
  // The journals to come are named by numbers above this one.
  if (seq > Number.MAX_SAFE_INTEGER / 2) {
    throw new DamagedError(
      'A journal has a number in its name that is too high. Nothing was changed. Move that file away.',
    );
  }
  const prefix = freePrefix(occasion, names);
  const own = names.includes(SNAPSHOT) ? [SNAPSHOT, ...journals] : journals;
  const copies = own.map((name) => `kept/${prefix}-${name}`);
  try {
    for (const name of own) {
      if (name === SNAPSHOT && replaced) await writeBackup(disk, `kept/${prefix}-${name}`, replaced);
      else await keepCopy(disk, name, prefix);
    }
    await writeSnapshot(disk, { head: { ...head, seq }, collections });
  } catch (error) {
    // There is no room: what was written so far would only take up more of it.
    if (isRefusal(error)) {
      for (const name of [UNFINISHED, ...copies, ...copies.map((copy) => `${copy}.tmp`)]) await disk.remove(name);
    }
    throw error;
  }
  for (const name of journals) await retire(disk, name, { keepJournals });
  await disk.sync();
  return { seq, copies };
}

function freePrefix(occasion: string, names: readonly string[]): string {
  let prefix = occasion;
  for (let number = 2; names.some((name) => name.startsWith(`kept/${prefix}-`)); number += 1) {
    prefix = `${occasion}-${number}`;
  }
  return prefix;
}

const NEWLINE = 0x0a;

/** The highest number of a transaction that anything in the folder speaks of, however damaged it is. */
async function highestSeq(disk: Disk, names: readonly string[]): Promise<number> {
  let highest = 0;
  const see = (seq: number) => {
    if (seq > highest) highest = seq;
  };
  for (const name of names) {
    // Also of those that were moved: a name that is given again would take their place there.
    see(firstOf(/journal-\d+\.jsonl$/.exec(name)?.[0] ?? '') ?? 0);
    if (firstOf(name) === undefined) continue;
    const bytes = await disk.read(name);
    for (let from = 0; from < bytes.length; ) {
      const to = bytes.indexOf(NEWLINE, from) + 1 || bytes.length;
      see(seqOfLine(bytes.subarray(from, to)));
      from = to;
    }
  }
  if (names.includes(SNAPSHOT)) see(seqIn((await disk.read(SNAPSHOT)).toString('latin1', 0, 200)));
  return highest;
}

/** Of a line with a right checksum; 0 for any other. */
function seqOfLine(line: Buffer): number {
  const seq = seqIn(line.toString('latin1', 0, 40));
  return scan(line, seq).entries.length > 0 ? seq : 0;
}

function seqIn(text: string): number {
  return Number(/"seq"\s*:\s*(\d{1,15})\b/.exec(text)?.[1] ?? 0);
}

/** Writes a backup beside `name` first. Answers its bytes. */
export async function writeBackup(disk: Disk, name: string, snapshot: Snapshot): Promise<number> {
  const unfinished = `${name}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    return await putFile(disk, { name, unfinished }, piecesOf(snapshot));
  } catch (error) {
    await disk.remove(unfinished).catch(() => undefined);
    throw error;
  }
}
