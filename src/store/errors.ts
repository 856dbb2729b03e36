import { resolve } from 'node:path';

/** What is on disk cannot be read as what it should be; the message says where and what to do. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** The disk did not keep what it was given, so that memory can no longer be trusted to match it. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
}

/**
 * There is no room, or it may not be written now: what was asked for is refused, and the store goes on. Of anything else
 * that a disk answers it is not known what it kept.
 */
const REFUSALS: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EMFILE', 'ENFILE']);

export function isRefusal(error: unknown): boolean {
  return REFUSALS.has((error as NodeJS.ErrnoException | undefined)?.code);
}

/** It is not known what the disk kept. What else can go wrong with a file, such as a permission, is no such thing. */
export function isFailing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof DiskError || code === 'EIO' || code === undefined;
}

/** The sentence that ends every report of damage in a folder. */
export function mend(folder: string): string {
  return `Nothing was changed. Put a backup in its place with: npx ferry restore <file> --data ${typed(folder)}`;
}

/** How a path is typed into a shell, from wherever, whatever is in it. */
export function typed(path: string): string {
  const whole = resolve(path);
  return /^[\w./@:+-]+$/.test(whole) ? whole : `'${whole.replaceAll("'", "'\\''")}'`;
}
