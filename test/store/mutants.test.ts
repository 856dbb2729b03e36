import { afterAll, describe, expect, it } from 'vitest';
import { MutantFolder, type Mutation } from '../support/mutants.js';
import { REAL, type StoreModules } from '../support/observed-store.js';
import { Violation } from '../support/store-ledger.js';
import { MIXES, type Mix, Workload } from '../support/store-workload.js';

/** The faults.test.ts proves as much as it would notice: here the store is broken, a line at a time, and it must. */
const SEED = Number(process.env.SEED ?? 20_261_120);
const RUNS = Number(process.env.RUNS ?? 2000);
const TIME_LIMIT_MS = 5 * 60_000;

const CUTS = MIXES['the power goes'].mix;
const FULL = MIXES['it is full for a while'].mix;
const KILLS = MIXES['processes are killed'].mix;
const SHORT: Mix = { ...KILLS, ends: ['kill', 'cut'], within: [15, 25] };
const BROKEN: Mix = { ...SHORT, broken: 0.03 };

const [JOURNAL, FOLDING, OPENING, LINE, SNAPSHOT, STORE] = [
  'journal.ts',
  'folding.ts',
  'opening.ts',
  'journal-line.ts',
  'snapshot.ts',
  'json-store.ts',
] as const;

interface Mutant {
  readonly what: string;
  readonly mix: Mix;
  readonly mutations: readonly Mutation[];
}

const MUTANTS: readonly Mutant[] = [
  mutant('does not sync the journal', CUTS, JOURNAL, 'await this.#open.file.sync();\n    this.#open', 'this.#open'),
  mutant(
    'answers before the sync',
    CUTS,
    JOURNAL,
    '> 0) await this.#append(',
    '> 0) batch.resolve(), await this.#append(',
  ),
  mutant('does not sync the folder of a new journal', CUTS, JOURNAL, 'await this.#disk.sync();', ''),
  mutant(
    'does not sync the folder after the rename',
    CUTS,
    SNAPSHOT,
    'await disk.sync();\n  return size',
    'return size',
  ),
  mutant('does not sync state.json', CUTS, SNAPSHOT, 'await file.sync();\n  } finally', '} finally'),
  mutant(
    'removes the old journals before the new state.json is there',
    CUTS,
    FOLDING,
    'this.#snapshotBytes = await this.#write(picture);',
    'for (const { name } of folded) await this.#disk.remove(name); this.#snapshotBytes = await this.#write(picture);',
  ),
  mutant('takes a short write for a whole one', CUTS, 'disk.ts', 'written += taken', 'written = bytes.length'),
  mutant('leaves what was refused in the file', FULL, JOURNAL, 'await file.truncate(size);', ''),
  mutant('leaves what was refused in memory', FULL, JOURNAL, 'this.#state.revert(undo)', 'void undo'),
  mutant(
    'keeps what was staged upon what was refused',
    FULL,
    JOURNAL,
    '[this.#current, this.#next]',
    '[this.#current]',
  ),
  mutant('takes back the oldest first', FULL, JOURNAL, '.reverse()) this.#state', ') this.#state'),
  mutant(
    'puts what it takes back at the end',
    FULL,
    'state.ts',
    '.sort(([, one], [, other]) => one.order - other.order)',
    '',
  ),
  mutant('does not look at the checksum of a line', CUTS, LINE, 'seal?.[1] === checksum(body)', 'seal'),
  {
    what: 'has the beginning of a line alone in its checksum',
    mix: CUTS,
    mutations: [
      { file: LINE, from: '$' + '{checksum(body)}', to: '$' + '{checksum(body.slice(0, 20))}' },
      { file: LINE, from: '=== checksum(body)', to: '=== checksum(body.subarray(0, 20))' },
    ],
  },
  mutant('cuts off what was confirmed', CUTS, LINE, 'if (wasConfirmed(', 'if (false && wasConfirmed('),
  mutant('does not look at the checksums of state.json', CUTS, SNAPSHOT, '!== wanted)', "=== 'another')"),
  mutant(
    'takes the picture of memory when the batch is written',
    CUTS,
    JOURNAL,
    'answer?.(picture);\n    if (isKept) this.#folding',
    'answer?.(capture(this.#state, isoTime(this.#options)));\n    if (isKept) this.#folding',
  ),
  mutant('does not sync what it found', SHORT, OPENING, 'entries);\n    await file.sync();', 'entries);'),
  mutant(
    'relies on what a failed sync left',
    BROKEN,
    OPENING,
    'await writeAgain(file, await disk.read(last.name), last, entries);',
    '',
  ),
  mutant('leaves a torn end', SHORT, OPENING, 'await file.truncate(last.good);', ''),
  mutant('goes on from a journal that is in state.json', CUTS, 'recovery.ts', '?? 0) <= ', '?? 0) < '),
  mutant(
    'goes on after a sync that failed',
    BROKEN,
    JOURNAL,
    'sync();\n    this.#open',
    'sync().catch(() => {});\n this.#open',
  ),
  mutant('tells of what is not on disk yet', CUTS, STORE, 'if (!this.#journal.isPending) return found', 'return found'),
  mutant('acts upon what was refused', FULL, STORE, 'if (refusals !== this.#journal.refusals) continue', ''),
  mutant('answers while a file has what was erased', CUTS, STORE, 'erases && !(await this.#journal.fold())', 'false'),
];

function mutant(what: string, mix: Mix, file: string, from: string, to: string): Mutant {
  return { what, mix, mutations: [{ file, from, to }] };
}

/** What is noticed in so many runs, and in which. */
async function noticed(modules: StoreModules, mix: Mix): Promise<string | undefined> {
  for (let run = 0; run < RUNS; run += 1) {
    try {
      await new Workload(SEED + run, mix, new Map(), modules).run();
    } catch (error) {
      if (error instanceof Violation) return error.message;
      throw error;
    }
  }
  return undefined;
}

describe('a store', () => {
  const folder = new MutantFolder();
  afterAll(() => folder.remove());

  it(
    'that is compiled as the mutants are, and not broken, keeps its promises',
    async () => {
      const modules = await folder.grow([]);
      expect(modules.Journal).not.toBe(REAL.Journal);
      for (const mix of [CUTS, FULL, BROKEN]) {
        for (let run = 0; run < 30; run += 1) await new Workload(SEED + run, mix, new Map(), modules).run();
      }
    },
    TIME_LIMIT_MS,
  );

  it.each(MUTANTS)(
    `that $what is noticed (seed ${SEED})`,
    async ({ mix, mutations }) => {
      const what = await noticed(await folder.grow(mutations), mix);
      if (process.env.LOUD) process.stdout.write(`mutants: ${what}\n`);
      expect(what).toBeDefined();
    },
    TIME_LIMIT_MS,
  );
});
