/** Events remembered: Slack repeats one three times within an hour, mostly within a minute. */
const MOST_KEPT = 1_000;

/** Does the work for an event once, though Slack delivers it again; a failed one is forgotten, so its repeat is a new attempt. */
export class Deliveries {
  readonly #kept = new Map<string, Promise<void>>();

  /** Settles as the first delivery under this key did, so that a repeat is not acknowledged before the work is done. */
  once(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#kept.get(key);
    if (before !== undefined) return before;
    const working = work();
    this.#kept.set(key, working);
    working.catch(() => {
      if (this.#kept.get(key) === working) this.#kept.delete(key);
    });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return working;
  }
}
