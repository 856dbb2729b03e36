import type { Adapter } from 'lowdb';
import { type Disk, writeWhole } from './disk.js';
import { isRefusal } from './errors.js';
import { Folding, type FoldingOptions, turn } from './folding.js';
import { encode } from './journal-line.js';
import { isoTime, type OpenJournal, openFolder } from './opening.js';
import { journalName } from './recovery.js';
import { capture, type Snapshot } from './snapshot.js';
import { type Op, State, type Undo } from './state.js';

export interface JournalOptions extends FoldingOptions {
  /** The disk can no longer be trusted: the process should end, and start again from what is on disk. */
  readonly onDiskFailure: (error: Error) => void;
  /** Told the lines that were just written and are durable, for who wants to show them. */
  readonly onWritten?: (lines: string) => void;
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
  readonly #folding: Folding;
  #state = new State();
  /** Staged, its writing not begun. */
  #next = new Batch();
  /** Being written. */
  #current: Batch | undefined;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  /** The journal that is written on; without one the next batch begins it. */
  #open: OpenJournal | undefined;
  /** Who waits for a picture of what is durable. */
  #wantsCapture: ((snapshot: Snapshot | undefined) => void) | undefined;
  #refusals = 0;
  #failure: Error | undefined;

  constructor(disk: Disk, options: JournalOptions) {
    this.#disk = disk;
    this.#options = options;
    this.#folding = new Folding(disk, options, {
      bytes: () => this.#open?.size ?? 0,
      capture: () => this.#capture(),
      fail: (error) => this.#fail(error),
    });
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
    const opened = await openFolder(this.#disk, this.#options);
    this.#state = opened.state;
    this.#open = opened.open;
    await this.#folding.begin(opened);
    return opened.state;
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
    return this.#failure ? false : this.#folding.fold();
  }

  /** Folds if it is time to: a quiet day must end too. To be called now and then. */
  tidy(): void {
    if (!this.#failure) this.#folding.look();
  }

  /** Waits for what is under way, and leaves one file if it can. Nothing is staged any more. */
  async close(): Promise<void> {
    await this.#running;
    if (!this.#failure) await this.fold();
    await this.#folding.idle();
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
    let picture = answer && capture(this.#state, isoTime(this.#options));
    let isKept = true;
    try {
      if (batch.transactions.length > 0) await this.#append(batch);
    } catch (error) {
      isKept = false;
      await this.#refuse(error as Error, () => {
        // So is it now, without what was refused. A full disk is what is folded for, however many go on asking.
        picture = answer && capture(this.#state, isoTime(this.#options));
      });
    }
    if (answer && !this.#failure) await this.#closeOpen().catch((error: Error) => this.#fail(error));
    if (this.#failure) return answer?.(undefined);
    // Of a batch that was refused both are done.
    this.#current = undefined;
    batch.resolve();
    answer?.(picture);
    if (isKept) this.#folding.look(batch.transactions.findLast(({ erase }) => erase)?.seq);
  }

  /** Writes a batch and makes it durable, as a whole or not at all. */
  async #append({ transactions }: Batch): Promise<void> {
    const first = transactions[0]?.seq ?? 0;
    const last = transactions.at(-1)?.seq ?? 0;
    const at = isoTime(this.#options);
    let text = '';
    for (const { seq, ops, erase } of transactions) {
      text += encode({ seq, batch: [first, last], at, ...(erase ? { erase } : {}), ops });
    }
    const bytes = Buffer.from(text);
    this.#open ??= await this.#begin(first);
    await writeWhole(this.#open.file, bytes, this.#open.size);
    await this.#open.file.sync();
    this.#open.size += bytes.length;
    this.#options.onWritten?.(text);
  }

  async #begin(first: number): Promise<OpenJournal> {
    const name = journalName(first);
    const file = await this.#disk.create(name, true);
    try {
      await this.#disk.sync();
    } catch (error) {
      await file.close();
      if (isRefusal(error)) await this.#disk.remove(name);
      throw error;
    }
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
    this.#folding.makeRoom();
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

  #capture(): Promise<Snapshot | undefined> {
    return new Promise((resolve) => {
      this.#wantsCapture = resolve;
      this.#run();
    });
  }

  async #closeOpen(): Promise<void> {
    // An empty one goes on: it is named for the transaction that comes next.
    if (!this.#open || this.#open.size === 0) return;
    const { name, file, size } = this.#open;
    this.#open = undefined;
    this.#folding.add({ name, size });
    await file.close();
  }
}

const NOTHING = { done: Promise.resolve() };
