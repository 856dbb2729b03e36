import { type Customer, sameName } from '../domain/customer.js';
import type { Store } from './ports.js';

/** A customer with her names as they are searched. */
export interface Named {
  readonly customer: Customer;
  readonly text: string;
}

/** More is not looked for: no name is longer. */
const MOST_TYPED = 200;
const MOST_WORDS = 8;
/** More that have changed are read all at once. */
const FEW = 100;

/** What is being typed, word by word, as names are compared. */
export function typedWords(text: string): string[] {
  const words = sameName(text.slice(0, MOST_TYPED)).split(' ');
  return words.filter((word) => word !== '').slice(0, MOST_WORDS);
}

/** Texts as they are searched, with a space in front of each word: of `north-contoso.com` also of its parts. */
export function searched(...texts: readonly (string | undefined)[]): string {
  return texts
    .flatMap((text) => (text === undefined ? [] : sameName(text)))
    .map((text) => ` ${text} ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')}`)
    .join('');
}

export type Fit = 'begins' | 'inside';

/** Whether every word begins one of the text, or stands in it at all; undefined: neither. */
export function fitOf(words: readonly string[], text: string): Fit | undefined {
  if (!words.every((word) => text.includes(word))) return undefined;
  return words.every((word) => text.includes(` ${word}`)) ? 'begins' : 'inside';
}

/** Every customer by id, at hand to be searched; those that were forgotten are not among them. */
export class CustomerNames {
  readonly #store: Store;
  /** Counts up whenever a name may be another one. */
  version = 0;
  readonly #changed = new Set<string>();
  readonly #named = new Map<string, Named>();
  #watching: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** It lives on: to be gone through before anything else is awaited. */
  async all(): Promise<ReadonlyMap<string, Named>> {
    this.#watching ??= this.#watch();
    await this.#watching;
    // One at a time: what one has taken up is not there before it is done.
    const noted = this.#last.then(() => (this.#changed.size > 0 ? this.#note() : undefined));
    this.#last = noted.catch(() => undefined);
    await noted;
    return this.#named;
  }

  #watch(): Promise<void> {
    const seen = (ids: readonly string[]) => {
      for (const id of ids) this.#changed.add(id);
    };
    return this.#store.watch('customers', seen).catch((error: unknown) => {
      // The next question tries again.
      this.#watching = undefined;
      throw error;
    });
  }

  async #note(): Promise<void> {
    const changed = [...this.#changed];
    // What changes from here on is told again.
    this.#changed.clear();
    try {
      const all = changed.length > FEW ? await this.#store.list('customers') : await this.#read(changed);
      const found = new Map(all.map((customer) => [customer.id, customer]));
      for (const id of changed) this.#enter(id, found.get(id));
      this.version += 1;
    } catch (error) {
      for (const id of changed) this.#changed.add(id);
      throw error;
    }
  }

  async #read(ids: readonly string[]): Promise<Customer[]> {
    const found = await Promise.all(ids.map((id) => this.#store.get('customers', id)));
    return found.filter((customer) => customer !== undefined);
  }

  #enter(id: string, customer: Customer | undefined): void {
    if (!customer || customer.forgotten) this.#named.delete(id);
    else this.#named.set(id, { customer, text: searched(customer.name, customer.domain) });
  }
}
