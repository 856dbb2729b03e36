import type { Logger } from 'pino';

/** How long `settle` waits for work that never ends. */
const SETTLE_MS = 5_000;

/** Work that may outlast its turn, after which it has no request left to fail. */
export class LateWork {
  readonly #log: Logger;
  readonly #pending = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What the work gives within so many milliseconds; undefined: it goes on. Rejects when the work does in that time. */
  async within<T extends object>(work: Promise<T>, ms: number): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    return Promise.race([work, patience]).finally(() => clearTimeout(timer));
  }

  /** Sees to work that nobody waits for: its fault is only logged. Resolves when it is over; never rejects. */
  follow(activity: string | null | undefined, work: Promise<unknown>): Promise<void> {
    const late: Promise<void> = work
      .then(() => undefined)
      .catch((error) => this.#log.error({ err: error, activity }, 'teams: a late answer failed'))
      .finally(() => this.#pending.delete(late));
    this.#pending.add(late);
    return late;
  }

  /** Resolves when nothing is on its way any more, or after five seconds. */
  async settle(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, SETTLE_MS);
    });
    await Promise.race([Promise.allSettled(this.#pending), patience]).finally(() => clearTimeout(timer));
  }
}
