import type { Money } from './refusal.js';
import type { Original } from './subscription.js';

/** Prices are per seat and month, and a year has 365 days: what Ferry says of money is an estimate. */
const DAYS_PER_MONTH = 365 / 12;

/** What an original costs in so many days; undefined while its price is not known. */
export function costOf({ seats, price, currency }: Original, days: number): Money | undefined {
  if (price === undefined) return undefined;
  const amount = Math.round((100 * seats * price * days) / DAYS_PER_MONTH) / 100;
  return currency === undefined ? { amount } : { amount, currency };
}
