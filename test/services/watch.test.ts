import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../src/services/ports.js';
import { diskError, everyTurn, openWatchedStore } from '../support/store.js';

async function aStore() {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-watch-'));
  const watched = await openWatchedStore(folder);
  onTestFinished(async () => {
    await watched.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return watched;
}

function put(store: Store, ...ids: string[]): Promise<unknown> {
  return store.change(async (tx) => {
    for (const id of ids) await tx.put('settings', { id, rev: (await tx.get('settings', id))?.rev ?? 0, value: 1 });
  });
}

/** What a watcher of the settings has been told so far. */
async function told(store: Store): Promise<string[]> {
  const found: string[] = [];
  await store.watch('settings', (ids) => found.push(ids.join(' ')));
  return found;
}

it('tells first all that there is, and then what is put or removed, of that collection alone', async () => {
  const { store } = await aStore();
  await put(store, 'b', 'a');
  const seen = await told(store);
  expect(seen).toEqual(['b a']);
  await put(store, 'a', 'c');
  await store.change(async (tx) => {
    await tx.remove('settings', 'b');
    await tx.put('channels', { id: 'chat:T1/moves', rev: 0, reference: 1 });
  });
  await store.change((tx) => tx.put('channels', { id: 'chat:T1/other', rev: 0, reference: 1 }));
  expect(seen).toEqual(['b a', 'a c', 'b']);
});

it('tells a change once it is on disk and before it resolves', async () => {
  const { store, disk } = await aStore();
  const seen = await told(store);
  const { reached, release } = disk.holdNext(/^sync journal/);
  const changed = put(store, 'a').then(() => seen.push('resolved'));
  await reached;
  await everyTurn();
  expect(seen).toEqual(['']);
  release();
  await changed;
  expect(seen).toEqual(['', 'a', 'resolved']);
});

it('tells nothing of a change that throws or that the disk refuses', async () => {
  const { store, disk } = await aStore();
  const seen = await told(store);
  const thrown = store.change(async (tx) => {
    await tx.put('settings', { id: 'a', rev: 0, value: 1 });
    throw new Error('no');
  });
  await expect(thrown).rejects.toThrow('no');
  disk.failNext(/^write journal/, diskError('ENOSPC'));
  await expect(put(store, 'b')).rejects.toThrow('ENOSPC');
  await put(store, 'c');
  expect(seen).toEqual(['', 'c']);
});
