import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedError, lock, openDisk, readEdited, replaceState } from '../store/index.js';
import {
  assertFolder,
  counted,
  hasTrail,
  isoTime,
  occasionOf,
  type Surroundings,
  say,
  UsageError,
} from './operator.js';
import { recordsIn } from './verify.js';

/** Takes over a `state.json` that was edited by hand. */
export async function adopt({ dataDir, keepJournals, now, output }: Surroundings): Promise<void> {
  await assertFolder(dataDir);
  const path = join(dataDir, 'state.json');
  if (!existsSync(path)) throw new UsageError(`There is no ${path}.`);
  const unlock = await lock(dataDir);
  try {
    const edited = await readEdited(dataDir, isoTime(now));
    if (!edited) return say(output, [`${path} is as Ferry wrote it: there is nothing to adopt.`]);
    const wrong = [...edited.damage, ...edited.references];
    if (wrong.length > 0) {
      const sentences = wrong.map((sentence) => sentence.replaceAll('\n', '\n    '));
      throw new DamagedError([`${path} cannot be taken over. Nothing was changed.`, ...sentences].join('\n  '));
    }
    const occasion = occasionOf('adopt', now);
    const { copies } = await replaceState(await openDisk(dataDir), edited.snapshot, {
      occasion,
      replaced: undefined,
      keepJournals: keepJournals || hasTrail(dataDir),
    });
    const changed = edited.changed.map((record) => `  ${record}`);
    say(output, [
      `Took over ${path}: ${counted(recordsIn(edited.snapshot), 'record')}.`,
      ...(changed.length > 0
        ? ['Journals have later changes of these, so that what you edited in them is not taken over: edit them again.']
        : []),
      ...changed,
      'Copies of the files as they were:',
      ...copies.map((copy) => `  ${join(dataDir, copy)}`),
    ]);
  } finally {
    await unlock();
  }
}
