import { join } from 'node:path';
import type { Store } from '../services/ports.js';
import { JsonStore } from './json-store.js';
import { lock } from './lock.js';
import { StateFile } from './state-file.js';

export { LockedError } from './lock.js';
export { DamagedError } from './state-file.js';

export interface OpenStore {
  readonly store: Store;
  /** Waits for the changes under way, then gives the folder back. */
  close(): Promise<void>;
}

/** Locks `folder` and reads its state. Throws LockedError or DamagedError. */
export async function openStore(folder: string, onDiskFailure: (error: Error) => void): Promise<OpenStore> {
  const unlock = await lock(folder);
  try {
    const store = new JsonStore(new StateFile(join(folder, 'state.json')), onDiskFailure);
    await store.open();
    return {
      store,
      close: async () => {
        await store.settled();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
