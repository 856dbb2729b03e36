import { type ChangeOptions, ObservedStore, REAL, type StoreModules } from './observed-store.js';
import { SeededRandom } from './seeded-random.js';
import { type Call, SimulatedDisk, type Trouble } from './simulated-disk.js';
import { Ledger, type Step, Violation } from './store-ledger.js';
import { checkFlip, confirmedBytes, type Flip } from './store-rot.js';

/** How likely which trouble is. */
export interface Mix {
  /** What ends a life that does not end by itself. */
  readonly ends: readonly ('kill' | 'cut')[];
  /** Of a write: it takes less than it was given. */
  readonly short: number;
  /** Of a call that needs room: from now on there is none, for a while. */
  readonly full: number;
  /** Of any call: EIO. */
  readonly broken: number;
  /** Bytes that the disk has, from the second life on. */
  readonly room?: readonly [least: number, most: number];
  readonly foldBytes: number;
  /** Calls within which most processes end. */
  readonly within: readonly number[];
}

interface Tried {
  readonly mix: Mix;
  /** What happens in it at least so often per run: a workload that meets no trouble proves nothing. */
  readonly expected: Readonly<Record<string, number>>;
}

const ALWAYS = { kept: 25, unwanted: 3, erased: 2, folded: 1, opened: 4, crashed: 2, 'rot refused': 0.8 };
const CALM = { short: 0.1, full: 0, broken: 0, foldBytes: 4096, within: [20, 40, 90] };

export const MIXES = {
  'the power goes': { mix: { ...CALM, ends: ['cut'] }, expected: { ...ALWAYS, cut: 3, torn: 0.1 } },
  'processes are killed': {
    mix: { ...CALM, ends: ['kill', 'kill', 'cut'] },
    expected: { ...ALWAYS, kill: 2, torn: 0.1 },
  },
  'it is full for a while': {
    mix: { ...CALM, ends: ['kill', 'cut'], full: 0.03 },
    expected: { ...ALWAYS, full: 0.5, refused: 1.5 },
  },
  'it is as good as full': {
    mix: { ...CALM, ends: ['kill', 'cut'], room: [0, 8000] },
    expected: { ...ALWAYS, refused: 4 },
  },
  'it answers EIO': {
    mix: { ...CALM, ends: ['kill', 'cut'], full: 0.01, broken: 0.005 },
    expected: { ...ALWAYS, broken: 0.3, unknown: 0.2, failed: 0.2 },
  },
} satisfies Record<string, Tried>;

const DAY_MS = 24 * 60 * 60_000;

/** One disk and several processes on it, one after the other, all by one seed. Throws a Violation that names it. */
export class Workload {
  readonly #seed: number;
  readonly #mix: Mix;
  readonly #modules: StoreModules;
  readonly #happened: Map<string, number>;
  readonly #random: SeededRandom;
  readonly #disk: SimulatedDisk;
  readonly #ledger = new Ledger();
  #time = Date.parse('2026-11-20T10:00:00Z');
  #crashAt = Number.POSITIVE_INFINITY;
  #fullUntil = 0;
  #isQuiet = false;
  #looksOnly = false;
  readonly #rotten: [files: ReadonlyMap<string, Buffer>, flip: Flip][] = [];

  /** `happened` counts what has really happened: a workload that meets no trouble proves nothing. */
  constructor(seed: number, mix: Mix, happened: Map<string, number>, modules: StoreModules = REAL) {
    this.#seed = seed;
    this.#mix = mix;
    this.#modules = modules;
    this.#happened = happened;
    this.#random = new SeededRandom(seed);
    this.#disk = new SimulatedDisk(this.#random);
    this.#disk.troubleOf = (call) => this.#trouble(call);
  }

  async run(): Promise<void> {
    try {
      const lives = this.#random.between(3, 6);
      for (let life = 1; life <= lives; life += 1) await this.#live();
      // At last nothing happens any more: all is there, and it works.
      this.#isQuiet = true;
      this.#disk.room = Number.POSITIVE_INFINITY;
      await this.#live();
      await this.#live();
    } catch (error) {
      throw new Violation(`seed ${this.#seed}: ${(error as Error).message}`, { cause: error });
    }
  }

  async #live(): Promise<void> {
    const { room, ends } = this.#mix;
    if (room && !this.#isQuiet && this.#disk.used > 0)
      this.#disk.room = this.#disk.used + this.#random.between(...room);
    // Some only look: what they were shown is lost no more.
    this.#looksOnly = !this.#isQuiet && this.#random.chance(0.2);
    const isShort = !this.#looksOnly && this.#random.chance(0.8);
    const within = this.#random.between(1, this.#random.pick(this.#mix.within));
    this.#crashAt = isShort ? this.#disk.calls + within : Number.POSITIVE_INFINITY;
    this.#fullUntil = 0;
    await this.#disk.during(() => this.#use());
    const end = this.#random.pick(ends);
    this.#count(end);
    this.#disk[end]();
    // Now that nothing else is under way: another disk turns in its own time.
    for (const [files, flip] of this.#rotten.splice(0)) {
      this.#count(`rot ${await checkFlip(files, flip, this.#modules)}`);
    }
  }

  /** What one process does. */
  async #use(): Promise<void> {
    const before = this.#disk.files;
    const now = () => {
      this.#time += this.#random.chance(0.01) ? DAY_MS : 1000;
      return this.#time;
    };
    const options = { foldBytes: this.#mix.foldBytes, now };
    const store = new ObservedStore(this.#disk, this.#ledger, options, this.#modules);
    try {
      await store.open();
    } catch (error) {
      // A disk that fails may be read another time; one that is full must not keep anybody from reading.
      const code = (error as NodeJS.ErrnoException).code;
      const isBroken = code === 'EIO' || (error as Error).name === 'DiskError';
      if (!isBroken && !(code === 'ENOSPC' && !before.has('state.json'))) throw error;
      this.#count('not opened');
      return;
    }
    this.#count('opened');
    if (store.notices.some((text) => text.startsWith('cut'))) this.#count('torn');
    if (this.#looksOnly) return;
    for (let rounds = this.#random.between(1, 3); rounds > 0 && !store.failure; rounds -= 1) {
      const writers = Array.from({ length: this.#random.between(1, 6) }, () => this.#write(store));
      await Promise.all(writers);
      await store.compare();
      if (!store.failure && this.#random.chance(0.3)) this.#rot();
      if (this.#random.chance(0.2) && (await store.fold())) this.#count('folded');
    }
    if (store.failure) this.#count('failed');
    else if (this.#isQuiet || this.#random.chance(0.3)) await this.#close(store);
  }

  /** A bit of a copy of the files will flip. */
  #rot(): void {
    const { files } = this.#disk;
    const name = this.#random.pick([...confirmedBytes(files).keys()].filter((file) => files.get(file)?.length));
    const byte = this.#random.between(0, (files.get(name)?.length ?? 0) - 1);
    this.#rotten.push([files, { name, byte, bit: this.#random.between(0, 7) }]);
  }

  async #close(store: ObservedStore): Promise<void> {
    try {
      await store.close();
    } catch (error) {
      // Of a file whose bytes are all durable.
      if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
      return;
    }
    if (store.failure) return;
    this.#count('closed');
    const journals = [...this.#disk.files.keys()].filter((name) => name.startsWith('journal-'));
    if (this.#isQuiet && journals.length > 0) throw new Violation(`closed, and there is ${journals}`);
  }

  /** One of several who work at the same time. */
  async #write(store: ObservedStore): Promise<void> {
    for (let left = this.#random.between(1, 5); left > 0; left -= 1) {
      const kind = this.#random.between(1, 12);
      await this.#pause();
      if (kind === 1) await store.look();
      else if (kind === 2) await store.read();
      else if (kind === 3 && this.#random.chance(0.2)) void store.fold().then((done) => done && this.#count('folded'));
      else if (kind === 4) await this.#enter(store, this.#steps(), { throws: true });
      else if (kind === 5) await this.#enter(store, ERASING, { erases: true });
      else await this.#enter(store, this.#steps());
    }
  }

  async #enter(store: ObservedStore, steps: StepsOf, how: ChangeOptions = {}): Promise<void> {
    const pause = this.#random.chance(0.3) ? () => this.#pause() : undefined;
    const kept = await store.change(steps, { ...how, ...(pause ? { pause } : {}) });
    if (how.throws) this.#count('unwanted');
    else if (how.erases && kept) this.#count('erased');
    else this.#count(kept === undefined ? 'unknown' : kept ? 'kept' : 'refused');
  }

  /** So that not all wait for the same batch. */
  #pause(): Promise<void> {
    return this.#disk.pass(this.#random.pick([0, 0, 1, 2, 4, 8]));
  }

  #steps(): StepsOf {
    const chosen = Array.from({ length: this.#random.between(1, 3) }, () => this.#someSteps());
    return (name) => chosen.flatMap((stepsOf) => stepsOf(name));
  }

  #someSteps(): StepsOf {
    const id = `r${this.#random.between(1, 6)}`;
    const by = `U${this.#random.between(1, 3)}`;
    const length = this.#random.pick([10, 300, 1500]);
    return this.#random.pick<StepsOf>([
      (name) => [
        ['set', 'settings', 'left', name],
        ['set', 'settings', 'right', name],
      ],
      (name) => [['set', 'settings', `secret-${id}`, `secret-${name};`]],
      (name) => [['set', 'settings', `long-${id}`, name.padEnd(length, '.')]],
      () => [['set', 'inbound', id, by]],
      () => [['drop', 'inbound', id]],
      () => [
        ['drop', 'inbound', id],
        ['set', 'inbound', 'r0', by],
        ['set', 'inbound', id, by],
      ],
    ]);
  }

  #trouble({ number, kind }: Call): Trouble | undefined {
    if (this.#isQuiet) return undefined;
    const { ends, short, full, broken } = this.#mix;
    const doesNothing = kind === 'list' || kind === 'read' || kind === 'open' || kind === 'close';
    if (number >= this.#crashAt && !(doesNothing && this.#random.chance(0.8))) {
      this.#crashAt = Number.POSITIVE_INFINITY;
      this.#count('crashed');
      return this.#random.pick(ends);
    }
    if (kind === 'write' || kind === 'create') {
      if (number < this.#fullUntil) return 'full';
      if (this.#random.chance(full)) {
        this.#fullUntil = number + this.#random.between(1, 15);
        this.#count('full');
        return 'full';
      }
      if (kind === 'write' && this.#random.chance(short)) return 'short';
    }
    if (!this.#random.chance(broken)) return undefined;
    this.#count('broken');
    return 'broken';
  }

  #count(what: string): void {
    this.#happened.set(what, (this.#happened.get(what) ?? 0) + 1);
  }
}

type StepsOf = (name: string) => readonly Step[];

/** All texts that may be secret are gone with it. */
const ERASING: StepsOf = () =>
  [1, 2, 3, 4, 5, 6].map((number) => ['set', 'settings', `secret-r${number}`, 'erased'] as const);
