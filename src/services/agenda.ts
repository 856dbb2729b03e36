/** At the next look, whenever that is. */
export const AT_ONCE = Number.NEGATIVE_INFINITY;
/** Not by itself. */
export const NEVER = Number.POSITIVE_INFINITY;

/** Things by when to see to them, in ms since 1970. Where it is time for none it says so at once, however many there are. */
export class Agenda {
  readonly #times = new Map<string, number>();
  #earliest = NEVER;

  /** When the next of them is to be seen to; it may be too early, never too late. */
  get earliest(): number {
    return this.#earliest;
  }

  set(key: string, at: number): void {
    this.#times.set(key, at);
    this.#earliest = Math.min(this.#earliest, at);
  }

  delete(key: string): void {
    this.#times.delete(key);
  }

  setAll(at: number): void {
    for (const key of this.#times.keys()) this.#times.set(key, at);
    this.#earliest = at;
  }

  /** Those for which it is time, in the order in which they first came. Each is to be set anew or deleted. */
  take(now: number): string[] {
    if (now < this.#earliest) return [];
    const due: string[] = [];
    this.#earliest = NEVER;
    for (const [key, at] of this.#times) {
      if (at <= now) due.push(key);
      else if (at < this.#earliest) this.#earliest = at;
    }
    return due;
  }
}
