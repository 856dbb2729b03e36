import type { SeededRandom } from './seeded-random.js';

/** What a disk writes as a whole, if it is well. */
const SECTOR = 512;

/**
 * A file as a process sees it, and as the disk has it. Between two syncs the disk may have taken any of what was written, sector
 * by sector and in any order: that is all that POSIX promises.
 */
export class SimulatedFile {
  #seen: Buffer;
  #durable: Buffer;
  /** What it was after each step since the last sync. */
  #steps: Buffer[] = [];
  /** Sectors that the next sync makes durable. */
  #dirty = new Set<number>();

  constructor(content: Uint8Array = Buffer.alloc(0)) {
    this.#seen = Buffer.from(content);
    this.#durable = this.#seen;
  }

  /** As every process reads it. */
  get content(): Buffer {
    return this.#seen;
  }

  write(bytes: Uint8Array, at: number): void {
    const next = Buffer.alloc(Math.max(this.#seen.length, at + bytes.length));
    this.#seen.copy(next);
    next.set(bytes, at);
    this.#step(next, Math.min(at, this.#seen.length), at + bytes.length);
  }

  truncate(size: number): void {
    const next = Buffer.alloc(size);
    this.#seen.copy(next);
    this.#step(next, Math.min(size, this.#seen.length), Math.max(size, this.#seen.length));
  }

  sync(): void {
    const next = Buffer.alloc(this.#seen.length);
    this.#durable.copy(next);
    for (const sector of this.#dirty) lay(this.#seen, next, sector * SECTOR, (sector + 1) * SECTOR);
    this.#durable = next;
    this.#settle();
  }

  /** A sync that fails: what was to be made durable is, or is tried again, or is gone, or is only still seen. */
  failSync(random: SeededRandom): void {
    const outcome = random.pick(['done', 'tried again', 'gone', 'seen'] as const);
    if (outcome === 'done') this.sync();
    // The way of Linux: the pages stay in memory and count as written, so that the next sync finds nothing to do.
    if (outcome === 'seen') this.#settle();
    if (outcome === 'gone') {
      this.#seen = this.#durable;
      this.#settle();
    }
  }

  /** The power goes: what is left is read from the disk from now on. */
  cut(random: SeededRandom): void {
    const versions = [this.#durable, ...this.#steps];
    // Some cuts keep nearly all, some nearly nothing.
    const kept = random.pick([0, 0.2, 0.5, 0.8, 1]);
    const any = () => (random.chance(kept) ? (versions.at(-1) as Buffer) : random.pick(versions));
    const [one, other] = [any().length, any().length];
    const size = random.chance(0.3) ? random.between(Math.min(one, other), Math.max(one, other)) : one;
    const next = Buffer.alloc(size);
    this.#durable.copy(next);
    for (const sector of [...this.#dirty].sort((a, b) => a - b)) {
      const [from, to] = [sector * SECTOR, Math.min((sector + 1) * SECTOR, size)];
      if (from >= size) break;
      // A disk that is not well tears a sector.
      const tear = random.chance(0.2) ? random.between(from, to) : to;
      next.fill(0, from, to);
      lay(any(), next, from, tear);
      lay(any(), next, tear, to);
    }
    this.#seen = next;
    this.#durable = next;
    this.#settle();
  }

  /** What time does to a disk. */
  flip(byte: number, bit: number): void {
    this.#seen = Buffer.from(this.#seen);
    this.#seen[byte] = (this.#seen[byte] ?? 0) ^ (1 << bit);
    this.#durable = this.#seen;
  }

  #step(next: Buffer, from: number, to: number): void {
    this.#seen = next;
    this.#steps.push(next);
    for (let sector = Math.floor(from / SECTOR); sector * SECTOR < to; sector += 1) this.#dirty.add(sector);
  }

  #settle(): void {
    this.#steps = [];
    this.#dirty.clear();
  }
}

/** Copies the bytes between, as many as there are. */
function lay(from: Buffer, to: Buffer, first: number, end: number): void {
  to.set(from.subarray(first, Math.min(end, to.length)), Math.min(first, to.length));
}
