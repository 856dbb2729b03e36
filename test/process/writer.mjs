// Writes numbered changes into a store until it is killed, and says each number once it is on disk:
// node writer.mjs <dist> <folder>. Each change is several records that must agree.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Temporal } from 'temporal-polyfill';

const [, , dist, folder] = process.argv;
const load = (file) => import(pathToFileURL(join(dist, file)).href);
const { openStore } = await load('store/index.js');
const { createServices } = await load('services/index.js');

const { store } = await openStore(folder, {
  now: () => Date.now(),
  onDiskFailure: (error) => {
    throw error;
  },
});
const clock = { now: () => Temporal.Now.instant(), after: () => () => undefined };
const settings = { zone: 'UTC', time: '09:00', weekdays: new Set([1]), leadDays: [1] };
const { moves, lookup } = createServices({ store, clock, settings, changed: () => undefined });
const ask = (once) => ({
  speaker: { identity: 'terminal:local', name: 'Maria', member: true },
  from: 'terminal:local',
  once,
});

if ((await lookup.counts()).migrations === 0) {
  await moves.start(ask('start'), { customer: 'contoso.com', source: 'open', again: false });
}
const notes = (await store.list('history')).filter((entry) => entry.what.did === 'noted').length;
process.stdout.write('ready\n');
for (let number = notes + 1; ; number += 1) {
  const sides = store.change(async (tx) => {
    for (const id of ['left', 'right']) {
      const side = (await tx.get('settings', id)) ?? { id, rev: 0 };
      await tx.put('settings', { ...side, value: number });
    }
    // Which folds the journal, so that processes die in the middle of that too.
    if (number % 5 === 0) await tx.erase();
  });
  // At once, so that both can share a write.
  await Promise.all([sides, moves.note(ask(`note ${number}`), 'M1', `note ${number}`)]);
  process.stdout.write(`${number}\n`);
}
