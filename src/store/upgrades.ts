import { brokenRecords } from './check.js';
import { type Snapshot, VERSION } from './snapshot.js';

type Collections = Snapshot['collections'];

/**
 * How what an older version kept becomes what the next one keeps; the first goes from version 1 to 2. Each works on a copy and
 * is never edited once it was released. To change the form of a record: raise VERSION, add a step here, and a file of the old
 * form to test/store/versions/.
 */
const UPGRADES: readonly ((collections: Collections) => Collections)[] = [
  // 1 → 2: the files got their checksums and the journal; the records stayed as they were.
  (collections) => collections,
];

/** The collections as this version keeps them. Throws an Error that says which record cannot be. */
export function upgrade(collections: Collections, from: number): Collections {
  const upgraded = UPGRADES.slice(from - 1, VERSION - 1).reduce(
    (current, step) => step(current),
    structuredClone(collections),
  );
  const [problem] = brokenRecords(upgraded);
  if (problem !== undefined) throw new Error(problem);
  return upgraded;
}
