import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../domain/calendar.js';
import { nextRung } from '../domain/ladder.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { migrationCard } from '../messages/card.js';
import type { Message } from '../messages/message.js';
import type { Outcome, Parcel, Platform } from '../messages/platform.js';
import { sayReminder } from '../messages/reminder.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Attempt } from '../services/outbox.js';
import type { Clock, OutboxRow } from '../services/ports.js';
import type { JobLog } from './log.js';
import { parcelKey } from './parcel-key.js';

/** A post whose fate is unknown is looked for once it must have become visible: the request's time-out and a margin. */
const SETTLE_MS = 100_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 15 * 60_000;

export interface DeliveryOptions {
  readonly services: Services;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly words: Words;
  readonly log: JobLog;
}

/**
 * Takes the outbox to the channels, one channel at a time in its own lane. Before each attempt its intent is on disk, so
 * that after a crash it is known that a post may have been made; such a post is read back, never blindly made again.
 */
export class Delivery {
  readonly #services: Services;
  readonly #platforms: readonly Platform[];
  readonly #clock: Clock;
  readonly #words: Words;
  readonly #log: JobLog;
  readonly #lanes = new Map<string, Promise<void>>();
  /** Lanes for which more may have come while they ran. */
  readonly #again = new Set<string>();
  /** Outcomes that the disk refused, to be written before anything else of their lane. */
  readonly #owed = new Map<string, { readonly destination: string; readonly attempt: Attempt }>();
  /** Lanes that their platform asked to wait, or that failed, until when. */
  readonly #pauses = new Map<string, Temporal.Instant>();
  /** Rows that could not be read back, until when they rest. */
  readonly #asked = new Map<string, Temporal.Instant>();
  #round: Promise<void> = Promise.resolve();
  #waiting = false;
  #cancelTimer: () => void = () => undefined;
  #stopped = false;

  constructor({ services, platforms, clock, words, log }: DeliveryOptions) {
    this.#services = services;
    this.#platforms = platforms;
    this.#clock = clock;
    this.#words = words;
    this.#log = log;
  }

  /** Settles what an earlier process left open, then begins. */
  async start(): Promise<void> {
    for (const row of await this.#services.outbox.open()) {
      if (row.status !== 'sending') continue;
      const reason = 'the process ended during the attempt';
      // Showing an update a second time shows the same, so only posts are in doubt.
      if (row.reference === undefined) await this.#services.outbox.settle(row.id, { kind: 'unknown', reason });
      else await this.#services.outbox.settle(row.id, { kind: 'not-sent', reason, retryAt: this.#clock.now() });
    }
    this.wake();
  }

  /** There may be something to deliver. */
  wake(): void {
    if (this.#stopped || this.#waiting) return;
    this.#waiting = true;
    this.#round = this.#round.then(async () => {
      this.#waiting = false;
      try {
        await this.#openLanes();
      } catch (error) {
        this.#log.fault(error, 'the outbox could not be read');
      }
    });
  }

  /** Resolves when all that can be delivered now has been tried. */
  async idle(): Promise<void> {
    do {
      await this.#round;
      await Promise.all(this.#lanes.values());
    } while (this.#waiting || this.#lanes.size > 0);
  }

  /** Takes nothing new and waits for the attempts under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#round;
    await Promise.all(this.#lanes.values());
  }

  async #openLanes(): Promise<void> {
    const rows = await this.#services.outbox.open();
    const owed = [...this.#owed.values()];
    for (const destination of new Set([...rows, ...owed].map((row) => row.destination))) {
      const platform = this.#platformOf(destination);
      if (!platform) continue;
      if (this.#lanes.has(destination)) {
        this.#again.add(destination);
        continue;
      }
      const lane = this.#runLane(destination, platform)
        .catch((error: unknown) => {
          this.#pauses.set(destination, this.#clock.now().add({ milliseconds: FIRST_RETRY_MS }));
          this.#log.fault(error, 'a delivery failed');
        })
        .finally(() => {
          this.#lanes.delete(destination);
          if (this.#again.delete(destination)) this.wake();
          void this.#setTimer();
        });
      this.#lanes.set(destination, lane);
    }
  }

  /** Undefined: not connected now; its rows wait. */
  #platformOf(destination: string): Platform | undefined {
    return this.#platforms.find((platform) => destination.startsWith(`${platform.name}:`));
  }

  async #runLane(destination: string, platform: Platform): Promise<void> {
    while (!this.#stopped) {
      const pause = this.#pauses.get(destination);
      if (pause && isBefore(this.#clock.now(), pause)) return;
      await this.#payDebts(destination);
      const row = (await this.#services.outbox.open()).find(
        (one) => one.destination === destination && this.#isReady(one),
      );
      if (!row) return;
      if (row.status === 'unknown') await this.#readBack(row, platform);
      else await this.#attempt(row.id, platform);
    }
  }

  #isReady(row: OutboxRow): boolean {
    const at = this.#readyAt(row);
    return at !== undefined && !isBefore(this.#clock.now(), at);
  }

  /** When the row can be worked on; undefined while an attempt is open. */
  #readyAt(row: OutboxRow): Temporal.Instant | undefined {
    if (row.status === 'sending') return undefined;
    if (row.status === 'unknown') {
      const tried = Temporal.Instant.from(row.tried?.at ?? row.due);
      return this.#asked.get(row.id) ?? tried.add({ milliseconds: SETTLE_MS });
    }
    return Temporal.Instant.from(row.retryAt ?? row.due);
  }

  async #attempt(id: string, platform: Platform): Promise<void> {
    const row = await this.#services.outbox.begin(id, this.#clock.now());
    if (!row) return;
    const message = await this.#render(row).catch((error: unknown) => {
      this.#log.fault(error, 'a post could not be drawn');
      return null;
    });
    if (message === null) {
      const retryAt = this.#clock.now().add({ milliseconds: LAST_RETRY_MS });
      await this.#services.outbox.settle(id, { kind: 'not-sent', reason: 'it could not be drawn', retryAt });
      return;
    }
    if (message === undefined) {
      await this.#services.outbox.settle(id, { kind: 'dropped', reason: 'no longer what is next' });
      return;
    }
    const parcel: Parcel = { destination: row.destination, key: parcelKey(row.id), message };
    const outcome =
      row.reference === undefined ? await platform.deliver(parcel) : await platform.update(row.reference, parcel);
    await this.#settle(row, outcome);
  }

  async #settle(row: OutboxRow, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'sent') return this.#write(row, outcome);
    this.#log.problem({ row: row.id, outcome: outcome.kind, reason: outcome.reason }, 'a post was not delivered');
    const again = outcome.kind === 'not-sent' || (outcome.kind === 'unknown' && row.reference !== undefined);
    if (!again) return this.#write(row, outcome);
    const wait = outcome.kind === 'not-sent' ? outcome.retryAfterMs : undefined;
    const retryAt = this.#clock.now().add({ milliseconds: wait ?? backOff(row.attempts) });
    // Only a wait that the platform named holds up the whole channel; one bad message must not.
    if (wait !== undefined) this.#pauses.set(row.destination, retryAt);
    return this.#write(row, { kind: 'not-sent', reason: outcome.reason, retryAt });
  }

  /** An outcome must not be forgotten because the disk is full: it is owed, and the lane rests until it is written. */
  async #write({ id, destination }: OutboxRow, attempt: Attempt): Promise<void> {
    this.#owed.set(id, { destination, attempt });
    await this.#services.outbox.settle(id, attempt);
    this.#owed.delete(id);
  }

  async #payDebts(destination: string): Promise<void> {
    for (const [id, debt] of this.#owed) {
      if (debt.destination !== destination) continue;
      await this.#services.outbox.settle(id, debt.attempt);
      this.#owed.delete(id);
    }
  }

  async #readBack(row: OutboxRow, platform: Platform): Promise<void> {
    const message: Message = { title: '', blocks: [] };
    const since = Temporal.Instant.from(row.tried?.at ?? row.due).epochMilliseconds;
    const finding = await platform.find({ destination: row.destination, key: parcelKey(row.id), message }, since);
    if (finding.kind === 'found')
      return this.#services.outbox.settle(row.id, { kind: 'sent', reference: finding.reference });
    if (finding.kind === 'absent')
      return this.#services.outbox.settle(row.id, { kind: 'absent', reason: 'read back: not there' });
    this.#log.problem({ row: row.id, reason: finding.reason }, 'a post could not be read back');
    // A card that has changed since must be seen, even if an outdated twin of it may stand above it.
    if (row.kind === 'card' && row.wanted !== row.tried?.wanted) {
      return this.#services.outbox.settle(row.id, { kind: 'absent', reason: finding.reason });
    }
    this.#asked.set(row.id, this.#clock.now().add({ milliseconds: LAST_RETRY_MS }));
  }

  /** What to post, drawn from the state of this moment; undefined when it has become pointless. */
  async #render(row: OutboxRow): Promise<Message | undefined> {
    const [id = '', originalId = ''] = row.subjects;
    const view = await this.#services.lookup.byId(id);
    if (!view) return undefined;
    if (row.kind === 'card') return migrationCard(this.#words, view);
    const original = findOriginal(view.migration, originalId);
    if (!original || !row.reminder || isGivenUp(view.migration)) return undefined;
    const rung = nextRung(view.migration, original, view.now);
    if (rung?.name !== row.reminder.rung || rung.latest !== row.reminder.latest) return undefined;
    return sayReminder(this.#words, view, original, rung, row.reminder.dueDay);
  }

  /** Wakes again when the next row or lane has waited long enough. */
  async #setTimer(): Promise<void> {
    if (this.#stopped) return;
    const now = this.#clock.now();
    const times = (await this.#services.outbox.open()).flatMap((row) => {
      if (!this.#platformOf(row.destination)) return [];
      const at = this.#readyAt(row);
      if (at === undefined) return [];
      const pause = this.#pauses.get(row.destination);
      return [Math.max(at.epochMilliseconds, pause?.epochMilliseconds ?? 0)];
    });
    for (const { destination } of this.#owed.values())
      times.push(this.#pauses.get(destination)?.epochMilliseconds ?? 0);
    if (times.length === 0 || this.#stopped) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(Math.max(0, Math.min(...times) - now.epochMilliseconds), () => this.wake());
  }
}

function backOff(attempts: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
}
