import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Contents,
  DamagedError,
  lock,
  openDisk,
  type Replacement,
  readBackup,
  readLocked,
  replaceState,
  typed,
} from '../store/index.js';
import { assertFolder, counted, hasTrail, isoTime, occasionOf, readNamed, type Surroundings, say } from './operator.js';
import { asRestored, type Restored } from './restored.js';
import { recordsIn } from './verify.js';

/** Puts a backup in the place of what is kept. `-` is the standard input. */
export async function restore(file: string, surroundings: Surroundings): Promise<void> {
  const { dataDir, keepJournals, now, input, output } = surroundings;
  const name = file === '-' ? 'The standard input' : file;
  if (existsSync(dataDir)) await assertFolder(dataDir);
  const backup = readBackup(await readNamed(file, input), name);
  const [problem] = backup.damage;
  if (problem !== undefined) throw new DamagedError(`${name} cannot be used: ${problem}. Nothing was changed.`);
  const unlock = await lock(dataDir);
  try {
    const disk = await openDisk(dataDir);
    const replaced = await readIfSound(dataDir, isoTime(now));
    const restored = asRestored(backup.snapshot, replaced?.snapshot.collections);
    const head = { ...backup.snapshot.head, at: isoTime(now) };
    const replacement = await replaceState(
      disk,
      { head, collections: restored.collections },
      {
        occasion: occasionOf('restore', now),
        replaced: replaced?.snapshot,
        keepJournals: keepJournals || hasTrail(dataDir),
      },
    );
    say(output, report(name, dataDir, { backup, replaced, restored, replacement }));
  } finally {
    await unlock();
  }
}

/** Undefined: there is nothing, or it is damaged. */
async function readIfSound(dataDir: string, at: string): Promise<Contents | undefined> {
  try {
    const contents = await readLocked(dataDir, at);
    return contents?.damage.length === 0 ? contents : undefined;
  } catch (error) {
    if (error instanceof DamagedError) return undefined;
    throw error;
  }
}

interface Done {
  readonly backup: Contents;
  readonly replaced: Contents | undefined;
  readonly restored: Restored;
  readonly replacement: Replacement;
}

function report(name: string, dataDir: string, { backup, replaced, restored, replacement }: Done): string[] {
  const { at, seq } = backup.snapshot.head;
  const made = at === undefined ? '' : `, made ${at}`;
  const lines = [
    `Restored ${name}${made}, into ${dataDir}: transactions up to ${seq}, ${counted(recordsIn(backup.snapshot), 'record')}.`,
  ];
  for (const sentence of backup.references) lines.push(`Careful: ${sentence}.`);
  for (const id of restored.forgotten) {
    lines.push(
      `Careful: the name of customer ${id} was erased after the backup, and is back. Erase it again: forget ${id}`,
    );
  }
  if (restored.doubtful > 0) {
    lines.push(
      `Of ${counted(restored.doubtful, 'post')} it is not known whether it was made after the backup: in Slack each is looked for before it is made again, and in Teams none is made again.`,
    );
  }
  const [copy] = replacement.copies;
  if (copy === undefined) return [...lines, `${dataDir} was empty before.`];
  if (replaced) {
    const words = [typed(join(dataDir, copy)), '--data', typed(dataDir)];
    return [...lines, `To go back to what was there: npx ferry restore ${words.join(' ')}`];
  }
  const copies = replacement.copies.map((one) => `  ${join(dataDir, one)}`);
  return [...lines, 'What was there was damaged. Copies of its files, as they were:', ...copies];
}
