import { access, constants, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { z } from 'zod';
import { COLLECTIONS, type Collection } from '../services/ports.js';

export type Records = ReadonlyMap<string, { readonly id: string; readonly rev: number }>;

/** All that is kept. Maps and records are never edited, only replaced, so that a refused write leaves nothing behind. */
export interface State {
  /** Counts the commits. */
  readonly seq: number;
  readonly collections: ReadonlyMap<Collection, Records>;
}

export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as Collection[];

/** The version of the file's form; a file of a newer one is refused. */
const VERSION = 1;

/** The state on disk cannot be read as what it should be; the message says where and what to do. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** The disk did not keep what it was given: memory can no longer be trusted to match it. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
}

/** lowdb's adapter for `state.json`: valid JSON, one record per line, replaced as a whole and synced before it counts. */
export class StateFile implements Adapter<State> {
  readonly #path: string;
  /** Lines of records that have not changed since the last write. */
  readonly #lines = new WeakMap<object, string>();
  #writes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<State | null> {
    const folder = dirname(this.#path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Better known at the start than by the first command's failing.
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    await this.#removeLeftovers();
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    return parse(text, this.#path);
  }

  async write(state: State): Promise<void> {
    this.#writes += 1;
    const temporary = `${this.#path}.${process.pid}-${this.#writes}.tmp`;
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await writeWhole(file, this.#serialise(state));
        await sync(file);
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
    } catch (error) {
      // A disk that failed often turns read-only: what must be told is why it failed, not that tidying up did too.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(this.#path));
  }

  #serialise(state: State): Buffer {
    const parts = [`{"format":"ferry","version":${VERSION},"seq":${state.seq}`];
    for (const name of COLLECTION_NAMES) {
      const records = [...(state.collections.get(name)?.values() ?? [])].map((record) => this.#line(record));
      parts.push(`"${name}":[${records.length > 0 ? `\n${records.join(',\n')}\n` : ''}]`);
    }
    return Buffer.from(`${parts.join(',\n')}}\n`);
  }

  #line(record: object): string {
    const known = this.#lines.get(record);
    if (known !== undefined) return known;
    const line = JSON.stringify(record);
    this.#lines.set(record, line);
    return line;
  }

  async #removeLeftovers(): Promise<void> {
    const folder = dirname(this.#path);
    const leftover = new RegExp(`^${basename(this.#path).replace('.', '\\.')}\\.\\d+-\\d+\\.tmp$`);
    for (const name of await readdir(folder)) {
      if (leftover.test(name)) await rm(join(folder, name), { force: true });
    }
  }
}

const Envelope = z.object({ format: z.literal('ferry'), version: z.int().positive(), seq: z.int().nonnegative() });

function parse(text: string, path: string): State {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Not the parser's own words: they quote the text, and so perhaps a customer.
    const line = brokenLine(text);
    throw damaged(path, `it is not valid JSON${line === undefined ? '' : `, see line ${line}`}`);
  }
  const envelope = Envelope.safeParse(content);
  if (!envelope.success) throw damaged(path, 'it does not begin as a state file of Ferry');
  if (envelope.data.version > VERSION) {
    throw new DamagedError(
      `${path} was written by a newer Ferry (format ${envelope.data.version}). Start that version, or restore a backup made before the upgrade.`,
    );
  }
  const collections = new Map<Collection, Records>();
  for (const name of COLLECTION_NAMES) {
    const records = new Map<string, { id: string; rev: number }>();
    const rows = (content as Record<string, unknown>)[name];
    if (!Array.isArray(rows)) throw damaged(path, `"${name}" is missing`);
    for (const [index, row] of rows.entries()) {
      const record = COLLECTIONS[name].safeParse(row);
      if (!record.success) throw damaged(path, `record ${index + 1} of "${name}": ${z.prettifyError(record.error)}`);
      if (records.has(record.data.id)) throw damaged(path, `"${name}" has ${record.data.id} twice`);
      records.set(record.data.id, record.data);
    }
    collections.set(name, records);
  }
  return { seq: envelope.data.seq, collections };
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

function damaged(path: string, what: string): DamagedError {
  return new DamagedError(
    `${path} is damaged: ${what}. Nothing was changed. Restore the file from a backup, or mend it by hand and start again.`,
  );
}

/** One `write` may take fewer bytes than it was given. */
async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written);
    written += bytesWritten;
  }
}

/** After a failed sync nothing is known of the pages: never sync again, stop and read the disk afresh. */
async function sync(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    throw new DiskError(`fsync failed: ${(error as Error).message}`);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    throw new DiskError(`The folder ${folder} could not be synced: ${(error as Error).message}`);
  } finally {
    await handle?.close();
  }
}
