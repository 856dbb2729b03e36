import { sameName } from '../domain/customer.js';
import type { Migration } from '../domain/migration.js';
import { OFFER_NAMES, plainOffer } from '../domain/offer.js';
import { SKUS } from '../domain/skus.js';
import { fitOf, searched } from './customer-names.js';

/** An offer as it would be typed. */
export interface OfferMeant {
  readonly offer: string;
  /** What else stands for it: its code, or the name that it shares with others. */
  readonly known: string | undefined;
}

interface Searched extends OfferMeant {
  readonly text: string;
}

/** Offers of a list of migrations as they were typed, the commonest first. */
export function offersInUse(migrations: readonly Migration[]): string[] {
  const counts = new Map<string, number>();
  for (const { originals, replacements } of migrations) {
    for (const { offer } of originals) counts.set(offer, (counts.get(offer) ?? 0) + 1);
    for (const { offer } of replacements) counts.set(offer, (counts.get(offer) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([offer]) => offer);
}

/** The offers of a list of migrations as they are searched, and whether a word could be of one, or of an id. */
export class OfferTexts {
  readonly #texts = new Map<string, string>();
  readonly #words: ReadonlySet<string>;

  constructor(migrations: readonly Migration[], words: readonly string[]) {
    const all =
      words.length === 0
        ? ''
        : offersInUse(migrations)
            .map((offer) => this.of(offer))
            .join('');
    this.#words = new Set(words.filter((word) => all.includes(word) || PART.test(word)));
  }

  of(offer: string): string {
    const known = this.#texts.get(offer) ?? searched(offer);
    this.#texts.set(offer, known);
    return known;
  }

  has(word: string): boolean {
    return this.#words.has(word);
  }
}

/** Some of the id of an original or a replacement that is not of its migration's. */
const PART = /\d\.|\.(r|\d)/;

/** Those that fit the words, each once: of those that fit as well as each other, what is in use comes first. */
export function offersMeant(words: readonly string[], inUse: readonly string[], limit: number): OfferMeant[] {
  const shipped = shippedOffers();
  const own = inUse.map((offer) => shipped.get(sameName(offer)) ?? { offer, known: undefined, text: searched(offer) });
  const once = new Map([...own, ...shipped.values()].map((one) => [sameName(one.offer), one]));
  const begins: OfferMeant[] = [];
  const inside: OfferMeant[] = [];
  for (const { text, ...one } of once.values()) {
    const fit = fitOf(words, text);
    if (fit !== undefined) (fit === 'begins' ? begins : inside).push(one);
  }
  return [...begins, ...inside].slice(0, limit);
}

let shippedOnce: ReadonlyMap<string, Searched> | undefined;

/** What Ferry knows, the best known first, by name as it is compared; made when first asked for. */
function shippedOffers(): ReadonlyMap<string, Searched> {
  if (shippedOnce) return shippedOnce;
  const found = new Map<string, Searched>();
  const add = (offer: string, known: string | undefined, ...more: readonly string[]) => {
    const key = sameName(offer);
    if (!found.has(key)) found.set(key, { offer, known, text: searched(offer, known, ...more) });
  };
  const skus = new Map(SKUS.map((sku) => [sku.id, sku]));
  for (const offer of OFFER_NAMES) {
    const sku = skus.get(plainOffer(offer));
    add(offer, sku?.code, ...(sku ? [sku.id, sku.name, ...sku.also, ...sku.before] : []));
    if (sku) skus.delete(sku.id);
  }
  for (const { id, code, name, isShared, also, before } of skus.values()) {
    if (isShared) add(code, name, id);
    else add(name, code, id, ...also, ...before);
  }
  shippedOnce = found;
  return found;
}
