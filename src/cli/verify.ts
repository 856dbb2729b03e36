import { type Contents, type FolderContents, readBackup, readInUse, type Snapshot } from '../store/index.js';
import { assertFolder, counted, emptyFolder, isoTime, readNamed, type Surroundings, say } from './operator.js';

/** Says whether what is kept, or a backup, is in order; answers the same. Nothing is changed. */
export async function verify(file: string | undefined, surroundings: Surroundings): Promise<boolean> {
  const { dataDir, now, input, output } = surroundings;
  if (file !== undefined) {
    const contents = readBackup(await readNamed(file, input), file === '-' ? 'The standard input' : file);
    say(output, [...summary(contents), ...judgement(contents)]);
    return isInOrder(contents);
  }
  await assertFolder(dataDir);
  const contents = await readInUse(dataDir, isoTime(now));
  if (!contents) throw emptyFolder(dataDir);
  say(output, [...summary(contents), ...filesOf(contents), ...judgement(contents)]);
  return isInOrder(contents);
}

function isInOrder({ damage, references }: Contents): boolean {
  return damage.length === 0 && references.length === 0;
}

function summary({ snapshot, version }: Contents): string[] {
  const { head, collections } = snapshot;
  const counts = [...collections].map(([name, records]) => `  ${name}: ${records.length}`);
  return [`format ${version}, transactions up to ${head.seq}, ${counted(recordsIn(snapshot), 'record')}`, ...counts];
}

function filesOf({ journals, entries, odd }: FolderContents): string[] {
  const torn = journals.filter((journal) => journal.torn > 0);
  return [
    `state.json, and ${counted(journals.length, 'journal')} with ${counted(entries.length, 'transaction')} after it`,
    ...torn.map(
      ({ name, torn }) => `  ${name}: its last line is not written to the end yet (${counted(torn, 'byte')})`,
    ),
    ...odd.map((sentence) => `  ${sentence}`),
  ];
}

function judgement({ damage, references }: Contents): string[] {
  const wrong = [...damage, ...references];
  if (wrong.length === 0) return ['In order.'];
  return ['Not in order:', ...wrong.map((sentence) => `  ${sentence.replaceAll('\n', '\n    ')}`)];
}

export function recordsIn({ collections }: Snapshot): number {
  return [...collections.values()].reduce((sum, records) => sum + records.length, 0);
}
