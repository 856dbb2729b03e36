import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/services/ports.js';
import { NotErasedError } from '../../src/services/ports.js';
import { diskError, everyTurn, openTestStore, openWatchedStore, type WatchedDisk } from '../support/store.js';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ferry-files-'));
  folder = join(root, 'new', 'data');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const STATE = 'state.json';
const JOURNAL = 'journal-0000000001.jsonl';
const at = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const hex = (text: string) => crc32(text).toString(16).padStart(8, '0');

/** Every file, those in folders too. */
function files(where = folder): string[] {
  return readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(where.length + 1))
    .sort();
}

const filesWith = (text: string, where = folder) =>
  files(where).filter((name) => readFileSync(join(where, name)).includes(text));

/** The folder as a kill at this call would leave it; the work goes on to its end. */
async function copiedAt(disk: WatchedDisk, call: RegExp, work: () => Promise<unknown>): Promise<string> {
  const { reached, release } = disk.holdNext(call);
  const done = work();
  await reached;
  const copy = join(root, 'copy');
  cpSync(folder, copy, { recursive: true });
  release();
  await done;
  return copy;
}

const customer = (number: number, name: string, rev = 0) => ({ id: `C${number}`, rev, name });
const setting = (id: string, value: number, rev = 0) => ({ id, rev, value });

/** Three transactions: two customers, one of whom is renamed, and a setting that comes, goes and comes again behind another. */
async function fill(store: Store): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('customers', customer(1, 'Zebra Holdings'));
    await tx.put('customers', customer(2, 'fabrikam.com'));
    await tx.put('settings', setting('moving', 1));
    await tx.put('settings', setting('staying', 1));
  });
  await store.change((tx) => tx.put('customers', customer(1, 'contoso.com', 1)));
  await store.change(async (tx) => {
    await tx.remove('settings', 'moving');
    await tx.put('settings', setting('moving', 2));
  });
}

const FILLED = {
  customers: [customer(1, 'contoso.com', 2), customer(2, 'fabrikam.com', 1)],
  settings: [setting('staying', 1, 1), setting('moving', 2, 1)],
};

async function allOf(store: Store): Promise<typeof FILLED> {
  return {
    customers: (await store.list('customers')) as typeof FILLED.customers,
    settings: (await store.list('settings')) as typeof FILLED.settings,
  };
}

/** What a start on this folder finds; it ends in order. */
async function foundIn(where: string): Promise<typeof FILLED> {
  const { store, close } = await openWatchedStore(where);
  const found = await allOf(store);
  await close();
  return found;
}

describe('the folder', () => {
  it('is for its owner alone, and so is every file in it, however it was left', async () => {
    const { store, close } = await openWatchedStore(folder, { keepJournals: true });
    await fill(store);
    expect([join(root, 'new'), folder, at(STATE), at(JOURNAL)].map(mode)).toEqual(['700', '700', '600', '600']);
    await close();
    expect([at('closed'), at(`closed/${JOURNAL}`)].map(mode)).toEqual(['700', '600']);
    chmodSync(at(STATE), 0o644);
    const again = await openTestStore(folder);
    await again.store.change((tx) => tx.put('settings', setting('one', 1)));
    await again.close();
    expect(mode(at(STATE))).toBe('600');
  });

  it('holds the snapshot and one journal while Ferry runs, and the snapshot alone after an orderly end', async () => {
    const { store, close } = await openTestStore(folder);
    expect(files()).toEqual([STATE]);
    await fill(store);
    expect(files()).toEqual([JOURNAL, STATE]);
    await close();
    expect(files()).toEqual([STATE]);
    const again = await openTestStore(folder);
    expect(await allOf(again.store)).toEqual(FILLED);
    await again.store.change((tx) => tx.put('settings', setting('one', 1)));
    // A journal is named for the first transaction in it.
    expect(files()).toEqual(['journal-0000000004.jsonl', STATE]);
    await again.close();
    expect(files()).toEqual([STATE]);
  });

  it('is not written to by a run that changes nothing', async () => {
    const first = await openTestStore(folder);
    await fill(first.store);
    await first.close();
    const [before, { mtimeMs }] = [read(STATE), statSync(at(STATE))];
    const second = await openTestStore(folder);
    await allOf(second.store);
    await second.close();
    expect([read(STATE), statSync(at(STATE)).mtimeMs, files()]).toEqual([before, mtimeMs, [STATE]]);
  });

  it('is freed from what a write that was cut off has left, and from nothing else', async () => {
    await (await openTestStore(folder)).close();
    mkdirSync(at('mine'));
    const mine = [
      'journal-1.jsonl',
      `${JOURNAL}.bak`,
      'mine/journal-0000000007.jsonl',
      'notes.tmp',
      'state.json.bak',
      'state.json.mine.tmp',
    ];
    for (const name of ['state.json.tmp', 'state.json.123-4.tmp', ...mine]) writeFileSync(at(name), 'half');
    await (await openTestStore(folder)).close();
    expect(files()).toEqual([...mine, STATE].sort());
    for (const name of mine) expect(read(name)).toBe('half');
  });

  it('keeps closed journals as they were if it is told to', async () => {
    const { store, close } = await openWatchedStore(folder, { keepJournals: true });
    await fill(store);
    const written = read(JOURNAL);
    await close();
    expect(files()).toEqual([`closed/${JOURNAL}`, STATE]);
    expect(read(`closed/${JOURNAL}`)).toBe(written);
    const again = await openWatchedStore(folder, { keepJournals: true });
    await again.store.change((tx) => tx.put('settings', setting('one', 1)));
    await again.close();
    expect(files()).toEqual([`closed/${JOURNAL}`, 'closed/journal-0000000004.jsonl', STATE]);
  });
});

describe('state.json', () => {
  it('is valid JSON as a whole, one record per line, the checksums of every hundred lines last', async () => {
    const { store, close } = await openTestStore(folder);
    await fill(store);
    await store.change(async (tx) => {
      for (let number = 3; number < 250; number += 1) await tx.put('customers', customer(number, 'Zoë "Ünï" 😀\n'));
    });
    await close();
    const { format, version, seq, at: when, crc, ...collections } = JSON.parse(read(STATE));
    expect({ format, version, seq, when }).toEqual({
      format: 'ferry',
      version: 2,
      seq: 4,
      when: '2026-11-20T10:00:00.000Z',
    });
    expect(Object.keys(collections)).toEqual([
      ...['customers', 'people', 'migrations', 'history', 'requests', 'undos', 'outbox', 'inbound', 'channels'],
      'settings',
    ]);
    const lines = read(STATE).split('\n');
    expect(lines.pop()).toBe('');
    const records = lines.filter((line) => line.startsWith('{"id"')).map((line) => JSON.parse(line.replace(/,$/, '')));
    expect(records).toEqual([...collections.customers, ...collections.settings]);
    expect(lines.pop()).toBe(`"crc":${JSON.stringify(crc)}}`);
    expect(crc).toHaveLength(3);
    const hundreds = crc.map((_: string, n: number) => lines.slice(n * 100, n * 100 + 100));
    expect(hundreds.map((block: string[]) => hex(block.map((line) => `${line}\n`).join('')))).toEqual(crc);
  });
});

describe('a journal', () => {
  it('is a line of JSON per change: its number, what was written with it, when, what it did, and the checksum of that', async () => {
    const { store, disk, close } = await openWatchedStore(folder);
    const { reached, release } = disk.holdNext(/^sync journal/);
    const first = store.change((tx) => tx.put('settings', setting('first', 1)));
    await reached;
    const together = [
      store.change((tx) => tx.put('settings', setting('é 😀', 2))),
      store.change(async (tx) => {
        await tx.put('settings', setting('first', 2, 1));
        await tx.remove('settings', 'é 😀');
        await tx.erase();
      }),
    ];
    // Read when they are durable: what is erased is then folded away at once.
    let text = '';
    disk.before = (call) => {
      if (call.startsWith('close journal')) text = read(JOURNAL);
    };
    await everyTurn();
    release();
    await Promise.all([first, ...together]);
    const lines = text.trimEnd().split('\n');
    await close();
    const when = '2026-11-20T10:00:00.000Z';
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { seq: 1, batch: [1, 1], at: when, ops: [['put', 'settings', setting('first', 1, 1)]], crc: expect.any(String) },
      { seq: 2, batch: [2, 3], at: when, ops: [['put', 'settings', setting('é 😀', 2, 1)]], crc: expect.any(String) },
      {
        seq: 3,
        batch: [2, 3],
        at: when,
        erase: true,
        ops: [
          ['put', 'settings', setting('first', 2, 2)],
          ['remove', 'settings', 'é 😀'],
        ],
        crc: expect.any(String),
      },
    ]);
    for (const line of lines) {
      const [body, crc] = line.split(/,"crc":"([0-9a-f]{8})"\}$/);
      expect(hex(body as string)).toBe(crc);
    }
  });

  it('is folded into the snapshot by the first change after a day', async () => {
    let now = Date.parse('2026-11-20T10:00:00Z');
    const { store, disk, close } = await openWatchedStore(folder, { now: () => now });
    await fill(store);
    const calls: string[] = [];
    disk.before = (call) => void calls.push(call);
    now += 24 * 60 * 60_000 - 1;
    await store.change((tx) => tx.put('settings', setting('evening', 1)));
    expect(calls).toEqual([`write ${JOURNAL}`, `sync ${JOURNAL}`]);
    now += 1;
    const { reached, release } = disk.holdNext(/^remove journal/);
    await store.change((tx) => tx.put('settings', setting('morning', 1)));
    await reached;
    expect(JSON.parse(read(STATE))).toMatchObject({ seq: 5, at: '2026-11-21T10:00:00.000Z' });
    release();
    await store.change((tx) => tx.put('settings', setting('later', 1)));
    expect(files()).toContain('journal-0000000006.jsonl');
    await close();
    expect((await foundIn(folder)).settings).toHaveLength(5);
  });

  it('takes changes while it is folded, which are then in the next one', async () => {
    const { store, journal, disk, close } = await openWatchedStore(folder);
    await fill(store);
    const { reached, release } = disk.holdNext(/^rename state/);
    const folded = journal.fold();
    await reached;
    await store.change((tx) => tx.put('settings', setting('meanwhile', 1)));
    expect(files()).toEqual([JOURNAL, 'journal-0000000004.jsonl', STATE, 'state.json.tmp']);
    release();
    expect(await folded).toBe(true);
    expect(files()).toEqual(['journal-0000000004.jsonl', STATE]);
    expect(JSON.parse(read(STATE))).toMatchObject({ seq: 3, settings: FILLED.settings });
    await close();
    expect((await foundIn(folder)).settings).toEqual([...FILLED.settings, setting('meanwhile', 1, 1)]);
  });
});

describe('a process that is killed', () => {
  it('while it folds, at any of its steps, leaves a folder that holds everything, and holds it once', async () => {
    const { store, disk, close } = await openWatchedStore(folder);
    await fill(store);
    const copies: { call: string; copy: string }[] = [];
    disk.before = (call) => {
      const copy = join(root, `copy-${copies.length}`);
      cpSync(folder, copy, { recursive: true });
      copies.push({ call, copy });
    };
    await close();
    const calls = copies.map(({ call }) => call);
    // The old journal goes last, when the snapshot that replaces it is durable under its name.
    expect(calls).toEqual([
      `close ${JOURNAL}`,
      'remove state.json.tmp',
      'create state.json.tmp',
      'write state.json.tmp',
      'sync state.json.tmp',
      'close state.json.tmp',
      'rename state.json.tmp state.json',
      'sync .',
      `remove ${JOURNAL}`,
      'sync .',
    ]);
    for (const { call, copy } of copies) {
      expect(await foundIn(copy), call).toEqual(FILLED);
      expect(files(copy), call).toEqual([STATE]);
    }
  });

  it('before its old journal was put aside, has it put aside by the next start', async () => {
    const { store, disk, close } = await openWatchedStore(folder, { keepJournals: true });
    await fill(store);
    const { reached, release } = disk.holdNext(/^rename journal/);
    const closed = close();
    await reached;
    const copy = join(root, 'copy');
    cpSync(folder, copy, { recursive: true });
    release();
    await closed;
    expect(files(copy)).toEqual([JOURNAL, STATE]);
    const again = await openWatchedStore(copy, { keepJournals: true });
    expect(await allOf(again.store)).toEqual(FILLED);
    expect(files(copy)).toEqual([`closed/${JOURNAL}`, STATE]);
    await again.close();
  });

  it('after a journal was begun and before anything was in it, leaves one that goes on', async () => {
    await (await openTestStore(folder)).close();
    writeFileSync(at(JOURNAL), '');
    const { store, close, notices } = await openWatchedStore(folder);
    await fill(store);
    expect(files()).toEqual([JOURNAL, STATE]);
    await close();
    expect(notices).toEqual([]);
    expect(await foundIn(folder)).toEqual(FILLED);
  });
});

describe('a change that erases', () => {
  const forget = (store: Store, rev: number) =>
    store.change(async (tx) => {
      await tx.put('customers', customer(1, 'C1', rev));
      await tx.erase();
    });

  it('is done when no file says any more what was: no snapshot, no journal, and no copy that Ferry put aside', async () => {
    const { store, journal, close } = await openWatchedStore(folder);
    await fill(store);
    await journal.fold();
    await store.change((tx) => tx.put('customers', customer(1, 'Zebra Group', 2)));
    mkdirSync(at('kept'));
    cpSync(at(STATE), at('kept/version-1-state.json'));
    writeFileSync(at('kept/version-1-state.json.tmp'), 'Zebra');
    expect(filesWith('contoso.com')).toEqual(['kept/version-1-state.json', STATE]);
    await forget(store, 3);
    expect([filesWith('contoso.com'), filesWith('Zebra')]).toEqual([[], []]);
    expect((await store.get('customers', 'C1'))?.name).toBe('C1');
    await close();
    expect([filesWith('contoso.com'), filesWith('Zebra')]).toEqual([[], []]);
  });

  it('is done by the next start when the process was killed meanwhile', async () => {
    const { store, disk, close } = await openWatchedStore(folder);
    await fill(store);
    const copy = await copiedAt(disk, /^create state/, () => forget(store, 2));
    await close();
    expect(filesWith('contoso.com', copy)).toEqual([JOURNAL]);
    const again = await openWatchedStore(copy);
    expect([filesWith('contoso.com', copy), filesWith('Zebra', copy)]).toEqual([[], []]);
    expect((await again.store.get('customers', 'C1'))?.name).toBe('C1');
    await again.close();
  });

  it('reaches what was put aside also when the process was killed as soon as the state was replaced', async () => {
    const { store, disk, close } = await openWatchedStore(folder);
    await fill(store);
    mkdirSync(at('kept'));
    writeFileSync(at('kept/version-1-state.json'), 'contoso.com');
    // After the rename: the journal that says what is to be erased is stale from then on.
    const copy = await copiedAt(disk, /^remove journal/, () => forget(store, 2));
    await close();
    const again = await openWatchedStore(copy);
    await again.close();
    expect([filesWith('contoso.com', copy), filesWith('Zebra', copy)]).toEqual([[], []]);
  });

  it('says so when a full disk does not let the files be replaced; it is kept all the same, and done by the next fold', async () => {
    const { store, journal, disk, close } = await openWatchedStore(folder);
    await fill(store);
    disk.before = (call) => {
      if (/^(create|write) state/.test(call)) throw diskError('ENOSPC');
    };
    await expect(forget(store, 2)).rejects.toThrow(NotErasedError);
    expect((await store.get('customers', 'C1'))?.name).toBe('C1');
    expect(filesWith('contoso.com')).toEqual([JOURNAL]);
    disk.before = () => undefined;
    expect(await journal.fold()).toBe(true);
    expect([filesWith('contoso.com'), filesWith('Zebra')]).toEqual([[], []]);
    await close();
  });

  it('is done also when a fold was under way that had begun before it', async () => {
    const { store, journal, disk, close } = await openWatchedStore(folder);
    await fill(store);
    const { reached, release } = disk.holdNext(/^rename state/);
    const folded = journal.fold();
    await reached;
    const erased = forget(store, 2);
    release();
    await Promise.all([folded, erased]);
    expect([filesWith('contoso.com'), filesWith('Zebra')]).toEqual([[], []]);
    await close();
  });
});

describe('a full disk', () => {
  /** Only what is there already can be written on. */
  const full = (call: string) => {
    if (/^(create|write) state/.test(call)) throw diskError('ENOSPC');
  };

  it('leaves the journal as it is at the end, and the next start finds everything', async () => {
    const { store, disk, close, notices, failures } = await openWatchedStore(folder);
    await fill(store);
    disk.before = full;
    await close();
    expect(files()).toEqual([JOURNAL, STATE]);
    expect(notices).toEqual(['the journal could not be folded']);
    expect(failures).toEqual([]);
    expect(await foundIn(folder)).toEqual(FILLED);
    expect(files()).toEqual([STATE]);
  });

  it('is folded as soon as it takes changes again, before they fill it', async () => {
    const { store, disk, close } = await openWatchedStore(folder);
    await fill(store);
    disk.before = full;
    expect(
      await store.change((tx) => tx.erase().then(() => tx.put('settings', setting('erased', 1)))).catch(String),
    ).toContain('NotErasedError');
    disk.before = (call) => {
      if (/^write/.test(call)) throw diskError('ENOSPC');
    };
    await expect(store.change((tx) => tx.put('settings', setting('refused', 1)))).rejects.toThrow('ENOSPC');
    disk.before = () => undefined;
    await store.change((tx) => tx.put('settings', setting('taken', 1)));
    await expect.poll(files).toEqual([STATE]);
    await close();
  });

  it('is folded with the room of the ballast, also of one that an earlier process left', async () => {
    const { store, disk, close, notices, failures } = await openWatchedStore(folder);
    await fill(store);
    writeFileSync(at('ballast'), 'x'.repeat(1000));
    disk.before = (call) => {
      if (existsSync(at('ballast'))) full(call);
    };
    await close();
    expect(files()).toEqual([STATE]);
    expect([notices, failures]).toEqual([[], []]);
    expect(await foundIn(folder)).toEqual(FILLED);
  });

  it('is met with a ballast once a journal has grown to be worth folding for its room', async () => {
    const { store, close } = await openWatchedStore(folder);
    const large = { id: 'large', rev: 0, value: 'x'.repeat(300_000) };
    await store.change((tx) => tx.put('settings', setting('small', 1)));
    expect(files()).not.toContain('ballast');
    await store.change((tx) => tx.put('settings', large));
    await close();
    expect(files()).toEqual(['ballast', STATE]);
    expect([mode(at('ballast')), statSync(at('ballast')).size]).toEqual(['600', expect.any(Number)]);
    expect(statSync(at('ballast')).size).toBeGreaterThan(statSync(at(STATE)).size);
    expect((await foundIn(folder)).settings).toHaveLength(2);
  });
});
