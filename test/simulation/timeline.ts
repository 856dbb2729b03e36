import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../src/services/ports.js';

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  isOff: boolean;
}

/** What happens when, in virtual milliseconds since 1970: a heap by time, and of one time by the order of entering. */
export class Timeline {
  readonly #heap: Happening[] = [];
  #now: number;
  #entered = 0;

  constructor(start: number) {
    this.#now = start;
  }

  /** The true time, whatever any clock says. */
  get now(): number {
    return this.#now;
  }

  get next(): number | undefined {
    while (this.#heap[0]?.isOff) this.#pop();
    return this.#heap[0]?.at;
  }

  at(at: number, run: () => void): () => void {
    this.#entered += 1;
    const one: Happening = { at: Math.max(at, this.#now), order: this.#entered, run, isOff: false };
    this.#push(one);
    return () => {
      one.isOff = true;
    };
  }

  after(ms: number, run: () => void): () => void {
    return this.at(this.#now + Math.max(0, ms), run);
  }

  /** Lets the next one happen; answers whether there was one. */
  step(): boolean {
    if (this.next === undefined) return false;
    const one = this.#pop();
    if (!one) return false;
    this.#now = one.at;
    one.run();
    return true;
  }

  #push(one: Happening): void {
    const heap = this.#heap;
    let index = heap.push(one) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isFirst(one, heap[parent] as Happening)) break;
      heap[index] = heap[parent] as Happening;
      index = parent;
    }
    heap[index] = one;
  }

  #pop(): Happening | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isFirst(heap[child + 1] as Happening, heap[child] as Happening)) child += 1;
      if (!isFirst(heap[child] as Happening, last)) break;
      heap[index] = heap[child] as Happening;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isFirst(one: Happening, other: Happening): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** So many waits are begun in one second at most. */
const MOST_WAITS = 300;

/** How far the wall clock stands from the truth, in ms: whoever sets it sets it for all processes. */
export interface Wall {
  offset: number;
}

/** The clock of one process. Waits go on whatever is done to it, and end with the process. */
export class VirtualClock implements Clock {
  readonly #timeline: Timeline;
  readonly #wall: Wall;
  readonly #booted: number;
  #shown: Temporal.Instant | undefined;
  #isDead = false;
  #second = 0;
  #waits = 0;
  onSpin: () => void = () => undefined;
  /** A wait that is made now may end late, as on a machine that sleeps; undefined: in time. */
  oversleep: ((at: number) => number) | undefined;
  readonly monotonic?: () => number;

  constructor(timeline: Timeline, wall: Wall, isGuarded: boolean) {
    this.#timeline = timeline;
    this.#wall = wall;
    this.#booted = timeline.now;
    if (isGuarded) this.monotonic = () => timeline.now - this.#booted;
  }

  now(): Temporal.Instant {
    const ms = this.#timeline.now + this.#wall.offset;
    if (this.#shown?.epochMilliseconds !== ms) this.#shown = Temporal.Instant.fromEpochMilliseconds(ms);
    return this.#shown;
  }

  after(ms: number, run: () => void): () => void {
    // As setTimeout does: it never ends at once; and whoever spins is slowed down.
    const at = this.#timeline.now + Math.max(this.#isSpinning() ? 1_000 : 1, ms);
    const { oversleep } = this;
    return this.#timeline.at(oversleep?.(at) ?? at, () => {
      if (this.#isDead) return;
      this.oversleep = oversleep;
      run();
      this.oversleep = undefined;
    });
  }

  /** Waits that end at once, and begin again, are a process that works in vain: each second should have few. */
  #isSpinning(): boolean {
    const second = Math.floor(this.#timeline.now / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#waits = 0;
    }
    this.#waits += 1;
    if (this.#waits === MOST_WAITS) this.onSpin();
    return this.#waits >= MOST_WAITS;
  }

  async turn(): Promise<void> {
    await new Promise<void>((resolve) => this.after(0, resolve));
  }

  end(): void {
    this.#isDead = true;
  }
}
