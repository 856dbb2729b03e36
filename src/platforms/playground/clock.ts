import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/ports.js';

/** Meanwhile the real clock goes on: an instant that has just passed is no way back. */
const JUST_PASSED_MS = 1_000;

interface Wait {
  /** In ms since 1970, by this clock. */
  readonly at: number;
  readonly run: () => void;
  /** Cancels the real waiting for it. */
  cancel: () => void;
}

/** Further ahead of the real one it is not moved: some twenty years. In ms. */
export const MOST_AHEAD_MS = 20 * 365 * 24 * 60 * 60_000;

export interface MovingClockOptions {
  readonly real: Clock;
  /** So far it has been moved already. */
  readonly ahead: number;
}

/** A clock that goes on as the real one does, and can be moved ahead of it. */
export class MovingClock implements Clock {
  readonly #real: Clock;
  /** In the order in which they were asked for. */
  readonly #waits = new Set<Wait>();
  #aheadMs: number;

  constructor({ real, ahead }: MovingClockOptions) {
    this.#real = real;
    this.#aheadMs = ahead;
  }

  /** How far it is ahead of the real one: what is to be kept over a restart. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.#ms);
  }

  after(ms: number, run: () => void): () => void {
    const wait: Wait = { at: this.#ms + ms, run, cancel: () => undefined };
    this.#waits.add(wait);
    this.#await(wait);
    return () => {
      this.#waits.delete(wait);
      wait.cancel();
    };
  }

  async turn(): Promise<void> {
    await this.#real.turn?.();
  }

  /** From now on it is that instant; what waited for a moment until then runs once each, the earliest first. */
  moveTo(instant: Temporal.Instant): void {
    const by = instant.epochMilliseconds - this.#ms;
    if (by < -JUST_PASSED_MS) throw new Error(`the clock cannot be put back to ${instant.toString()}`);
    this.#aheadMs += Math.max(0, by);
    const now = this.#ms;
    const ended: Wait[] = [];
    for (const wait of this.#waits) {
      wait.cancel();
      this.#await(wait);
      if (wait.at <= now) ended.push(wait);
    }
    for (const wait of ended.sort((one, other) => one.at - other.at)) this.#end(wait);
  }

  get #ms(): number {
    return this.#real.now().epochMilliseconds + this.#aheadMs;
  }

  /** A real timer may end early: no longest one is as long as it may be asked for, and some end a moment too soon. */
  #await(wait: Wait): void {
    wait.cancel = this.#real.after(Math.max(0, wait.at - this.#ms), () => {
      if (wait.at > this.#ms) this.#await(wait);
      else this.#end(wait);
    });
  }

  /** Another one that ended may have cancelled it. */
  #end(wait: Wait): void {
    if (!this.#waits.delete(wait)) return;
    wait.cancel();
    wait.run();
  }
}
