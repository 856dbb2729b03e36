import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type Ending, operate } from '../../src/cli/index.js';
import type { Store } from '../../src/services/ports.js';
import { aMigration, anOriginal } from '../support/builders.js';
import { openTestStore } from '../support/store.js';

export const NOW = '2026-11-20T10:00:00.000Z';

export interface Used {
  readonly ending: Ending;
  readonly output: string;
  readonly remarks: string;
}

export interface Using {
  readonly input?: string | Buffer;
  readonly keepJournals?: boolean;
}

/** The operator's words in this process, on `dataDir`. */
export async function use(dataDir: string, words: readonly string[], { input = '', keepJournals = false }: Using = {}) {
  const [output, remarks] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([output.toArray(), remarks.toArray()]);
  const io = { now: () => Date.parse(NOW), input: Readable.from([Buffer.from(input)]), output, remarks };
  const ending = await operate(words, io, () => ({ dataDir, keepJournals }), noDoctor).finally(() => {
    output.end();
    remarks.end();
  });
  const [one, other] = await said;
  return { ending, output: Buffer.concat(one).toString(), remarks: Buffer.concat(other).toString() } satisfies Used;
}

/** The doctor looks at a whole process. */
function noDoctor(): never {
  throw new Error('the doctor is asked as a process: doctor.test.ts');
}

/** A folder of this test's own. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Enters contoso.com with M1 and its card. */
export async function enterContoso(store: Store): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('customers', { id: 'C1', rev: 0, name: 'Contoso', domain: 'contoso.com' });
    await tx.put('people', { id: 'P1', rev: 0, name: 'Maria', identities: ['chat:T1/maria'] });
    await tx.put('migrations', aMigration({ rev: 0, channel: 'chat:T1/moves', originals: [anOriginal()] }));
    await tx.put('settings', { id: 'counters', rev: 0, value: { C: 1, M: 1, P: 1 } });
  });
}

/** Runs `work` on the store of `folder`, and closes it in order. */
export async function inStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const { store, close } = await openTestStore(folder);
  return work(store).finally(close);
}

/** The store of `folder`, open until the test ends: a lock that stays would be found again with the next folder. */
export async function keepOpen(folder: string): Promise<Store> {
  const { store, close } = await openTestStore(folder);
  onTestFinished(close);
  return store;
}

/** A setting whose value can be told from any other. */
export async function note(store: Store, id: string, value: string): Promise<void> {
  await store.change(async (tx) => {
    const known = await tx.get('settings', id);
    await tx.put('settings', { id, rev: known?.rev ?? 0, value });
  });
}
