import { z } from 'zod';
import { Day, Moment } from './calendar.js';
import { RouteStep } from './migration.js';
import { Check } from './refusal.js';

const Value = z.union([z.string(), z.number(), z.boolean()]).nullable();

const Amount = z.object({ amount: z.number(), currency: z.string().optional() });

const Done = z.discriminatedUnion('did', [
  z.object({ did: z.literal('started'), customer: z.string(), source: z.string() }),
  z.object({ did: z.literal('added'), original: z.string(), offer: z.string(), seats: z.int(), expiresOn: Day }),
  z.object({
    did: z.literal('changed'),
    subject: z.string(),
    changes: z.array(z.object({ field: z.string(), from: Value, to: Value })).min(1),
  }),
  z.object({ did: z.literal('invited'), on: Day }),
  z.object({ did: z.literal('accepted'), on: Day, agreementOn: Day.optional() }),
  z.object({ did: z.literal('declined'), on: Day }),
  z.object({
    did: z.enum(['provisioned', 'corrected']),
    replacement: z.string(),
    covers: z.array(z.string()),
    offer: z.string(),
    seats: z.int(),
    on: Day,
    /** What was told with it about the order, and about the end of the replacement's own term; null: taken away. */
    orderedAt: Moment.nullable().optional(),
    expiresOn: Day.nullable().optional(),
    /** What was found before the order, and overridden. */
    despite: z.array(Check).optional(),
  }),
  z.object({ did: z.literal('removed'), subject: z.string(), offer: z.string() }),
  z.object({
    did: z.literal('ended'),
    original: z.string(),
    how: z.enum(['expired', 'cancelled', 'transferred']),
    on: Day,
    daysLost: z.int(),
    /** What those days cost, where the price is known. */
    moneyLost: Amount.optional(),
    unneeded: z.string().optional(),
    /** Seats were missing, and two people said so all the same. */
    approval: z.object({ request: z.string(), reason: z.string(), by: z.string() }).optional(),
  }),
  z.object({ did: z.literal('renewed'), original: z.string(), until: Day }),
  z.object({
    did: z.literal('requested'),
    request: z.string(),
    original: z.string(),
    on: Day,
    missing: z.int(),
    reason: z.string(),
  }),
  z.object({ did: z.enum(['rejected', 'withdrawn']), request: z.string(), original: z.string() }),
  z.object({ did: z.literal('stepped'), step: RouteStep, on: Day.nullable() }),
  z.object({ did: z.literal('licensed'), done: z.int(), total: z.int() }),
  /** `to`: a person's name, null for nobody. */
  z.object({ did: z.literal('assigned'), as: z.enum(['owner', 'deputy']), to: z.string().nullable() }),
  /** Its next step is quiet until a day; null: not any more. */
  z.object({
    did: z.literal('snoozed'),
    originals: z.array(z.string()).min(1),
    until: Day.nullable(),
    reason: z.string().optional(),
  }),
  /** Its card, its reminders and its notices live in another channel from then on; `name`: as people call that, where it is known. */
  z.object({ did: z.literal('moved'), from: z.string(), to: z.string(), name: z.string().optional() }),
  z.object({ did: z.literal('forgotten') }),
  z.object({ did: z.literal('noted'), text: z.string() }),
  z.object({ did: z.literal('abandoned'), reason: z.string() }),
  z.object({ did: z.literal('resumed') }),
]);

/** What can happen to a migration. History keeps it, and the asker's answer is made from it. */
export const Happening = z.discriminatedUnion('did', [Done, z.object({ did: z.literal('undone'), what: Done })]);
export type Happening = z.infer<typeof Happening>;

/** Not a start, nor what a second person decided, nor a taking back, nor what was erased, nor where it lives: posts stay posted. */
const FINAL: ReadonlySet<Happening['did']> = new Set([
  'started',
  'rejected',
  'withdrawn',
  'undone',
  'forgotten',
  'moved',
]);

/** Whether `undo` can take it back, as long as it is the last. */
export function canBeTakenBack({ did }: Happening): boolean {
  return !FINAL.has(did);
}

/** One entry per change: when, who, from where, what. Its id is the migration's id and revision, `M12@7`. */
export const Entry = z.object({
  id: z.string(),
  rev: z.int().nonnegative(),
  migration: z.string(),
  /** The migration's revision after the change. */
  at: Moment,
  /** A person's id, or `clock`. */
  by: z.string(),
  from: z.string(),
  what: Happening,
});
export type Entry = z.infer<typeof Entry>;
