import { z } from 'zod';
import { Day, Moment } from './calendar.js';
import { plainOffer } from './offer.js';

/** Where the customer bought; it decides the route and how long service goes on after the end. */
export const Source = z.enum(['web-direct', 'open', 'open-value', 'ea', 'other-csp', 'own-legacy', 'unknown']);
export type Source = z.infer<typeof Source>;

export const Renewal = z.enum(['auto-renews', 'ends', 'unknown']);
export type Renewal = z.infer<typeof Renewal>;

/** The end-of-term instruction: it matters where the extended service term applies. */
export const TermEnd = z.enum(['renew', 'extended-term', 'cancel', 'unknown']);
export type TermEnd = z.infer<typeof TermEnd>;

const Seats = z.int().min(1).max(1_000_000);

/** A subscription that the customer has today and that CSP is to replace. */
export const Original = z.object({
  id: z.string().regex(/^M\d+\.\d+$/),
  offer: z.string().min(1).max(200),
  seats: Seats,
  /** Licences given to people; unknown is not 0. */
  assigned: z.int().min(0).max(1_000_000).optional(),
  /** The last day of service that is paid, inclusive, ending at 23:59:59 UTC. */
  expiresOn: Day,
  renewal: Renewal,
  boughtOn: Day.optional(),
  /** Per seat and month, in `currency`. */
  price: z.number().nonnegative().max(1_000_000).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  termEnd: TermEnd,
  addonOf: z.string().optional(),
  trial: z.boolean(),
  ended: z
    .object({
      /** `transferred`: it went on in CSP as it was, with its seats and its end. */
      how: z.enum(['expired', 'cancelled', 'transferred']),
      /** The last day of service; of a transfer, the day it was completed. */
      on: Day,
      /** The request by which a second person allowed it although seats were missing. */
      approval: z.string().optional(),
      /** The seats that were missing then: those people are not counted upon others' seats. */
      short: z.int().min(0).optional(),
    })
    .optional(),
  /** Nobody needs a replacement, and why: a statement someone made. */
  unneeded: z.string().min(1).max(2000).optional(),
  /** Terms that it renewed into although it was being moved. */
  renewals: z.array(z.object({ from: Day, until: Day })),
  /** Its next step is not spoken of before that day; another step, or another last day of it, is. */
  snooze: z
    .object({
      rung: z.string(),
      latest: Day,
      until: Day,
      reason: z.string().max(2000).optional(),
      /** A person's id. */
      by: z.string(),
      at: Moment,
      /** It was ended before its time: the step is not quiet any more, and spoken of again on that day at the latest. */
      ended: z.literal(true).optional(),
    })
    .optional(),
  /** When its ladder last changed: lead days before this moment are past and are not announced. */
  since: Moment,
});
export type Original = z.infer<typeof Original>;

/** The CSP subscription that takes over from one or more originals. */
export const Replacement = z.object({
  id: z.string().regex(/^M\d+\.R\d+$/),
  offer: z.string().min(1).max(200),
  seats: Seats,
  /** Active from this day, which may lie ahead: then it is only planned. */
  provisionedOn: Day,
  /** The instant of the order, if it is known. */
  orderedAt: Moment.optional(),
  /** The last day of its own term, if it was told: it renews by itself unless somebody sees to it. */
  expiresOn: Day.optional(),
  covers: z.array(z.string()).min(1),
});
export type Replacement = z.infer<typeof Replacement>;

/** Licences that must work: those assigned, or all seats while that is not known. */
export function seatsNeeded(original: Original): number {
  return original.assigned ?? original.seats;
}

export function isSameOffer(one: string, other: string): boolean {
  return plainOffer(one) === plainOffer(other);
}

export function isActive(replacement: Replacement, today: Day): boolean {
  return replacement.provisionedOn <= today;
}
