import { z } from 'zod';

/** The reseller's customer, one Microsoft tenant. */
export const Customer = z.object({
  id: z.string().regex(/^C\d+$/),
  rev: z.int().nonnegative(),
  name: z.string().min(1).max(200),
  /** The tenant's domain in lower case, if it was given as one. */
  domain: z.string().max(253).optional(),
});
export type Customer = z.infer<typeof Customer>;

/** What was typed as the customer, as a name and, when it looks like one, a domain. */
export function nameCustomer(typed: string): { name: string; domain?: string } {
  const name = typed.trim().replace(/\s+/g, ' ');
  const domain = /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u.test(name);
  // Lower case may be longer than what was typed.
  const lower = name.toLowerCase().slice(0, 200);
  return domain ? { name: lower, domain: lower } : { name };
}

export function isCalled(customer: Customer, typed: string): boolean {
  const wanted = sameName(typed);
  return sameName(customer.name) === wanted || (customer.domain !== undefined && customer.domain === wanted);
}

/** Names and offers are compared without regard to case, accents' encoding or runs of spaces. */
export function sameName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
