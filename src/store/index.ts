import type { Store } from '../services/ports.js';
import { openDisk } from './disk.js';
import { Journal, type JournalOptions } from './journal.js';
import { JsonStore } from './json-store.js';
import { lock } from './lock.js';

export { openDisk } from './disk.js';
export { DamagedError, DiskError, isRefusal, typed } from './errors.js';
export {
  type Contents,
  type FolderContents,
  readBackup,
  readEdited,
  readInUse,
  readLocked,
} from './folder.js';
export { isLocked, LockedError, lock } from './lock.js';
export { type Replacement, replaceState, writeBackup } from './replacement.js';
export { piecesOf, type Snapshot } from './snapshot.js';

export interface OpenStore {
  readonly store: Store;
  /** Does what is due with the files although nothing changes. To be called now and then. */
  tidy(): void;
  /** Waits for the changes under way, then gives the folder back. */
  close(): Promise<void>;
}

export type StoreOptions = Pick<JournalOptions, 'now' | 'onDiskFailure'> & Partial<JournalOptions>;

/** Locks `folder` and reads its state. Throws a LockedError or a DamagedError. */
export async function openStore(folder: string, options: StoreOptions): Promise<OpenStore> {
  const unlock = await lock(folder);
  try {
    const journal = new Journal(await openDisk(folder), {
      onNotice: () => undefined,
      keepJournals: false,
      ...options,
      folder,
    });
    const store = new JsonStore(journal);
    await store.open();
    return {
      store,
      tidy: () => journal.tidy(),
      close: async () => {
        await store.settled();
        await journal.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
