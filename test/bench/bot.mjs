// What people's commands cost over a store of middle size, and a start.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { built, inTurn, median, timed } from './rounds.mjs';

const { createBot } = await built('bot.js');
const { readConfig } = await built('config.js');
const { openStore } = await built('store/index.js');

const MIGRATIONS = 2_000;
/** Decided ones are kept for ever, so that a busy year leaves more of them than there are migrations. */
const REQUESTS = 4 * MIGRATIONS;
const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'));

async function compare(name, one, other, unit) {
  const measured = await inTurn({
    one: (round) => timed(() => one(round)),
    other: (round) => timed(() => other(round)),
  });
  const [first, second] = [median(measured.one), median(measured.other)];
  const ratio = (first / second).toFixed(2);
  console.log(`${name}: ${ratio} times ${unit}   (${first.toFixed(1)} ms, ${second.toFixed(1)} ms)`);
}

/** Starts a program and waits for a line of its output, or its end. */
const program = (args, line) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH, PORT: '0' } });
    child.stdout.on('data', (chunk) => line && String(chunk).includes(line) && child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', resolve);
  });

async function filledBot(name, requests) {
  const clock = { now: () => Temporal.Instant.from('2026-11-20T10:00:00Z'), after: () => () => undefined };
  const data = join(folder, name);
  const opened = await openStore(data, { now: () => Date.now(), onDiskFailure: (error) => console.error(error) });
  await opened.store.change(async (tx) => {
    // Who asks owns them all.
    await tx.put('people', { id: 'P1', rev: 0, name: 'Bench', identities: ['bench:1'] });
    for (let number = 1; number <= MIGRATIONS; number += 1) {
      const expiresOn = Temporal.PlainDate.from('2026-11-21')
        .add({ days: number % 400 })
        .toString();
      const original = { offer: 'Office 365 E3', seats: 25, expiresOn, renewal: 'auto-renews', termEnd: 'unknown' };
      const since = '2026-06-01T00:00:00Z';
      await tx.put('customers', { id: `C${number}`, rev: 0, name: `customer${number}.com` });
      await tx.put('migrations', {
        ...{ id: `M${number}`, rev: 0, customer: `C${number}`, source: 'open', route: 'manual', sample: false },
        ...{ channel: 'nowhere:1', owner: 'P1', createdAt: since, nextOriginal: 2, nextReplacement: 1 },
        ...{ originals: [{ id: `M${number}.1`, ...original, trial: false, renewals: [], since }], replacements: [] },
      });
    }
    for (let number = 1; number <= requests; number += 1) {
      const migration = `M${1 + (number % MIGRATIONS)}`;
      const at = '2026-11-19T10:00:00Z';
      await tx.put('requests', {
        ...{ id: `A${number}`, rev: 0, migration, original: `${migration}.1`, on: '2026-11-18', ends: '2026-11-30' },
        ...{ reason: 'the site closed', missing: 25, by: 'P1', identity: 'bench:1', at },
        decided: { how: 'rejected', by: 'P2', at },
      });
    }
  });
  const log = pino({ level: 'silent' });
  return { opened, bot: createBot({ config: readConfig({}), opened, clock, log, platforms: [], version: '0.0.0' }) };
}

const { opened, bot } = await filledBot('bot', 0);
const busy = await filledBot('busy', REQUESTS);
let deliveries = 0;
const say = (text, to = bot) => {
  deliveries += 1;
  const actor = { identity: 'bench:1', name: 'Bench', member: true };
  const rest = { channel: 'nowhere:1', once: `bench ${deliveries}`, named: [], rows: 20, reach: async () => 'ok' };
  return to.router.answer({ text, actor, ...rest });
};
const shows = async () => {
  for (let count = 0; count < 100; count += 1) await say(`show M${count + 1}`);
};
const low = new Low(new JSONFile(join(folder, 'lowdb.json')), {
  records: await opened.store.list('migrations'),
  customers: await opened.store.list('customers'),
});

await compare(
  'start and stop, nothing connected',
  () => program([MAIN], 'Ferry is running'),
  () => program(['-e', '0']),
  'a bare node',
);
await compare(`list of ${MIGRATIONS} migrations`, () => say('list'), shows, 'a hundred times show');
await compare(`due over ${MIGRATIONS} migrations`, () => say('due 400'), shows, 'a hundred times show');
for (const text of ['list', 'due 400']) {
  await compare(
    `${text} after ${REQUESTS} decided requests`,
    () => say(text, busy.bot),
    () => say(text),
    'the same without requests',
  );
}
await compare(
  `away over ${MIGRATIONS} migrations`,
  (round) => say(`away until 2026-12-${10 + round}`),
  shows,
  'a hundred times show',
);
await compare(
  `sweep of ${MIGRATIONS} migrations`,
  () => bot.services.reminders.sweep(Temporal.Instant.from('2026-11-20T10:00:00Z')),
  shows,
  'a hundred times show',
);
await compare(
  'a durable change',
  (round) => say(`note M1 "round ${round}"`),
  () => low.write(),
  'a write of lowdb’s own, which is not durable',
);

await opened.close();
await busy.opened.close();
rmSync(folder, { recursive: true });
