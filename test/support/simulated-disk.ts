import type { Disk, DiskFile } from '../../src/store/disk.js';
import { DiskError } from '../../src/store/errors.js';
import type { SeededRandom } from './seeded-random.js';
import { SimulatedFile } from './simulated-file.js';

type Kind =
  | 'list'
  | 'read'
  | 'create'
  | 'open'
  | 'rename'
  | 'remove'
  | 'names'
  | 'write'
  | 'truncate'
  | 'sync'
  | 'close';

export interface Call {
  /** Counted from 1, since the disk was made. */
  readonly number: number;
  readonly kind: Kind;
  readonly name: string;
}

/**
 * What happens in a call. `short`: a write takes less than it was given. `full`: there is no room. `broken`: EIO. `kill`: the
 * process ends in the middle of it. `cut`: the power goes in the middle of it.
 */
export type Trouble = 'short' | 'full' | 'broken' | 'kill' | 'cut';

/** A change of names that the disk may not have yet. */
interface Renaming {
  readonly sets?: readonly [name: string, file: SimulatedFile];
  readonly drops?: string;
}

interface Pending extends Omit<Call, 'number'> {
  /** What it does to the disk. */
  readonly act: (trouble: Trouble | undefined) => unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

type Calls = <T>(kind: Kind, name: string, act: (trouble: Trouble | undefined) => T) => Promise<T>;

/** So many turns without a call mean that nobody will ever make one. */
const TURNS_UNTIL_STILL = 300;

/** A broken call of these has no effect; of the others it may have had one. */
const ALL_OR_NOTHING: ReadonlySet<Kind> = new Set(['list', 'read', 'create', 'open']);

/** One folder of a disk in memory, which does its worst within what POSIX promises. All its chance comes from a seed. */
export class SimulatedDisk {
  readonly #random: SeededRandom;
  #names: Map<string, SimulatedFile>;
  #durableNames: Map<string, SimulatedFile>;
  #renamings: Renaming[] = [];
  #pending: Pending[] = [];
  #waits: { turns: number; resolve: () => void }[] = [];
  #isTurning = false;
  #stillTurns = 0;
  /** Counts the processes: one that has ended has no effect any more, and hears nothing. */
  #process = 0;
  #calls = 0;
  /** Asked at each call. */
  troubleOf: (call: Call) => Trouble | undefined = () => undefined;
  /** Bytes that all files may have together. */
  room = Number.POSITIVE_INFINITY;
  #onCrash: () => void = () => undefined;
  #onStill: () => void = () => undefined;

  constructor(random: SeededRandom, files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#random = random;
    this.#names = new Map(Array.from(files, ([name, content]) => [name, new SimulatedFile(content)]));
    this.#durableNames = new Map(this.#names);
  }

  get calls(): number {
    return this.#calls;
  }

  /** What a process would read now. */
  get files(): ReadonlyMap<string, Buffer> {
    return new Map(Array.from(this.#names, ([name, file]) => [name, file.content]));
  }

  /** Bytes of all files. */
  get used(): number {
    return Array.from(this.#names.values()).reduce((sum, { content }) => sum + content.length, 0);
  }

  /** The folder for the next process; the one before has ended. */
  mount(): Disk {
    this.kill();
    const call = this.#callsOfProcess();
    return {
      list: () => call('list', '', () => this.#random.shuffled([...this.#names.keys()])),
      read: (name) => call('read', name, () => Buffer.from(this.#file(name).content)),
      create: (name) =>
        call('create', name, (trouble) => {
          if (this.#names.has(name)) throw problem('EEXIST', name);
          if (trouble === 'full' || this.used >= this.room) throw problem('ENOSPC', name);
          this.#rename({ sets: [name, new SimulatedFile()] });
          return this.#opened(name, call);
        }),
      open: (name) => call('open', name, () => this.#opened(name, call)),
      rename: (from, to) => call('rename', from, () => this.#rename({ sets: [to, this.#file(from)], drops: from })),
      remove: (name) => call('remove', name, () => this.#rename({ drops: name })),
      room: async () => Math.max(0, this.room - this.used),
      sync: () =>
        call('names', '', (trouble) => {
          if (trouble === 'broken') throw new DiskError('the folder could not be synced: EIO');
          this.#durableNames = new Map(this.#names);
          this.#renamings = [];
        }),
    };
  }

  /** Waits for so many turns of the disk: the only time that there is here. */
  pass(turns: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waits.push({ turns, resolve });
      this.#turn();
    });
  }

  /** Until `work` is over, or its process has ended in the middle of a call. Throws when it waits and nothing happens. */
  async during(work: () => Promise<void>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onCrash = resolve;
      this.#onStill = () => reject(new Error('somebody waits, and nothing happens'));
      work().then(resolve, reject);
    });
    this.#onStill = () => undefined;
  }

  /** kill -9: what was written stays, some of what is still under way too. */
  kill(): void {
    const pending = this.#pending;
    this.#pending = [];
    this.#waits = [];
    for (const one of pending) if (this.#random.chance(0.5)) attempt(() => one.act('kill'));
    this.#process += 1;
  }

  /** The power goes: of what was not synced anything may be left. */
  cut(): void {
    this.kill();
    const names = new Map(this.#durableNames);
    // Some cuts keep all, some nothing.
    const kept = this.#random.pick([0, 0.5, 1]);
    for (const { sets, drops } of this.#renamings) {
      if (!this.#random.chance(kept)) continue;
      if (sets) names.set(...sets);
      // A renamed file may be found under both names.
      if (drops !== undefined && (!sets || this.#random.chance(0.9))) names.delete(drops);
    }
    this.#names = names;
    this.#durableNames = new Map(names);
    this.#renamings = [];
    for (const file of new Set(names.values())) file.cut(this.#random);
  }

  /** What time does to a disk. */
  flip(name: string, byte: number, bit: number): void {
    this.#file(name).flip(byte, bit);
  }

  #file(name: string): SimulatedFile {
    const file = this.#names.get(name);
    if (!file) throw problem('ENOENT', name);
    return file;
  }

  #rename(renaming: Renaming): void {
    const { sets, drops } = renaming;
    if (drops !== undefined) this.#names.delete(drops);
    if (sets) this.#names.set(...sets);
    this.#renamings.push(renaming);
  }

  #opened(name: string, call: Calls): DiskFile {
    const file = this.#file(name);
    let size = file.content.length;
    return {
      get size() {
        return size;
      },
      write: (bytes, at) =>
        call('write', name, (trouble) => {
          const taken = this.#taken(file, bytes.length, at, trouble);
          file.write(bytes.subarray(0, taken), at);
          size = Math.max(size, at + taken);
          return taken;
        }),
      truncate: (to) =>
        call('truncate', name, () => {
          file.truncate(to);
          size = to;
        }),
      sync: () =>
        call('sync', name, (trouble) => {
          if (trouble !== 'broken') return file.sync();
          file.failSync(this.#random);
          throw new DiskError('fsync failed: EIO');
        }),
      close: () => call('close', name, () => undefined),
    };
  }

  /** How many bytes of a write are taken; what still fits is taken before the disk is full. */
  #taken(file: SimulatedFile, length: number, at: number, trouble: Trouble | undefined): number {
    const fits = Math.min(length, Math.max(0, this.room - this.used) + Math.max(0, file.content.length - at));
    if (trouble === 'broken' || trouble === 'kill' || trouble === 'cut') {
      return this.#random.chance(0.5) ? fits : this.#random.between(0, fits);
    }
    const taken = trouble === 'full' ? this.#random.between(0, Math.min(fits, length - 1)) : fits;
    if (taken === 0 || (trouble === 'full' && this.#random.chance(0.5))) throw problem('ENOSPC', 'write');
    return trouble === 'short' ? this.#random.between(1, taken) : taken;
  }

  #callsOfProcess(): Calls {
    const process = this.#process;
    return <T>(kind: Kind, name: string, act: (trouble: Trouble | undefined) => T) =>
      new Promise<T>((resolve, reject) => {
        if (process !== this.#process) return;
        this.#pending.push({ kind, name, act, resolve: resolve as (answer: unknown) => void, reject });
        this.#turn();
      });
  }

  /** Calls are answered one at a time, in any order of those that are under way at once. */
  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => {
      this.#isTurning = false;
      this.#answerOne();
    });
  }

  #answerOne(): void {
    for (const wait of this.#waits) wait.turns -= 1;
    for (const { turns, resolve } of this.#waits) if (turns < 0) resolve();
    this.#waits = this.#waits.filter(({ turns }) => turns >= 0);
    this.#stillTurns = this.#pending.length > 0 ? 0 : this.#stillTurns + 1;
    if (this.#pending.length > 0) this.#answer(this.#random.pick(this.#pending));
    if (this.#stillTurns < TURNS_UNTIL_STILL) this.#turn();
    else this.#onStill();
  }

  #answer(one: Pending): void {
    this.#pending.splice(this.#pending.indexOf(one), 1);
    this.#calls += 1;
    const { kind, name, act, resolve, reject } = one;
    const trouble = this.troubleOf({ number: this.#calls, kind, name });
    if (trouble === 'kill' || trouble === 'cut') {
      if (this.#random.chance(0.5)) attempt(() => act(trouble));
      this[trouble]();
      this.#onCrash();
      return;
    }
    try {
      if (trouble === 'broken' && ALL_OR_NOTHING.has(kind)) throw problem('EIO', name);
      const answer = act(trouble);
      if (trouble === 'broken') throw problem('EIO', name);
      resolve(answer);
    } catch (error) {
      reject(error as Error);
    }
  }
}

function attempt(act: () => unknown): void {
  try {
    act();
  } catch {
    // Nobody is left who could hear of it.
  }
}

function problem(code: string, name: string): Error {
  return Object.assign(new Error(`${code}: ${name}`), { code });
}
