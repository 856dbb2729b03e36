import type { Temporal } from 'temporal-polyfill';
import type { Migration } from '../domain/migration.js';
import type { Notice } from '../domain/notice.js';
import { dropOvertakenLines, LATER, moveLines, refreshDigest } from './digests.js';
import type { OutboxRow, Reader, Store, Transaction } from './ports.js';
import { tellElsewhere } from './told-there.js';

/** What became of one attempt to post. */
export type Attempt =
  | { readonly kind: 'sent'; readonly reference: string }
  | { readonly kind: 'not-sent'; readonly reason: string; readonly retryAt: Temporal.Instant }
  | { readonly kind: 'gone' | 'stop' | 'unknown' | 'absent' | 'dropped'; readonly reason: string }
  /** Nobody can look whether it was posted: it is posted once more, and says so; or it is left at that. */
  | { readonly kind: 'again' | 'unsure'; readonly reason: string };

/** Asks for the migration's card to be posted, or redrawn where it stands, in the same transaction as the change. */
export async function queueCard(
  tx: Transaction,
  migration: Pick<Migration, 'id' | 'channel' | 'rev'>,
  now: Temporal.Instant,
): Promise<void> {
  const id = cardId(migration.id, migration.channel);
  const row = await tx.get('outbox', id);
  if (!row) {
    await tx.put('outbox', {
      id,
      rev: 0,
      kind: 'card',
      destination: migration.channel,
      subjects: [migration.id],
      due: now.toString(),
      wanted: migration.rev,
      status: 'waiting',
      attempts: 0,
    });
    return;
  }
  // An open attempt keeps its status, so that its outcome is still known to be open; it is redrawn when that is settled.
  const open = row.status === 'sending' || row.status === 'unknown';
  // More than an attempt under way has in hand: as the card of a former channel it was redrawn without a change.
  const wanted = Math.max(migration.rev, (row.wanted ?? 0) + 1);
  const { shown: _shown, retryAt: _retryAt, ...kept } = row;
  await tx.put('outbox', { ...kept, wanted, attempts: 0, status: open ? row.status : 'waiting' });
}

function cardId(migration: string, channel: string): string {
  return `card ${migration} ${channel}`;
}

/** Asks for a notice to be posted in the migration's channel, once; answers whether it is new. */
export async function queueNotice(
  tx: Transaction,
  migration: Migration,
  notice: Notice,
  subjects: readonly string[],
  due: Temporal.Instant,
): Promise<boolean> {
  const id = noticeId(migration, notice, subjects);
  if (await tx.get('outbox', id)) return false;
  const row = { rev: 0, kind: 'notice', destination: migration.channel, status: 'waiting', attempts: 0 } as const;
  await tx.put('outbox', { id, ...row, subjects: [...subjects], due: due.toString(), notice });
  return true;
}

/** What identifies a notice for ever: the same subject, occasion and place is the same notice. */
export function noticeId(migration: Pick<Migration, 'channel'>, notice: Notice, subjects: readonly string[]): string {
  return ['notice', ...subjects, notice.about, ...occasionOf(notice), migration.channel].join(' ');
}

/** In an order that is kept for ever: ids of rows are made of it. */
function occasionOf(notice: Notice): readonly (string | number)[] {
  switch (notice.about) {
    case 'invitation':
      return [notice.sentOn, notice.days];
    case 'incident':
      return [notice.what, notice.since];
    case 'incident-open':
      return [notice.what, notice.since, notice.day, notice.to];
    case 'request':
      return [notice.request];
    case 'unreachable':
      return [notice.channel, notice.day, notice.person];
    case 'welcome':
      return [];
  }
}

/** The migration and the original that a row is about if it tells of an incident, by the row's id. */
export function incidentOf(id: string): { readonly migration: string; readonly original: string } | undefined {
  const [, migration, original] = /^notice (\S+) (\S+) incident(?:-open)? /.exec(id) ?? [];
  return migration === undefined || original === undefined ? undefined : { migration, original };
}

/** The original that a row is about if it is a reminder, by the row's id. */
export function reminderOf(id: string): string | undefined {
  return /^reminder (\S+) /.exec(id)?.[1];
}

/** Those whose attempt has begun come first. */
const OPEN = ['sending', 'unknown', 'waiting'] as const;

/** Rows with something left to do, oldest first. Sent ones are kept for ever, so they are not gone through. */
export async function openRows(reader: Reader, where: Partial<OutboxRow> = {}): Promise<OutboxRow[]> {
  const rows = await Promise.all(OPEN.map((status) => reader.list('outbox', { ...where, status })));
  return rows.flat().sort((one, other) => (one.due < other.due ? -1 : one.due > other.due ? 1 : 0));
}

/** The rows on their way to the channels, and what became of each. */
export class Outbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Rows with something left to do, of one channel or of all, oldest first. */
  async open(destination?: string): Promise<OutboxRow[]> {
    return openRows(this.#store, destination === undefined ? {} : { destination });
  }

  async byId(id: string): Promise<OutboxRow | undefined> {
    return this.#store.get('outbox', id);
  }

  /** The card of a migration where it lives. */
  async card({ id, channel }: Pick<Migration, 'id' | 'channel'>): Promise<OutboxRow | undefined> {
    return this.byId(cardId(id, channel));
  }

  /** Rows that their channel refuses, of one channel or of all. */
  async stopped(destination?: string): Promise<OutboxRow[]> {
    return this.#store.list('outbox', { status: 'stopped', ...(destination === undefined ? {} : { destination }) });
  }

  /** How many posts are refused by their channel, or of unknown fate. */
  async troubled(): Promise<number> {
    const rows = await Promise.all(
      (['stopped', 'unknown', 'unsure'] as const).map((status) => this.#store.list('outbox', { status })),
    );
    return rows.flat().length;
  }

  /** Writes the intent to send; undefined when the row has meanwhile been dealt with. */
  async begin(id: string, now: Temporal.Instant): Promise<OutboxRow | undefined> {
    return this.#store.change(async (tx) => {
      const row = await tx.get('outbox', id);
      if (row?.status !== 'waiting') return undefined;
      const tried = { at: now.toString(), ...(row.wanted === undefined ? {} : { wanted: row.wanted }) };
      return tx.put('outbox', { ...row, status: 'sending', attempts: row.attempts + 1, tried });
    });
  }

  /** Writes the outcome of the open attempt. */
  async settle(id: string, attempt: Attempt): Promise<void> {
    await this.#store.change(async (tx) => {
      const row = await tx.get('outbox', id);
      if (!row) return;
      if (attempt.kind === 'stop' && (await tellElsewhere(tx, row))) return;
      await putSettled(tx, await withoutFormer(tx, settled(row, attempt)));
    });
  }
}

/**
 * Asks for the card where its migration is to live from now on, before that is saved; the one in the former channel says
 * so at once, and where to as soon as the new one stands.
 */
export async function moveCard(
  tx: Transaction,
  { id, channel, rev }: Migration,
  to: string,
  now: Temporal.Instant,
): Promise<void> {
  const former = await tx.get('outbox', cardId(id, channel));
  if (former && isCertainlyAbsent(former)) await tx.remove('outbox', former.id);
  else if (former) await redraw(tx, former);
  const next = { id, channel: to, rev: rev + 1 };
  await queueCard(tx, next, now);
  const row = await tx.get('outbox', cardId(id, to));
  if (row && former && !isCertainlyAbsent(former)) await tx.put('outbox', { ...row, instead: former.id });
}

function isCertainlyAbsent({ reference, status }: OutboxRow): boolean {
  return reference === undefined && (status === 'waiting' || status === 'stopped' || status === 'dropped');
}

/** As it stands, but for what it is to show. */
async function redraw(tx: Transaction, row: OutboxRow): Promise<void> {
  const { retryAt: _retryAt, instead: _instead, ...kept } = row;
  const wanted = (row.wanted ?? 0) + 1;
  const stands = row.reference !== undefined && (row.status === 'sent' || row.status === 'waiting');
  await tx.put('outbox', { ...kept, wanted, attempts: 0, status: stands ? 'waiting' : row.status });
}

/** A card that stands now: the one in its former channel can lead to it. */
async function withoutFormer(tx: Transaction, row: OutboxRow): Promise<OutboxRow> {
  if (row.instead === undefined || row.reference === undefined) return row;
  const { instead, ...rest } = row;
  const former = await tx.get('outbox', instead);
  if (former?.reference !== undefined) await redraw(tx, former);
  return rest;
}

/** One that another has overtaken is not tried again: the other says what it did not. */
async function putSettled(tx: Transaction, row: OutboxRow): Promise<void> {
  const { overtakenBy, ...settled } = row;
  const isOver = row.reference === undefined && (row.status === 'waiting' || row.status === 'unsure');
  if (overtakenBy === undefined || !isOver) {
    // What is known to stand there has not been overtaken.
    await tx.put('outbox', row.status === 'sent' ? settled : row);
    if (isOver && row.kind === 'digest') await dropOvertakenLines(tx, row.id);
    return;
  }
  await tx.put('outbox', { ...settled, status: 'dropped', problem: LATER });
  if (row.kind !== 'digest') return;
  await moveLines(tx, row.id, overtakenBy, row.doubted ?? (row.status === 'unsure' ? row.tried?.at : undefined));
  const digest = await tx.get('outbox', overtakenBy);
  if (digest) await refreshDigest(tx, digest);
}

function settled(row: OutboxRow, attempt: Attempt): OutboxRow {
  const { tried, problem: _problem, retryAt: _retryAt, ...rest } = row;
  const reason = 'reason' in attempt ? { problem: attempt.reason.slice(0, 500) } : {};
  switch (attempt.kind) {
    case 'sent': {
      const shown = tried?.wanted === undefined ? {} : { shown: tried.wanted };
      const more = row.wanted !== undefined && row.wanted !== tried?.wanted;
      return { ...rest, ...shown, reference: attempt.reference, attempts: 0, status: more ? 'waiting' : 'sent' };
    }
    case 'not-sent':
      return { ...rest, ...reason, retryAt: attempt.retryAt.toString(), status: 'waiting' };
    case 'gone': {
      const { reference: _reference, ...unposted } = rest;
      // Whoever removed a digest has read what it showed; a card is the migration's only one.
      const isRead = row.kind === 'digest' && (row.grown ?? 0) <= (row.shown ?? 0);
      return { ...unposted, ...reason, status: isRead ? 'dropped' : 'waiting' };
    }
    case 'absent':
      return { ...rest, ...reason, status: 'waiting' };
    case 'stop':
      return { ...rest, ...reason, status: 'stopped' };
    case 'dropped':
      return { ...rest, ...reason, status: 'dropped' };
    case 'unknown':
    case 'unsure':
      return { ...rest, ...reason, ...(tried ? { tried } : {}), status: attempt.kind };
    case 'again':
      return { ...rest, ...reason, ...(tried ? { doubted: tried.at } : {}), status: 'waiting' };
  }
}
