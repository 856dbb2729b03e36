import { z } from 'zod';
import { Day, Moment } from './calendar.js';
import { Language } from './language.js';
import { Original, Replacement, Source } from './subscription.js';

export const Route = z.enum(['manual', 'channel-transfer', 'partner-transfer', 'new-commerce']);
export type Route = z.infer<typeof Route>;

/** The usual way in for each source; each can also be moved by hand. */
export const ROUTES: Record<Source, Route> = {
  'web-direct': 'manual',
  open: 'manual',
  'open-value': 'manual',
  ea: 'channel-transfer',
  'other-csp': 'partner-transfer',
  'own-legacy': 'new-commerce',
  unknown: 'manual',
};

/** What is done outside Ferry on the routes that have steps of their own. */
export const RouteStep = z.enum(['scheduled', 'requested', 'lines', 'validated', 'started']);
export type RouteStep = z.infer<typeof RouteStep>;

/** One customer's move. It holds what happened; stage, next rung, overlap and warnings are derived, never stored. */
export const Migration = z.object({
  id: z.string().regex(/^M\d+$/),
  rev: z.int().nonnegative(),
  customer: z.string(),
  source: Source,
  route: Route,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** In which the customer is written to; else that of the country. */
  language: Language.optional(),
  /** When the Microsoft Customer Agreement was recorded: without it an order fails. */
  agreementOn: Day.optional(),
  /** The channel that its card and reminders are posted in. */
  channel: z.string().min(1),
  /** A person's id; without one nobody is reminded by name. */
  owner: z.string().optional(),
  /** Reminded in the owner's place while she is away. */
  deputy: z.string().optional(),
  /** When that last changed, also to nobody: what should have gone to a deputy before then does not. */
  deputySince: Moment.optional(),
  createdAt: Moment,
  /** Made by Ferry to be looked at, not a real customer. */
  sample: z.boolean(),
  invitation: z
    .object({
      sentOn: Day,
      link: z.url().max(2000).optional(),
      /** When that was told: chasing days before it are past. */
      recordedAt: Moment.optional(),
    })
    .optional(),
  acceptedOn: Day.optional(),
  declinedOn: Day.optional(),
  abandoned: z.object({ on: Day, reason: z.string().max(2000) }).optional(),
  /** What was done outside Ferry on the way of its route, by the day it was done. */
  steps: z.array(z.object({ name: RouteStep, on: Day })).default([]),
  /** People who have been given a licence of another offer so far. */
  licensesDone: z.int().min(0).max(1_000_000).default(0),
  originals: z.array(Original),
  replacements: z.array(Replacement),
  /** Numbers to be given next; they only grow, so that an id never names a second thing. */
  nextOriginal: z.int().positive(),
  nextReplacement: z.int().positive(),
});
export type Migration = z.infer<typeof Migration>;

/**
 * A migration with the customer's other ones beside it, because seats of one offer in one tenant are one pool. One without
 * them is judged alone.
 */
export type Moving = Migration & { readonly beside?: readonly Migration[] };

/** Ordering is possible: the customer has accepted, or is ours already and the route needs no new relationship. */
export function isAccepted({ acceptedOn, route }: Migration): boolean {
  return acceptedOn !== undefined || route === 'new-commerce';
}

export function findOriginal(migration: Migration, id: string): Original | undefined {
  return migration.originals.find((original) => original.id === id);
}

export function replacementsOf(migration: Migration, original: Original): Replacement[] {
  return migration.replacements.filter((replacement) => replacement.covers.includes(original.id));
}

/** Nobody works on it any more, so Ferry is silent about it: abandoned, declined. A finished one has nothing left to say. */
export function isGivenUp(migration: Migration): boolean {
  return migration.abandoned !== undefined || migration.declinedOn !== undefined;
}
