import { REAL, type StoreModules } from './observed-store.js';
import { SeededRandom } from './seeded-random.js';
import { SimulatedDisk } from './simulated-disk.js';
import { journalsAfter } from './store-by-hand.js';
import { Violation } from './store-ledger.js';

export interface Flip {
  readonly name: string;
  readonly byte: number;
  readonly bit: number;
}

/** How many bytes of each file that counts are known to have been confirmed: all but the last batch. */
export function confirmedBytes(files: ReadonlyMap<string, Buffer>): Map<string, number> {
  const state = files.get('state.json') ?? Buffer.alloc(0);
  const confirmed = new Map([['state.json', state.length]]);
  const journals = journalsAfter(files, JSON.parse(state.toString()).seq);
  for (const name of journals) confirmed.set(name, files.get(name)?.length ?? 0);
  const last = journals.filter((name) => confirmed.get(name) !== 0).at(-1);
  if (last !== undefined) confirmed.set(last, lastBatchOf(files.get(last)?.toString() ?? ''));
  return confirmed;
}

/** At which byte the last batch of a journal begins. */
export function lastBatchOf(journal: string): number {
  const lines = journal.split('\n').slice(0, -1);
  const batchOf = (line: string | undefined) => line?.match(/"batch":\[\d+,\d+\]/)?.[0];
  const batch = batchOf(lines.at(-1));
  const before = lines.filter((line) => batchOf(line) !== batch);
  return before.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
}

/**
 * Opens a copy of the files with one bit of it flipped. What was confirmed is refused; the last batch may be cut, since it looks
 * as if it had never been. Throws a Violation; answers how it was noticed.
 */
export async function checkFlip(
  files: ReadonlyMap<string, Buffer>,
  { name, byte, bit }: Flip,
  { Journal }: StoreModules = REAL,
): Promise<'refused' | 'cut'> {
  const flipped = `bit ${bit} of byte ${byte} of ${name} was flipped`;
  const disk = new SimulatedDisk(new SeededRandom(byte), files);
  disk.flip(name, byte, bit);
  const notices: string[] = [];
  const journal = new Journal(disk.mount(), {
    folder: 'data',
    now: () => 0,
    keepJournals: false,
    onNotice: (_, text) => notices.push(text),
    onDiskFailure: () => undefined,
  });
  const error = await journal.read().then(
    () => undefined,
    (caught: Error) => caught,
  );
  if (error && (error.name !== 'DamagedError' || !error.message.includes(`data/${name}`))) {
    throw new Violation(`${flipped}, and the answer is ${error.stack}`);
  }
  if (error) return 'refused';
  if (!notices.some((text) => text.startsWith('cut'))) throw new Violation(`${flipped}, and nobody noticed`);
  if (byte < (confirmedBytes(files).get(name) ?? 0)) throw new Violation(`${flipped}: what was confirmed is cut off`);
  return 'cut';
}
