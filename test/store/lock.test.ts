import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isLocked, LockedError, type OpenStore } from '../../src/store/index.js';
import { chat } from '../support/processes.js';
import { openTestStore } from '../support/store.js';

let root: string;
let folder: string;
const opened: OpenStore[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ferry-lock-'));
  folder = join(root, 'data');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(root, { recursive: true, force: true });
});

async function open(path = folder): Promise<OpenStore> {
  const store = await openTestStore(path);
  opened.push(store);
  return store;
}

it('gives a folder to one at a time, by whatever path it is called', async () => {
  await open();
  symlinkSync(folder, join(root, 'link'));
  for (const path of [folder, `${folder}/../data/`, relative(process.cwd(), folder), join(root, 'link')]) {
    await expect(open(path)).rejects.toThrow(LockedError);
  }
  await open(join(root, 'other'));
});

it('gives it to exactly one of those who come at the same moment', async () => {
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => open()));
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')]);
});

it('gives it on when the first has closed, its changes done', async () => {
  const first = await open();
  const change = first.store.change((tx) => tx.put('settings', { id: 'last', rev: 0, value: 1 }));
  await opened.pop()?.close();
  const second = await open();
  expect(await second.store.get('settings', 'last')).toMatchObject({ value: 1 });
  await change;
});

it('keeps another process out until it is closed', async () => {
  await open();
  const outside = { cwd: root, env: { DATA_DIR: folder } };
  expect(await chat(['about'], outside)).toMatchObject({ code: 3, stdout: '' });
  await opened.pop()?.close();
  expect(await chat(['about'], outside)).toMatchObject({ code: 0 });
});

it('says whether somebody keeps a folder, and turns nobody away who starts while it is asked', async () => {
  mkdirSync(folder);
  expect(await isLocked(folder)).toBe(false);
  const asked = Array.from({ length: 20 }, () => isLocked(folder));
  await open();
  await Promise.all(asked);
  expect(await isLocked(folder)).toBe(true);
  await opened.pop()?.close();
  expect(await isLocked(folder)).toBe(false);
});
