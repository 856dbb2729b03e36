import { randomBytes } from 'node:crypto';
import { type Disk, writeWhole } from './disk.js';
import { isRefusal } from './errors.js';

const NAME = 'ballast';
/** So few at a time that making them holds nobody up. */
const CHUNK_BYTES = 256 << 10;

/** A file that only takes up room, to be thrown overboard when the disk is full and the journal must be folded. */
export class Ballast {
  readonly #disk: Disk;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Takes up `bytes`, or half of what the disk has left. Throws what else the disk says. */
  keep(wanted: number): Promise<void> {
    return this.#inTurn(async () => {
      const known = (await this.#disk.list()).includes(NAME);
      const room = await this.#disk.room();
      const file = known ? await this.#disk.open(NAME) : await this.#disk.create(NAME);
      // The rest is for the journal, and for others: ballast must not be what fills the disk.
      const bytes = Math.min(wanted, file.size + Math.floor(room / 2));
      try {
        if (file.size >= bytes) return;
        for (let size = file.size; size < bytes; size += CHUNK_BYTES) {
          // Not zeros: a file system that compresses would set no room aside for them.
          await writeWhole(file, randomBytes(Math.min(CHUNK_BYTES, bytes - size)), size);
        }
        await file.sync();
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await file.truncate(Math.floor(file.size / 2));
      } finally {
        await file.close();
      }
    });
  }

  /** Gives its room back; answers whether it had any. */
  drop(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!(await this.#disk.list()).includes(NAME)) return false;
      await this.#disk.remove(NAME);
      await this.#disk.sync();
      return true;
    });
  }

  /** Waits for what is under way. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
