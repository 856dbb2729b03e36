import { distance } from 'fastest-levenshtein';
import type { Temporal } from 'temporal-polyfill';
import { nameCustomer, sameName } from '../domain/customer.js';
import { UserError } from '../domain/refusal.js';
import { isOpen, together } from './lookup.js';
import type { Reader } from './ports.js';

/** So many are offered at most. */
const OFFERED = 3;
/** In a shorter word another letter makes another name. */
const LONG_WORD = 6;

/**
 * Asks whether a new customer is not one with an open migration whose name differs in its domain's ending alone, or by one slip
 * of the fingers; undefined: none is. A list of real customers goes through: numbers and short words tell customers apart.
 */
export async function isItAnother(
  reader: Reader,
  typed: string,
  insist: string,
  now: Temporal.Instant,
): Promise<UserError | undefined> {
  const name = shapeOf(typed);
  const found: { id: string; name: string }[] = [];
  for (const customer of await reader.list('customers')) {
    if (found.length === OFFERED) break;
    if (customer.forgotten || ![customer.name, customer.domain ?? ''].some((one) => isNear(name, one))) continue;
    const open = together(await reader.list('migrations', { customer: customer.id })).find((one) => isOpen(one, now));
    if (open) found.push({ id: open.id, name: customer.name });
  }
  if (found.length === 0) return undefined;
  const suggestions = found.map((one) => `${one.name} (${one.id})`).join(', ');
  return new UserError('start-near', { value: typed, suggestions }, [...found.map(({ id }) => `show ${id}`), insist]);
}

interface Shape {
  /** Without the ending of a domain. */
  readonly name: string;
  readonly ending: string;
}

/** `contoso.com` has the ending `.com`, and `contoso.co.uk` `.co.uk`. */
function shapeOf(typed: string): Shape {
  const known = sameName(typed);
  if (nameCustomer(known)?.domain === undefined) return { name: known, ending: '' };
  const parts = known.split('.');
  const isCountry = parts.at(-1)?.length === 2;
  const end = isCountry && parts.length > 2 && (parts.at(-2)?.length ?? 0) <= 3 ? -2 : -1;
  return { name: parts.slice(0, end).join('.'), ending: parts.slice(end).join('.') };
}

function isNear(typed: Shape, other: string): boolean {
  // One slip leaves one of the first two letters; there may be thousands of customers.
  const start = sameName(other);
  if (![...typed.name.slice(0, 2)].some((letter) => start.slice(0, 2).includes(letter))) return false;
  const known = shapeOf(other);
  if (known.name === typed.name) return true;
  if (known.ending !== typed.ending && known.ending !== '' && typed.ending !== '') return false;
  const [words, others] = [wordsOf(typed.name), wordsOf(known.name)];
  if (words.length !== others.length) return false;
  const different = words.flatMap((word, index) =>
    word === others[index] ? [] : [[word, others[index] ?? ''] as const],
  );
  const [pair, ...more] = different;
  return pair === undefined || (more.length === 0 && isSlip(...pair));
}

function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+/u);
}

/** One letter too many, too few or another one, or two that have changed places. */
function isSlip(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < LONG_WORD || Math.abs(one.length - other.length) > 1) return false;
  if (/\p{N}/u.test(one + other)) return false;
  return distance(one, other) === 1 || isSwap(one, other);
}

function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const swapped = `${one.slice(0, at)}${one[at + 1] ?? ''}${one[at] ?? ''}${one.slice(at + 2)}`;
  return at >= 0 && swapped === other;
}
