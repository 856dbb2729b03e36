import { once } from 'node:events';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import {
  DamagedError,
  type FolderContents,
  openDisk,
  piecesOf,
  readInUse,
  type Snapshot,
  writeBackup,
} from '../store/index.js';
import { assertFolder, counted, emptyFolder, isoTime, type Surroundings, say, UsageError } from './operator.js';
import { recordsIn } from './verify.js';

/** Writes all that is kept into one file, also while the bot runs. `-` is the standard output. */
export async function backup(file: string, force: boolean, surroundings: Surroundings): Promise<void> {
  const { dataDir, now, output, remarks } = surroundings;
  await assertFolder(dataDir);
  const place = file === '-' ? undefined : await placeOf(file, force, dataDir);
  const contents = await readSound(dataDir, isoTime(now));
  const { snapshot, references } = contents;
  const bytes = place
    ? await writeBackup(await openDisk(place.folder, true), place.name, snapshot)
    : await stream(snapshot, output);
  const { seq } = snapshot.head;
  say(remarks, [
    ...(references.length > 0
      ? [`References to records that are not there: ${references.length}; see: ferry verify`]
      : []),
    `Backed up to ${place ? file : 'the standard output'}: transactions up to ${seq}, ${counted(recordsIn(snapshot), 'record')}, ${bytes} bytes.`,
  ]);
}

/** What is damaged makes no backup: it would only take the place of a good one. */
async function readSound(dataDir: string, at: string): Promise<FolderContents> {
  const contents = await readInUse(dataDir, at);
  if (!contents) throw emptyFolder(dataDir);
  const [problem] = contents.damage;
  if (problem !== undefined) throw new DamagedError(`${dataDir} is damaged: ${problem}. No backup was made.`);
  return contents;
}

async function placeOf(file: string, force: boolean, dataDir: string): Promise<{ folder: string; name: string }> {
  if (basename(file) === '') throw new UsageError('ferry backup takes the name of a file, or - .');
  const folder = await realpath(dirname(resolve(file))).catch(() => {
    // Not made: it may be a disk that is not mounted now.
    throw new UsageError(`There is no folder ${dirname(resolve(file))} to put the backup in.`);
  });
  const name = basename(file);
  const within = relative(await realpath(dataDir), join(folder, name))
    .split(sep)
    .join('/');
  if (!within.startsWith('../') && !isAbsolute(within)) {
    throw new UsageError(`${file} is in ${dataDir} itself, and would be lost with it. Put the backup elsewhere.`);
  }
  const there = await lstat(join(folder, name)).catch(() => undefined);
  if (there && !there.isFile()) throw new UsageError(`${file} is there, and is no file: name another one.`);
  if (there && !force) throw new UsageError(`${file} is there already; --force replaces it.`);
  return { folder, name };
}

async function stream(snapshot: Snapshot, output: Writable): Promise<number> {
  let size = 0;
  for (const piece of piecesOf(snapshot)) {
    if (!output.write(piece)) await once(output, 'drain');
    size += piece.length;
  }
  return size;
}
