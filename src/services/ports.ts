import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { Answer } from '../domain/answer.js';
import { Day, Moment } from '../domain/calendar.js';
import { ChannelSettings } from '../domain/channel-settings.js';
import { Customer } from '../domain/customer.js';
import { Entry } from '../domain/history.js';
import { Language } from '../domain/language.js';
import { Migration } from '../domain/migration.js';
import { Notice } from '../domain/notice.js';
import { Identity, Person } from '../domain/person.js';
import { FindingName } from '../domain/refusal.js';
import { Request } from '../domain/request.js';
import { Json } from './json.js';

const PlainValue = z.union([
  z.string(),
  z.number(),
  z.object({ day: z.string() }),
  z.object({ moment: z.string() }),
  z.object({ amount: z.number(), currency: z.string().optional() }),
]);

const Finding = z.object({ name: FindingName, values: z.record(z.string(), PlainValue) });

const Refusal = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([PlainValue, z.object({ findings: z.array(Finding).readonly() }).readonly()])),
  offers: z.array(z.string()),
});

/** A delivery already dealt with, kept for 48 hours: what it was answered, or why it was refused. */
const Receipt = z.object({
  id: z.string(),
  rev: z.int().nonnegative(),
  at: Moment,
  /** The identity that asked: a question is answered by the one who was asked it. */
  by: z.string().optional(),
  answer: Answer.optional(),
  refusal: Refusal.optional(),
});

/** Something to be posted in a channel. It holds facts, never text, and is rendered when it is sent. */
export const OutboxRow = z.object({
  id: z.string(),
  rev: z.int().nonnegative(),
  kind: z.enum(['card', 'reminder', 'notice', 'digest']),
  destination: z.string(),
  /** Ids of what it is about, the migration first; of a digest none. */
  subjects: z.array(z.string()),
  due: Moment,
  /** A digest's local day, and the person who asked for one of her own. */
  day: Day.optional(),
  person: z.string().optional(),
  /** The digest, by its id, in which this is a line; it is not posted by itself. */
  digest: z.string().optional(),
  /** The row that says what this one was to say: it is not tried again once it is known that nothing was posted. */
  overtakenBy: z.string().optional(),
  /** Its migration lives in another channel by now, but an attempt to tell it here had begun: it is told here. */
  stays: z.literal(true).optional(),
  /** Of a card: the one in its former channel, which says where this one stands as soon as it does. */
  instead: z.string().optional(),
  /** It may have been posted at that moment already, where nobody can look, and says so. */
  doubted: Moment.optional(),
  /** A reminder's rung and day; it is dropped when they are no longer what is next. */
  reminder: z.object({ rung: z.string(), latest: z.string(), dueDay: z.string() }).optional(),
  /** A notice's subject: something that is told at once or in its own time, beside the ladder. */
  notice: Notice.optional(),
  /** A card's or a digest's revision that should be seen, and the one that is: updates coalesce to the latest. */
  wanted: z.int().optional(),
  shown: z.int().optional(),
  /** A digest's revision at which its latest line came: one that stands there but was not shown since has news. */
  grown: z.int().optional(),
  /** `told`: by its digest. `unsure`: perhaps posted, where nobody can look, and not tried again. */
  status: z.enum(['waiting', 'sending', 'unknown', 'sent', 'stopped', 'dropped', 'told', 'unsure']),
  attempts: z.int().nonnegative(),
  /** When the open attempt began; with `sending` it is the intent, on disk before the socket opens. */
  tried: z.object({ at: Moment, wanted: z.int().optional() }).optional(),
  retryAt: Moment.optional(),
  /** The platform's own name for the posted message. */
  reference: z.string().optional(),
  problem: z.string().max(500).optional(),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

/** The problem of a row that was dropped because of the state of that moment: if it is due again, it is entered anew. */
export const POINTLESS = 'no longer what is next';

/** What a migration was before its last change, so that it can be taken back; `id` is the migration's. */
const Undo = z.object({
  id: z.string(),
  rev: z.int().nonnegative(),
  /** The migration's revision after that change: another one now means that there is nothing to take back. */
  after: z.int(),
  /** The entry of the history, `M12@7`. */
  entry: z.string(),
  before: Migration,
});

/** A channel that Ferry has met, with what its platform needs to post there; null: nothing. */
const Channel = z.object({
  id: z.string(),
  rev: z.int().nonnegative(),
  reference: Json,
  /** How Ferry speaks there, where it is not as everywhere. */
  settings: ChannelSettings.optional(),
  /** It is the own conversation of this identity with Ferry: her language there, as her platform tells it. */
  alone: z.object({ identity: Identity, language: Language.optional() }).optional(),
  /** As people call it, `#moves`, where that has been heard. */
  name: z.string().max(200).optional(),
  /** The id of its latest digest: it is kept up to date where it stands. */
  digest: z.string().optional(),
});

const Setting = z.object({ id: z.string(), rev: z.int().nonnegative(), value: Json });

/** Every kind of record; all have an `id` and a `rev` that counts their changes. */
export const COLLECTIONS = {
  customers: Customer,
  people: Person,
  migrations: Migration,
  history: Entry,
  requests: Request,
  undos: Undo,
  outbox: OutboxRow,
  inbound: Receipt,
  channels: Channel,
  settings: Setting,
} as const;
export type Collection = keyof typeof COLLECTIONS;
export type Stored<C extends Collection> = z.infer<(typeof COLLECTIONS)[C]>;

export interface Reader {
  get<C extends Collection>(collection: C, id: string): Promise<Stored<C> | undefined>;
  /** All records whose fields equal those of `where`, in the order in which they were first put. */
  list<C extends Collection>(collection: C, where?: Partial<Stored<C>>): Promise<Stored<C>[]>;
}

export interface Transaction extends Reader {
  /**
   * Writes a record. `rev` is the revision that was read, 0 for a new one; another one in the store is a conflict, and
   * the work runs again. Answers the record with its new revision. Throws on a record that breaks its schema.
   */
  put<C extends Collection>(collection: C, record: Stored<C>): Promise<Stored<C>>;
  remove(collection: Collection, id: string): Promise<void>;
  /**
   * What the records of this change were before must not be kept: the change resolves when none of the store's files has it,
   * but for journals that are kept on purpose, or rejects with a `NotErasedError`.
   */
  erase(): Promise<void>;
}

/** Where everything is kept. Reads see committed records only. */
export interface Store extends Reader {
  /**
   * Runs `work` and commits all it put, or nothing. Resolves once that is on disk; rejects with what `work` threw, or with
   * a `StoreError`. Work may run more than once, so it has no effects but its puts.
   */
  change<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Tells `seen` the ids of all records there are, in the order in which they were first put, and from then on of those that
   * are put or removed: once that is on disk, and before the change resolves. An id may be told once too often. (In
   * PostgreSQL a NOTIFY in the transaction; after a lost connection all ids are told again.)
   */
  watch(collection: Collection, seen: (ids: readonly string[]) => void): Promise<void>;
}

/** The disk refused a change: nothing of it was kept, and reads go on. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** A change that erases is done, but a file still says what was erased: the disk did not let it be taken out yet. */
export class NotErasedError extends Error {
  override readonly name = 'NotErasedError';
}

/** Every wait and every "now" of the bot; the playground moves it. */
export interface Clock {
  now(): Temporal.Instant;
  /** Milliseconds that go on whatever is done to the clock. One that has them can be in doubt: only the system's. */
  monotonic?(): number;
  /** Runs `run` after `ms` milliseconds; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Resolves when everything else that waits has had its turn: what takes long asks for it. A clock that stands has none. */
  turn?(): Promise<void>;
}
