import { Ballast } from './ballast.js';
import type { Disk } from './disk.js';
import { isFailing, isRefusal } from './errors.js';
import { isKeptCopy, retire } from './kept.js';
import type { ClosedJournal, Opened, OpeningOptions } from './opening.js';
import { type Snapshot, UNFINISHED, writeSnapshot } from './snapshot.js';

/** Journals are folded into the snapshot when they have grown to this, and to twice the snapshot. */
const FOLD_BYTES = 16 << 20;
/** This part of it: smaller journals free too little of a full disk to be worth folding for that. */
const WORTH_FREEING = 1 / 64;
/** This part of it: what the ballast is larger than the snapshot. */
const SPARE = 1 / 4;
/** At least so often, so that `state.json` is at most a day behind, and a day's journal can be shipped. */
const FOLD_EVERY_MS = 24 * 60 * 60_000;
/** A fold that did not fit is tried again so often. */
const AGAIN_MS = 60_000;

export interface FoldingOptions extends OpeningOptions {
  /** For a simulated disk: fold at so many bytes, and let the other sizes be as much smaller. */
  readonly foldBytes?: number;
}

/** What folding needs of the journal that is being written. */
export interface Writing {
  /** Bytes of it that are durable. */
  bytes(): number;
  /** Closes it, and answers what memory was at its end: all of that is durable. Undefined: the disk has failed. */
  capture(): Promise<Snapshot | undefined>;
  /** The disk has failed. */
  fail(error: Error): void;
}

/** Makes closed journals and the snapshot one file again, one fold after the other, while changes go on. */
export class Folding {
  readonly #disk: Disk;
  readonly #options: FoldingOptions;
  readonly #writing: Writing;
  readonly #ballast: Ballast;
  readonly #foldBytes: number;
  readonly #worthFreeing: number;
  /** Journals that the snapshot does not have in it yet. */
  #closed: readonly ClosedJournal[] = [];
  #snapshotBytes = 0;
  /** When it was last tried. */
  #triedAt = 0;
  #running: Promise<unknown> = Promise.resolve();
  /** Asked for, and not begun. */
  #next: Promise<boolean> | undefined;
  #isRunning = false;
  /** Bytes of journal below which a fold that did not fit is not tried again. */
  #notBefore = 0;
  /** The last transaction that erased something which older files still hold; 0: none. */
  #mustErase = 0;
  #hasBallast = false;
  /** A fold did not fit. */
  #isOwed = false;
  /** The disk has been full since the last try. */
  #wasFull = false;

  constructor(disk: Disk, options: FoldingOptions, writing: Writing) {
    this.#disk = disk;
    this.#options = options;
    this.#writing = writing;
    this.#ballast = new Ballast(disk);
    this.#foldBytes = options.foldBytes ?? FOLD_BYTES;
    this.#worthFreeing = this.#foldBytes * WORTH_FREEING;
  }

  /** Goes on from what was found. */
  async begin({ closed, snapshotBytes, mustErase }: Opened): Promise<void> {
    this.#closed = closed;
    this.#snapshotBytes = snapshotBytes;
    this.#mustErase = mustErase;
    this.#triedAt = this.#options.now();
    if (mustErase > 0) await this.fold();
  }

  /** A journal that is written no more. */
  add(journal: ClosedJournal): void {
    this.#closed = [...this.#closed, journal];
  }

  /** Looks whether it is time to. `erased`: the last transaction that erases, of those just committed. */
  look(erased?: number): void {
    this.#mustErase = erased ?? this.#mustErase;
    if (this.#isRunning || this.#next !== undefined) return;
    const [bytes, waited] = [this.#bytes, this.#options.now() - this.#triedAt];
    if (!this.#hasBallast && bytes >= this.#worthFreeing) this.#keepBallast();
    const isLarge = bytes >= Math.max(this.#foldBytes, 2 * this.#snapshotBytes);
    const isOld = bytes > 0 && waited >= FOLD_EVERY_MS;
    // There is room again: it must not be used up by a journal that no fold has room for.
    if (this.#isOwed && (this.#wasFull || waited >= AGAIN_MS)) return void this.fold();
    if (bytes >= this.#notBefore && (isLarge || isOld || this.#mustErase > 0)) void this.fold();
  }

  /** The disk is full: folding may free some of it. */
  makeRoom(): void {
    this.#wasFull = true;
    if (this.#bytes >= Math.max(this.#worthFreeing, this.#notBefore)) void this.fold();
  }

  /** Folds what is durable when it begins, or later; answers whether that is one file now. It does not throw. */
  fold(): Promise<boolean> {
    this.#next ??= this.#running.then(() => this.#fold());
    this.#running = this.#next;
    return this.#next;
  }

  /** Waits for what takes room. */
  idle(): Promise<void> {
    return this.#ballast.idle();
  }

  /** Bytes of all journals that the snapshot does not have in it. */
  get #bytes(): number {
    return this.#closed.reduce((sum, { size }) => sum + size, this.#writing.bytes());
  }

  async #fold(): Promise<boolean> {
    try {
      this.#isRunning = true;
      this.#triedAt = this.#options.now();
      this.#wasFull = false;
      return await this.#foldOnce();
    } catch (error) {
      if (isFailing(error)) this.#writing.fail(error as Error);
      else this.#options.onNotice({ reason: (error as Error).message }, 'the journal could not be folded');
      this.#notBefore = this.#bytes + this.#worthFreeing;
      this.#isOwed = true;
      // It may have been thrown overboard in vain.
      this.#hasBallast = false;
      return false;
    } finally {
      this.#isRunning = false;
    }
  }

  async #foldOnce(): Promise<boolean> {
    const picture = await this.#writing.capture();
    // From here on somebody may ask for one that has more in it.
    this.#next = undefined;
    if (!picture) return false;
    const folded = this.#closed;
    // While the journal that says so is still there: after a crash in between it is done again.
    if (this.#mustErase > 0) await this.#removeCopies();
    if (folded.length > 0) {
      this.#snapshotBytes = await this.#write(picture);
      this.#closed = this.#closed.slice(folded.length);
      for (const { name } of folded) await retire(this.#disk, name, this.#options);
    }
    await this.#disk.sync();
    // One that came later is not in the picture.
    if (this.#mustErase <= picture.head.seq) this.#mustErase = 0;
    this.#notBefore = 0;
    this.#isOwed = false;
    if (this.#hasBallast) this.#keepBallast();
    return true;
  }

  /** With the ballast's room, where there is no other. */
  async #write(picture: Snapshot): Promise<number> {
    try {
      return await writeSnapshot(this.#disk, picture, turn);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#disk.remove(UNFINISHED);
      if (!(await this.#ballast.drop())) throw error;
      return writeSnapshot(this.#disk, picture, turn);
    }
  }

  /** What Ferry itself put aside holds what was to be erased. */
  async #removeCopies(): Promise<void> {
    for (const name of await this.#disk.list()) if (isKeptCopy(name)) await this.#disk.remove(name);
  }

  #keepBallast(): void {
    this.#hasBallast = true;
    // Without it nothing is lost but the way out of a full disk.
    this.#ballast.keep(this.#snapshotBytes + this.#foldBytes * SPARE).catch((error: Error) => {
      this.#options.onNotice({ reason: error.message }, 'no room could be set aside');
    });
  }
}

/** Lets everything else that waits have its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
