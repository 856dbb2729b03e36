import { z } from 'zod';
import { Day, Moment } from './calendar.js';

const Value = z.union([z.string(), z.number(), z.boolean()]).nullable();

/** What can happen to a migration. History keeps it, and the asker's answer is made from it. */
export const Happening = z.discriminatedUnion('did', [
  z.object({ did: z.literal('started'), customer: z.string(), source: z.string() }),
  z.object({ did: z.literal('added'), original: z.string(), offer: z.string(), seats: z.int(), expiresOn: Day }),
  z.object({
    did: z.literal('changed'),
    subject: z.string(),
    changes: z.array(z.object({ field: z.string(), from: Value, to: Value })).min(1),
  }),
  z.object({ did: z.literal('invited'), on: Day }),
  z.object({ did: z.literal('accepted'), on: Day }),
  z.object({ did: z.literal('declined'), on: Day }),
  z.object({
    did: z.enum(['provisioned', 'corrected']),
    replacement: z.string(),
    covers: z.array(z.string()),
    offer: z.string(),
    seats: z.int(),
    on: Day,
  }),
  z.object({
    did: z.literal('ended'),
    original: z.string(),
    how: z.enum(['expired', 'cancelled']),
    on: Day,
    daysLost: z.int(),
    unneeded: z.string().optional(),
  }),
  z.object({ did: z.literal('renewed'), original: z.string(), until: Day }),
  z.object({ did: z.literal('noted'), text: z.string() }),
  z.object({ did: z.literal('abandoned'), reason: z.string() }),
  z.object({ did: z.literal('resumed') }),
]);
export type Happening = z.infer<typeof Happening>;

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
