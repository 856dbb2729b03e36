import { constants, type Stats } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { HealthFinding } from '../domain/health.js';
import { broken, look, ok, reasonOf } from '../services/health.js';
import { DamagedError, isLocked, readInUse, typed } from '../store/index.js';
import { isoTime } from './operator.js';
import { recordsIn } from './verify.js';

const CHECK = 'data-folder';
/** Bytes on the disk below which somebody should make room: what is kept is written anew beside itself now and then. */
const LITTLE_ROOM = 256 * 1024 * 1024;
const { R_OK, W_OK, X_OK } = constants;

/** What was found of the data folder, and whether a Ferry keeps it now. Nothing is made or changed. */
export async function examineFolder(
  dataDir: string,
  now: () => number,
): Promise<{ readonly findings: readonly HealthFinding[]; readonly isLocked: boolean }> {
  const path = resolve(dataDir);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return { findings: [await examineAbsent(path, found)], isLocked: false };
  if (!found.isDirectory()) {
    return { findings: [broken('settings', CHECK, 'folder-is-file', 'other-data-dir', { path })], isLocked: false };
  }
  if (!(await mayUse(path))) {
    return { findings: [broken('settings', CHECK, 'folder-read-only', 'give-folder', { path })], isLocked: false };
  }
  const isKept = await isLocked(path);
  return {
    findings: [
      examineMode(path, found),
      await examineRoom(path),
      ok('lock', isKept ? 'lock-held' : 'lock-free'),
      await examineKept(path, now),
    ],
    isLocked: isKept,
  };
}

async function examineAbsent(path: string, { code = 'unknown' }: NodeJS.ErrnoException): Promise<HealthFinding> {
  if (code !== 'ENOENT') return broken('settings', CHECK, 'folder-hidden', 'ask-as-user', { code, path });
  if (await mayUse(await nearest(dirname(path)))) return look(CHECK, 'folder-absent', 'mend-data-dir', { path });
  return broken('settings', CHECK, 'folder-impossible', 'make-folder', { path });
}

/** The folder that is there of those that this one is in. */
async function nearest(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearest(dirname(path));
}

async function mayUse(folder: string): Promise<boolean> {
  return access(folder, R_OK | W_OK | X_OK).then(
    () => true,
    () => false,
  );
}

function examineMode(path: string, { mode: bits }: Stats): HealthFinding {
  if (process.platform === 'win32') return ok(CHECK, 'folder-writable', { path });
  const mode = (bits & 0o777).toString(8).padStart(4, '0');
  if ((bits & 0o077) === 0) return ok(CHECK, 'folder-own', { mode, path });
  return look(CHECK, 'folder-shared', 'run', { command: `chmod 700 ${typed(path)}`, mode, path });
}

async function examineRoom(path: string): Promise<HealthFinding> {
  try {
    const { bavail, bsize } = await statfs(path);
    const room = bavail * bsize;
    if (room === 0) return broken('world', 'room', 'room-none', 'make-room');
    const free = Math.floor(room / 1024 / 1024);
    return room < LITTLE_ROOM
      ? look('room', 'room-little', 'make-room-soon', { free })
      : ok('room', 'room-enough', { free });
  } catch (error) {
    return look('room', 'room-unknown', 'look-with-df', { reason: reasonOf(error) });
  }
}

async function examineKept(path: string, now: () => number): Promise<HealthFinding> {
  try {
    const contents = await readInUse(path, isoTime(now));
    if (!contents) return ok('kept', 'kept-nothing');
    const { damage, references, journals, snapshot } = contents;
    const places = damage.length + references.length;
    if (places > 0) return broken('store', 'kept', 'kept-wrong', 'verify', { places });
    return ok('kept', 'kept-good', { journals: journals.length, records: recordsIn(snapshot) });
  } catch (error) {
    if (error instanceof DamagedError) return broken('store', 'kept', 'kept-damaged', 'verify');
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const lies = code === 'EIO' ? 'store' : 'settings';
    return broken(lies, 'kept', 'kept-unreadable', 'ask-as-user', { code, path: join(path, 'state.json') });
  }
}
