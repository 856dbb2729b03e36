import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { Ballast } from './ballast.js';
import { type Disk, type DiskFile, writeWhole } from './disk.js';
import { DamagedError, isRefusal, MEND } from './errors.js';
import { encode } from './journal-line.js';
import { isKeptCopy, keepCopy } from './kept.js';
import { type Found, journalName, readFolder, stateOf } from './recovery.js';
import { capture, SNAPSHOT, type Snapshot, UNFINISHED, VERSION, writeSnapshot } from './snapshot.js';
import { type Op, State, type Undo } from './state.js';
import { upgrade } from './upgrades.js';

/** A journal is folded into the snapshot when it has grown to this, and to twice the snapshot. */
const FOLD_BYTES = 16 << 20;
/** This part of it: a smaller journal frees too little of a full disk to be worth folding for that. */
const WORTH_FREEING = 1 / 64;
/** This part of it: what the ballast is larger than the snapshot. */
const SPARE = 1 / 4;
/** At least so often, so that `state.json` is at most a day behind, and a day's journal can be shipped. */
const FOLD_EVERY_MS = 24 * 60 * 60_000;

export interface JournalOptions {
  /** Where the folder is, for messages. */
  readonly folder: string;
  /** The wall clock, in ms. It dates lines and files, and decides nothing but when a day is over. */
  readonly now: () => number;
  /** The disk can no longer be trusted: the process should end, and start again from what is on disk. */
  readonly onDiskFailure: (error: Error) => void;
  /** Something worth knowing that harms nobody: a torn end was cut, a fold did not fit. */
  readonly onNotice: (facts: Readonly<Record<string, unknown>>, text: string) => void;
  /** Closed journals are moved into `closed/` instead of being removed. */
  readonly keepJournals: boolean;
  /** For a simulated disk: fold at so many bytes, and let the other sizes be as much smaller. */
  readonly foldBytes?: number;
}

interface OpenJournal {
  readonly name: string;
  readonly file: DiskFile;
  /** Bytes of it that are durable. */
  size: number;
}

interface Transaction {
  readonly seq: number;
  readonly ops: readonly Op[];
  readonly undo: Undo;
  readonly erase: boolean;
}

/** Transactions that are written and synced together, and answered together. */
class Batch {
  readonly transactions: Transaction[] = [];
  resolve: () => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly done = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // Whoever waits hears of it; with nobody waiting it must not end the process.
    this.done.catch(() => undefined);
  }
}

/**
 * lowdb's adapter: a write-ahead journal, and the snapshot that it is folded into. `stage` enters a transaction in memory,
 * `write` resolves once all that is staged is durable. What is staged while one batch is being written goes with the next, so
 * that a slow disk costs time and not throughput.
 */
export class Journal implements Adapter<State> {
  readonly #disk: Disk;
  readonly #options: JournalOptions;
  readonly #ballast: Ballast;
  readonly #foldBytes: number;
  readonly #worthFreeing: number;
  #state = new State();
  /** Staged, its writing not begun. */
  #next = new Batch();
  /** Being written. */
  #current: Batch | undefined;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  /** The journal that is written on; without one the next batch begins it. */
  #open: OpenJournal | undefined;
  /** Journals that are written no more, and that the snapshot does not have in it yet. */
  #closed: { readonly name: string; readonly size: number }[] = [];
  #snapshotBytes = 0;
  #foldedAt = 0;
  #folding: Promise<unknown> = Promise.resolve();
  /** Asked for, and not begun. */
  #nextFold: Promise<boolean> | undefined;
  #isFolding = false;
  /** Who waits for a picture of what is durable. */
  #wantsCapture: ((snapshot: Snapshot | undefined) => void) | undefined;
  /** Bytes of journal below which a fold that did not fit is not tried again. */
  #notBefore = 0;
  /** The last transaction that erased something which older files still hold. */
  #mustErase = 0;
  #hasBallast = false;
  #refusals = 0;
  #failure: Error | undefined;

  constructor(disk: Disk, options: JournalOptions) {
    this.#disk = disk;
    this.#options = options;
    this.#ballast = new Ballast(disk);
    this.#foldBytes = options.foldBytes ?? FOLD_BYTES;
    this.#worthFreeing = this.#foldBytes * WORTH_FREEING;
  }

  /** Something is staged that is not durable yet. */
  get isPending(): boolean {
    return this.#current !== undefined || this.#next.transactions.length > 0;
  }

  /** How often memory was put back to what is durable: another number than before means that what was read may not be. */
  get refusals(): number {
    return this.#refusals;
  }

  /** The disk has failed, and nothing is written any more. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Reads the folder, and mends what a crash leaves. Throws a DamagedError, and then has changed nothing. */
  async read(): Promise<State> {
    const { folder, now } = this.#options;
    const found = await readFolder(this.#disk, folder);
    const upgraded = found && this.#upgrade(found);
    this.#foldedAt = now();
    await this.#removeLeftovers();
    if (!found || upgraded) {
      if (found) await this.#keepOld(found);
      this.#state = upgraded ?? this.#state;
      this.#snapshotBytes = await writeSnapshot(this.#disk, capture(this.#state, this.#at()));
      for (const name of found ? journalsOf(found) : []) await this.#retire(name);
      return this.#state;
    }
    this.#state = found.state;
    this.#snapshotBytes = found.snapshot.bytes;
    await this.#takeUp(found);
    this.#mustErase = found.entries.findLast(({ erase }) => erase)?.seq ?? 0;
    if (this.#mustErase > 0) await this.fold();
    return this.#state;
  }

  /** Enters the next transaction in memory, where it stands unless the disk refuses it. */
  stage(ops: readonly Op[], erase = false): void {
    const undo = this.#state.apply(ops);
    this.#next.transactions.push({ seq: this.#state.seq, ops, undo, erase });
  }

  /** Resolves once all that is staged is durable; rejects when the disk refused it, and then memory is without it. */
  async write(state: State): Promise<void> {
    if (state !== this.#state) throw new Error('The state was exchanged: it is changed by staging alone');
    if (this.#failure) throw this.#failure;
    const { done } = this.#next.transactions.length > 0 ? this.#next : (this.#current ?? NOTHING);
    this.#run();
    return done;
  }

  /** Makes the journal and the snapshot one file again; answers whether they are. */
  async fold(): Promise<boolean> {
    if (this.#failure) return false;
    this.#nextFold ??= this.#folding.then(() => this.#fold());
    this.#folding = this.#nextFold;
    return this.#nextFold;
  }

  /** Waits for what is under way, and leaves one file if it can. Nothing is staged any more. */
  async close(): Promise<void> {
    await this.#running;
    if (!this.#failure) await this.fold();
    await this.#ballast.idle();
    await this.#open?.file.close();
    if (this.#open?.size === 0 && !this.#failure) await this.#disk.remove(this.#open.name);
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#writeBatches();
  }

  async #writeBatches(): Promise<void> {
    while (!this.#failure && (this.#next.transactions.length > 0 || this.#wantsCapture)) {
      // Those who were just answered may have more: it goes along instead of waiting for another sync.
      await turn();
      await this.#writeNext();
    }
    // In the same step as the last look at what there is to do, or somebody who comes in between would wait for ever.
    this.#isRunning = false;
    this.#wantsCapture?.(undefined);
  }

  async #writeNext(): Promise<void> {
    const batch = this.#next;
    this.#current = batch;
    this.#next = new Batch();
    // Memory is now what it will be when this batch is durable: nothing later is in it yet.
    const answer = this.#wantsCapture;
    this.#wantsCapture = undefined;
    let picture = answer && capture(this.#state, this.#at());
    let isKept = true;
    try {
      if (batch.transactions.length > 0) await this.#append(batch);
    } catch (error) {
      isKept = false;
      await this.#refuse(error as Error, () => {
        // So is it now, without what was refused. A full disk is what is folded for, however many go on asking.
        picture = answer && capture(this.#state, this.#at());
      });
    }
    if (answer && !this.#failure) await this.#closeOpen().catch((error: Error) => this.#fail(error));
    if (this.#failure) return answer?.(undefined);
    if (isKept) this.#current = undefined;
    if (isKept) batch.resolve();
    answer?.(picture);
    if (isKept) this.#look(batch);
  }

  /** Writes a batch and makes it durable, as a whole or not at all. */
  async #append({ transactions }: Batch): Promise<void> {
    const first = transactions[0]?.seq ?? 0;
    const last = transactions.at(-1)?.seq ?? 0;
    const at = this.#at();
    let text = '';
    for (const { seq, ops, erase } of transactions) {
      text += encode({ seq, batch: [first, last], at, ...(erase ? { erase } : {}), ops });
    }
    const bytes = Buffer.from(text);
    this.#open ??= await this.#begin(first);
    await writeWhole(this.#open.file, bytes, this.#open.size);
    await this.#open.file.sync();
    this.#open.size += bytes.length;
  }

  async #begin(first: number): Promise<OpenJournal> {
    const name = journalName(first);
    const file = await this.#disk.create(name, true);
    await this.#disk.sync();
    return { name, file, size: 0 };
  }

  /** The disk has no room: memory is as the disk is again, and the store goes on. */
  async #refuse(error: Error, onTakenBack: () => void): Promise<void> {
    if (!isRefusal(error)) return this.#fail(error);
    // Whole lines may be in the file already, and must not be found by the next start.
    if (this.#open && this.#open.file.size > this.#open.size) {
      const { file, size } = this.#open;
      try {
        await file.truncate(size);
        await file.sync();
      } catch (failure) {
        return this.#fail(failure as Error);
      }
    }
    this.#takeBack(error);
    onTakenBack();
    if (this.#bytes >= Math.max(this.#worthFreeing, this.#notBefore)) void this.fold();
  }

  /** Of a disk that failed otherwise than by being full it is not known what it kept: nothing is written any more. */
  #fail(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#takeBack(error);
    this.#options.onDiskFailure(error);
  }

  /** Takes out of memory what is not known to be durable, the newest first. */
  #takeBack(error: Error): void {
    const refused = [this.#current, this.#next].filter((batch) => batch !== undefined);
    this.#current = undefined;
    this.#next = new Batch();
    this.#refusals += 1;
    for (const { undo } of refused.flatMap(({ transactions }) => transactions).reverse()) this.#state.revert(undo);
    for (const batch of refused) batch.reject(error);
  }

  /** Looks whether it is time to fold. */
  #look({ transactions }: Batch): void {
    this.#mustErase = transactions.findLast(({ erase }) => erase)?.seq ?? this.#mustErase;
    const bytes = this.#bytes;
    if (bytes < this.#notBefore || this.#isFolding || this.#nextFold !== undefined) return;
    if (!this.#hasBallast && bytes >= this.#worthFreeing) this.#keepBallast();
    const isLarge = bytes >= Math.max(this.#foldBytes, 2 * this.#snapshotBytes);
    const isOld = this.#options.now() - this.#foldedAt >= FOLD_EVERY_MS;
    if (isLarge || isOld || this.#mustErase > 0) void this.fold();
  }

  /** Bytes of all journals that the snapshot does not have in it. */
  get #bytes(): number {
    return this.#closed.reduce((sum, { size }) => sum + size, this.#open?.size ?? 0);
  }

  async #fold(): Promise<boolean> {
    try {
      this.#isFolding = true;
      return await this.#foldOnce();
    } catch (error) {
      if (!isRefusal(error)) this.#fail(error as Error);
      else this.#options.onNotice({ reason: (error as Error).message }, 'the journal could not be folded');
      this.#notBefore = this.#bytes + this.#worthFreeing;
      return false;
    } finally {
      this.#isFolding = false;
    }
  }

  async #foldOnce(): Promise<boolean> {
    const picture = await new Promise<Snapshot | undefined>((resolve) => {
      this.#wantsCapture = resolve;
      this.#run();
    });
    // From here on somebody may ask for one that has more in it.
    this.#nextFold = undefined;
    if (!picture) return false;
    this.#foldedAt = this.#options.now();
    const folded = this.#closed;
    if (folded.length > 0) {
      this.#snapshotBytes = await this.#write(picture);
      this.#closed = this.#closed.slice(folded.length);
      for (const { name } of folded) await this.#retire(name);
    }
    // One that came later is not in the picture.
    if (this.#mustErase > 0 && this.#mustErase <= picture.head.seq) await this.#removeOld();
    await this.#disk.sync();
    this.#notBefore = 0;
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

  #keepBallast(): void {
    this.#hasBallast = true;
    // Without it nothing is lost but the way out of a full disk.
    this.#ballast.keep(this.#snapshotBytes + this.#foldBytes * SPARE).catch((error: Error) => {
      this.#options.onNotice({ reason: error.message }, 'no room could be set aside');
    });
  }

  async #closeOpen(): Promise<void> {
    // An empty one goes on: it is named for the transaction that comes next.
    if (!this.#open || this.#open.size === 0) return;
    const { name, file, size } = this.#open;
    this.#open = undefined;
    this.#closed.push({ name, size });
    await file.close();
  }

  /** Goes on where the last process ended. */
  async #takeUp({ journals, entries, stale }: Found): Promise<void> {
    const last = journals.at(-1);
    if (last) {
      const file = await this.#disk.open(last.name, true);
      this.#open = { name: last.name, file, size: last.good };
      if (last.torn > 0) {
        await file.truncate(last.good);
        const facts = { file: last.name, byte: last.good, bytes: last.torn };
        this.#options.onNotice(facts, 'cut the end of a write that was never confirmed');
      }
      // So far it may only have been written, and from now on it is acted upon.
      await this.#writeAgain(file, last, entries);
      await file.sync();
    }
    await this.#disk.sync();
    this.#closed = journals.slice(0, -1).map(({ name, good }) => ({ name, size: good }));
    for (const name of stale) await this.#retire(name);
  }

  /**
   * Writes the last batch once more: after a sync that failed, Linux still shows what it could not write, and counts it as written.
   * All before it was synced well, or there would be no later batch.
   */
  async #writeAgain(
    file: DiskFile,
    { name, good }: Found['journals'][number],
    entries: Found['entries'],
  ): Promise<void> {
    const bytes = (await this.#disk.read(name)).subarray(0, good);
    let from = good;
    for (const { batch } of entries) {
      if (good > 0 && batch[0] === entries.at(-1)?.batch[0]) from = bytes.lastIndexOf('\n', from - 2) + 1;
    }
    try {
      await writeWhole(file, bytes.subarray(from), from);
    } catch (error) {
      // A file system that writes nothing in place may be full; the store can be read all the same.
      if (!isRefusal(error)) throw error;
    }
  }

  /** The state in today's form; undefined if it is. Throws a DamagedError. */
  #upgrade({ state, snapshot: { version } }: Found): State | undefined {
    if (version === VERSION) return undefined;
    const { head, collections } = capture(state, this.#at());
    try {
      return stateOf({ head, collections: upgrade(collections, version) });
    } catch (error) {
      const path = join(this.#options.folder, SNAPSHOT);
      throw new DamagedError(`${path} is damaged: ${(error as Error).message}. ${MEND}`);
    }
  }

  async #keepOld({ snapshot: { version }, journals }: Found): Promise<void> {
    for (const name of [SNAPSHOT, ...journals.map((journal) => journal.name)]) {
      await keepCopy(this.#disk, name, `version-${version}`);
    }
    this.#options.onNotice({ from: version, to: VERSION }, 'brought the state to the form of this version');
  }

  /** A journal that the snapshot has in it. */
  async #retire(name: string): Promise<void> {
    if (this.#options.keepJournals) await this.#disk.rename(name, `closed/${name}`);
    else await this.#disk.remove(name);
  }

  /** What Ferry itself put aside holds what was to be erased. */
  async #removeOld(): Promise<void> {
    for (const name of await this.#disk.list()) if (isKeptCopy(name)) await this.#disk.remove(name);
    this.#mustErase = 0;
  }

  async #removeLeftovers(): Promise<void> {
    for (const name of await this.#disk.list()) if (LEFTOVER.test(name)) await this.#disk.remove(name);
  }

  #at(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

/** Of a write of `state.json` that was cut off, by this version or by the first. */
const LEFTOVER = /^state\.json\.(\d+-\d+\.)?tmp$/;

const NOTHING = { done: Promise.resolve() };

function journalsOf({ journals, stale }: Found): string[] {
  return [...journals.map(({ name }) => name), ...stale];
}

/** Lets everything else that waits have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
