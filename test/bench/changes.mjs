// Durable changes over the Store port, beside those of lowdb's own adapter and of SQLite, in one process and one folder.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import * as records from './records.mjs';
import { built, inTurn, median, print, ratioOf } from './rounds.mjs';
import { openSqlite } from './sqlite.mjs';

const { openStore } = await built('store/index.js');

const RECORDS = 10_000;
const WRITERS = 64;
/** Of one side in one round. */
const WINDOW_MS = 600;
/** As many as several folds take. */
const COUNTED_CHANGES = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'));

/** Records that are kept, and a change of one of them: each `turn` another one, since SQLite does not write what stays equal. */
const KINDS = {
  'one setting': {
    kept: Array.from({ length: RECORDS }, (_, number) => [['settings', records.setting(number)]]),
    change: ([[, setting]], turn, rev) => [['settings', { ...setting, rev, value: { ...setting.value, turn } }]],
  },
  'migration, history and card': {
    kept: Array.from({ length: RECORDS / 2 }, (_, number) => [
      ['migrations', records.migration(number)],
      ['outbox', records.card(number)],
    ]),
    change: ([[, migration], [, card]], turn, rev) => [
      ['migrations', { ...migration, rev, licensesDone: turn }],
      ['history', records.entry(migration.id, turn)],
      ['outbox', { ...card, rev, wanted: turn }],
    ],
  },
};
const COLLECTIONS = ['settings', 'migrations', 'history', 'outbox'];

/** The next change, of a record that no other change under way is of. */
class Turns {
  #turn = 0;
  #kind;

  constructor(kind) {
    this.#kind = kind;
  }

  next() {
    const { kept, change } = this.#kind;
    this.#turn += 1;
    // Neighbours in time are no neighbours in the table. Each time round, every record has one revision more.
    const index = (this.#turn * 7919) % kept.length;
    return change(kept[index], this.#turn, 1 + Math.floor((this.#turn - 1) / kept.length));
  }
}

/** Each side takes ops and has made them durable when it is done; lowdb's is done when the file is written. */
async function filledFerry(path, kind) {
  const opened = await openStore(path, { now: () => Date.now(), onDiskFailure: (error) => console.error(error) });
  const put = (ops) =>
    opened.store.change(async (tx) => {
      for (const [collection, record] of ops) await tx.put(collection, record);
    });
  await put(kind.kept.flat());
  const turns = new Turns(kind);
  return { ferry: () => put(turns.next()), close: () => opened.close() };
}

async function openLowdb(path, kind) {
  const low = new Low(new JSONFile(path), Object.fromEntries(COLLECTIONS.map((name) => [name, {}])));
  const put = (ops) => (data) => {
    for (const [collection, record] of ops) data[collection][record.id] = record;
  };
  await low.update(put(kind.kept.flat()));
  return {
    change: (ops) => low.update(put(ops)),
    /** It leaves its file to be synced by whoever syncs next; that is not to be the other side. */
    settle: () => {
      const file = openSync(path, 'r');
      fdatasyncSync(file);
      closeSync(file);
    },
  };
}

/** Changes per second of so many writers, each of which waits for its own change. */
async function rate(writers, change) {
  const from = performance.now();
  let count = 0;
  const write = async () => {
    while (performance.now() - from < WINDOW_MS) {
      await change();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (count * 1000) / (performance.now() - from);
}

/** Changes per second of what does `many` at once and does not wait. */
function rateInStep(many, change) {
  const from = performance.now();
  let count = 0;
  while (performance.now() - from < WINDOW_MS) {
    change();
    count += many;
  }
  return (count * 1000) / (performance.now() - from);
}

/** What the disk allows at all: a line of 650 bytes after the other, each synced. */
function openRaw(path) {
  const file = openSync(path, 'wx');
  const line = Buffer.alloc(650, 'x');
  let size = 0;
  return {
    change: () => {
      size += writeSync(file, line, 0, line.length, size);
      fdatasyncSync(file);
    },
    close: () => closeSync(file),
  };
}

function say(rates, comparisons) {
  for (const [side, measured] of Object.entries(rates)) print(`  ${side}`, median(measured), 'a second');
  for (const [one, other, wanted] of comparisons) {
    if (rates[other]) print(`  ${one} / ${other}`, ratioOf(rates[one], rates[other]), 'times', wanted);
  }
}

async function besideSqlite(place, kind) {
  const { ferry, close } = await filledFerry(place, kind);
  const turns = new Turns(kind);
  const sqlite = openSqlite(`${place}.sqlite`, COLLECTIONS);
  const raw = openRaw(`${place}.raw`);
  sqlite?.change(kind.kept.flat());
  const grouped = () => sqlite.change(Array.from({ length: WRITERS }, () => turns.next()).flat());
  const rates = await inTurn({
    'Ferry, 1 writer': () => rate(1, ferry),
    ...(sqlite && { 'SQLite, 1 a transaction': () => rateInStep(1, () => sqlite.change(turns.next())) }),
    'Ferry, 64 writers': () => rate(WRITERS, ferry),
    ...(sqlite && { 'SQLite, 64 a transaction': () => rateInStep(WRITERS, grouped) }),
    'write and fdatasync of 650 bytes': () => rateInStep(1, raw.change),
  });
  say(rates, [
    ['Ferry, 1 writer', 'SQLite, 1 a transaction', { least: 0.4 }],
    ['Ferry, 64 writers', 'SQLite, 1 a transaction', { least: 1.5 }],
    ['Ferry, 64 writers', 'SQLite, 64 a transaction', { least: 1 }],
    ['Ferry, 1 writer', 'write and fdatasync of 650 bytes'],
  ]);
  await close();
  sqlite?.close();
  raw.close();
}

async function besideLowdb(place, kind) {
  const { ferry, close } = await filledFerry(place, kind);
  const turns = new Turns(kind);
  const low = await openLowdb(`${place}.json`, kind);
  const settled = async (writers) => {
    const measured = await rate(writers, () => low.change(turns.next()));
    low.settle();
    return measured;
  };
  const rates = await inTurn({
    'Ferry, 1 writer': () => rate(1, ferry),
    'lowdb, 1 writer': () => settled(1),
    'Ferry, 64 writers': () => rate(WRITERS, ferry),
    'lowdb, 64 writers': () => settled(WRITERS),
  });
  say(rates, [
    ['Ferry, 1 writer', 'lowdb, 1 writer', { least: 200 }],
    ['Ferry, 64 writers', 'lowdb, 64 writers', { least: 600 }],
  ]);
  await close();
}

/** What this process has handed to the disk: by write(2), and in pages. Only Linux tells. */
function writtenSoFar() {
  const told = readFileSync('/proc/self/io', 'latin1');
  return { calls: Number(/^wchar: (\d+)/m.exec(told)[1]), pages: Number(/^write_bytes: (\d+)/m.exec(told)[1]) };
}

async function countBytes(name, kind) {
  if (process.platform !== 'linux') return;
  const { ferry, close } = await filledFerry(join(folder, `bytes-${name.replaceAll(/\W+/g, '-')}`), kind);
  const before = writtenSoFar();
  let left = COUNTED_CHANGES;
  const write = async () => {
    while (left > 0) {
      left -= 1;
      await ferry();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  await close();
  const after = writtenSoFar();
  const each = (field) => (after[field] - before[field]) / COUNTED_CHANGES;
  const facts = `${Math.round(each('pages'))} in pages`;
  print(`Bytes written per change of ${name}, folds and all`, each('calls'), 'bytes', { most: 2048, facts });
}

for (const [name, kind] of Object.entries(KINDS)) {
  const place = join(folder, name.replaceAll(/\W+/g, '-'));
  console.log(`\nDurable changes of ${name}, ${RECORDS} records, beside SQLite:`);
  await besideSqlite(`${place}-1`, kind);
  console.log('beside lowdb:');
  await besideLowdb(`${place}-2`, kind);
}
console.log('');
for (const [name, kind] of Object.entries(KINDS)) await countBytes(name, kind);
rmSync(folder, { recursive: true });
