import { z } from 'zod';
import { REFERENCE } from './reference.js';

/** The reseller's customer, one Microsoft tenant. */
export const Customer = z.object({
  id: z.string().regex(/^C\d+$/),
  rev: z.int().nonnegative(),
  name: z.string().min(1).max(200),
  /** The tenant's domain in lower case, if it was given as one. */
  domain: z.string().max(253).optional(),
  /** Its name and domain were erased: `name` is its id. */
  forgotten: z.boolean().optional(),
});
export type Customer = z.infer<typeof Customer>;

/**
 * What was typed as the customer, as a name and, when it looks like one, a domain; undefined when it names nobody or
 * looks like a migration's id, which no name could be told from.
 */
export function nameCustomer(typed: string): { name: string; domain?: string } | undefined {
  const name = visible(typed).slice(0, 200);
  if (sameName(name) === '' || REFERENCE.test(name)) return undefined;
  const lower = sameName(name).slice(0, 200);
  return DOMAIN.test(lower) ? { name: lower, domain: lower } : { name };
}

const DOMAIN = /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;

/** Without characters that nobody sees (a zero-width space makes two customers of one) and runs of spaces; joiners stay. */
function visible(text: string): string {
  return text
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .trim()
    .replace(/\s+/g, ' ');
}

export function isCalled(customer: Customer, typed: string): boolean {
  const wanted = sameName(typed);
  return sameName(customer.name) === wanted || (customer.domain !== undefined && customer.domain === wanted);
}

/** Names and offers are compared without regard to case, encoding, unseen characters, or how an address was pasted. */
export function sameName(name: string): string {
  const known = plainNames.get(name);
  if (known !== undefined) return known;
  if (plainNames.size >= MOST_NAMES) plainNames.clear();
  const lower = visible(name.normalize('NFKC')).toLowerCase();
  const plain = lower.replace(/^https?:\/\//, '').replace(/[./]+$/, '');
  plainNames.set(name, plain);
  return plain;
}

/** Every list compares the same few offers thousands of times. */
const plainNames = new Map<string, string>();
const MOST_NAMES = 5_000;
