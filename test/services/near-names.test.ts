import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { noSuchMigration } from '../../src/services/near-names.js';
import { aMigration } from '../support/builders.js';
import { openTestStore } from '../support/store.js';

async function withCustomers(...names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-names-'));
  const opened = await openTestStore(folder);
  onTestFinished(async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await opened.store.change(async (tx) => {
    for (const [index, name] of names.entries()) {
      const [id, customer] = [`M${index + 1}`, `C${index + 1}`];
      const domain = name.includes('.') ? { domain: name } : {};
      const forgotten = name === 'C3' ? { forgotten: true as const } : {};
      await tx.put('customers', { id: customer, rev: 0, name, ...domain, ...forgotten });
      await tx.put('migrations', { ...aMigration({ id, customer }), rev: 0 });
    }
  });
  return async (ref: string) => {
    const { code, values, offers } = await noSuchMigration(opened.store, ref);
    return { code, ...values, offers };
  };
}

it('offers the customers who are called almost so, the nearest first, to be shown with a click', async () => {
  const ask = await withCustomers('contoso.com', 'contose.com', 'C3', 'Fabrikam Residences');
  expect(await ask('contosi.com')).toEqual({
    code: 'no-migration-suggest',
    ref: 'contosi.com',
    suggestions: 'contoso.com (M1), contose.com (M2)',
    offers: ['show M1', 'show M2'],
  });
  expect(await ask('Cont')).toMatchObject({ offers: ['show M1', 'show M2'] });
  expect(await ask('fabricam residences')).toMatchObject({ suggestions: 'Fabrikam Residences (M4)' });
});

it('offers none to whom nothing is near, nor one who was forgotten', async () => {
  const ask = await withCustomers('contoso.com', 'contose.com', 'C3');
  for (const ref of ['tailspin.com', 'C4', 'x', '🚀'.repeat(3000)]) {
    expect(await ask(ref)).toEqual({ code: 'no-migration', ref, offers: ['list'] });
  }
});
