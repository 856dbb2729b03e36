import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../domain/calendar.js';
import type { MovingClock } from './clock.js';

/** The clock goes no further at once: more would take long, and nobody plans further ahead. */
export const MOST_DAYS = 400;

export interface PassageOptions {
  readonly clock: Pick<MovingClock, 'now' | 'moveTo' | 'turn'>;
  /** When something may be due next, after `now`; to be too early does no harm. Undefined: nothing will be. */
  nextDue(now: Temporal.Instant): Promise<Temporal.Instant | undefined>;
  /** Sees to all that is due at the clock's moment; resolves when it has been posted. */
  settle(): Promise<void>;
  /** Told of each moment before the clock is moved to it. */
  before?(at: Temporal.Instant): Promise<void>;
  /** Told of each moment that was stopped at, when it has been seen to. */
  step?(at: Temporal.Instant): void;
  /** Ends it after the step under way. */
  readonly signal?: AbortSignal;
}

/**
 * Lets time pass until `target`: the clock stops at each instant at which something may be due, so that all is posted at its
 * moment, as if it had been waited for. Broken off, it can be taken up again.
 */
export async function passTo(target: Temporal.Instant, options: PassageOptions): Promise<void> {
  const { clock, nextDue, before, settle, step, signal } = options;
  let at = clock.now();
  while (isBefore(at, target) && !signal?.aborted) {
    // However often the same instant is named, time goes on.
    const next = latest((await nextDue(at)) ?? target, at.add({ milliseconds: 1 }));
    // The real clock has gone on meanwhile.
    at = latest(isBefore(next, target) ? next : target, clock.now());
    await before?.(at);
    clock.moveTo(latest(at, clock.now()));
    await settle();
    step?.(at);
    await clock.turn();
  }
}

function latest(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return isBefore(one, other) ? other : one;
}
