import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OutboxRow, type Reader, type Store, StoreError } from '../../src/services/ports.js';
import { openDisk } from '../../src/store/disk.js';
import { DiskError } from '../../src/store/errors.js';
import type { JsonStore } from '../../src/store/json-store.js';
import { readFolder } from '../../src/store/recovery.js';
import { diskError, everyTurn, openWatchedStore, type WatchedStore } from '../support/store.js';

let folder: string;
const opened: WatchedStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-store-'));
});
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function openWatched(): Promise<WatchedStore> {
  const watched = await openWatchedStore(folder);
  opened.push(watched);
  return watched;
}

const open = async (): Promise<JsonStore> => (await openWatched()).store;

/** As after an orderly end and a new start. */
async function reopen(): Promise<JsonStore> {
  await opened.pop()?.close();
  return open();
}

const setting = (id: string, value: number, rev = 0) => ({ id, rev, value });
const put = (store: Store, id: string, value: number, rev = 0) =>
  store.change((tx) => tx.put('settings', setting(id, value, rev)));
const idsOf = async (reader: Reader) => (await reader.list('settings')).map(({ id }) => id);

/** Settings as they would be found if the process were killed now. */
async function onDisk(): Promise<Record<string, unknown>> {
  const found = await readFolder(await openDisk(folder), folder);
  const settings = (found?.state.table('settings').all() ?? []) as unknown as { id: string; value: unknown }[];
  return Object.fromEntries(settings.map(({ id, value }) => [id, value]));
}

/** Whether a promise is settled, asked at any time. */
function watch(promise: Promise<unknown>): { isSettled: boolean } {
  const seen = { isSettled: false };
  const settle = () => {
    seen.isSettled = true;
  };
  promise.then(settle, settle);
  return seen;
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
      expect(await onDisk()).toEqual({});
    });
    expect(await store.get('settings', 'new')).toMatchObject({ rev: 1, value: 1 });
    expect(await onDisk()).toEqual({ new: 1 });
  });

  it('answers what its work answered, and writes nothing when nothing was put', async () => {
    const { store, disk } = await openWatched();
    const calls: string[] = [];
    disk.before = (call) => void calls.push(call);
    expect(await store.change(async () => 'nothing put')).toBe('nothing put');
    expect(calls).toEqual([]);
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
    expect(await onDisk()).toEqual({});
  });

  it('counts each put of a record, also within itself', async () => {
    const store = await open();
    await store.change(async (tx) => {
      const first = await tx.put('settings', setting('one', 1));
      await tx.put('settings', { ...first, value: 2 });
    });
    expect(await store.get('settings', 'one')).toEqual(setting('one', 2, 2));
    expect(await (await reopen()).get('settings', 'one')).toEqual(setting('one', 2, 2));
  });

  it('removes a record; the same id may come again as new', async () => {
    const store = await open();
    await put(store, 'one', 1);
    await store.change((tx) => tx.remove('settings', 'one'));
    expect(await store.get('settings', 'one')).toBeUndefined();
    await put(store, 'one', 2);
    expect(await onDisk()).toEqual({ one: 2 });
  });

  it('removes what is not there without complaint', async () => {
    const store = await open();
    await store.change((tx) => tx.remove('settings', 'never'));
    expect(await store.list('settings')).toEqual([]);
  });
});

describe('while the disk is busy', () => {
  it('a change is not answered, and what it put is not read, before it is durable', async () => {
    const { store, disk } = await openWatched();
    const { reached, release } = disk.holdNext(/^sync journal/);
    const change = put(store, 'one', 1);
    await reached;
    const one = store.get('settings', 'one');
    const all = store.list('settings');
    const seen = [change, one, all].map(watch);
    await everyTurn();
    expect(seen.map(({ isSettled }) => isSettled)).toEqual([false, false, false]);
    release();
    await change;
    expect(await one).toMatchObject({ value: 1 });
    expect(await all).toHaveLength(1);
  });

  it('works go on upon what the ones before them put, and whoever only looks or throws is answered when that is durable', async () => {
    const { store, disk } = await openWatched();
    const { reached, release } = disk.holdNext(/^sync journal/);
    const change = put(store, 'one', 1);
    await reached;
    const seen: unknown[] = [];
    const look = async (tx: Reader) => void seen.push(await tx.get('settings', 'one'));
    const refusal = new Error('it is there already');
    const looked = store.change(look);
    const threw = store.change((tx) => look(tx).then(() => Promise.reject(refusal)));
    const answers = [looked, threw].map(watch);
    await everyTurn();
    expect(seen).toEqual([setting('one', 1, 1), setting('one', 1, 1)]);
    expect(answers.map(({ isSettled }) => isSettled)).toEqual([false, false]);
    release();
    await Promise.all([change, looked]);
    await expect(threw).rejects.toBe(refusal);
    expect(seen).toHaveLength(2);
  });

  it('changes gather, and are made durable together', async () => {
    const { store, disk } = await openWatched();
    const { reached, release } = disk.holdNext(/^sync journal/);
    const first = put(store, 'first', 1);
    await reached;
    const others = Array.from({ length: 50 }, (_, n) => put(store, `n${n}`, n));
    await everyTurn();
    const calls: string[] = [];
    disk.before = (call) => void calls.push(call);
    release();
    await Promise.all([first, ...others]);
    expect(calls).toEqual(['write journal-0000000001.jsonl', 'sync journal-0000000001.jsonl']);
    expect(Object.keys(await onDisk())).toHaveLength(51);
  });
});

describe('records', () => {
  it('are listed in the order in which they were first put, also after a restart', async () => {
    const store = await open();
    for (const id of ['b', 'a', 'c', '10', '9']) await put(store, id, 1);
    await put(store, 'b', 2, 1);
    expect(await idsOf(store)).toEqual(['b', 'a', 'c', '10', '9']);
    expect(Object.keys(await onDisk()).sort()).toEqual(['10', '9', 'a', 'b', 'c']);
    expect(await idsOf(await reopen())).toEqual(['b', 'a', 'c', '10', '9']);
  });

  it('stand behind all others when they come again after they were removed, within one change as well', async () => {
    const store = await open();
    for (const id of ['a', 'b', 'c']) await put(store, id, 1);
    await store.change(async (tx) => {
      await tx.remove('settings', 'a');
      await tx.put('settings', setting('d', 1));
      await tx.put('settings', setting('a', 2));
      await tx.put('settings', setting('e', 1));
      await tx.remove('settings', 'e');
      await tx.put('settings', setting('f', 1));
      await tx.put('settings', setting('e', 2));
      expect(await idsOf(tx)).toEqual(['b', 'c', 'd', 'a', 'f', 'e']);
    });
    expect(await idsOf(store)).toEqual(['b', 'c', 'd', 'a', 'f', 'e']);
    expect(await idsOf(await reopen())).toEqual(['b', 'c', 'd', 'a', 'f', 'e']);
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

  it('are found by what they are now, however they came, went and changed since they were first searched for', async () => {
    const store = await open();
    const rows = (reader: Reader, where: Partial<OutboxRow>) =>
      reader.list('outbox', where).then((found) => found.map(({ id }) => id));
    const both = async (reader: Reader) => [
      await rows(reader, { status: 'waiting' }),
      await rows(reader, { status: 'sent', attempts: 1 }),
      await rows(reader, { status: 'sent' }),
    ];
    await store.change(async (tx) => {
      for (const id of ['1', '2', '3', '4']) await tx.put('outbox', row(id));
    });
    expect(await both(store)).toEqual([['1', '2', '3', '4'], [], []]);
    await store.change(async (tx) => {
      await tx.put('outbox', { ...row('3'), rev: 1, status: 'sent', attempts: 1 });
      await tx.remove('outbox', '2');
      await tx.put('outbox', { ...row('1'), rev: 1, status: 'sent' });
      await tx.put('outbox', { ...row('5'), status: 'sent', attempts: 1 });
      expect(await both(tx)).toEqual([['4'], ['3', '5'], ['1', '3', '5']]);
    });
    expect(await both(store)).toEqual([['4'], ['3', '5'], ['1', '3', '5']]);
    await store.change(async (tx) => {
      await tx.put('outbox', { ...row('1'), rev: 2 });
      await tx.put('outbox', row('2'));
      await tx.put('outbox', { ...row('3'), rev: 2, status: 'sent' });
    });
    expect(await both(store)).toEqual([['1', '4', '2'], ['5'], ['3', '5']]);
    expect(await both(await reopen())).toEqual([['1', '4', '2'], ['5'], ['3', '5']]);
  });

  it('are found by a field that they do not have', async () => {
    const store = await open();
    await store.change(async (tx) => {
      await tx.put('outbox', row('none'));
      await tx.put('outbox', { ...row('one'), reference: 'r1' });
    });
    const found = (await store.list('outbox')).filter(({ reference }) => reference === undefined);
    expect(found).toMatchObject([{ id: 'none' }]);
    expect(await store.list('outbox', { reference: 'r1' })).toMatchObject([{ id: 'one' }]);
    expect(await store.list('outbox', { problem: 'none has one' })).toEqual([]);
  });

  it('cannot be edited, wherever they come from', async () => {
    const store = await open();
    const answered = await store.change((tx) => tx.put('outbox', row('one')));
    const within = await store.change((tx) => tx.list('outbox'));
    const listed = await store.list('outbox');
    const records = [answered, ...within, ...listed, await (await reopen()).get('outbox', 'one')];
    expect(records).toHaveLength(4);
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
    expect(await (await reopen()).get('settings', 'one')).toEqual({ id: 'one', rev: 1, value: { list: [1] } });
  });

  it('may be put in a list that is answered, without harm to the next one', async () => {
    const store = await open();
    await put(store, 'one', 1);
    (await store.list('settings')).pop();
    expect(await store.list('settings')).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ' ', 'a"b\n', '\u2028', '\ud800', '],'])(
    'may have the id %j',
    async (id) => {
      const store = await open();
      expect(await store.get('inbound', id)).toBeUndefined();
      await store.change(async (tx) => {
        expect(await tx.get('outbox', id)).toBeUndefined();
        await tx.put('outbox', row(id));
        await tx.put('inbound', { id, rev: 0, at: '2026-11-20T10:00:00Z', answer: { migration: 'M1' } });
      });
      // Once from the journal, once from the snapshot.
      const killed = await readFolder(await openDisk(folder), folder);
      expect(killed?.state.table('outbox').get(id)?.record).toMatchObject({ id, rev: 1 });
      const again = await reopen();
      expect(await again.get('outbox', id)).toMatchObject({ id, rev: 1 });
      expect(await again.list('inbound', { id })).toMatchObject([{ answer: { migration: 'M1' } }]);
      await again.change((tx) => tx.remove('outbox', id));
      expect(await (await reopen()).list('outbox')).toEqual([]);
    },
  );
});

describe('a write that the disk refuses', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'])(
    'because of %s leaves memory as the disk is, and the next change does not carry it along',
    async (code) => {
      const { store, disk, failures } = await openWatched();
      await put(store, 'kept', 1);
      disk.failNext(/^write journal/, diskError(code));
      await expect(put(store, 'kept', 2, 1)).rejects.toThrow(StoreError);
      expect(await store.get('settings', 'kept')).toEqual(setting('kept', 1, 1));
      await put(store, 'next', 1);
      expect(await onDisk()).toEqual({ kept: 1, next: 1 });
      await put(store, 'kept', 3, 1);
      expect(await onDisk()).toEqual({ kept: 3, next: 1 });
      expect(failures).toEqual([]);
    },
  );

  it('may have taken whole lines of it: they are cut off, and not found again', async () => {
    const { store, disk } = await openWatched();
    const { reached, release } = disk.holdNext(/^sync journal/);
    const kept = put(store, 'kept', 1);
    await reached;
    const refused = [put(store, 'one', 1), put(store, 'two', 2)];
    await everyTurn();
    const journal = join(folder, 'journal-0000000001.jsonl');
    const before = readFileSync(journal, 'utf8');
    let atRefusal = '';
    let writes = 0;
    // Of two lines of some 140 bytes, this takes one and a part of the other.
    disk.takes = 200;
    disk.before = (call) => {
      if (!call.startsWith('write')) return;
      writes += 1;
      if (writes < 2) return;
      atRefusal = readFileSync(journal, 'utf8');
      throw diskError('ENOSPC');
    };
    release();
    await kept;
    for (const change of refused) await expect(change).rejects.toThrow(StoreError);
    expect(atRefusal.slice(before.length)).toMatch(/^\{"seq":2,.*\}\n\{"seq":3,[^\n]*$/);
    expect(readFileSync(journal, 'utf8')).toBe(before);
    disk.before = () => undefined;
    await put(store, 'after', 1);
    expect(await onDisk()).toEqual({ kept: 1, after: 1 });
  });

  it('may be the making of the journal', async () => {
    const { store, disk } = await openWatched();
    disk.failNext(/^create journal/, diskError('ENOSPC'));
    await expect(put(store, 'one', 1)).rejects.toThrow(StoreError);
    await put(store, 'one', 2);
    expect(await onDisk()).toEqual({ one: 2 });
  });

  it('refuses also what was put upon it meanwhile, but nobody who only looked: they look again', async () => {
    const { store, disk, failures } = await openWatched();
    await put(store, 'kept', 1);
    const { reached, release } = disk.holdNext(/^write journal/);
    const refused = put(store, 'kept', 2, 1);
    await reached;
    const upon = put(store, 'kept', 3, 2);
    const beside = put(store, 'beside', 1);
    const looks: unknown[] = [];
    const looked = store.change(async (tx) => {
      looks.push((await tx.get('settings', 'kept'))?.value);
      return looks.at(-1);
    });
    const threw = store.change(async (tx) => {
      throw new Error(`kept is ${(await tx.get('settings', 'kept'))?.value}`);
    });
    const conflict = put(store, 'kept', 4, 1);
    const read = store.get('settings', 'kept');
    const listed = store.list('settings');
    await everyTurn();
    release(diskError('ENOSPC'));
    for (const change of [refused, upon, beside]) await expect(change).rejects.toThrow(StoreError);
    expect(await looked).toBe(1);
    expect(looks).toEqual([3, 1]);
    await expect(threw).rejects.toThrow('kept is 1');
    // It met a revision that was never kept; upon the one that was, it goes through.
    expect(await conflict).toEqual(setting('kept', 4, 2));
    expect(await read).toEqual(setting('kept', 1, 1));
    expect(await listed).toEqual([setting('kept', 1, 1)]);
    expect(await onDisk()).toEqual({ kept: 4 });
    expect(failures).toEqual([]);
  });

  it('makes a work that runs meanwhile run again, and puts what it then finds', async () => {
    const { store, disk } = await openWatched();
    await put(store, 'count', 1);
    const { reached, release } = disk.holdNext(/^write journal/);
    const refused = put(store, 'count', 2, 1);
    await reached;
    const seen: unknown[] = [];
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const running = store.change(async (tx) => {
      const count = (await tx.get('settings', 'count')) ?? setting('count', 0);
      seen.push(count.value);
      await held;
      return tx.put('settings', { ...count, value: Number(count.value) + 10 });
    });
    await everyTurn();
    release(diskError('ENOSPC'));
    await expect(refused).rejects.toThrow(StoreError);
    goOn();
    expect(await running).toEqual(setting('count', 11, 2));
    expect(seen).toEqual([2, 1]);
    expect(await onDisk()).toEqual({ count: 11 });
  });

  it('puts back what was removed where it was, and finds all by the values of old', async () => {
    const { store, disk } = await openWatched();
    await store.change(async (tx) => {
      for (const id of ['1', '2', '3', '4']) await tx.put('outbox', { ...row(id), attempts: Number(id) % 2 });
    });
    const found = async (reader: Reader) => [
      (await reader.list('outbox')).map(({ id }) => id),
      (await reader.list('outbox', { attempts: 1 })).map(({ id }) => id),
      (await reader.list('outbox', { attempts: 0, status: 'waiting' })).map(({ id }) => id),
      (await reader.list('outbox', { status: 'sent' })).map(({ id }) => id),
    ];
    const before = [['1', '2', '3', '4'], ['1', '3'], ['2', '4'], []];
    expect(await found(store)).toEqual(before);
    const { reached, release } = disk.holdNext(/^write journal/);
    const first = store.change(async (tx) => {
      await tx.remove('outbox', '1');
      await tx.put('outbox', { ...row('2'), rev: 1, attempts: 1, status: 'sent' });
      await tx.put('outbox', row('5'));
    });
    await reached;
    const second = store.change(async (tx) => {
      await tx.put('outbox', { ...row('1'), attempts: 0, status: 'sent' });
      await tx.remove('outbox', '3');
      await tx.remove('outbox', '5');
      await tx.put('outbox', { ...row('2'), rev: 2 });
      expect(await found(tx)).toEqual([['2', '4', '1'], [], ['2', '4'], ['1']]);
    });
    await everyTurn();
    release(diskError('ENOSPC'));
    await expect(first).rejects.toThrow(StoreError);
    await expect(second).rejects.toThrow(StoreError);
    expect(await found(store)).toEqual(before);
    await store.change((tx) => tx.put('outbox', { ...row('6'), attempts: 1 }));
    const after = [['1', '2', '3', '4', '6'], ['1', '3', '6'], ['2', '4'], []];
    expect(await found(store)).toEqual(after);
    expect(await found(await reopen())).toEqual(after);
  });

  it('leaves no number out: commits are counted, attempts are not', async () => {
    const { store, disk } = await openWatched();
    await put(store, 'one', 1);
    disk.failNext(/^write journal/, diskError('ENOSPC'));
    await expect(put(store, 'two', 2)).rejects.toThrow(StoreError);
    await put(store, 'three', 3);
    const lines = readFileSync(join(folder, 'journal-0000000001.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
  });

  it('says why', async () => {
    const { store, disk } = await openWatched();
    const cause = diskError('EDQUOT');
    disk.failNext(/^write journal/, cause);
    await expect(put(store, 'one', 1)).rejects.toMatchObject({ name: 'StoreError', message: cause.message, cause });
  });
});

describe('a disk that fails', () => {
  it.each<[string, RegExp, Error]>([
    ['EIO at a write', /^write journal/, diskError('EIO')],
    ['a failed sync of the journal', /^sync journal/, new DiskError('fsync failed: injected')],
    ['a failed sync of the folder', /^sync \.$/, new DiskError('fsync failed: injected')],
    ['EIO at the making of the journal', /^create journal/, diskError('EIO')],
  ])('is the end, here with %s: its owner is told once, and nothing is changed any more', async (_, call, error) => {
    await put(await open(), 'kept', 1);
    await reopen();
    const [watched] = opened;
    const { store, disk, failures } = watched as WatchedStore;
    disk.failNext(call, error);
    let ran = false;
    const [refused, later] = await Promise.allSettled([
      put(store, 'kept', 2, 1),
      store.change((tx) => tx.put('settings', setting('later', 1))),
    ]);
    const last = store.change(async () => {
      ran = true;
    });
    await expect(last).rejects.toThrow(StoreError);
    expect(refused).toMatchObject({ reason: expect.any(StoreError) });
    expect(later).toMatchObject({ reason: expect.any(StoreError) });
    expect(ran).toBe(false);
    expect(failures).toEqual([error]);
    expect(await store.get('settings', 'kept')).toMatchObject({ value: 1 });
    expect(await store.list('settings')).toHaveLength(1);
  });

  it('is not written to again, not even to tidy up', async () => {
    const { store, disk, close, failures } = await openWatched();
    await put(store, 'kept', 1);
    disk.failNext(/^sync journal/, new DiskError('fsync failed: injected'));
    await expect(put(store, 'lost', 1)).rejects.toThrow(StoreError);
    const calls: string[] = [];
    disk.before = (call) => void calls.push(call);
    await expect(put(store, 'later', 1)).rejects.toThrow(StoreError);
    await close();
    opened.pop();
    expect(calls.filter((call) => !call.startsWith('close'))).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['journal-0000000001.jsonl', 'state.json']);
  });

  it('is the end too when what a refused write left could not be cut off', async () => {
    const { store, disk, failures } = await openWatched();
    await put(store, 'kept', 1);
    disk.takes = 10;
    let writes = 0;
    disk.before = (call) => {
      if (call.startsWith('truncate')) throw diskError('EIO');
      if (!call.startsWith('write')) return;
      writes += 1;
      if (writes === 2) throw diskError('ENOSPC');
    };
    await expect(put(store, 'lost', 1)).rejects.toThrow(StoreError);
    expect(failures).toMatchObject([{ code: 'EIO' }]);
    await expect(put(store, 'later', 1)).rejects.toThrow(StoreError);
    expect(await store.list('settings')).toEqual([setting('kept', 1, 1)]);
  });
});
