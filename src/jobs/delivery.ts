import { Temporal } from 'temporal-polyfill';
import { type Outcome, type Parcel, type Platform, platformOf } from '../messages/platform.js';
import type { Services } from '../services/index.js';
import type { Attempt } from '../services/outbox.js';
import { type Clock, type OutboxRow, POINTLESS } from '../services/ports.js';
import { Detour } from './detour.js';
import { type Draw, isTimeBound } from './draw.js';
import type { JobLog } from './log.js';
import { Pace } from './pace.js';
import { parcelKey } from './parcel-key.js';

/** A post whose fate is unknown is looked for once it must have become visible: the request's time-out and a margin. */
const SETTLE_MS = 100_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 15 * 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** A channel that takes nothing is tried again after this long, or as soon as somebody speaks to Ferry there. */
const CLOSED_MS = LONGEST_WAIT_MS;
const DAY_MS = 24 * LONGEST_WAIT_MS;

export interface DeliveryOptions {
  readonly services: Services;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly draw: Draw;
  readonly log: JobLog;
  /** Whether the clock is to be believed: if not, nothing goes out that time alone made due. */
  readonly trusts?: (now: Temporal.Instant) => Promise<boolean>;
}

/**
 * Takes the outbox to the channels, one channel at a time in its own lane, no faster than its platform takes it. Before each
 * attempt its intent is on disk, so that after a crash it is known that a post may have been made; such a post is read back,
 * never blindly made again.
 */
export class Delivery {
  readonly #services: Services;
  readonly #platforms: readonly Platform[];
  readonly #clock: Clock;
  readonly #draw: Draw;
  readonly #log: JobLog;
  readonly #trusts: (now: Temporal.Instant) => Promise<boolean>;
  #isHeld = false;
  readonly #detour: Detour;
  readonly #pace = new Pace();
  readonly #lanes = new Map<string, Promise<void>>();
  /** Lanes for which more may have come while they ran. */
  readonly #again = new Set<string>();
  /** Outcomes that the disk refused, to be written before anything else of their lane. */
  readonly #owed = new Map<string, { readonly destination: string; readonly attempt: Attempt }>();
  /** Lanes that their platform asked to wait, or that failed, until when. */
  readonly #pauses = new Map<string, Temporal.Instant>();
  /** Lanes whose channel takes nothing: what it refused is tried again after the pause. */
  readonly #closed = new Set<string>();
  /** Rows that could not be read back, until when they rest. */
  readonly #asked = new Map<string, Temporal.Instant>();
  #round: Promise<void> = Promise.resolve();
  #waiting = false;
  #cancelTimer: () => void = () => undefined;
  #started = false;
  #stopped = false;

  constructor({ services, platforms, clock, draw, log, trusts = async () => true }: DeliveryOptions) {
    this.#services = services;
    this.#platforms = platforms;
    this.#clock = clock;
    this.#draw = draw;
    this.#log = log;
    this.#trusts = trusts;
    this.#detour = new Detour(services, platforms, log);
  }

  /**
   * Settles what an earlier process left open. To be awaited before this one commits anything: its own open attempts would
   * be taken for leftovers.
   */
  async recover(): Promise<void> {
    for (const row of await this.#services.outbox.open()) {
      if (row.status !== 'sending') continue;
      const reason = 'the process ended during the attempt';
      // Showing an update a second time shows the same, so only posts are in doubt.
      if (row.reference === undefined) await this.#services.outbox.settle(row.id, { kind: 'unknown', reason });
      else await this.#services.outbox.settle(row.id, { kind: 'not-sent', reason, retryAt: this.#clock.now() });
    }
    // What stopped a channel may have been mended; a reminder that is no longer next is dropped when it is drawn.
    for (const row of await this.#services.outbox.stopped()) await this.#reopen(row);
  }

  /** Begins to deliver; the platforms have started. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** There may be something to deliver. */
  wake(): void {
    if (!this.#started || this.#stopped || this.#waiting) return;
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

  /** Somebody has spoken to Ferry there: if the channel took nothing before, it may do so now. */
  heardIn(destination: string): void {
    if (!this.#closed.has(destination)) return;
    this.#pauses.delete(destination);
    this.wake();
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
    this.#isHeld = !(await this.#trusts(this.#clock.now()));
    const rows = await this.#services.outbox.open();
    const owed = [...this.#owed.values()];
    for (const destination of new Set([...rows, ...owed].map((row) => row.destination).concat(...this.#closed))) {
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
          this.#setTimer().catch((error: unknown) => this.#log.fault(error, 'the outbox could not be read'));
        });
      this.#lanes.set(destination, lane);
    }
  }

  /** Undefined: not connected now; its rows wait. */
  #platformOf(destination: string): Platform | undefined {
    return platformOf(destination, this.#platforms);
  }

  async #runLane(destination: string, platform: Platform): Promise<void> {
    while (!this.#stopped) {
      if (this.#isAhead(this.#pauses.get(destination))) return;
      await this.#payDebts(destination);
      if (this.#closed.delete(destination)) {
        for (const row of await this.#services.outbox.stopped(destination)) await this.#reopen(row);
      }
      const ready = (await this.#services.outbox.open(destination)).filter((one) => this.#isReady(one));
      const row = ready.reduce<OutboxRow | undefined>(
        (first, one) => (first && rank(first) <= rank(one) ? first : one),
        undefined,
      );
      if (!row) return;
      if (row.status === 'unknown') await this.#readBack(row, platform);
      else if (!this.#takesOne(destination, platform)) return;
      else await this.#attempt(row.id, platform);
    }
  }

  async #reopen({ id }: OutboxRow): Promise<void> {
    const reason = 'tried again';
    await this.#services.outbox.settle(id, { kind: 'not-sent', reason, retryAt: this.#clock.now() });
  }

  /** Whether one more request keeps within what the platform takes; if not, the lane rests until it does. */
  #takesOne(destination: string, { name, pace }: Platform): boolean {
    const now = this.#clock.now();
    const ms = now.epochMilliseconds;
    const wait = Math.max(this.#pace.wait(destination, pace.channel, ms), this.#pace.wait(name, pace.all, ms));
    if (wait > 0) {
      this.#pauses.set(destination, now.add({ milliseconds: wait }));
      return false;
    }
    this.#pace.note(destination, pace.channel, ms);
    this.#pace.note(name, pace.all, ms);
    this.#pace.tidy(ms, LONGEST_WAIT_MS);
    return true;
  }

  #isReady(row: OutboxRow): boolean {
    if (row.status === 'sending' || this.#isAhead(this.#readyAt(row))) return false;
    return !(isTimeBound(row) && this.#isHeld);
  }

  /** When the row can be worked on; undefined: at once. */
  #readyAt(row: OutboxRow): Temporal.Instant | undefined {
    if (row.status !== 'unknown') return row.retryAt === undefined ? undefined : Temporal.Instant.from(row.retryAt);
    return this.#asked.get(row.id) ?? Temporal.Instant.from(row.tried?.at ?? row.due).add({ milliseconds: SETTLE_MS });
  }

  /** A wait longer than any that is ever set was set by a clock that has been put back since: it has ended. */
  #isAhead(until: Temporal.Instant | undefined): boolean {
    const ms = until === undefined ? 0 : until.epochMilliseconds - this.#clock.now().epochMilliseconds;
    return ms > 0 && ms <= LONGEST_WAIT_MS;
  }

  async #attempt(id: string, platform: Platform): Promise<void> {
    const row = await this.#services.outbox.begin(id, this.#clock.now());
    if (!row) return;
    const message = await this.#draw(row).catch((error: unknown) => {
      this.#log.fault(error, 'a post could not be drawn');
      return null;
    });
    if (message === null) {
      const retryAt = this.#clock.now().add({ milliseconds: LAST_RETRY_MS });
      return this.#write(row, { kind: 'not-sent', reason: 'it could not be drawn', retryAt });
    }
    if (message === undefined) return this.#leaveOut(row);
    const parcel: Parcel = { destination: row.destination, key: parcelKey(row.id), message };
    const outcome =
      row.reference === undefined ? await platform.deliver(parcel) : await platform.update(row.reference, parcel);
    await this.#settle(row, outcome);
  }

  /** There is nothing to post, unless its migration has moved away meanwhile: what was begun here is told here. */
  async #leaveOut(row: OutboxRow): Promise<void> {
    const now = await this.#services.outbox.byId(row.id);
    if (!now?.stays || row.stays) return this.#write(row, { kind: 'dropped', reason: POINTLESS });
    return this.#write(row, { kind: 'not-sent', reason: 'it moved away meanwhile', retryAt: this.#clock.now() });
  }

  async #settle(row: OutboxRow, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'sent') return this.#write(row, outcome);
    this.#log.problem({ row: row.id, outcome: outcome.kind, reason: outcome.reason }, 'a post was not delivered');
    const update = row.reference !== undefined;
    if (outcome.kind === 'stop') return this.#close(row, outcome.reason);
    // An update says the same when it is said again; a post that is gone at once was none.
    const again =
      outcome.kind === 'not-sent' || (outcome.kind === 'unknown' ? update : outcome.kind === 'gone' && !update);
    if (!again) return this.#write(row, outcome);
    const asked = outcome.kind === 'not-sent' ? outcome.retryAfterMs : undefined;
    const wait = asked === undefined ? undefined : Math.min(asked, LONGEST_WAIT_MS);
    const retryAt = this.#clock.now().add({ milliseconds: wait ?? backOff(row.attempts) });
    // Only a wait that the platform named holds up the whole channel; one bad message must not.
    if (wait !== undefined) this.#pauses.set(row.destination, retryAt);
    return this.#write(row, { kind: 'not-sent', reason: outcome.reason, retryAt });
  }

  /** Nothing is posted in a channel that takes nothing; whom it would have reached hears of it another way. */
  async #close(row: OutboxRow, reason: string): Promise<void> {
    const { destination } = row;
    this.#pauses.set(destination, this.#clock.now().add({ milliseconds: CLOSED_MS }));
    this.#closed.add(destination);
    await this.#write(row, { kind: 'stop', reason });
    await this.#detour.tell(row, reason);
    // Somebody may hear of it directly, or in the channel where its migration lives by now.
    this.wake();
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
    this.#asked.delete(row.id);
    const since = Temporal.Instant.from(row.tried?.at ?? row.due).epochMilliseconds;
    const message = { title: '', blocks: [] };
    const finding = await platform.find({ destination: row.destination, key: parcelKey(row.id), message }, since);
    switch (finding.kind) {
      case 'found':
        return this.#write(row, { kind: 'sent', reference: finding.reference });
      case 'absent':
        return this.#write(row, { kind: 'absent', reason: 'read back: not there' });
      case 'never':
        return this.#leaveUnknown(row);
      case 'unreadable':
        this.#log.problem({ row: row.id, reason: finding.reason }, 'a post could not be read back');
        if (isOutdated(row)) return this.#write(row, { kind: 'absent', reason: finding.reason });
        if ((await this.#draw((await this.#services.outbox.byId(row.id)) ?? row)) === undefined) {
          return this.#write(row, { kind: 'dropped', reason: POINTLESS });
        }
        this.#asked.set(row.id, this.#clock.now().add({ milliseconds: LAST_RETRY_MS }));
    }
  }

  /**
   * Nobody can look whether it was posted. What cannot wait is posted once more and says so; a digest is left at that, and
   * its lines stand in the next one, marked; a card is posted when there is news.
   */
  #leaveUnknown(row: OutboxRow): Promise<void> {
    const reason = 'this platform cannot be read back';
    this.#log.problem({ row: row.id, reason }, 'it is not known whether a post arrived');
    if (isOutdated(row)) return this.#write(row, { kind: 'absent', reason });
    // Of long ago: kept by a version that left such posts alone, or by a process that was off.
    const isOld = this.#clock.now().epochMilliseconds - Date.parse(row.tried?.at ?? row.due) > DAY_MS;
    const isOnce = row.kind === 'card' || row.kind === 'digest' || row.doubted !== undefined || isOld;
    return this.#write(row, { kind: isOnce ? 'unsure' : 'again', reason });
  }

  /** Wakes again when the next row or lane has waited long enough. */
  async #setTimer(): Promise<void> {
    if (this.#stopped) return;
    const now = this.#clock.now().epochMilliseconds;
    const waitOf = (until: Temporal.Instant | undefined) =>
      this.#isAhead(until) ? (until?.epochMilliseconds ?? 0) - now : 0;
    const held = this.#isHeld;
    // A lane that runs sets its own when it ends.
    const isResting = ({ status, destination }: OutboxRow) =>
      status !== 'sending' && !this.#lanes.has(destination) && this.#platformOf(destination) !== undefined;
    const waits = (await this.#services.outbox.open())
      .filter((row) => isResting(row) && !(held && isTimeBound(row)))
      .map((row) => Math.max(waitOf(this.#readyAt(row)), waitOf(this.#pauses.get(row.destination))));
    const others = [...this.#owed.values()].map(({ destination }) => destination).concat(...this.#closed);
    for (const destination of others) {
      if (!this.#lanes.has(destination)) waits.push(waitOf(this.#pauses.get(destination)));
    }
    if (waits.length === 0 || this.#stopped) return;
    const wait = waits.reduce((least, one) => Math.min(least, one));
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(wait, () => this.wake());
  }
}

/** A card that has changed since must be seen, even if an outdated twin of it may stand above it. */
function isOutdated({ kind, wanted, tried }: OutboxRow): boolean {
  return kind === 'card' && wanted !== tried?.wanted;
}

/** What was begun comes first, then what people are called for, then digests, then cards; each the oldest first. */
function rank({ status, kind }: OutboxRow): number {
  if (status !== 'waiting') return 0;
  return kind === 'card' ? 3 : kind === 'digest' ? 2 : 1;
}

function backOff(attempts: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1));
}
