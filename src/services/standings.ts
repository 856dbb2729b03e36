import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf, earliest } from '../domain/calendar.js';
import { type Standing, standing } from '../domain/standing.js';
import type { Clock, Store } from './ports.js';
import { type Together, together } from './together.js';

/** A migration as lists know it. */
export interface Ranked extends Standing {
  readonly id: string;
  readonly customer: string;
  readonly owner: string | undefined;
  readonly deputy: string | undefined;
  /** Its place among all, as they were first put. */
  readonly order: number;
}

/** More than these are read at once, not customer by customer. */
const MANY = 500;
/** So many are judged before others have their turn: some milliseconds of work. */
const SLICE = 100;

/**
 * Where every migration stands, the one to act on first in front. One is judged again when it or another one of its customer
 * has changed, and on the first day on which it may stand otherwise: so a question costs little, however many there are.
 */
export class Standings {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changed = new Set<string>();
  readonly #orders = new Map<string, number>();
  readonly #known = new Map<string, Ranked>();
  #sorted: Ranked[] = [];
  /** Counts up whenever one may stand otherwise. */
  version = 0;
  /** The UTC day of the latest question, and the first one on which any may stand otherwise. */
  #today: Day | undefined;
  #next: Day | undefined;
  #watching: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** All of them at `now`, in their order. The list lives on: it is to be gone through before anything else is awaited. */
  async at(now: Temporal.Instant): Promise<readonly Ranked[]> {
    this.#watching ??= this.#watch();
    await this.#watching;
    // One refresh at a time: while it judges, what it has taken up is not in the list yet.
    const refreshed = this.#last.then(() => (this.#isFresh(now) ? undefined : this.#refresh(now)));
    this.#last = refreshed.catch(() => undefined);
    await refreshed;
    return this.#sorted;
  }

  #watch(): Promise<void> {
    const seen = (ids: readonly string[]) => {
      for (const id of ids) {
        this.#changed.add(id);
        if (!this.#orders.has(id)) this.#orders.set(id, this.#orders.size);
      }
    };
    return this.#store.watch('migrations', seen).catch((error: unknown) => {
      // The next question tries again.
      this.#watching = undefined;
      throw error;
    });
  }

  #isFresh(now: Temporal.Instant): boolean {
    const day = dayOf(now);
    const isLater = this.#today !== undefined && day >= this.#today;
    return this.#changed.size === 0 && isLater && (this.#next === undefined || day < this.#next);
  }

  async #refresh(now: Temporal.Instant): Promise<void> {
    const today = dayOf(now);
    // On an earlier day than they were judged on, all may stand otherwise.
    const isBack = this.#today === undefined || today < this.#today;
    const changed = [...this.#changed];
    this.#changed.clear();
    const due = new Set<string>();
    for (const { customer, until } of this.#known.values()) {
      if (isBack || (until !== undefined && until <= today)) due.add(customer);
    }
    try {
      if (changed.length + due.size > MANY) await this.#judgeAll(now);
      else await this.#judgeSome(changed, due, now);
    } catch (error) {
      for (const id of changed) this.#changed.add(id);
      throw error;
    }
    this.version += 1;
    this.#today = today;
    this.#next = earliest([...this.#known.values()].flatMap(({ until }) => until ?? []));
  }

  async #judgeAll(now: Temporal.Instant): Promise<void> {
    const all = together(await this.#store.list('migrations'));
    const judged: Ranked[] = [];
    for (const [index, one] of all.entries()) {
      if (index % SLICE === SLICE - 1) await this.#clock.turn?.();
      judged.push(this.#judge(one, now));
    }
    this.#known.clear();
    for (const one of judged) this.#known.set(one.id, one);
    this.#sorted = judged.sort(inOrder);
  }

  async #judgeSome(changed: readonly string[], due: Set<string>, now: Temporal.Instant): Promise<void> {
    const customers = new Set(due);
    for (const id of changed) {
      const migration = await this.#store.get('migrations', id);
      if (migration) customers.add(migration.customer);
    }
    const judged: Ranked[] = [];
    for (const customer of customers) {
      for (const one of together(await this.#store.list('migrations', { customer })))
        judged.push(this.#judge(one, now));
    }
    for (const one of judged) this.#place(one);
  }

  #judge(migration: Together, now: Temporal.Instant): Ranked {
    const { id, customer, owner, deputy } = migration;
    // One that is read before it is told stands last, and is judged again when it is.
    const order = this.#orders.get(id) ?? Number.MAX_SAFE_INTEGER;
    return { ...standing(migration, now), id, customer, owner, deputy, order };
  }

  #place(one: Ranked): void {
    const before = this.#known.get(one.id);
    this.#known.set(one.id, one);
    if (before) this.#sorted.splice(placeOf(this.#sorted, before), 1);
    this.#sorted.splice(placeOf(this.#sorted, one), 0, one);
  }
}

function inOrder(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.order - other.order || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** Where it stands in the list, or belongs. */
function placeOf(sorted: readonly Ranked[], one: Ranked): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other && inOrder(other, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
