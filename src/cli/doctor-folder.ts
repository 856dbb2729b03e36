import { constants, type Stats } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { broken, type Finding, look, ok, reasonOf } from '../services/health.js';
import { DamagedError, isLocked, readInUse } from '../store/index.js';
import { isoTime } from './operator.js';
import { recordsIn } from './verify.js';

/** Bytes on the disk below which somebody should make room: what is kept is written anew beside itself now and then. */
const LITTLE_ROOM = 256 * 1024 * 1024;
const { R_OK, W_OK, X_OK } = constants;

/** What was found of the data folder, and whether a Ferry keeps it now. Nothing is made or changed. */
export async function examineFolder(
  dataDir: string,
  now: () => number,
): Promise<{ readonly findings: readonly Finding[]; readonly isLocked: boolean }> {
  const path = resolve(dataDir);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return { findings: [await examineAbsent(path, found)], isLocked: false };
  if (!found.isDirectory()) {
    return { findings: [broken('Data folder', `${path} is not a folder`, 'Give another DATA_DIR.')], isLocked: false };
  }
  const mayWrite = await mayUse(path);
  if (!mayWrite) {
    const mend = 'Ask as the user that Ferry runs as; if it is that one, give it the folder: chown -R.';
    return { findings: [broken('Data folder', `${path} cannot be written to`, mend)], isLocked: false };
  }
  const isKept = await isLocked(path);
  return {
    findings: [examineMode(path, found), await examineRoom(path), examineLock(isKept), await examineKept(path, now)],
    isLocked: isKept,
  };
}

async function examineAbsent(path: string, { code }: NodeJS.ErrnoException): Promise<Finding> {
  if (code !== 'ENOENT') {
    return broken('Data folder', `${path} cannot be looked at (${code})`, 'Ask as the user that Ferry runs as.');
  }
  if (await mayUse(await nearest(dirname(path)))) {
    return look(
      'Data folder',
      `there is no ${path} yet`,
      'Ferry makes it when it starts; if there should be one, mend DATA_DIR.',
    );
  }
  return broken('Data folder', `there is no ${path}, and it cannot be made`, 'Make it, or give another DATA_DIR.');
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

function examineMode(path: string, { mode }: Stats): Finding {
  const written = (mode & 0o777).toString(8).padStart(4, '0');
  if (process.platform === 'win32') return ok('Data folder', `${path} can be written to`);
  if ((mode & 0o077) === 0)
    return ok('Data folder', `${path} can be written to, and is nobody else's (mode ${written})`);
  return look('Data folder', `others on this machine can get into ${path} (mode ${written})`, `chmod 700 ${path}`);
}

async function examineRoom(path: string): Promise<Finding> {
  const check = 'Room on the disk';
  try {
    const { bavail, bsize } = await statfs(path);
    const room = bavail * bsize;
    const written = `${Math.floor(room / 1024 / 1024)} MiB are free`;
    if (room === 0) return broken(check, 'none is left: nothing can be recorded', 'Make room.', 'world');
    return room < LITTLE_ROOM ? look(check, `only ${written}`, 'Make room before it is full.') : ok(check, written);
  } catch (error) {
    return look(check, `cannot be told (${reasonOf(error)})`, 'Look by hand: df');
  }
}

function examineLock(isKept: boolean): Finding {
  return ok('Lock', isKept ? 'a Ferry keeps the folder now' : 'no Ferry keeps the folder now');
}

async function examineKept(path: string, now: () => number): Promise<Finding> {
  const check = 'What is kept';
  const mend = 'npx ferry verify says more; README.md, "Restore".';
  try {
    const contents = await readInUse(path, isoTime(now));
    if (!contents) return ok(check, 'nothing yet');
    const { damage, references, journals } = contents;
    const wrong = damage.length + references.length;
    if (wrong > 0) return broken(check, `not in order, in ${wrong} places`, mend, 'store');
    return ok(check, `in order: ${recordsIn(contents.snapshot)} records, ${journals.length} journals`);
  } catch (error) {
    if (error instanceof DamagedError) return broken(check, 'damaged', mend, 'store');
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const lies = code === 'EIO' ? 'store' : undefined;
    return broken(
      check,
      `${join(path, 'state.json')} cannot be read (${code})`,
      'Ask as the user that Ferry runs as.',
      lies,
    );
  }
}
