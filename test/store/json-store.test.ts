import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OutboxRow, type Store, StoreError } from '../../src/services/ports.js';
import { JsonStore } from '../../src/store/json-store.js';
import { DiskError, type State, StateFile } from '../../src/store/state-file.js';

let folder: string;
let path: string;
/** What the store told its owner about the disk. */
let failures: Error[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-store-'));
  path = join(folder, 'state.json');
  failures = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real file, except that its next write fails as told. */
class FailingFile extends StateFile {
  next: Error | undefined;

  override async write(state: State): Promise<void> {
    const error = this.next;
    this.next = undefined;
    if (error) throw error;
    await super.write(state);
  }
}

async function open(file = new StateFile(path)): Promise<JsonStore> {
  const store = new JsonStore(file, (error) => failures.push(error));
  await store.open();
  return store;
}

async function openFailing(): Promise<{ store: JsonStore; file: FailingFile }> {
  const file = new FailingFile(path);
  return { store: await open(file), file };
}

function disk(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

const setting = (id: string, value: number, rev = 0) => ({ id, rev, value });
const put = (store: Store, id: string, value: number, rev = 0) =>
  store.change((tx) => tx.put('settings', setting(id, value, rev)));

/** Settings as they would be found after a restart. */
async function onDisk(): Promise<Record<string, unknown>> {
  const settings = await (await open()).list('settings');
  return Object.fromEntries(settings.map(({ id, value }) => [id, value]));
}

const row = (id: string): OutboxRow => ({
  id,
  rev: 0,
  kind: 'card',
  destination: 'terminal:local',
  subjects: ['M1'],
  due: '2026-11-20T10:00:00Z',
  status: 'waiting',
  attempts: 0,
});

describe('a change', () => {
  it('keeps all that it put, or nothing', async () => {
    const store = await open();
    await put(store, 'kept', 1);
    const refusal = new Error('decided against it');
    const change = store.change(async (tx) => {
      await tx.put('settings', setting('new', 1));
      await tx.put('settings', setting('kept', 2, 1));
      await tx.remove('settings', 'kept');
      throw refusal;
    });
    await expect(change).rejects.toBe(refusal);
    expect(await store.list('settings')).toEqual([setting('kept', 1, 1)]);
    expect(await onDisk()).toEqual({ kept: 1 });
  });

  it('runs in its turn and sees what the ones before it did', async () => {
    const store = await open();
    const seen: unknown[] = [];
    const count = async () =>
      store.change(async (tx) => {
        const before = (await tx.get('settings', 'count')) ?? setting('count', 0);
        seen.push(before.value);
        // The longer the earlier ones take, the sooner a broken queue lets the later ones overtake.
        for (let turn = seen.length; turn < 10; turn += 1) await Promise.resolve();
        await tx.put('settings', { ...before, value: Number(before.value) + 1 });
      });
    await Promise.all(Array.from({ length: 10 }, count));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await onDisk()).toEqual({ count: 10 });
  });

  it('goes on after one that threw', async () => {
    const store = await open();
    const [failed, kept] = await Promise.allSettled([
      store.change(() => Promise.reject(new Error('no'))),
      put(store, 'kept', 1),
    ]);
    expect([failed.status, kept.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('sees its own puts, which nobody else sees before they are on disk', async () => {
    const store = await open();
    await store.change(async (tx) => {
      await tx.put('settings', setting('new', 1));
      expect(await tx.get('settings', 'new')).toMatchObject({ rev: 1, value: 1 });
      expect(await tx.list('settings')).toHaveLength(1);
      expect(await store.get('settings', 'new')).toBeUndefined();
      expect(await store.list('settings')).toEqual([]);
      expect(existsSync(path)).toBe(false);
    });
    expect(await store.get('settings', 'new')).toMatchObject({ rev: 1, value: 1 });
    expect(await onDisk()).toEqual({ new: 1 });
  });

  it('answers what its work answered', async () => {
    const store = await open();
    expect(await store.change(async () => 'nothing put')).toBe('nothing put');
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['an older revision', 1],
    ['a revision to come', 3],
    ['none, as if it were new', 0],
  ])('refuses to put a record drawn from %s', async (_, rev) => {
    const store = await open();
    await put(store, 'one', 1);
    await put(store, 'one', 2, 1);
    const change = store.change(async (tx) => {
      await tx.put('settings', setting('other', 1));
      await tx.put('settings', setting('one', 9, rev));
    });
    await expect(change).rejects.toThrow(`settings/one is at revision 2, not ${rev}`);
    expect(await onDisk()).toEqual({ one: 2 });
  });

  it('refuses a record that breaks its schema, and all that came with it', async () => {
    const store = await open();
    const change = store.change(async (tx) => {
      await tx.put('settings', setting('fine', 1));
      await tx.put('outbox', { ...row('broken'), due: 'tomorrow' });
    });
    await expect(change).rejects.toThrow('due');
    expect(await store.list('settings')).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('removes a record; the same id may come again as new', async () => {
    const store = await open();
    await put(store, 'one', 1);
    await store.change((tx) => tx.remove('settings', 'one'));
    expect(await store.get('settings', 'one')).toBeUndefined();
    await put(store, 'one', 2);
    expect(await onDisk()).toEqual({ one: 2 });
  });
});

describe('records', () => {
  it('are listed in the order in which they were first put, also after a restart', async () => {
    const store = await open();
    for (const id of ['b', 'a', 'c']) await put(store, id, 1);
    await put(store, 'b', 2, 1);
    const ids = async (reader: Store) => (await reader.list('settings')).map((record) => record.id);
    expect(await ids(store)).toEqual(['b', 'a', 'c']);
    expect(await ids(await open())).toEqual(['b', 'a', 'c']);
  });

  it('are found by the values of their fields', async () => {
    const store = await open();
    await store.change(async (tx) => {
      for (const id of ['1', '2', '3']) await tx.put('outbox', row(id));
      await tx.put('outbox', { ...row('4'), status: 'sent' });
      expect(await tx.list('outbox', { status: 'sent' })).toMatchObject([{ id: '4' }]);
    });
    expect(await store.list('outbox', { status: 'sent', kind: 'card' })).toMatchObject([{ id: '4' }]);
    expect(await store.list('outbox', { status: 'sent', kind: 'reminder' })).toEqual([]);
  });

  it('cannot be edited, wherever they come from', async () => {
    const store = await open();
    const answered = await store.change((tx) => tx.put('outbox', row('one')));
    const records = [answered, await store.get('outbox', 'one'), await (await open()).get('outbox', 'one')];
    for (const record of records) {
      expect(() => Object.assign(record ?? {}, { status: 'sent' })).toThrow(TypeError);
      expect(() => record?.subjects.push('M2')).toThrow(TypeError);
    }
  });

  it('do not follow what their giver does to the given one afterwards', async () => {
    const store = await open();
    const given = { id: 'one', rev: 0, value: { list: [1] } };
    await store.change((tx) => tx.put('settings', given));
    given.value.list.push(2);
    expect(await store.get('settings', 'one')).toEqual({ id: 'one', rev: 1, value: { list: [1] } });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ' ', 'a"b\n'])(
    'may have the id %j',
    async (id) => {
      const store = await open();
      expect(await store.get('inbound', id)).toBeUndefined();
      await store.change(async (tx) => {
        expect(await tx.get('outbox', id)).toBeUndefined();
        await tx.put('outbox', row(id));
        await tx.put('inbound', { id, rev: 0, at: '2026-11-20T10:00:00Z', answer: { migration: 'M1' } });
      });
      const again = await open();
      expect(await again.get('outbox', id)).toMatchObject({ id, rev: 1 });
      expect(await again.list('inbound', { id })).toMatchObject([{ answer: { migration: 'M1' } }]);
      await again.change((tx) => tx.remove('outbox', id));
      expect(await (await open()).list('outbox')).toEqual([]);
    },
  );
});

describe('a write that the disk refuses', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'])(
    'because of %s leaves memory as the disk is, and the next change does not carry it along',
    async (code) => {
      const { store, file } = await openFailing();
      await put(store, 'kept', 1);
      file.next = disk(code);
      const refused = put(store, 'kept', 2, 1);
      const queued = put(store, 'queued', 1);
      await expect(refused).rejects.toThrow(StoreError);
      await queued;
      expect(await store.get('settings', 'kept')).toMatchObject({ value: 1, rev: 1 });
      expect(await onDisk()).toEqual({ kept: 1, queued: 1 });
      await put(store, 'kept', 3, 1);
      expect(await onDisk()).toEqual({ kept: 3, queued: 1 });
      expect(failures).toEqual([]);
    },
  );

  it('leaves no number out: commits are counted, attempts are not', async () => {
    const { store, file } = await openFailing();
    await put(store, 'one', 1);
    file.next = disk('ENOSPC');
    await expect(put(store, 'two', 2)).rejects.toThrow(StoreError);
    await put(store, 'three', 3);
    expect(JSON.parse(readFileSync(path, 'utf8')).seq).toBe(2);
  });

  it.each([
    ['EIO', disk('EIO')],
    ['a failed fsync', new DiskError('fsync failed: injected')],
  ])('because of %s is the end: its owner is told, and nothing is changed any more', async (_, error) => {
    const { store, file } = await openFailing();
    await put(store, 'kept', 1);
    file.next = error;
    let ran = false;
    const [refused, later] = await Promise.allSettled([
      put(store, 'kept', 2, 1),
      store.change(async () => {
        ran = true;
      }),
    ]);
    expect(refused).toMatchObject({ reason: expect.any(StoreError) });
    expect(later).toMatchObject({ reason: expect.any(StoreError) });
    expect(ran).toBe(false);
    expect(failures).toEqual([error]);
    expect(await store.get('settings', 'kept')).toMatchObject({ value: 1 });
    expect(await onDisk()).toEqual({ kept: 1 });
  });
});
