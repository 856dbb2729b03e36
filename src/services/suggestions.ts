import type { Customer } from '../domain/customer.js';
import type { Migration } from '../domain/migration.js';
import { isOpenRequest, type Request } from '../domain/request.js';
import type { Stage } from '../domain/stage.js';
import type { Original, Replacement } from '../domain/subscription.js';
import { CustomerNames, fitOf, typedWords } from './customer-names.js';
import { Likeliest } from './likeliest.js';
import { type OfferMeant, OfferTexts, offersInUse, offersMeant } from './offers-meant.js';
import type { Clock, Store } from './ports.js';
import type { Ranked, Standings } from './standings.js';

/** A migration that may be meant. */
export interface MigrationMeant {
  readonly id: string;
  readonly customer: Customer;
  readonly stage: Stage;
}

/** Something of a migration that may be meant. */
export interface PartMeant {
  readonly of: MigrationMeant;
  readonly part: Original | Replacement;
}

/** A request that waits, and whom it is about. */
export interface RequestMeant {
  readonly request: Request;
  readonly customer: Customer;
}

/** What may be meant by what is being typed, the likeliest first: as it stands in the lists, nothing is judged for it. */
export class Suggestions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #standings: Standings;
  readonly #names: CustomerNames;
  #rows: Row[] = [];
  #version = '';

  constructor(store: Store, clock: Clock, standings: Standings) {
    this.#store = store;
    this.#clock = clock;
    this.#standings = standings;
    this.#names = new CustomerNames(store);
  }

  /** By id, name or domain: where words begin so before where they only stand, open ones before others, by when to act. */
  async migrations(text: string, limit: number): Promise<MigrationMeant[]> {
    const words = typedWords(text);
    const found = new Likeliest<MigrationMeant>(words, limit);
    for (const row of await this.#each()) {
      const fit = fitOf(words, row.text);
      if (fit) found.add(meant(row), row.ranked.id, fit, row.ranked.isOpen);
      if (found.isFull) break;
    }
    return found.all();
  }

  /** Subscriptions, by their id, the customer and the offer; those to act on first in front. */
  async originals(text: string, limit: number): Promise<PartMeant[]> {
    return this.#parts(text, limit, ({ originals }) => originals);
  }

  /** The same with replacements. */
  async parts(text: string, limit: number): Promise<PartMeant[]> {
    return this.#parts(text, limit, ({ originals, replacements }) => [...originals, ...replacements]);
  }

  async #parts(
    text: string,
    limit: number,
    partsOf: (migration: Migration) => readonly (Original | Replacement)[],
  ): Promise<PartMeant[]> {
    const words = typedWords(text);
    const found = new Likeliest<PartMeant>(words, limit);
    const rows = await this.#each();
    const migrations = await this.#store.list('migrations');
    const offers = new OfferTexts(migrations, words);
    for (const row of rows) {
      const { id, order, isOpen } = row.ranked;
      // They are listed in the order in which they were entered.
      const migration = migrations[order];
      if (migration?.id !== id || !words.every((word) => row.text.includes(word) || offers.has(word))) continue;
      for (const part of partsOf(migration)) {
        const fit = fitOf(words, `${row.text} ${part.id.toLowerCase()}${offers.of(part.offer)}`);
        if (fit) found.add({ of: meant(row), part }, part.id, fit, isOpen && !('ended' in part && part.ended));
      }
      if (found.isFull) break;
    }
    return found.all();
  }

  /** Customers by name or domain; where nothing is typed, those for whom there is most to do. */
  async customers(text: string, limit: number): Promise<Customer[]> {
    const words = typedWords(text);
    const names = await this.#names.all();
    if (words.length === 0) {
      const open = (await this.#each()).filter(({ ranked }) => ranked.isOpen);
      return [...new Set(open.map(({ customer }) => customer))].slice(0, limit);
    }
    const found = new Likeliest<Customer>(words, limit);
    for (const { customer, text: its } of names.values()) {
      const fit = fitOf(words, its);
      if (fit) found.add(customer, customer.id, fit, true);
      if (found.isFull) break;
    }
    return found.all();
  }

  /** Offers that are in use here, the commonest first, and those that Ferry knows, by name, code or SKU. */
  async offers(text: string, limit: number): Promise<OfferMeant[]> {
    return offersMeant(typedWords(text), offersInUse(await this.#store.list('migrations')), limit);
  }

  /** Requests that wait for a second person. */
  async requests(text: string, limit: number): Promise<RequestMeant[]> {
    const words = typedWords(text);
    const now = this.#clock.now();
    const open = (await this.#store.list('requests')).filter((request) => isOpenRequest(request, now));
    const found = new Likeliest<RequestMeant>(words, limit);
    for (const request of open) {
      const migration = await this.#store.get('migrations', request.migration);
      const named = (await this.#names.all()).get(migration?.customer ?? '');
      const fit = named && fitOf(words, ` ${request.id} ${request.original}`.toLowerCase() + named.text);
      if (named && fit) found.add({ request, customer: named.customer }, request.id, fit, true);
    }
    return found.all();
  }

  /** Every migration whose customer may be named, the one to act on first in front; made anew only after a change. */
  async #each(): Promise<readonly Row[]> {
    const names = await this.#names.all();
    const standings = await this.#standings.at(this.#clock.now());
    const version = `${this.#names.version} ${this.#standings.version}`;
    if (version === this.#version) return this.#rows;
    this.#version = version;
    this.#rows = [];
    for (const ranked of standings) {
      const named = names.get(ranked.customer);
      if (!named) continue;
      const { customer, text } = named;
      this.#rows.push({ ranked, customer, text: ` ${ranked.id.toLowerCase()}${text}` });
    }
    return this.#rows;
  }
}

interface Row {
  readonly ranked: Ranked;
  readonly customer: Customer;
  readonly text: string;
}

function meant({ ranked, customer }: Row): MigrationMeant {
  return { id: ranked.id, customer, stage: ranked.stage };
}
