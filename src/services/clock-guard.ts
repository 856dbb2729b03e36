import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Moment } from '../domain/calendar.js';
import type { ClockDoubt } from '../domain/view.js';
import { type Clock, type Store, StoreError } from './ports.js';

const SETTING = 'clock';
/** Temporal reads nine decimals of a second and no more. */
const Seen = z.object({ seen: Moment.max('2026-11-20T10:00:00.123456789Z'.length) });

/** Steps up to these are followed silently: a clock that is set right moves by so much. */
const BACK_MS = 60_000;
const AHEAD_MS = 24 * 60 * 60_000;
/** A witness who is no further from the clock than this confirms it. */
const AGREED_MS = 10 * 60_000;
const ASK_EVERY_MS = 60_000;
const WRITE_EVERY_MS = 5 * 60_000;

/** What the clock said and the time that goes on whatever is done to it, at once, in milliseconds. */
interface Reading {
  readonly wall: number;
  readonly monotonic: number;
}

/** Tells when the clock has jumped, so that nothing wrong is told meanwhile. A clock that is not monotonic is never in doubt. */
export class ClockGuard {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #witness: () => Promise<number | undefined>;
  /** The last one that was trusted. After a start it is what was kept, as if it had been read just now. */
  #last: Reading | undefined;
  /** Several ask; each is answered when the one before has been. */
  #answered: Promise<unknown> = Promise.resolve();
  /** Later than the last after a small step back: many of them must not add up to a large one. */
  #latest = Number.NEGATIVE_INFINITY;
  /** What this process wrote last; undefined: it is to write at once. */
  #written: number | undefined;
  #doubt: ClockDoubt | undefined;
  /** When the witness was last asked about this doubt, in monotonic milliseconds. */
  #asked: number | undefined;

  /** `witness`: the time of a connected platform in milliseconds since 1970; undefined: none can tell. */
  constructor(store: Store, clock: Clock, witness: () => Promise<number | undefined>) {
    this.#store = store;
    this.#clock = clock;
    this.#witness = witness;
  }

  get doubt(): ClockDoubt | undefined {
    return this.#doubt;
  }

  /** Whether what is due may be told now. To be asked before each look at it. */
  trusts(now: Temporal.Instant): Promise<boolean> {
    const answer = this.#answered.then(() => this.#look(now));
    this.#answered = answer.catch(() => undefined);
    return answer;
  }

  async #look(now: Temporal.Instant): Promise<boolean> {
    const monotonic = this.#clock.monotonic?.();
    if (monotonic === undefined) return true;
    const reading = { wall: now.epochMilliseconds, monotonic };
    await this.#recall(monotonic);
    const what = this.#jumpTo(reading);
    if (what === undefined) {
      await this.#follow(reading);
      return true;
    }
    if (this.#doubt?.what !== what) {
      const expected = Temporal.Instant.fromEpochMilliseconds(Math.round(this.#expected(reading)));
      this.#doubt = { what, since: now, expected };
      this.#asked = undefined;
    }
    return this.#isWitnessed(reading, this.#doubt);
  }

  /** Somebody vouches for the clock: from here on it counts as right. */
  async confirm(): Promise<void> {
    const monotonic = this.#clock.monotonic?.();
    if (monotonic !== undefined) await this.#vouch({ wall: this.#clock.now().epochMilliseconds, monotonic });
  }

  /** Once in a process. */
  async #recall(monotonic: number): Promise<void> {
    if (this.#last) return;
    const kept = Seen.safeParse((await this.#store.get('settings', SETTING))?.value);
    // Somebody may have vouched for the clock meanwhile.
    if (this.#last || !kept.success) return;
    this.#latest = Temporal.Instant.from(kept.data.seen).epochMilliseconds;
    this.#last = { wall: this.#latest, monotonic };
  }

  /** Where the clock should stand: at the start, with nothing kept, wherever it does. */
  #expected({ wall, monotonic }: Reading): number {
    return this.#last ? this.#last.wall + monotonic - this.#last.monotonic : wall;
  }

  /** Undefined: the clock stands where it may. */
  #jumpTo(reading: Reading): ClockDoubt['what'] | undefined {
    const expected = this.#expected(reading);
    // A clock that was put back is not right again because the old time has come round.
    const seen = this.#doubt ? Math.max(this.#latest, expected) : this.#latest;
    if (reading.wall < seen - BACK_MS) return 'back';
    return reading.wall > expected + AHEAD_MS ? 'ahead' : undefined;
  }

  async #isWitnessed(reading: Reading, doubt: ClockDoubt): Promise<boolean> {
    if (this.#asked !== undefined && reading.monotonic - this.#asked < ASK_EVERY_MS) return false;
    this.#asked = reading.monotonic;
    const told = await this.#testimony();
    // Somebody vouched for the clock meanwhile, and perhaps set it before: not for this reading.
    if (this.#doubt !== doubt) return false;
    if (told === undefined || !(Math.abs(told - reading.wall) <= AGREED_MS)) return false;
    await this.#vouch(reading);
    return true;
  }

  async #testimony(): Promise<number | undefined> {
    try {
      return await this.#witness();
    } catch {
      return undefined;
    }
  }

  async #vouch(reading: Reading): Promise<void> {
    this.#latest = reading.wall;
    this.#written = undefined;
    await this.#follow(reading);
  }

  async #follow(reading: Reading): Promise<void> {
    this.#doubt = undefined;
    this.#last = reading;
    this.#latest = Math.max(this.#latest, reading.wall);
    if (this.#written === undefined || this.#latest - this.#written >= WRITE_EVERY_MS) await this.#keep(this.#latest);
  }

  async #keep(latest: number): Promise<void> {
    const seen = Temporal.Instant.fromEpochMilliseconds(latest).toString();
    try {
      await this.#store.change(async (tx) => {
        const setting = (await tx.get('settings', SETTING)) ?? { id: SETTING, rev: 0, value: null };
        await tx.put('settings', { ...setting, value: { seen } });
      });
      this.#written = latest;
    } catch (error) {
      // A full disk is no reason to hold the reminders. It is tried again at the next look.
      if (!(error instanceof StoreError)) throw error;
    }
  }
}
