// What a letter typed into a field that is searched costs, over many migrations.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { migration } from './records.mjs';
import { built, median, print, timed } from './rounds.mjs';

const { createBot } = await built('bot.js');
const { readConfig } = await built('config.js');
const { openStore } = await built('store/index.js');

const MIGRATIONS = 10_000;
const ORIGINALS = 3;
const OFFERS = ['Office 365 E3', 'Microsoft 365 Business Premium', 'Visio Plan 2', 'Exchange Online (Plan 1)'];
const folder = mkdtempSync(join(tmpdir(), 'ferry-bench-'));
const opened = await openStore(folder, { now: () => Date.now(), onDiskFailure: (error) => console.error(error) });
await opened.store.change(async (tx) => {
  await tx.put('people', { id: 'P1', rev: 0, name: 'Bench', identities: ['bench:1'] });
  for (let number = 1; number <= MIGRATIONS; number += 1) {
    const [day, month] = [1 + (number % 28), 1 + (number % 12)].map((part) => String(part).padStart(2, '0'));
    const one = migration(number, `2027-${month}-${day}`);
    const originals = Array.from({ length: ORIGINALS }, (_, index) => ({
      ...one.originals[0],
      id: `M${number}.${index + 1}`,
      offer: OFFERS[(number + index) % OFFERS.length],
    }));
    const domain = `customer${number}.com`;
    await tx.put('customers', { id: `C${number}`, rev: 0, name: `The Customer ${number}`, domain });
    await tx.put('migrations', { ...one, originals, nextOriginal: ORIGINALS + 1 });
  }
});
const clock = { now: () => Temporal.Instant.from('2026-11-20T10:00:00Z'), after: () => () => undefined };
const log = pino({ level: 'silent' });
const { asking } = createBot({ config: readConfig({}), opened, clock, log, platforms: [], version: '0.0.0' });
const actor = { identity: 'bench:1', name: 'Bench', member: true };
const suggest = (lookup, typed) => asking.suggest({ actor, lookup, typed, limit: 100 });

console.log(`\nWhat is found while it is typed, over ${MIGRATIONS} migrations of ${ORIGINALS}:`);
const first = await timed(() => suggest('migration', ''));
console.log(`  the first time, when everything is looked at: ${first.toFixed(0)} ms`);
for (const lookup of ['migration', 'original', 'subject', 'customer', 'offer', 'request']) {
  for (const typed of ['', 'cust', '9999', 'visio cust', 'nobody at all']) {
    const took = [];
    for (let round = 0; round < 15; round += 1) took.push(await timed(() => suggest(lookup, typed)));
    print(`  ${lookup} by “${typed}”`, median(took), 'ms', { most: 20 });
  }
}
await opened.close();
rmSync(folder, { recursive: true });
