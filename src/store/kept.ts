import { type Disk, writeWhole } from './disk.js';

const FOLDER = 'kept/';

/** Puts a copy of a file into `kept/`, before something takes its place. Durable when it resolves; answers its name. */
export async function keepCopy(disk: Disk, name: string, occasion: string): Promise<string> {
  const copy = `${FOLDER}${occasion}-${name}`;
  const bytes = await disk.read(name);
  await disk.remove(`${copy}.tmp`);
  const file = await disk.create(`${copy}.tmp`);
  try {
    await writeWhole(file, bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(`${copy}.tmp`, copy);
  await disk.sync();
  return copy;
}

export function isKeptCopy(name: string): boolean {
  return name.startsWith(FOLDER);
}

/** A journal that the snapshot has in it goes, or, `keep`, is moved into `closed/`. Durable after the folder's `sync`. */
export async function retire(disk: Disk, name: string, keep: boolean): Promise<void> {
  if (keep) await disk.rename(name, `closed/${name}`);
  else await disk.remove(name);
}
