import type { Disk } from './disk.js';
import { isFailing } from './errors.js';
import { putFile } from './snapshot.js';

const FOLDER = 'kept/';

/** Puts a copy of a file into `kept/`, before something takes its place. Durable when it resolves; answers its name. */
export async function keepCopy(disk: Disk, name: string, occasion: string): Promise<string> {
  const copy = `${FOLDER}${occasion}-${name}`;
  const unfinished = `${copy}.tmp`;
  const bytes = await disk.read(name);
  await disk.remove(unfinished);
  await putFile(disk, { name: copy, unfinished }, [bytes]);
  return copy;
}

export function isKeptCopy(name: string): boolean {
  return name.startsWith(FOLDER);
}

interface Retiring {
  /** It is moved into `closed/` instead of being removed. */
  readonly keepJournals: boolean;
  readonly onNotice?: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

/**
 * A journal that the snapshot has in it goes. Durable after the folder's `sync`. What may not be moved or removed stays, and
 * is tried again at the next start: nothing depends on it.
 */
export async function retire(disk: Disk, name: string, { keepJournals, onNotice }: Retiring): Promise<void> {
  try {
    if (keepJournals) await disk.rename(name, `closed/${name}`);
    else await disk.remove(name);
  } catch (error) {
    if (isFailing(error)) throw error;
    onNotice?.({ file: name, reason: (error as Error).message }, 'a journal that is not needed any more stays');
  }
}
