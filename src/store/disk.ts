import type { Dirent } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DamagedError, DiskError } from './errors.js';

/**
 * One folder, as the store uses it: few calls, each of which is either done or has failed. Names may lie one folder deeper
 * (`closed/journal-1.jsonl`). Tests put a simulated disk here, which loses power.
 */
export interface Disk {
  /** Names of the files, of those one folder deeper too. */
  list(): Promise<string[]>;
  /** Throws ENOENT. */
  read(name: string): Promise<Buffer>;
  /**
   * A new file, for its owner alone; throws EEXIST. It is sure to be found again after `sync`. `through`: what is written will
   * be synced at once; a system that can do both in one call may.
   */
  create(name: string, through?: boolean): Promise<DiskFile>;
  /** An existing file, to be written on. */
  open(name: string, through?: boolean): Promise<DiskFile>;
  /** Replaces `to`. Durable after `sync`. */
  rename(from: string, to: string): Promise<void>;
  /** Also when it is not there. Durable after `sync`. */
  remove(name: string): Promise<void>;
  /** Makes created, renamed and removed names durable. Throws a DiskError. */
  sync(): Promise<void>;
  /** Bytes that are free. */
  room(): Promise<number>;
}

export interface DiskFile {
  readonly size: number;
  /** Writes at byte `at` and answers how many bytes were taken: as `write(2)`, perhaps fewer than given. */
  write(bytes: Uint8Array, at: number): Promise<number>;
  truncate(size: number): Promise<void>;
  /** Resolves once what was written is durable. After a failure nothing is known of it: never call it again. Throws a DiskError. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Writes all of `bytes` at byte `at`, however few the disk takes at a time. */
export async function writeWhole(file: DiskFile, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const taken = await file.write(written === 0 ? bytes : bytes.subarray(written), at + written);
    if (taken === 0) throw Object.assign(new Error('ENOSPC: the disk takes nothing more'), { code: 'ENOSPC' });
    written += taken;
  }
}

/**
 * A folder of this machine's file system, made if need be (mode 0700). What root makes in somebody else's is given to that
 * owner, unless it is `rootsOwn`.
 */
export async function openDisk(folder: string, rootsOwn = false): Promise<Disk> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Better known at the start than by the first command's failing.
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  return new Folder(folder, rootsOwn ? undefined : await stat(folder));
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

class Folder implements Disk {
  readonly #folder: string;
  /** Files made by root for a folder of somebody else would lock its owner out. */
  readonly #owner: Owner | undefined;

  constructor(folder: string, owner: Owner | undefined) {
    this.#folder = folder;
    this.#owner = process.getuid?.() === 0 && owner?.uid !== 0 ? owner : undefined;
  }

  async list(): Promise<string[]> {
    return filesIn(this.#folder);
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.#path(name));
  }

  async create(name: string, through = false): Promise<DiskFile> {
    await this.#makeFolderOf(name);
    const { O_WRONLY, O_CREAT, O_EXCL } = constants;
    const handle = await open(this.#path(name), O_WRONLY | O_CREAT | O_EXCL | flagOf(through), 0o600);
    if (this.#owner) await handle.chown(this.#owner.uid, this.#owner.gid);
    return new HandleFile(handle, 0, isSynced(through));
  }

  async open(name: string, through = false): Promise<DiskFile> {
    const handle = await open(this.#path(name), constants.O_RDWR | flagOf(through));
    return new HandleFile(handle, (await handle.stat()).size, isSynced(through));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#makeFolderOf(to);
    await rename(this.#path(from), this.#path(to));
    if (to.includes('/')) await syncFolder(dirname(this.#path(to)));
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
    if (name.includes('/')) await syncFolder(dirname(this.#path(name))).catch(ignoreAbsent);
  }

  sync(): Promise<void> {
    return syncFolder(this.#folder);
  }

  async room(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  async #makeFolderOf(name: string): Promise<void> {
    if (!name.includes('/')) return;
    const folder = dirname(this.#path(name));
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made === undefined || !this.#owner) return;
    const handle = await open(folder, 'r');
    await handle.chown(this.#owner.uid, this.#owner.gid).finally(() => handle.close());
  }
}

/** Names of the files in a folder, and of those one folder deeper. */
export async function filesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    assertKind(folder, entry);
    if (!entry.isDirectory()) names.push(entry.name);
    else for (const inner of await filesOf(folder, entry.name)) names.push(`${entry.name}/${inner}`);
  }
  return names;
}

async function filesOf(folder: string, name: string): Promise<string[]> {
  try {
    const entries = await readdir(join(folder, name), { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    // Such as `lost+found`. Of what may be ours it must be known what is in it.
    const isForbidden = ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (isForbidden && !OUR_FOLDERS.includes(name)) return [];
    throw error;
  }
}

const OUR_FOLDERS = ['closed', 'kept'];
const OUR_FILES = /^(state\.json(\.tmp)?|ballast|journal-\d{10,}\.jsonl)$/;

/** Better known at the start than by a fold that fails, or by reading a pipe for ever. */
function assertKind(folder: string, entry: Dirent): void {
  if (entry.isSymbolicLink()) return;
  const path = join(folder, entry.name);
  if (OUR_FILES.test(entry.name) && !entry.isFile()) {
    throw new DamagedError(`${path} should be a file, and is none. Nothing was changed. Move it away.`);
  }
  if (OUR_FOLDERS.includes(entry.name) && !entry.isDirectory()) {
    throw new DamagedError(`${path} should be a folder, and is none. Nothing was changed. Move it away.`);
  }
}

/** macOS has the flag too, but does not flush the drive for it; Windows has none. There `sync` does what it would have done. */
const DSYNC = process.platform === 'linux' ? constants.O_DSYNC : undefined;

function flagOf(through: boolean): number {
  return through ? (DSYNC ?? 0) : 0;
}

function isSynced(through: boolean): boolean {
  return through && DSYNC !== undefined;
}

class HandleFile implements DiskFile {
  readonly #handle: FileHandle;
  /** Each write is durable when it returns: the kernel does what `fdatasync` does, and one call is quicker than two. */
  readonly #isThrough: boolean;
  #size: number;
  /** Something of it may not be durable: at first what another process has written. */
  #isDirty = true;

  constructor(handle: FileHandle, size: number, isThrough: boolean) {
    this.#handle = handle;
    this.#size = size;
    this.#isThrough = isThrough;
  }

  get size(): number {
    return this.#size;
  }

  async write(bytes: Uint8Array, at: number): Promise<number> {
    const wasDirty = this.#isDirty;
    this.#isDirty = true;
    const { bytesWritten } = await this.#handle
      .write(bytes, 0, bytes.length, at)
      .catch((error: NodeJS.ErrnoException) => {
        // One that could not be synced may be in the file all the same: by the size it is known that there is something to cut
        // off. On a file system that became read-only nothing was written, and nothing can be cut.
        if (error.code !== 'EROFS') this.#size = Math.max(this.#size, at + bytes.length);
        throw error;
      });
    this.#isDirty = wasDirty || !this.#isThrough;
    this.#size = Math.max(this.#size, at + bytesWritten);
    return bytesWritten;
  }

  async truncate(size: number): Promise<void> {
    this.#isDirty = true;
    await this.#handle.truncate(size);
    this.#size = size;
  }

  async sync(): Promise<void> {
    if (!this.#isDirty) return;
    try {
      // fdatasync: with it the length becomes durable too, but not the times, which nobody needs.
      await this.#handle.datasync();
      this.#isDirty = false;
    } catch (error) {
      throw new DiskError(`fsync failed: ${(error as Error).message}`);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Windows has no way to sync a folder, and needs none: NTFS keeps its names in a journal of its own. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    throw new DiskError(`The folder ${folder} could not be synced: ${(error as Error).message}`);
  } finally {
    await handle.close();
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
