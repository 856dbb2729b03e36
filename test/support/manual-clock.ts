import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../src/services/ports.js';

/** A clock that stands still until it is moved; waits end as it passes them. */
export class ManualClock implements Clock {
  #now: Temporal.Instant;
  #waits: { at: Temporal.Instant; run: () => void }[] = [];

  constructor(start: string) {
    this.#now = Temporal.Instant.from(start);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const wait = { at: this.#now.add({ milliseconds: ms }), run };
    this.#waits.push(wait);
    return () => {
      this.#waits = this.#waits.filter((one) => one !== wait);
    };
  }

  /** Sets the time, forward or back, and runs the waits that have ended. */
  set(moment: string): void {
    this.#now = Temporal.Instant.from(moment);
    const ended = this.#waits.filter((wait) => Temporal.Instant.compare(wait.at, this.#now) <= 0);
    this.#waits = this.#waits.filter((wait) => !ended.includes(wait));
    for (const { run } of ended) run();
  }
}
