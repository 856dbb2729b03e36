import type { Allowance } from '../messages/platform.js';

/** What was sent when, so that nobody is sent more than it takes. Times are in ms since 1970. */
export class Pace {
  readonly #sent = new Map<string, number[]>();

  /** Milliseconds until one more fits into all allowances; 0: now. */
  wait(key: string, allowances: readonly Allowance[], now: number): number {
    const sent = this.#sent.get(key) ?? [];
    return allowances.reduce((longest, { requests, ms }) => {
      const oldest = sent.at(-requests);
      // One that lies ahead was sent before the clock was put back.
      return oldest === undefined || oldest > now ? longest : Math.max(longest, oldest + ms - now);
    }, 0);
  }

  note(key: string, allowances: readonly Allowance[], now: number): void {
    if (allowances.length === 0) return;
    const most = Math.max(...allowances.map(({ requests }) => requests));
    const kept = (this.#sent.get(key) ?? []).filter((at) => at <= now);
    this.#sent.set(key, [...kept, now].slice(-most));
  }

  /** Forgets what cannot matter any more. */
  tidy(now: number, ms: number): void {
    for (const [key, sent] of this.#sent) if ((sent.at(-1) ?? 0) + ms < now) this.#sent.delete(key);
  }
}
