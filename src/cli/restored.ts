import type { Customer } from '../domain/customer.js';
import type { Migration } from '../domain/migration.js';
import type { OutboxRow } from '../services/ports.js';
import type { Snapshot } from '../store/index.js';

type Collections = Snapshot['collections'];

export interface Restored {
  readonly collections: Collections;
  /** Posts that may have been made since the backup, or not. */
  readonly doubtful: number;
  /** Customers whose names were erased since the backup, which has them. */
  readonly forgotten: readonly string[];
}

/**
 * A backup as it goes on in today's world: channels keep what was posted in them since, and people what they read there. What is
 * known of that from the state that is replaced is taken over; of the rest nothing is posted blindly.
 *
 * - A post that has been made since is not made again.
 * - One of which nothing is known is `unknown`, as after a crash: where the platform can be read it is looked for first.
 * - An id that was given since is not given to something else.
 */
export function asRestored({ head, collections }: Snapshot, replaced: Collections | undefined): Restored {
  const posts = new Posts(collections, replaced);
  const before = rowsOf(collections);
  const known = new Set(before.map(({ id }) => id));
  const rows = before.map((row) => posts.restored(row, head.at));
  const outbox = [...rows, ...posts.since.filter(({ id }) => !known.has(id))];
  const doubtful = rows.filter((row, index) => row.status === 'unknown' && row !== before[index]).length;
  const settings = replaced ? withCounters(collections, replaced) : (collections.get('settings') ?? []);
  const restored = new Map([...collections, ['outbox', outbox], ['settings', settings]]);
  return { collections: restored, doubtful, forgotten: forgottenSince(collections, replaced) };
}

function forgottenSince(collections: Collections, replaced: Collections | undefined): string[] {
  const customersOf = (of: Collections | undefined) => (of?.get('customers') ?? []) as readonly Customer[];
  const forgotten = new Set(customersOf(replaced).flatMap(({ id, forgotten }) => (forgotten ? id : [])));
  return customersOf(collections).flatMap((one) => (forgotten.has(one.id) && !one.forgotten ? one.id : []));
}

/** What the state that is replaced knows of posts about what the backup has too. */
class Posts {
  readonly #now: ReadonlyMap<string, OutboxRow>;
  readonly since: readonly OutboxRow[];

  constructor(collections: Collections, replaced: Collections | undefined) {
    const things = new Set(thingsIn(collections).map(({ key }) => key));
    // The same id may stand for something else, of another Ferry or entered after the backup.
    const same = new Set(replaced ? thingsIn(replaced).flatMap(({ id, key }) => (things.has(key) ? id : [])) : []);
    const rows = replaced ? rowsOf(replaced).filter(({ subjects }) => subjects.every((id) => same.has(id))) : [];
    this.#now = new Map(rows.map((row) => [row.id, row]));
    // A card that the backup does not have stands in no channel of its migrations.
    this.since = rows.filter(({ kind, notice, status }) => {
      const isDerived = kind === 'reminder' || (kind === 'notice' && notice?.about !== 'request');
      return isDerived && (status === 'sent' || status === 'sending' || status === 'unknown');
    });
  }

  restored(row: OutboxRow, at: string | undefined): OutboxRow {
    const now = this.#now.get(row.id);
    if (now?.reference !== undefined) return row.kind === 'card' ? redrawn(row, now) : settled(row, now);
    const isOpen = row.status === 'waiting' || row.status === 'sending' || row.status === 'unknown';
    // An update shows the same however often it is made; a post that stopped is tried again by a start.
    if (row.reference !== undefined || !(isOpen || row.status === 'stopped')) return row;
    if (now?.status === 'waiting' || now?.status === 'stopped') return row;
    if (now?.status === 'dropped') return settled(row, now);
    return doubted(row, now?.tried?.at ?? row.tried?.at ?? latest(row.due, row.retryAt, at));
  }
}

/** It stands in its channel, perhaps with what was changed since: there it is drawn anew. */
function redrawn(row: OutboxRow, { reference, status, shown }: OutboxRow): OutboxRow {
  if (row.reference === reference && status === 'sent' && shown === row.shown) return row;
  const { tried: _tried, retryAt: _retryAt, shown: _shown, problem: _problem, ...rest } = row;
  return { ...rest, reference, attempts: 0, status: 'waiting' };
}

function settled(row: OutboxRow, { reference, status, problem }: OutboxRow): OutboxRow {
  const { tried: _tried, retryAt: _retryAt, ...rest } = row;
  return { ...rest, status, ...(reference === undefined ? {} : { reference }), ...(problem ? { problem } : {}) };
}

function doubted(row: OutboxRow, at: string): OutboxRow {
  const { retryAt: _retryAt, ...rest } = row;
  const tried = { at, ...(row.wanted === undefined ? {} : { wanted: row.wanted }) };
  return { ...rest, tried, status: 'unknown', problem: 'it may have been posted after the backup was made' };
}

/** What waited was posted after the backup, if it was. */
function latest(...moments: readonly (string | undefined)[]): string {
  const ms = moments.flatMap((moment) => (moment === undefined ? [] : Date.parse(moment)));
  return new Date(Math.max(...ms)).toISOString();
}

/** Migrations and their originals, by what makes each the same one. */
function thingsIn(collections: Collections): { id: string; key: string }[] {
  const migrations = (collections.get('migrations') ?? []) as readonly Migration[];
  return migrations.flatMap(({ id, createdAt, channel, originals }) => [
    { id, key: `${id} ${createdAt} ${channel}` },
    ...originals.map((original) => ({ id: original.id, key: `${original.id} ${createdAt} ${original.since}` })),
  ]);
}

function rowsOf(collections: Collections): readonly OutboxRow[] {
  return (collections.get('outbox') ?? []) as readonly OutboxRow[];
}

type Counters = { readonly id: string; readonly rev: number; readonly value: Readonly<Record<string, number>> };

function withCounters(collections: Collections, replaced: Collections): readonly Counters[] {
  const of = (from: Collections) => (from.get('settings') ?? []) as readonly Counters[];
  const later = of(replaced).find(({ id }) => id === 'counters');
  if (!later) return of(collections);
  const counters = of(collections).find(({ id }) => id === 'counters') ?? { id: 'counters', rev: 1, value: {} };
  const value = { ...counters.value };
  for (const [letter, given] of Object.entries(later.value)) value[letter] = Math.max(given, value[letter] ?? 0);
  return [...of(collections).filter(({ id }) => id !== 'counters'), { ...counters, value }];
}
