// What many records cost: opening them, folding them, and looking whether something is due.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import * as records from './records.mjs';
import { built, inTurn, median, print, ROUNDS, ratioOf, readable, timed } from './rounds.mjs';

const { createBot } = await built('bot.js');
const { readConfig } = await built('config.js');
const { openStore } = await built('store/index.js');

const MIGRATIONS = 100_000;
/** Those that have a customer's name: nobody else asks for it. */
const SHOWN = 1_000;
const NOW = Temporal.Instant.from('2026-11-20T10:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'));
const file = join(folder, 'state.json');

const open = () => openStore(folder, { now: () => Date.now(), onDiskFailure: (error) => console.error(error) });

async function fill() {
  const { store, close } = await open();
  await store.change(async (tx) => {
    await tx.put('people', { id: 'P1', rev: 0, name: 'Bench', identities: ['bench:1'] });
    for (let number = 1; number <= SHOWN; number += 1) {
      await tx.put('customers', { id: `C${number}`, rev: 0, name: `customer${number}.com` });
    }
    for (let number = 1; number <= MIGRATIONS; number += 1) {
      await tx.put('migrations', records.migration(number, '2028-06-30'));
    }
  });
  await close();
}

async function reopening() {
  const measured = await inTurn({
    open: async () => {
      let opened;
      const took = await timed(async () => {
        opened = await open();
      });
      await opened.close();
      return took;
    },
    parse: () => timed(async () => JSON.parse(await readFile(file, 'utf8'))),
  });
  const size = (await readFile(file)).length / 1e6;
  const facts = `${median(measured.open).toFixed(0)} ms, ${size.toFixed(0)} MB`;
  print(`Reopening ${MIGRATIONS} records`, ratioOf(measured.open, measured.parse), 'times read and JSON.parse', {
    most: 2,
    facts,
  });
}

async function folding({ store }) {
  let rev = 0;
  const all = await store.list('migrations');
  const measured = await inTurn({
    stall: async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      // Erasing is what folds at once.
      await store.change(async (tx) => {
        await tx.put('settings', { id: 'bench', rev, value: rev });
        await tx.erase();
      });
      delay.disable();
      rev += 1;
      return delay.max / 1e6;
    },
    stringify: () => timed(() => JSON.stringify(all)),
  });
  const facts = `${readable(ratioOf(measured.stall, measured.stringify))} times JSON.stringify of the same`;
  print(`The longest stall while ${MIGRATIONS} records are folded`, median(measured.stall), 'ms', { most: 100, facts });
}

/** Milliseconds of one call, of as many as 50 ms take. */
async function each(work) {
  let calls = 0;
  const took = await timed(async () => {
    for (const from = performance.now(); performance.now() - from < 50; calls += 1) await work();
  });
  return took / calls;
}

async function sweeping(opened) {
  const clock = { now: () => NOW, after: () => () => undefined };
  const log = pino({ level: 'silent' });
  const { services, router } = createBot({
    ...{ config: readConfig({}), opened, clock, log, platforms: [], version: '0.0.0' },
  });
  let deliveries = 0;
  const show = () => {
    deliveries += 1;
    const actor = { identity: 'bench:1', name: 'Bench', member: true };
    const rest = { channel: 'nowhere:1', once: `bench ${deliveries}`, named: [], rows: 20, reach: async () => 'ok' };
    return router.answer({ text: `show M${1 + (deliveries % SHOWN)}`, actor, ...rest });
  };
  const first = await timed(() => services.reminders.sweep(NOW));
  const measured = await inTurn(
    { sweep: () => each(() => services.reminders.sweep(NOW)), show: () => each(show) },
    // One that looks at everything would take the whole run.
    first > 5_000 ? 1 : ROUNDS,
  );
  const facts = `${readable(ratioOf(measured.sweep, measured.show))} times a show, of ${readable(median(measured.show))} ms; the first ${first.toFixed(0)} ms`;
  print(`A sweep of ${MIGRATIONS} migrations, nothing due`, median(measured.sweep), 'ms', { most: 1, facts });
}

await fill();
await reopening();
const opened = await open();
await folding(opened);
await sweeping(opened);
await opened.close();
rmSync(folder, { recursive: true });
