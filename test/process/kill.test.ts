import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { openTestStore } from '../support/store.js';

const WRITER = fileURLToPath(new URL('./writer.mjs', import.meta.url));
const DIST = join(import.meta.dirname, '..', '..', 'dist');
const KILLS = 150;
/** KILL_SEED repeats the moments of a run, as far as two machines can be alike. */
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Numbers from 0 to 1 that the seed determines (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the writer until it has said so many numbers and so many milliseconds more; answers the last number it said. */
async function writeAndKill(numbers: number, ms: number): Promise<number> {
  const writer = spawn(process.execPath, [WRITER, DIST, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void writer.kill('SIGKILL'));
  const closed = once(writer, 'close');
  let [last, said] = [0, 0];
  let isKilling = false;
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line !== 'ready') [last, said] = [Number(line), said + 1];
    if (said < numbers || isKilling) continue;
    isKilling = true;
    setTimeout(() => writer.kill('SIGKILL'), ms);
  }
  expect(await closed).toEqual([null, 'SIGKILL']);
  return last;
}

/** What the next process would find: in a copy, so that it is the writer itself that goes on from what the kill left. */
async function look() {
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const { store, close } = await openTestStore(copy);
  const values = (await store.list('settings')).filter(({ id }) => id === 'left' || id === 'right');
  const history = await store.list('history', { migration: 'M1' });
  const found = {
    sides: values.map(({ value }) => value),
    rev: (await store.get('migrations', 'M1'))?.rev,
    card: (await store.get('outbox', 'card M1 terminal:local'))?.wanted,
    notes: history.flatMap(({ what }) => (what.did === 'noted' ? [what.text] : [])),
    receipts: (await store.list('inbound')).map(({ id }) => id).filter((id) => id !== 'start'),
  };
  await close();
  expect(readdirSync(copy)).toEqual(['state.json']);
  rmSync(copy, { recursive: true });
  return found;
}

it(`loses nothing it confirmed and keeps no half of a change, killed ${KILLS} times (seed ${SEED})`, async () => {
  const random = randomNumbers(SEED);
  let confirmed = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const last = await writeAndKill(Math.floor(random() * 12), random() * 12);
    confirmed = Math.max(confirmed, last);
    const { sides, rev, card, notes, receipts } = await look();
    expect(sides[0] ?? 0).toBe(sides[1] ?? 0);
    expect(Number(sides[0] ?? 0)).toBeGreaterThanOrEqual(confirmed);
    expect(notes).toEqual(Array.from({ length: notes.length }, (_, index) => `note ${index + 1}`));
    expect(notes.length).toBeGreaterThanOrEqual(confirmed);
    // At most the change that was under way had come further than was said.
    expect(notes.length).toBeLessThanOrEqual(confirmed + 1);
    expect(receipts).toEqual(notes);
    expect({ rev, card }).toEqual({ rev: notes.length + 1, card: notes.length + 1 });
    confirmed = notes.length;
  }
  expect(confirmed).toBeGreaterThan(KILLS);
}, 240_000);
