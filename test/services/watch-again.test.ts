import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CustomerNames } from '../../src/services/customer-names.js';
import type { Store } from '../../src/services/ports.js';
import { Revision } from '../../src/services/revision.js';
import { Standings } from '../../src/services/standings.js';
import { aMigration } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const NOW = '2026-11-20T10:00:00Z';

/** A store that refuses to be watched the first time. */
async function refusingOnce(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-watch-again-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.change(async (tx) => {
    await tx.put('customers', { id: 'C1', rev: 0, name: 'contoso.com' });
    await tx.put('migrations', { ...aMigration({ id: 'M1', customer: 'C1' }), rev: 0 });
  });
  let refusals = 1;
  return {
    get: (collection, id) => store.get(collection, id),
    list: (collection, where) => store.list(collection, where),
    change: (work) => store.change(work),
    watch: async (collection, seen) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('no connection');
      return store.watch(collection, seen);
    },
  };
}

it('answers the next question when the store could not be watched at the first one', async () => {
  const clock = new ManualClock(NOW);
  const standings = new Standings(await refusingOnce(), clock);
  await expect(standings.at(clock.now())).rejects.toThrow('no connection');
  expect((await standings.at(clock.now())).map(({ id }) => id)).toEqual(['M1']);

  const names = new CustomerNames(await refusingOnce());
  await expect(names.all()).rejects.toThrow('no connection');
  expect([...(await names.all()).keys()]).toEqual(['C1']);

  const revision = new Revision(await refusingOnce());
  await expect(revision.now()).rejects.toThrow('no connection');
  expect(await revision.now()).toBeGreaterThan(0);
});
