import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, type DiskFile, openDisk } from '../../src/store/disk.js';
import { type OpenStore, openStore, type StoreOptions } from '../../src/store/index.js';
import { Journal, type JournalOptions } from '../../src/store/journal.js';
import { JsonStore } from '../../src/store/json-store.js';

const NOW = Date.parse('2026-11-20T10:00:00Z');

/** The store of `folder` for a test: a failing disk fails it. */
export function openTestStore(folder: string, options: Partial<StoreOptions> = {}): Promise<OpenStore> {
  const onDiskFailure = (error: Error) => {
    throw error;
  };
  return openStore(folder, { now: () => NOW, onDiskFailure, ...options });
}

/** All that the files of `folder` say, the snapshot first. */
export function keptText(folder: string): string {
  const names = readdirSync(folder).filter((name) => name === 'state.json' || name.endsWith('.jsonl'));
  return names
    .sort()
    .reverse()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

/** What a disk is asked to do: the call and the file, `write journal-0000000001.jsonl`; of the folder itself, `sync .`. */
type Watch = (call: string) => void | Promise<void>;

/** A disk that asks the test before each call, which may look, wait, or throw what the disk is to say. */
export class WatchedDisk implements Disk {
  readonly #disk: Disk;
  before: Watch = () => undefined;
  /** So many bytes are taken by one write. */
  takes = Number.POSITIVE_INFINITY;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Throws `error` at the next call like this, and at no other. */
  failNext(call: RegExp, error: Error): void {
    this.before = (made) => {
      if (!call.test(made)) return;
      this.before = () => undefined;
      throw error;
    };
  }

  /** Makes the next call like this wait for `release`; `reached` resolves when it is made. */
  holdNext(call: RegExp): { readonly reached: Promise<void>; readonly release: (error?: Error) => void } {
    let release: (error?: Error) => void = () => undefined;
    const released = new Promise<void>((resolve, reject) => {
      release = (error) => (error ? reject(error) : resolve());
    });
    const reached = new Promise<void>((resolve) => {
      this.before = (made) => {
        if (!call.test(made)) return undefined;
        this.before = () => undefined;
        resolve();
        return released;
      };
    });
    return { reached, release };
  }

  async list(): Promise<string[]> {
    await this.before('list .');
    return this.#disk.list();
  }

  room(): Promise<number> {
    return this.#disk.room();
  }

  async read(name: string): Promise<Buffer> {
    await this.before(`read ${name}`);
    return this.#disk.read(name);
  }

  async create(name: string, through?: boolean): Promise<DiskFile> {
    await this.before(`create ${name}`);
    return this.#watch(name, await this.#disk.create(name, through));
  }

  async open(name: string, through?: boolean): Promise<DiskFile> {
    await this.before(`open ${name}`);
    return this.#watch(name, await this.#disk.open(name, through));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.before(`rename ${from} ${to}`);
    return this.#disk.rename(from, to);
  }

  async remove(name: string): Promise<void> {
    await this.before(`remove ${name}`);
    return this.#disk.remove(name);
  }

  async sync(): Promise<void> {
    await this.before('sync .');
    return this.#disk.sync();
  }

  #watch(name: string, file: DiskFile): DiskFile {
    const ask = (call: string) => this.before(`${call} ${name}`);
    return {
      get size() {
        return file.size;
      },
      write: async (bytes, at) => {
        await ask('write');
        return file.write(bytes.subarray(0, this.takes), at);
      },
      truncate: async (size) => {
        await ask('truncate');
        return file.truncate(size);
      },
      sync: async () => {
        await ask('sync');
        return file.sync();
      },
      close: async () => {
        await ask('close');
        return file.close();
      },
    };
  }
}

export interface WatchedStore {
  readonly store: JsonStore;
  readonly journal: Journal;
  readonly disk: WatchedDisk;
  /** What the owner was told: that the disk has failed, and what else is worth knowing. */
  readonly failures: Error[];
  readonly notices: string[];
  /** Folds and closes, as an orderly end does. */
  close(): Promise<void>;
}

/** The store of `folder` without its lock, over a disk that the test watches, from its opening on with `watch`. */
export async function openWatchedStore(
  folder: string,
  options: Partial<JournalOptions> = {},
  watch?: Watch,
): Promise<WatchedStore> {
  const disk = new WatchedDisk(await openDisk(folder));
  if (watch) disk.before = watch;
  const [failures, notices]: [Error[], string[]] = [[], []];
  const journal = new Journal(disk, {
    folder,
    now: () => NOW,
    onDiskFailure: (error) => failures.push(error),
    onNotice: (_, text) => notices.push(text),
    keepJournals: false,
    ...options,
  });
  const store = new JsonStore(journal);
  await store.open();
  const close = async () => {
    await store.settled();
    await journal.close();
  };
  return { store, journal, disk, failures, notices, close };
}

export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Lets everything run that waits for nothing but its turn. */
export async function everyTurn(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
