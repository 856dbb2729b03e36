import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** What the tool is given of the world. */
export interface Surroundings {
  readonly dataDir: string;
  readonly keepJournals: boolean;
  /** The wall clock, in ms. */
  readonly now: () => number;
  readonly input: Readable;
  readonly output: Writable;
  /** What a person should read beside what is written to `output`. */
  readonly remarks: Writable;
}

/** What was asked for cannot be done as it was asked. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function say(to: Writable, lines: readonly string[]): void {
  for (const line of lines) to.write(`${line}\n`);
}

export function isoTime(now: () => number): string {
  return new Date(now()).toISOString();
}

/** `1 record`, `2 records`: the operator's tool, but for its doctor, speaks English alone. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Begins the names of copies: `before-restore-20261120T100000000Z`. */
export function occasionOf(what: string, now: () => number): string {
  return `before-${what}-${isoTime(now).replace(/[-:.]/g, '')}`;
}

/** Throws a UsageError for what is no folder. */
export async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) throw new UsageError(`The folder ${folder} cannot be read: ${reasonOf(found)}`);
  if (!found.isDirectory()) throw new UsageError(`${folder} is not a folder.`);
}

/** Journals are kept there, even if the setting that says so is not known here, as to root's shell beside a service. */
export function hasTrail(folder: string): boolean {
  return existsSync(join(folder, 'closed'));
}

/** For a folder in which nothing is kept. */
export function emptyFolder(dataDir: string): UsageError {
  const samples = existsSync(join(dataDir, 'playground')) ? ` The samples are in ${join(dataDir, 'playground')}.` : '';
  return new UsageError(`Nothing is kept in ${dataDir}.${samples}`);
}

/** A file that was named, or the standard input for `-`. */
export async function readNamed(file: string, input: Readable): Promise<Buffer> {
  if (file === '-') return buffer(input);
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' ? 'it is not there.' : `${message}.`;
}
