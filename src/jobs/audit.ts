import type { Temporal } from 'temporal-polyfill';
import type { Audit } from '../services/audit.js';
import type { Clock } from '../services/ports.js';
import type { JobLog } from './log.js';

const EVERY_MS = 15 * 60_000;
/** One audit may fail and be made up for by the next. */
const STALE_MS = 35 * 60_000;

export interface AuditJobOptions {
  readonly audit: Pick<Audit, 'check' | 'enter'>;
  readonly clock: Clock;
  readonly log: JobLog;
  /** Has the outbox looked at, for what was entered and for what is stuck. */
  readonly wake: () => void;
  /** All is well. */
  readonly passed: () => Promise<void> | void;
  /** Whether the clock is to be believed; asked before each audit. What is entered by a wrong clock is told too early. */
  readonly trusts?: (now: Temporal.Instant) => Promise<boolean>;
}

/** What the latest audit came to. */
export interface LastAudit {
  readonly at: Temporal.Instant;
  readonly originals: number;
  readonly passed: boolean;
  readonly missing: number;
  readonly stuck: number;
}

/**
 * Audits every 15 minutes what should have gone out, and mends it. By the Clock, and not by what wakes the sweeps: were that
 * to sleep, somebody must notice.
 */
export class AuditJob {
  readonly #options: AuditJobOptions;
  #running: Promise<void> | undefined;
  #cancel: () => void = () => undefined;
  #startedAt: Temporal.Instant | undefined;
  #last: LastAudit | undefined;
  /** Rows that the log has been told of, and that are not as they should be since. */
  #told: ReadonlySet<string> = new Set();

  constructor(options: AuditJobOptions) {
    this.#options = options;
  }

  get last(): LastAudit | undefined {
    return this.#last;
  }

  /** Audits at once, then every 15 minutes. To be called after the first sweep. */
  start(): void {
    this.#startedAt = this.#options.clock.now();
    this.#schedule();
    void this.run();
  }

  /** One audit; a second one asked for meanwhile is the same. It does not throw: a failed one is logged, and leaves no trace. */
  run(): Promise<void> {
    this.#running ??= this.#audit().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#running;
  }

  /** No audit has come to an end for a while, whatever it found. */
  isStale(now: Temporal.Instant): boolean {
    const since = this.#last?.at ?? this.#startedAt;
    return since !== undefined && now.epochMilliseconds - since.epochMilliseconds > STALE_MS;
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(EVERY_MS, () => {
      this.#schedule();
      void this.run();
    });
  }

  async #audit(): Promise<void> {
    const { audit, clock, log, wake, passed, trusts } = this.#options;
    try {
      const now = clock.now();
      if (trusts && !(await trusts(now))) return;
      const { at, originals, missing, stuck } = await audit.check(now);
      const told = new Set([...missing, ...stuck].map(({ id }) => id));
      for (const { id } of missing) {
        if (!this.#told.has(id)) log.fault(new Error(id), 'a row that was due was missing');
      }
      for (const { id, since } of stuck) {
        if (!this.#told.has(id)) log.problem({ row: id, since: since.toString() }, 'a row is not on its way');
      }
      this.#told = told;
      await audit.enter(missing);
      if (told.size > 0) wake();
      this.#last = { at, originals, passed: told.size === 0, missing: missing.length, stuck: stuck.length };
      // Not waited for: whoever stops Ferry does not wait for a watcher that hangs.
      if (told.size === 0) void passed();
    } catch (error) {
      log.fault(error, 'the audit failed');
    }
  }
}
