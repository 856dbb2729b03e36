import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/services/ports.js';
import { type Disk, openDisk } from '../../src/store/disk.js';
import { DamagedError } from '../../src/store/errors.js';
import { encode } from '../../src/store/journal-line.js';
import { readFolder } from '../../src/store/recovery.js';
import type { Kept } from '../../src/store/state.js';
import { everyTurn, openTestStore, openWatchedStore, type WatchedDisk } from '../support/store.js';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ferry-damage-'));
  folder = join(root, 'data');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const STATE = 'state.json';
const JOURNAL = 'journal-0000000001.jsonl';
const at = (name: string) => join(folder, name);

const setting = (id: string, value: number, rev = 0) => ({ id, rev, value });
const put = (store: Store, id: string, value: number, rev = 0) =>
  store.change((tx) => tx.put('settings', setting(id, value, rev)));

async function addCustomers(store: Store): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('customers', { id: 'C1', rev: 0, name: 'Zebra Holdings' });
    await tx.put('customers', { id: 'C2', rev: 0, name: 'fabrikam.com', domain: 'fabrikam.com' });
  });
  await store.change((tx) => tx.put('people', { id: 'P1', rev: 0, name: 'Zoë', identities: ['chat:T1/zoe'] }));
}

/** Leaves in the folder what a process that was killed leaves: files as they were while it ran. */
async function killedAfter(work: (store: Store, disk: WatchedDisk) => Promise<unknown>): Promise<void> {
  const running = join(root, 'running');
  if (readdirSync(root).includes('data')) renameSync(folder, running);
  const { store, disk, close } = await openWatchedStore(running);
  await work(store, disk);
  cpSync(running, folder, { recursive: true });
  await close();
  rmSync(running, { recursive: true });
}

/** A snapshot with customers in it. */
async function filledSnapshot(): Promise<void> {
  const { store, close } = await openTestStore(folder);
  await addCustomers(store);
  await close();
}

function contentsOf(where: string): Record<string, string> {
  const files = readdirSync(where, { withFileTypes: true });
  return Object.fromEntries(
    files.map((file) => [file.name, file.isFile() ? readFileSync(join(where, file.name), 'latin1') : 'a folder']),
  );
}

/** Why the folder is refused, by the message; nothing in it may have changed, and no customer be named. */
async function refusal(): Promise<string> {
  const before = contentsOf(folder);
  const error = await openTestStore(folder).then(
    ({ close }) => close().then(() => undefined),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(DamagedError);
  expect(contentsOf(folder)).toEqual(before);
  const { message } = error as DamagedError;
  expect(message).not.toMatch(/zebra|fabrikam|zoë/i);
  return message;
}

/** What the settings are after a start on this folder, and whether it said that it cut something. */
async function startOn(where: string): Promise<{ settings: unknown[]; notices: readonly string[]; bytes: number }> {
  const { store, notices, close } = await openWatchedStore(where);
  const settings = (await store.list('settings')).map(({ id, value }) => [id, value]);
  const bytes = readFileSync(join(where, JOURNAL)).length;
  // It goes on from there, and what is then kept is found by the next.
  await put(store, 'after', 1);
  await close();
  const next = await openWatchedStore(where);
  expect((await next.store.list('settings')).map(({ id, value }) => [id, value])).toEqual([...settings, ['after', 1]]);
  await next.close();
  return { settings, notices, bytes };
}

/** The folder with one of its files otherwise, for a look that changes nothing. */
async function withFile(name: string, content: () => Buffer): Promise<Disk> {
  const disk = await openDisk(folder);
  const look: Pick<Disk, 'list' | 'read'> = {
    list: () => disk.list(),
    read: async (asked) => (asked === name ? content() : disk.read(asked)),
  };
  return look as Disk;
}

/** What a byte may become: with one of its bits turned, nothing, or what has a meaning in these files. */
function otherBytes(byte: number): number[] {
  const bits = Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit));
  return [...new Set([...bits, 0, ...Buffer.from('\n"{},[]019 ')])].filter((other) => other !== byte);
}

/** Every way to change one byte of a file, before `end`, that is not refused as it must be; empty when all are. */
async function unseenDamage(name: string, end = Number.POSITIVE_INFINITY): Promise<string[]> {
  const bytes = readFileSync(at(name));
  let damaged = bytes;
  const disk = await withFile(name, () => damaged);
  const unseen: string[] = [];
  for (let byte = 0; byte < Math.min(end, bytes.length); byte += 1) {
    for (const other of otherBytes(bytes[byte] as number)) {
      damaged = Buffer.from(bytes);
      damaged[byte] = other;
      const error = await readFolder(disk, folder).catch((caught: unknown) => caught);
      const isSeen = error instanceof DamagedError && error.message.startsWith(at(name));
      if (isSeen && !/zebra|fabrikam|zoë/i.test(error.message)) continue;
      unseen.push(`byte ${byte} ${JSON.stringify(String.fromCharCode(bytes[byte] as number, other))}: ${error}`);
    }
  }
  return unseen;
}

describe('the end of a write that nobody was told of', () => {
  it('is cut, wherever in its line it was torn off', async () => {
    await killedAfter(async (store) => {
      await put(store, 'kept', 1);
      await put(store, 'torn', 1);
    });
    const whole = readFileSync(at(JOURNAL));
    const last = whole.indexOf('\n') + 1;
    for (let end = last; end < whole.length; end += 1) {
      const copy = join(root, 'copy');
      cpSync(folder, copy, { recursive: true });
      writeFileSync(join(copy, JOURNAL), whole.subarray(0, end));
      const cut = end > last ? ['cut the end of a write that was never confirmed'] : [];
      expect(await startOn(copy), `torn at byte ${end}`).toEqual({
        settings: [['kept', 1]],
        notices: cut,
        bytes: last,
      });
      rmSync(copy, { recursive: true });
    }
  });

  it('may be the only one', async () => {
    await killedAfter((store) => put(store, 'torn', 1));
    writeFileSync(at(JOURNAL), readFileSync(at(JOURNAL)).subarray(0, 30));
    expect(await startOn(folder)).toMatchObject({ settings: [], bytes: 0 });
  });

  it.each<[string, (last: Buffer) => Buffer]>([
    ['zeros in its place', (last) => Buffer.alloc(last.length)],
    ['zeros after its beginning', (last) => Buffer.concat([last.subarray(0, 20), Buffer.alloc(4096)])],
    ['zeros after a part of its end', (last) => Buffer.concat([Buffer.alloc(last.length - 20), last.subarray(-20)])],
    ['lines of something else', () => Buffer.from('old\ncontent\nof a block\n')],
  ])('is cut with %s', async (_, damage) => {
    await killedAfter(async (store) => {
      await put(store, 'kept', 1);
      await put(store, 'torn', 1);
    });
    const whole = readFileSync(at(JOURNAL));
    const last = whole.indexOf('\n') + 1;
    writeFileSync(at(JOURNAL), Buffer.concat([whole.subarray(0, last), damage(whole.subarray(last))]));
    expect(await startOn(folder)).toMatchObject({
      settings: [['kept', 1]],
      notices: [expect.any(String)],
      bytes: last,
    });
  });

  it('is left behind a whole one: zeros that a disk has added', async () => {
    await killedAfter((store) => put(store, 'kept', 1));
    const { length } = readFileSync(at(JOURNAL));
    writeFileSync(at(JOURNAL), Buffer.alloc(4096), { flag: 'a' });
    expect(await startOn(folder)).toMatchObject({ settings: [['kept', 1]], bytes: length });
  });

  it('is cut from the first line that is broken, of those that were written together', async () => {
    await killedAfter(async (store, disk) => {
      const { reached, release } = disk.holdNext(/^sync journal/);
      const kept = put(store, 'kept', 1);
      await reached;
      const together = [put(store, 'one', 1), put(store, 'two', 1), put(store, 'three', 1)];
      await everyTurn();
      release();
      await Promise.all([kept, ...together]);
    });
    const lines = readFileSync(at(JOURNAL), 'utf8').split('\n');
    expect(lines.map((line) => line.slice(0, 22))).toEqual([
      '{"seq":1,"batch":[1,1]',
      '{"seq":2,"batch":[2,4]',
      '{"seq":3,"batch":[2,4]',
      '{"seq":4,"batch":[2,4]',
      '',
    ]);
    // Pages reach a disk in any order: a whole line may stand behind one that never arrived.
    lines[2] = (lines[2] as string).replace('"value":1', '"value":7');
    writeFileSync(at(JOURNAL), lines.join('\n'));
    expect(await startOn(folder)).toEqual({
      settings: [
        ['kept', 1],
        ['one', 1],
      ],
      notices: ['cut the end of a write that was never confirmed'],
      bytes: Buffer.byteLength(`${lines[0]}\n${lines[1]}\n`),
    });
  });
});

describe('damage in what was confirmed', () => {
  it('is found at every byte of a snapshot, whatever became of it', async () => {
    await filledSnapshot();
    expect(await unseenDamage(STATE)).toEqual([]);
  });

  it('is found at every byte of a journal, but in what was written last, whatever became of it', async () => {
    await killedAfter(async (store) => {
      await addCustomers(store);
      await put(store, 'last', 1);
    });
    const lastLine = readFileSync(at(JOURNAL)).indexOf('{"seq":3');
    expect(lastLine).toBeGreaterThan(0);
    expect(await unseenDamage(JOURNAL, lastLine)).toEqual([]);
  });

  it.each([0, 9, 100, 230])('stops the start at byte %i of a journal, and names file and place', async (byte) => {
    await killedAfter(async (store) => {
      await addCustomers(store);
      await put(store, 'last', 1);
    });
    const bytes = readFileSync(at(JOURNAL));
    bytes[byte] = (bytes[byte] ?? 0) ^ 1;
    writeFileSync(at(JOURNAL), bytes);
    expect(await refusal()).toBe(
      `${at(JOURNAL)} is damaged at byte 0: transaction 1 is broken. ` +
        `Nothing was changed. Put a backup in its place with: npx ferry restore <file> --data ${folder}`,
    );
  });

  it('names the lines and bytes of a snapshot that the wrong checksum is of', async () => {
    const { store, close } = await openTestStore(folder);
    await store.change(async (tx) => {
      for (let number = 1; number <= 250; number += 1) {
        await tx.put('customers', { id: `C${number}`, rev: 0, name: 'Zebra Holdings' });
      }
    });
    await close();
    const bytes = readFileSync(at(STATE));
    const lines = bytes.toString().split('\n');
    const byteOf = (line: number) => Buffer.byteLength(`${lines.slice(0, line - 1).join('\n')}\n`);
    bytes[byteOf(150) + 30] = 0x58;
    writeFileSync(at(STATE), bytes);
    expect(await refusal()).toContain(
      `${at(STATE)} is damaged: the checksum of lines 101 to 200, bytes ${byteOf(101)} to ${byteOf(201)}, is wrong.`,
    );
  });

  it('does not leave the folder locked: it opens once it is mended', async () => {
    await filledSnapshot();
    const good = readFileSync(at(STATE));
    writeFileSync(at(STATE), good.subarray(0, -3));
    await refusal();
    writeFileSync(at(STATE), good);
    const { store, close } = await openTestStore(folder);
    expect(await store.list('customers')).toHaveLength(2);
    await close();
  });
});

describe('a snapshot that is not as Ferry wrote it', () => {
  const edit = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
  const checksum = 'the checksum of lines 1 to ';
  const cut = 'is not the checksums: its end is missing';
  const foreign = 'it does not begin as a state file of Ferry';

  it.each<[string, (text: string) => string, string]>([
    ['a name corrected by hand', edit('Zebra Holdings', 'Zebra Group'), checksum],
    ['a record less', edit(/\{"id":"C1".*\n/, ''), checksum],
    ['a record twice', edit(/(\{"id":"C1".*\n)/, '$1$1'), checksum],
    ['other spaces', (text) => JSON.stringify(JSON.parse(text), undefined, 2), foreign],
    ['other line ends', (text) => text.replaceAll('\n', '\r\n'), cut],
    ['an empty line at its end', (text) => `${text}\n`, cut],
    ['a torn end', (text) => text.slice(0, -40), cut],
    ['its last line missing', edit(/"crc".*\n/, ''), cut],
    ['the checksums of no line', edit(/"crc":.*\n/, '"crc":[]}\n'), cut],
    ['a checksum too many', edit(/"crc":\[/, '"crc":["00000000",'), checksum],
    ['another file behind it', (text) => text + text, checksum],
    ['no content', () => '', 'it is empty'],
    ['zeros', () => '\0'.repeat(512), foreign],
    ['another program’s content', () => '{"name":"ferry"}', foreign],
    ['a list', () => '[]', foreign],
  ])('is refused with %s, and with the way to take it over if that was on purpose', async (_, damage, where) => {
    await filledSnapshot();
    const text = readFileSync(at(STATE), 'utf8');
    expect(damage(text)).not.toBe(text);
    writeFileSync(at(STATE), damage(text));
    const message = await refusal();
    expect(message).toContain(`${at(STATE)} is damaged: `);
    expect(message).toContain(where);
    expect(message).toContain(`npx ferry restore <file> --data ${folder}`);
    expect(message).toContain(
      `if you have edited it on purpose, take it over with: npx ferry store adopt --data ${folder}`,
    );
  });

  it('is not taken for one of the first version, which had no checksums', async () => {
    await filledSnapshot();
    const text = readFileSync(at(STATE), 'utf8');
    writeFileSync(at(STATE), text.replace('"version":2', '"version":1').replace('Zebra', 'Horse'));
    expect(await refusal()).toContain(`${at(STATE)} is damaged: `);
  });

  it('is told apart when a newer version wrote it', async () => {
    await filledSnapshot();
    writeFileSync(at(STATE), readFileSync(at(STATE), 'utf8').replace('"version":2', '"version":3'));
    expect(await refusal()).toBe(
      `${at(STATE)} was written by a newer Ferry (format 3). Start that version, or restore a backup made before the upgrade.`,
    );
  });
});

describe('files that do not go together', () => {
  /** A snapshot of transaction 2 and a journal of 3 to 4. */
  async function snapshotAndJournal(): Promise<string> {
    await filledSnapshot();
    await killedAfter(async (store) => {
      await put(store, 'one', 1);
      await put(store, 'two', 2);
    });
    return 'journal-0000000003.jsonl';
  }

  it('are refused when the snapshot is missing', async () => {
    const journal = await snapshotAndJournal();
    rmSync(at(STATE));
    expect(await refusal()).toContain(`${at(STATE)} is missing, though ${journal} is there.`);
  });

  it('are refused when there is something else in the place of one of them', async () => {
    for (const name of [STATE, 'ballast', 'state.json.tmp', 'journal-0000000001.jsonl']) {
      mkdirSync(at(name), { recursive: true });
      expect(await refusal()).toContain(`${at(name)} should be a file, and is none.`);
      rmSync(at(name), { recursive: true });
    }
    writeFileSync(at('closed'), '');
    expect(await refusal()).toContain(`${at('closed')} should be a folder, and is none.`);
  });

  it('are refused when only what was put aside is left', async () => {
    await filledSnapshot();
    rmSync(at(STATE));
    mkdirSync(at('closed'));
    writeFileSync(at('closed/journal-0000000001.jsonl'), '');
    expect(await refusal()).toContain(`${at(STATE)} is missing, though closed/journal-0000000001.jsonl is there.`);
  });

  it('are read however many lines a journal has', async () => {
    const { store, close } = await openTestStore(folder);
    await store.change((tx) => tx.put('settings', { id: 'n', rev: 0, value: 0 }));
    await close();
    const lines = Array.from({ length: 200_000 }, (_, index) => {
      const seq = index + 2;
      return encode({
        seq,
        batch: [seq, seq],
        at: '',
        ops: [['put', 'settings', { id: 'n', rev: seq, value: seq } as Kept]],
      });
    });
    writeFileSync(at('journal-0000000002.jsonl'), lines.join(''));
    const again = await openTestStore(folder);
    expect(await again.store.get('settings', 'n')).toMatchObject({ value: 200_001 });
    await again.close();
  });

  it('are refused when there is a gap between them', async () => {
    const journal = await snapshotAndJournal();
    renameSync(at(journal), at('journal-0000000005.jsonl'));
    expect(await refusal()).toContain(
      `${at('journal-0000000005.jsonl')} begins with transaction 5, and 3 is missing before it.`,
    );
  });

  it('are refused when a journal is there a second time under the name of the next', async () => {
    const journal = await snapshotAndJournal();
    cpSync(at(journal), at('journal-0000000005.jsonl'));
    expect(await refusal()).toContain(
      `${at('journal-0000000005.jsonl')} is damaged at byte 0: transaction 3 is where 5 should be.`,
    );
  });

  it('are refused when a journal is there a second time under a longer number', async () => {
    const journal = await snapshotAndJournal();
    cpSync(at(journal), at('journal-00000000003.jsonl'));
    expect(await refusal()).toContain(`${at(journal)} begins with transaction 3, and 5 is missing before it.`);
  });

  it('are refused when a journal was appended to itself', async () => {
    const journal = await snapshotAndJournal();
    const { length } = readFileSync(at(journal));
    writeFileSync(at(journal), readFileSync(at(journal)), { flag: 'a' });
    expect(await refusal()).toContain(
      `${at(journal)} is damaged at byte ${length}: transaction 3 is where 5 should be.`,
    );
  });

  it('are refused when the one journal ends torn and another goes on from there', async () => {
    const journal = await snapshotAndJournal();
    const lines = readFileSync(at(journal), 'utf8').split('\n');
    writeFileSync(at(journal), `${lines[0]}\n{"seq":4`);
    writeFileSync(at('journal-0000000004.jsonl'), `${lines[1]}\n`);
    const byte = Buffer.byteLength(`${lines[0]}\n`);
    expect(await refusal()).toContain(
      `${at(journal)} is damaged at byte ${byte}, and journal-0000000004.jsonl goes on from it.`,
    );
  });

  it('go together when the journals follow one another', async () => {
    const journal = await snapshotAndJournal();
    const lines = readFileSync(at(journal), 'utf8').split('\n');
    writeFileSync(at(journal), `${lines[0]}\n`);
    writeFileSync(at('journal-0000000004.jsonl'), `${lines[1]}\n`);
    const { store, close } = await openTestStore(folder);
    expect((await store.list('settings')).map(({ id }) => id)).toEqual(['one', 'two']);
    await close();
    expect(readdirSync(folder)).toEqual([STATE]);
  });
});
