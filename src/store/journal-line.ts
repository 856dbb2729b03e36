import { crc32 } from 'node:zlib';
import type { Op } from './state.js';

/** What was committed at once, as one line of a journal. */
export interface Entry {
  /** Counts the transactions; the next line has the next number. */
  readonly seq: number;
  /**
   * The first and the last of the transactions that were written and synced together. All before the first were durable
   * when this line was written: so it is known of a broken line whether anybody was ever told that it is kept.
   */
  readonly batch: readonly [first: number, last: number];
  /** When, by the wall clock; for people. */
  readonly at: string;
  /** What its records were before must not be kept anywhere. */
  readonly erase?: true;
  readonly ops: readonly Op[];
}

/** `,"crc":"58d37c58"}` */
const SEAL = /^,"crc":"([0-9a-f]{8})"\}$/;
const SEAL_LENGTH = 18;
/** Of every line, and of nothing in one: quotes in a text are escaped. */
const BEGINNING = '{"seq":';
const NEWLINE = 0x0a;

function checksum(bytes: string | Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** The line with its checksum last: CRC-32 of all before `,"crc"`. */
export function encode({ seq, batch, at, erase, ops }: Entry): string {
  const body = JSON.stringify({ seq, batch, at, ...(erase ? { erase } : {}), ops }).slice(0, -1);
  return `${body},"crc":"${checksum(body)}"}\n`;
}

/** Undefined: not a whole line as it was written. */
function decode(line: Buffer): Entry | undefined {
  const body = line.subarray(0, -SEAL_LENGTH);
  const seal = SEAL.exec(line.toString('latin1', body.length));
  return seal?.[1] === checksum(body) ? (JSON.parse(line.toString()) as Entry) : undefined;
}

export interface Scan {
  readonly entries: Entry[];
  /** Length of what is whole; what follows is the rest of a write that was never confirmed. */
  readonly good: number;
}

/** Where a journal breaks its promise. */
export class BrokenLine extends Error {
  override readonly name = 'BrokenLine';

  constructor(
    readonly byte: number,
    what: string,
  ) {
    super(what);
  }
}

/**
 * Reads a journal whose first transaction is `first`. A broken end is left out, as a crash leaves it. Throws a BrokenLine
 * for a line that was once confirmed, or that is not the next.
 */
export function scan(bytes: Buffer, first: number): Scan {
  const entries: Entry[] = [];
  let good = 0;
  for (const { line, from, to } of lines(bytes)) {
    const expected = first + entries.length;
    const entry = line && decode(line);
    if (!entry) {
      // Pages reach the disk in any order: whole lines may follow a broken one that nobody was told of.
      if (wasConfirmed(expected, bytes.subarray(from + 1)))
        throw new BrokenLine(from, `transaction ${expected} is broken`);
      break;
    }
    if (entry.seq !== expected) throw new BrokenLine(from, `transaction ${entry.seq} is where ${expected} should be`);
    entries.push(entry);
    good = to;
  }
  return { entries, good };
}

/** Whether one of the lines after it says so. The newline before that one may be what is broken. */
function wasConfirmed(seq: number, rest: Buffer): boolean {
  for (let from = rest.indexOf(BEGINNING); from >= 0; from = rest.indexOf(BEGINNING, from + 1)) {
    const end = rest.indexOf(NEWLINE, from);
    if (end < 0) return false;
    const entry = decode(rest.subarray(from, end));
    if (entry && entry.batch[0] > seq) return true;
  }
  return false;
}

/** `line` is undefined for an end without a newline. */
function* lines(bytes: Buffer): Generator<{ line: Buffer | undefined; from: number; to: number }> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end + 1;
    yield { line: end < 0 ? undefined : bytes.subarray(from, end), from, to };
    from = to;
  }
}

/** Only what was written together to the end: the rest may still be refused, in a journal that is being written. */
export function wholeBatches(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.at(-1);
  if (!last || last.seq === last.batch[1]) return entries;
  return entries.filter(({ batch }) => batch[0] !== last.batch[0]);
}
