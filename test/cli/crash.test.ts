import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { Disk } from '../../src/store/disk.js';
import { openDisk, readBackup, readLocked, replaceState, type Snapshot } from '../../src/store/index.js';
import { inStore, keepOpen, NOW, note, ownFolder, use } from './tool.js';

// A restore that is killed at any call to the disk leaves what was there or what was to come, never a mixture.

class Killed extends Error {}

/** The disk of a process that is killed at its call number `last`; a write at that moment has come half way. */
function mortal(disk: Disk, last: number): { disk: Disk; calls: () => number } {
  let calls = 0;
  const live = () => {
    calls += 1;
    if (calls >= last) throw new Killed();
  };
  const killable: Disk = {
    list: async () => disk.list(),
    room: () => disk.room(),
    read: async (name) => disk.read(name),
    open: async (name) => disk.open(name),
    rename: async (from, to) => {
      live();
      await disk.rename(from, to);
    },
    remove: async (name) => {
      live();
      await disk.remove(name);
    },
    sync: async () => {
      live();
      await disk.sync();
    },
    create: async (name) => {
      live();
      const file = await disk.create(name);
      return {
        get size() {
          return file.size;
        },
        write: async (bytes, at) => {
          if (calls + 1 >= last) await file.write(bytes.subarray(0, bytes.length / 2), at);
          live();
          return file.write(bytes, at);
        },
        truncate: (size) => file.truncate(size),
        sync: async () => {
          live();
          await file.sync();
        },
        close: () => file.close(),
      };
    },
  };
  return { disk: killable, calls: () => calls };
}

/** Values of the settings `one` and `other`, which agree in the old state and in the new. */
function pairOf({ collections }: Snapshot): unknown[] {
  return (collections.get('settings') ?? []).map((setting) => (setting as unknown as { value: unknown }).value);
}

let old: string;
let backup: Snapshot;
beforeEach(async () => {
  const [data, elsewhere] = [ownFolder(), ownFolder()];
  const write = (value: string) =>
    inStore(data, async (store) => {
      for (const id of ['one', 'other']) await note(store, id, value);
    });
  await write('new');
  const file = join(elsewhere, 'ferry.json');
  await use(data, ['backup', file]);
  backup = readBackup(readFileSync(file), file).snapshot;
  await write('older');
  const store = await keepOpen(data);
  for (const id of ['one', 'other']) await note(store, id, 'old');
  // As a process leaves it that was killed: a state, and a journal that goes on from it.
  old = ownFolder();
  cpSync(data, old, { recursive: true });
});

it.each([false, true])('leaves the old or the new, whenever it is killed (journals kept: %s)', async (keepJournals) => {
  const ends: string[] = [];
  for (let last = 1; ; last += 1) {
    const folder = ownFolder();
    cpSync(old, folder, { recursive: true });
    const { disk, calls } = mortal(await openDisk(folder), last);
    const replaced = (await readLocked(folder, NOW))?.snapshot;
    const killed = await replaceState(disk, backup, { occasion: 'before-restore', replaced, keepJournals }).then(
      () => false,
      (error: unknown) => error instanceof Killed,
    );
    const found = await readLocked(folder, NOW);
    const pair = found ? pairOf(found.snapshot) : [];
    expect(
      [
        ['old', 'old'],
        ['new', 'new'],
      ],
      `killed at call ${last}`,
    ).toContainEqual(pair);
    ends.push(String(pair[0]));
    // The next start goes on from it, and loses nothing that it is told.
    await inStore(folder, (store) => note(store, 'after', 'said after it'));
    const { snapshot } = (await readLocked(folder, NOW)) ?? { snapshot: backup };
    expect(pairOf(snapshot)).toEqual([...pair, 'said after it']);
    if (!killed) {
      expect(calls()).toBeLessThan(last);
      break;
    }
  }
  // It turned once, from the old to the new.
  expect(ends.join(' ')).toMatch(/^(old ){5,}(new ?){3,}$/);
});
