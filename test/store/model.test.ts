import fc, { type Scheduler } from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { NotErasedError, type Reader, StoreError, type Transaction } from '../../src/services/ports.js';
import type { Disk, DiskFile } from '../../src/store/disk.js';
import { Journal } from '../../src/store/journal.js';
import { JsonStore } from '../../src/store/json-store.js';
import { diskError } from '../support/store.js';

/**
 * The store does what two plain maps would do, whatever is asked of it at the same time and however the steps of the disk and of
 * the works fall between one another. The same ways each time; to hunt on others, or to walk a reported way again:
 * SEED=1 RUNS=5000 npx vitest run test/store/model.test.ts
 */
const SEED = Number(process.env.SEED ?? 20_270_131);
const RUNS = Number(process.env.RUNS ?? 300);

const happened = new Map<string, number>();
const count = (what: string) => happened.set(what, (happened.get(what) ?? 0) + 1);

afterAll(() => {
  process.stdout.write(`store model: seed ${SEED}, ${JSON.stringify(Object.fromEntries([...happened].sort()))}\n`);
});

/** The two collections whose records are of any value, by the field that holds it. */
const FIELD = { settings: 'value', channels: 'reference' } as const;
type Name = keyof typeof FIELD;
const NAMES = ['settings', 'channels'] as const;

type Action =
  | { readonly do: 'put'; readonly name: Name; readonly id: string; readonly value: number; readonly isStale: boolean }
  | { readonly do: 'remove'; readonly name: Name; readonly id: string }
  | { readonly do: 'get'; readonly name: Name; readonly id: string }
  | { readonly do: 'list'; readonly name: Name; readonly value?: number | undefined }
  | { readonly do: 'erase' }
  | { readonly do: 'throw' };

type Look = Extract<Action, { readonly do: 'get' | 'list' }>;

type Step =
  | { readonly step: 'change'; readonly actions: readonly Action[]; readonly turns: number }
  | { readonly step: 'read'; readonly look: Look; readonly turns: number }
  | { readonly step: 'refuse'; readonly writes: number }
  | { readonly step: 'day' | 'restart' | 'kill' };

const name = fc.constantFrom(...NAMES);
const id = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
const value = fc.integer({ min: 0, max: 2 });
const turns = fc.integer({ min: 0, max: 6 });
const get = fc.record({ do: fc.constant('get' as const), name, id });
const list = fc.record({ do: fc.constant('list' as const), name, value: fc.option(value, { nil: undefined }) });
const isStale = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('put' as const), name, id, value, isStale }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), name, id }) },
  { weight: 1, arbitrary: get },
  { weight: 2, arbitrary: list },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('erase' as const, 'throw' as const) }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      step: fc.constant('change' as const),
      actions: fc.array(action, { minLength: 1, maxLength: 5 }),
      turns,
    }),
  },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('read' as const), look: fc.oneof(get, list), turns }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('refuse' as const), writes: fc.integer({ min: 1, max: 2 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constantFrom('day' as const, 'restart' as const, 'kill' as const) }),
  },
);

/** Until everybody has come to the next thing that they wait for: else one who has more to do in between is never chosen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Files in memory, each call in its turn; the next writes are taken by half and then refused, as told. */
class MemoryDisk implements Disk {
  refusals = 0;
  #isHalf = false;

  constructor(
    readonly files: Map<string, Buffer>,
    readonly turn: (call: string) => Promise<void>,
  ) {}

  async list(): Promise<string[]> {
    await this.turn('list');
    return [...this.files.keys()];
  }

  async read(name: string): Promise<Buffer> {
    await this.turn(`read ${name}`);
    return this.files.get(name) ?? Buffer.alloc(0);
  }

  async create(name: string): Promise<DiskFile> {
    await this.turn(`create ${name}`);
    if (this.files.has(name)) throw diskError('EEXIST');
    this.files.set(name, Buffer.alloc(0));
    return this.#file(name);
  }

  async open(name: string): Promise<DiskFile> {
    await this.turn(`open ${name}`);
    return this.#file(name);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.turn(`rename ${from}`);
    this.files.set(to, this.files.get(from) as Buffer);
    this.files.delete(from);
  }

  async remove(name: string): Promise<void> {
    await this.turn(`remove ${name}`);
    this.files.delete(name);
  }

  async room(): Promise<number> {
    return Number.POSITIVE_INFINITY;
  }

  sync(): Promise<void> {
    return this.turn('sync');
  }

  #file(name: string): DiskFile {
    const content = () => this.files.get(name) as Buffer;
    const take = (bytes: Uint8Array) => {
      if (this.refusals === 0) return bytes;
      this.#isHalf = !this.#isHalf;
      if (this.#isHalf && bytes.length > 1) return bytes.subarray(0, bytes.length / 2);
      this.#isHalf = false;
      this.refusals -= 1;
      count('a write was refused');
      throw diskError('ENOSPC');
    };
    return {
      get size() {
        return content().length;
      },
      write: async (bytes, at) => {
        await this.turn(`write ${name}`);
        const taken = take(bytes);
        const rest = content().subarray(at + taken.length);
        this.files.set(name, Buffer.concat([content().subarray(0, at), taken, rest]));
        return taken.length;
      },
      truncate: async (size) => {
        await this.turn(`truncate ${name}`);
        this.files.set(name, content().subarray(0, size));
      },
      sync: () => this.turn(`sync ${name}`),
      close: () => this.turn(`close ${name}`),
    };
  }
}

type Kept = { readonly id: string; readonly rev: number };
type Model = Record<Name, Map<string, Kept>>;
const emptyModel = (): Model => ({ settings: new Map(), channels: new Map() });

const record = (name: Name, id: string, rev: number, value: number) => ({ id, rev, [FIELD[name]]: value });

function lookIn(model: Model, look: Look): unknown {
  if (look.do === 'get') return model[look.name].get(look.id);
  const all = [...model[look.name].values()];
  return all.filter((kept) => look.value === undefined || Object(kept)[FIELD[look.name]] === look.value);
}

function lookAt(reader: Reader, look: Look): Promise<unknown> {
  if (look.do === 'get') return reader.get(look.name, look.id);
  return reader.list(look.name, look.value === undefined ? {} : { [FIELD[look.name]]: look.value });
}

const refusal = new Error('decided against it');

const isWrite = (action: Action) => action.do === 'put' || action.do === 'remove';
const isRefused = (action: Action) => action.do === 'throw' || (action.do === 'put' && action.isStale);

/** What a work does to maps: what it sees on its way, and how it ends. */
function actOn(model: Model, actions: readonly Action[]): { seen: unknown[]; threw: string | undefined; after: Model } {
  const after = { settings: new Map(model.settings), channels: new Map(model.channels) };
  const seen: unknown[] = [];
  for (const action of actions) {
    if (action.do === 'throw') return { seen, threw: refusal.message, after: model };
    if (action.do === 'erase') continue;
    if (action.do === 'remove') after[action.name].delete(action.id);
    else if (action.do !== 'put') seen.push(lookIn(after, action));
    else {
      const { name, id, value, isStale } = action;
      const rev = after[name].get(id)?.rev ?? 0;
      if (isStale)
        return { seen, threw: `Conflict: ${name}/${id} is at revision ${rev}, not ${rev + 1}`, after: model };
      after[name].set(id, record(name, id, rev + 1, value) as Kept);
      seen.push(after[name].get(id));
    }
  }
  return { seen, threw: undefined, after };
}

/** The same through the store, with a rest after each action in which anything may happen. */
async function act(tx: Transaction, actions: readonly Action[], seen: unknown[], rest: () => Promise<void>) {
  for (const action of actions) {
    if (action.do === 'throw') throw refusal;
    if (action.do === 'erase') await tx.erase();
    else if (action.do === 'remove') await tx.remove(action.name, action.id);
    else if (action.do !== 'put') seen.push(await lookAt(tx, action));
    else {
      const { name, id, value, isStale } = action;
      const rev = (await tx.get(name, id))?.rev ?? 0;
      seen.push(await tx.put(name, record(name, id, isStale ? rev + 1 : rev, value) as never));
    }
    await rest();
  }
}

interface Work {
  readonly actions: readonly Action[];
  seen: unknown[];
  /** When its last run began: works run one after the other, so this is their order. */
  ran: number;
  /** When its asker was answered. */
  answered: number;
  outcome?: PromiseSettledResult<unknown>;
}

interface Read {
  readonly look: Look;
  readonly asked: number;
  answered: number;
  answer?: unknown;
}

/** One life after the other of a store, everything that was asked of it, and what must be true of that. */
class Session {
  readonly #scheduler: Scheduler;
  readonly #works: Work[] = [];
  readonly #reads: Read[] = [];
  readonly #failures: Error[] = [];
  #pending: Promise<unknown>[] = [];
  #disk: MemoryDisk;
  #journal!: Journal;
  #store!: JsonStore;
  #now = 0;
  /** Counts what happens. */
  #moment = 0;
  /** What all before this life have kept. */
  #model = emptyModel();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
    this.#disk = this.#newDisk(new Map());
  }

  #newDisk(files: Map<string, Buffer>): MemoryDisk {
    return new MemoryDisk(files, (call) => this.#scheduler.schedule(Promise.resolve(), call));
  }

  async open(): Promise<void> {
    this.#journal = new Journal(this.#disk, {
      folder: 'memory',
      now: () => this.#now,
      onDiskFailure: (error) => this.#failures.push(error),
      onNotice: (_, text) => count(text),
      keepJournals: false,
    });
    this.#store = new JsonStore(this.#journal);
    await this.#scheduler.waitFor(this.#store.open());
  }

  async take(step: Step): Promise<void> {
    if (step.step === 'refuse') this.#disk.refusals = step.writes;
    else if (step.step === 'day') this.#now += 24 * 60 * 60_000;
    else if (step.step === 'change') this.#change(step.actions);
    else if (step.step === 'read') this.#read(step.look);
    else await this.restart(step.step === 'kill');
    for (let turn = 0; 'turns' in step && turn < step.turns; turn += 1) {
      await settle();
      if (this.#scheduler.count() > 0) await this.#scheduler.waitNext(1);
    }
  }

  #change(actions: readonly Action[]): void {
    const work: Work = { actions, seen: [], ran: 0, answered: 0 };
    this.#works.push(work);
    const rest = () => this.#scheduler.schedule(Promise.resolve(), 'rest');
    const change = this.#store.change(async (tx) => {
      if (work.ran > 0) count('a work ran again');
      work.ran = ++this.#moment;
      work.seen = [];
      await act(tx, actions, work.seen, rest);
    });
    const answered = (outcome: PromiseSettledResult<unknown>) => {
      work.answered = ++this.#moment;
      work.outcome = outcome;
    };
    this.#pending.push(
      change.then(
        (value) => answered({ status: 'fulfilled', value }),
        (reason) => {
          // It is done, and this says only that an older file could not be freed from what was erased.
          if (!(reason instanceof NotErasedError)) return answered({ status: 'rejected', reason });
          count('a full disk kept what was erased');
          answered({ status: 'fulfilled', value: undefined });
        },
      ),
    );
  }

  #read(look: Look): void {
    const read: Read = { look, asked: this.#moment, answered: 0 };
    this.#reads.push(read);
    if (this.#scheduler.count() > 0) count('a read while something was under way');
    this.#pending.push(
      lookAt(this.#store, look).then((answer) => {
        read.answered = ++this.#moment;
        read.answer = answer;
      }),
    );
  }

  /** Waits for all that was asked, checks it, and starts anew from the files: closed in order, or as they lie there. */
  async restart(isKill: boolean): Promise<void> {
    await this.#scheduler.waitFor(Promise.all(this.#pending));
    this.#pending = [];
    this.#check();
    await this.#scheduler.waitFor(this.#compare());
    if (isKill) {
      this.#disk = this.#newDisk(new Map(this.#disk.files));
      count('killed');
    } else {
      await this.#scheduler.waitFor(this.#journal.close());
      count('closed');
    }
    this.#disk.refusals = 0;
    await this.open();
    await this.#scheduler.waitFor(this.#compare());
  }

  /** Replays on maps, in the order in which they ran, the works that were not refused. */
  #check(): void {
    expect(this.#failures).toEqual([]);
    let model = this.#model;
    const lives: { model: Model; ran: number; answered: number }[] = [{ model, ran: 0, answered: 0 }];
    for (const { actions, seen, ran, answered, outcome } of this.#works.sort((one, other) => one.ran - other.ran)) {
      if (outcome?.status === 'rejected' && outcome.reason instanceof StoreError) {
        // Only what was to be kept can be refused: who looks, or throws, looks again.
        expect(actions.some(isWrite) && !actions.some(isRefused)).toBe(true);
        count('a change was refused');
        continue;
      }
      const expected = actOn(model, actions);
      const threw = outcome?.status === 'rejected' ? (outcome.reason as Error).message : undefined;
      expect({ seen, threw }).toEqual({ seen: expected.seen, threw: expected.threw });
      count(threw === undefined ? 'a change went through' : 'a work threw');
      model = expected.after;
      if (threw === undefined) lives.push({ model, ran, answered });
    }
    for (const { look, asked, answered, answer } of this.#reads) {
      // It may show any state between what was promised before it was asked and what had run when it was answered.
      const from = lives.findLastIndex((life) => life.answered <= asked);
      const to = lives.findLastIndex((life) => life.ran < answered);
      const possible = lives.slice(from, to + 1).map((life) => lookIn(life.model, look));
      expect(possible).toContainEqual(answer);
    }
    this.#works.length = 0;
    this.#reads.length = 0;
    this.#model = model;
  }

  async #compare(): Promise<void> {
    for (const name of NAMES) {
      expect(await this.#store.list(name)).toEqual([...this.#model[name].values()]);
      for (const value of [0, 1, 2]) {
        const look = { do: 'list', name, value } as const;
        expect(await lookAt(this.#store, look)).toEqual(lookIn(this.#model, look));
      }
    }
  }
}

it('does what plain maps would do, whoever asks at the same time, whatever the disk refuses, and after every restart', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler({ act: (task) => task().then(settle) }),
      fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
      async (scheduler, steps) => {
        const session = new Session(scheduler);
        await session.open();
        for (const step of steps) await session.take(step);
        await session.restart(false);
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  for (const what of [
    'a change went through',
    'a change was refused',
    'a full disk kept what was erased',
    'a read while something was under way',
    'a work ran again',
    'a work threw',
    'a write was refused',
    'closed',
    'killed',
    'the journal could not be folded',
  ]) {
    expect(happened.get(what) ?? 0, what).toBeGreaterThan(0);
  }
}, 120_000);
