import { USED, type Used, type View, Violation } from './store-ledger.js';

type Line = {
  readonly seq: number;
  readonly batch: readonly [number, number];
  readonly ops: readonly (
    | readonly ['put', string, { id: string; rev: number }]
    | readonly ['remove', string, string]
  )[];
};

/**
 * The files as a person reads them, without a line of the store's own: `state.json`, and then every line of the journals that
 * go on from it. Throws a Violation for a line that is not whole or not the next.
 */
export function readByHand(files: ReadonlyMap<string, Buffer>): View {
  const state = JSON.parse(files.get('state.json')?.toString() ?? 'null');
  if (state === null) throw new Violation('there is no state.json');
  const tables = new Map<string, Map<string, { id: string; rev: number }>>();
  for (const [name, value] of Object.entries(state)) {
    if (Array.isArray(value)) tables.set(name, new Map(value.map((record) => [record.id, record])));
  }
  let { seq } = state;
  for (const name of journalsAfter(files, seq)) {
    if (firstOf(name) !== seq + 1) throw new Violation(`${name} does not go on from transaction ${seq}`);
    const lines = files.get(name)?.toString().split('\n') ?? [];
    if (lines.pop() !== '') throw new Violation(`${name} ends in the middle of a line`);
    for (const line of lines) {
      const { seq: next, batch, ops }: Line = JSON.parse(line);
      if (next !== seq + 1 || batch[0] > next || batch[1] < next)
        throw new Violation(`${name}: ${next} follows ${seq}`);
      seq = next;
      for (const [kind, collection, what] of ops) {
        if (kind === 'remove') tables.get(collection)?.delete(what);
        else tables.get(collection)?.set(what.id, what);
      }
    }
  }
  // Each change leaves one mark: numbers are neither left out nor given twice.
  const marks = tables.get('channels')?.size;
  if (marks !== seq) throw new Violation(`the last transaction is ${seq}, of ${marks}`);
  return new Map(USED.map((name: Used) => [name, [...(tables.get(name)?.values() ?? [])]]));
}

/** The journals that go on from transaction `seq`, in their order. */
export function journalsAfter(files: ReadonlyMap<string, Buffer>, seq: number): string[] {
  return [...files.keys()].filter((name) => /^journal-\d+\.jsonl$/.test(name) && firstOf(name) > seq).sort();
}

function firstOf(name: string): number {
  return Number(name.slice('journal-'.length, -'.jsonl'.length));
}
