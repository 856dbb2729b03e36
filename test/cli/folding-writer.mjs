// Commits numbered changes into a store that folds every few of them, and says each number once it is durable:
// node folding-writer.mjs <dist> <folder>. Change n sets `left` and `right` to n, adds `note n` and takes `note n-40` out.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist, folder] = process.argv;
const { openStore } = await import(pathToFileURL(join(dist, 'store/index.js')).href);
const { store } = await openStore(folder, {
  now: () => Date.now(),
  onDiskFailure: (error) => {
    throw error;
  },
  foldBytes: 4096,
});

async function commit(number) {
  await store.change(async (tx) => {
    for (const id of ['left', 'right']) {
      const side = (await tx.get('settings', id)) ?? { id, rev: 0 };
      await tx.put('settings', { ...side, value: number });
    }
    await tx.put('settings', { id: `note ${number}`, rev: 0, value: 'x'.repeat(number % 500) });
    if (number > 40) await tx.remove('settings', `note ${number - 40}`);
  });
  process.stdout.write(`${number}\n`);
}

for (let number = 1; ; number += 5) {
  // Several at once, so that some are written as one batch.
  await Promise.all([0, 1, 2, 3, 4].map((more) => commit(number + more)));
}
