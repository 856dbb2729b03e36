import { REFERENCE } from '../domain/reference.js';
import type { Fit } from './customer-names.js';

/**
 * What was found, the likeliest first: the one that was named by its whole id, then by how they fit, then by whether they are
 * open, and else in the order in which they came.
 */
export class Likeliest<F> {
  readonly #limit: number;
  readonly #id: string | undefined;
  readonly #named: F[] = [];
  readonly #places: readonly [F[], F[], F[], F[]] = [[], [], [], []];

  constructor(words: readonly string[], limit: number) {
    this.#limit = limit;
    this.#id = words.find((word) => REFERENCE.test(word));
  }

  /** Nothing that comes can stand before what is there. */
  get isFull(): boolean {
    return this.#id === undefined && this.#places[0].length >= this.#limit;
  }

  add(one: F, id: string, fit: Fit, isOpen: boolean): void {
    if (id.toLowerCase() === this.#id) this.#named.push(one);
    else this.#places[fit === 'begins' ? (isOpen ? 0 : 1) : isOpen ? 2 : 3].push(one);
  }

  all(): F[] {
    return [...this.#named, ...this.#places.flat()].slice(0, this.#limit);
  }
}
