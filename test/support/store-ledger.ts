/** The collections that the workload uses: changes leave a mark in `channels`, and the rest is what they do. */
export const USED = ['channels', 'settings', 'inbound'] as const;
export type Used = (typeof USED)[number];

export type Step =
  | readonly [kind: 'set', collection: Used, id: string, value: string]
  | readonly [kind: 'drop', collection: Used, id: string];

interface UsedRecord {
  readonly id: string;
  readonly rev: number;
}

/** All records at one moment, in their order. */
export type View = ReadonlyMap<Used, readonly UsedRecord[]>;

export interface Change {
  readonly name: string;
  /** The mark first. */
  readonly steps: readonly Step[];
  readonly erases: boolean;
  /** `open`: nobody was told yet, or the disk failed before anybody could be. */
  outcome: 'open' | 'told' | 'refused';
  /** When it became known that it is kept. */
  toldAt: number;
}

/** A promise of the store that was broken. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** A record as the store keeps it. */
export function recordOf(collection: Used, id: string, rev: number, value: string): UsedRecord {
  if (collection === 'settings') return { id, rev, value } as UsedRecord;
  if (collection === 'channels') return { id, rev, reference: value } as UsedRecord;
  return { id, rev, at: '2026-11-20T10:00:00Z', by: value } as UsedRecord;
}

/** What was asked of the store and what it answered, beside the store: says whether what is found can be. */
export class Ledger {
  readonly #changes = new Map<string, Change>();
  readonly #erased = new Set<string>();
  #now = 0;

  /** A moment; a later one is larger. */
  get now(): number {
    return this.#now;
  }

  /** `stepsOf` is given the change's name, which is of use as a value that no other change sets. */
  enter(stepsOf: (name: string) => readonly Step[], erases: boolean): Change {
    const name = `change-${this.#changes.size + 1}`;
    const mark: Step = ['set', 'channels', name, name];
    const change: Change = {
      name,
      steps: [mark, ...stepsOf(name)],
      erases,
      outcome: 'open',
      toldAt: Number.POSITIVE_INFINITY,
    };
    this.#changes.set(name, change);
    return change;
  }

  /** Somebody knows that it is kept. */
  tell(change: Change): void {
    if (change.outcome === 'refused') throw new Violation(`${change.name} was refused, and then told as kept`);
    if (change.outcome === 'told') return;
    this.#now += 1;
    change.outcome = 'told';
    change.toldAt = this.#now;
  }

  refuse(change: Change): void {
    if (change.outcome === 'told') throw new Violation(`${change.name} was told as kept, and then refused`);
    change.outcome = 'refused';
  }

  /** What an erasing change that was asked for at `asked` has taken away, now that it was told. */
  erase(asked: number): void {
    for (const { steps, toldAt } of this.#changes.values()) {
      if (toldAt > asked) continue;
      for (const step of steps) if (step[0] === 'set' && isSecret(step[3])) this.#erased.add(step[3]);
    }
  }

  /** Everything, as it was seen at once by somebody who asked at `asked`. From then on it is told. */
  check(view: View, asked: number): void {
    const changes = this.#found(
      (view.get('channels') ?? []).map(({ id }) => id),
      asked,
    );
    for (const [collection, records] of replay(changes)) {
      const [expected, is] = [JSON.stringify(records), JSON.stringify(view.get(collection))];
      if (expected !== is) throw new Violation(`a change is kept by half: ${collection} is ${is}, not ${expected}`);
    }
    for (const change of changes) this.tell(change);
  }

  /** The marks, as they were seen by somebody who asked at `asked`. */
  checkMarks(names: readonly string[], asked: number): void {
    for (const change of this.#found(names, asked)) this.tell(change);
  }

  /** A single record that was seen: the change that set it is told. */
  checkSeen(name: string): void {
    this.tell(this.#changed(name));
  }

  /** The store was opened anew: what is not there now never comes. */
  settle(): void {
    for (const change of this.#changes.values()) if (change.outcome === 'open') change.outcome = 'refused';
  }

  /** No file says what was erased. */
  checkErased(files: ReadonlyMap<string, Buffer>): void {
    for (const [name, content] of files) {
      for (const [secret] of content.toString('latin1').matchAll(SECRETS)) {
        if (this.#erased.has(secret)) throw new Violation(`${secret} was erased, and is in ${name}`);
      }
    }
  }

  /** The changes that are there, none missing that was told by then. */
  #found(names: readonly string[], asked: number): Change[] {
    const found = new Set(names);
    if (found.size < names.length) throw new Violation(`a mark is there twice: ${names}`);
    for (const { name, toldAt } of this.#changes.values()) {
      if (toldAt <= asked && !found.has(name)) throw new Violation(`${name} was told as kept, and is lost`);
    }
    return names.map((name) => this.#changed(name));
  }

  #changed(name: string): Change {
    const change = this.#changes.get(name);
    if (!change) throw new Violation(`${name} was never asked for`);
    if (change.outcome === 'refused') throw new Violation(`${name} was refused, and is kept`);
    return change;
  }
}

const SECRETS = /secret-change-\d+;/g;

function isSecret(value: string): boolean {
  return value.startsWith('secret-');
}

/** What the changes, one after the other, leave. */
function replay(changes: readonly Change[]): View {
  const view = new Map(USED.map((collection) => [collection, new Map<string, UsedRecord>()]));
  for (const [kind, collection, id, value] of changes.flatMap(({ steps }) => steps)) {
    const records = view.get(collection);
    if (kind === 'drop') records?.delete(id);
    else records?.set(id, recordOf(collection, id, (records.get(id)?.rev ?? 0) + 1, value));
  }
  return new Map(Array.from(view, ([collection, records]) => [collection, [...records.values()]]));
}
