import { Temporal } from 'temporal-polyfill';
import { addDays, dayIn, dayOf, momentAt, startOfDay } from '../domain/calendar.js';
import { openRows } from './outbox.js';
import type { PersonalDigests } from './personal-digests.js';
import type { Store } from './ports.js';
import type { Reminders } from './reminders.js';

/** How often is looked at what is due: what has been changed since the last look waits for the next. */
const LOOK_MS = 60_000;

/** Says when time alone may change something next: for a clock that is moved, which is to miss nothing on its way. */
export class Upcoming {
  readonly #store: Store;
  readonly #reminders: Pick<Reminders, 'next'>;
  readonly #personal: Pick<PersonalDigests, 'next'>;
  readonly #zone: string;

  /** `zone`: where a day begins for people. */
  constructor(store: Store, reminders: Pick<Reminders, 'next'>, personal: Pick<PersonalDigests, 'next'>, zone: string) {
    this.#store = store;
    this.#reminders = reminders;
    this.#personal = personal;
    this.#zone = zone;
  }

  /**
   * The first instant after `now`, in whole ms, at which something may be due, a post is tried again, or a day begins, in
   * UTC or in the zone, so that boards read otherwise; if nothing is changed until then. It may be too early. To be asked when
   * what is due at `now` has been seen to.
   */
  async after(now: Temporal.Instant): Promise<Temporal.Instant> {
    const ms = now.epochMilliseconds;
    const nextLook = (Math.floor(ms / LOOK_MS) + 1) * LOOK_MS;
    const due = [await this.#reminders.next(), await this.#personal.next(now)];
    const retries = (await openRows(this.#store)).flatMap(({ retryAt }) => retryAt ?? []);
    const turns = [
      ...due.map((at) => (at > ms ? at : nextLook)),
      ...retries.map((at) => Date.parse(at)),
      startOfDay(addDays(dayOf(now), 1)).epochMilliseconds,
      momentAt(addDays(dayIn(this.#zone, now), 1), '00:00', this.#zone).epochMilliseconds,
    ];
    return Temporal.Instant.fromEpochMilliseconds(Math.min(...turns.filter((at) => at > ms)));
  }
}
