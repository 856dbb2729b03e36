import type { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { OutboxRow, Reader, Transaction } from './ports.js';

/** What identifies a digest for ever: one channel, one day. */
function digestId(destination: string, day: Day): string {
  return `digest ${destination} ${day}`;
}

/** What could not be posted in days is said once, by the latest. */
export const LATER = 'a later one took its place';

/**
 * The channel's digest of the day, begun or brought up to date. What earlier ones were to tell and surely did not, or where
 * nobody can look perhaps did not, becomes part of it. Answers its id.
 */
export async function openDigest(
  tx: Transaction,
  destination: string,
  day: Day,
  now: Temporal.Instant,
): Promise<string> {
  const id = digestId(destination, day);
  const row = await tx.get('outbox', id);
  // Its new line is part of the revision that is drawn next.
  if (row) await refreshDigest(tx, { ...row, grown: (row.wanted ?? 0) + 1 });
  else
    await tx.put('outbox', {
      id,
      rev: 0,
      kind: 'digest',
      destination,
      subjects: [],
      day,
      due: now.toString(),
      wanted: 1,
      status: 'waiting',
      attempts: 0,
    });
  for (const earlier of await unpostedDigests(tx, destination)) if (earlier.id !== id) await overtake(tx, earlier, id);
  const channel = (await tx.get('channels', destination)) ?? { id: destination, rev: 0, reference: null };
  if (channel.digest !== id) await tx.put('channels', { ...channel, digest: id });
  return id;
}

/** What one person was to be told on an earlier day and was not is told by a later one: a day that is over is no news. */
export async function dropEarlier(
  tx: Transaction,
  destination: string,
  isSame: (row: OutboxRow) => boolean,
): Promise<void> {
  for (const status of ['waiting', 'stopped'] as const) {
    for (const row of await tx.list('outbox', { destination, status })) if (isSame(row)) await drop(tx, row);
  }
}

/** Those of a channel, not of persons, of which it is not known that they stand there. */
async function unpostedDigests(reader: Reader, destination: string): Promise<OutboxRow[]> {
  const rows = await Promise.all(
    (['waiting', 'sending', 'unknown', 'unsure', 'stopped'] as const).map((status) =>
      reader.list('outbox', { destination, status }),
    ),
  );
  return rows.flat().filter(({ kind, person, reference }) => kind === 'digest' && !person && reference === undefined);
}

async function overtake(tx: Transaction, earlier: OutboxRow, by: string): Promise<void> {
  const { status, tried } = earlier;
  if (status === 'sending' || status === 'unknown') {
    // Its lines go on when it is known that it was not posted.
    await tx.put('outbox', { ...earlier, overtakenBy: by });
    return;
  }
  const doubted = earlier.doubted ?? (status === 'unsure' ? tried?.at : undefined);
  await moveLines(tx, earlier.id, by, doubted);
  await tx.put('outbox', { ...earlier, status: 'dropped', problem: LATER });
}

/** Lets another digest tell what this one did not. `doubted`: it may have told it at that moment all the same. */
export async function moveLines(tx: Transaction, from: string, to: string, doubted: string | undefined): Promise<void> {
  for (const line of await linesOf(tx, from)) {
    const isOver = line.overtakenBy !== undefined || (await isToldIn(tx, to, line));
    if (isOver) await drop(tx, line);
    else await tx.put('outbox', { ...line, digest: to, ...(doubted === undefined ? {} : { doubted }) });
  }
}

/** It is known that a digest does not stand there: what later rows have told meanwhile is no part of it any more. */
export async function dropOvertakenLines(tx: Transaction, digest: string): Promise<void> {
  for (const line of await linesOf(tx, digest)) if (line.overtakenBy !== undefined) await drop(tx, line);
}

/** What one change does to digests, which may be thousands of lines: each is opened, and its lines are read, once. */
export class DigestDesk {
  readonly #tx: Transaction;
  readonly #now: Temporal.Instant;
  readonly #opened = new Map<string, string>();
  readonly #unposted = new Map<string, readonly OutboxRow[]>();
  readonly #lines = new Map<string, Map<string, OutboxRow[]>>();

  constructor(tx: Transaction, now: Temporal.Instant) {
    this.#tx = tx;
    this.#now = now;
  }

  /** The id of the channel's digest of that day; see `openDigest`. */
  async open(destination: string, day: Day): Promise<string> {
    const known = this.#opened.get(destination);
    if (known !== undefined) return known;
    const id = await openDigest(this.#tx, destination, day, this.#now);
    this.#opened.set(destination, id);
    // Others may have given their lines to it.
    this.#unposted.delete(destination);
    this.#lines.clear();
    return id;
  }

  /**
   * The row `by` tells of its original, or invitation, from now on: lines of digests that do not stand there give way to it, and
   * so does one in the digest that it is part of itself. Of a digest that is under way it is noted.
   */
  async replaceLines(destination: string, by: Pick<OutboxRow, 'id' | 'digest' | 'subjects'>): Promise<void> {
    const about = by.subjects.join();
    const unposted = this.#unposted.get(destination) ?? (await unpostedDigests(this.#tx, destination));
    this.#unposted.set(destination, unposted);
    const own = by.digest === undefined || unposted.some(({ id }) => id === by.digest) ? [] : [by.digest];
    for (const id of [...unposted.map((digest) => digest.id), ...own]) {
      const isUnderWay = unposted.some(
        (one) => one.id === id && (one.status === 'sending' || one.status === 'unknown'),
      );
      const lines = await this.#linesOf(id);
      for (const line of lines.get(about) ?? []) {
        if (line.id === by.id) continue;
        if (isUnderWay && id !== by.digest) await this.#tx.put('outbox', { ...line, overtakenBy: by.id });
        else await drop(this.#tx, line);
      }
      lines.delete(about);
    }
  }

  async #linesOf(digest: string): Promise<Map<string, OutboxRow[]>> {
    const known = this.#lines.get(digest);
    if (known) return known;
    const lines = new Map<string, OutboxRow[]>();
    for (const line of await linesOf(this.#tx, digest)) {
      const about = line.subjects.join();
      lines.set(about, [...(lines.get(about) ?? []), line]);
    }
    this.#lines.set(digest, lines);
    return lines;
  }
}

/** A post of its own that may have got lost, told in a digest instead, unless that says something newer of it. */
export async function tellIn(tx: Transaction, row: OutboxRow, digest: string): Promise<void> {
  const { tried, reference: _reference, retryAt: _retryAt, problem: _problem, ...kept } = row;
  const doubted = row.doubted ?? tried?.at;
  if (row.overtakenBy !== undefined || (await isToldIn(tx, digest, row))) await drop(tx, row);
  else await tx.put('outbox', { ...kept, digest, status: 'told', ...(doubted === undefined ? {} : { doubted }) });
}

async function linesOf(reader: Reader, digest: string): Promise<OutboxRow[]> {
  return (await reader.list('outbox', { digest })).filter(({ status }) => status === 'told');
}

async function drop(tx: Transaction, row: OutboxRow): Promise<void> {
  await tx.put('outbox', { ...row, status: 'dropped', problem: LATER });
}

async function isToldIn(reader: Reader, digest: string, { subjects }: OutboxRow): Promise<boolean> {
  const about = subjects.join();
  return (await linesOf(reader, digest)).some((line) => line.subjects.join() === about);
}

/** What a digest tells has changed: it is to be redrawn where it stands. */
export async function refreshDigest(tx: Transaction, row: OutboxRow): Promise<void> {
  const { retryAt: _retryAt, problem: _problem, ...kept } = row;
  const wanted = (row.wanted ?? 0) + 1;
  switch (row.status) {
    case 'sending':
    case 'unknown':
    case 'stopped':
      await tx.put('outbox', { ...row, wanted });
      return;
    case 'unsure': {
      const doubted = row.doubted ?? row.tried?.at;
      await tx.put('outbox', { ...kept, wanted, attempts: 0, status: 'waiting', ...(doubted ? { doubted } : {}) });
      return;
    }
    default:
      await tx.put('outbox', { ...kept, wanted, attempts: 0, status: 'waiting' });
  }
}

/** The latest digest of a channel, as long as it can be redrawn. */
async function latestIn(tx: Transaction, channel: string): Promise<OutboxRow | undefined> {
  const digest = (await tx.get('channels', channel))?.digest;
  const row = digest === undefined ? undefined : await tx.get('outbox', digest);
  // One that was never posted is drawn from the state of its moment; one that was dropped has nothing to show.
  return row?.status === 'unsure' || row?.status === 'dropped' ? undefined : row;
}

/** The latest digest of a channel reads otherwise now. */
export async function refreshDigestIn(tx: Transaction, channel: string): Promise<void> {
  const row = await latestIn(tx, channel);
  if (row) await refreshDigest(tx, row);
}

/** After a change of this migration: the latest digest of its channel, if it tells of it, shows what has become of that. */
export async function refreshDigestOf(
  tx: Transaction,
  { id, channel }: { readonly id: string; readonly channel: string },
): Promise<void> {
  const row = await latestIn(tx, channel);
  if (!row) return;
  const lines = await tx.list('outbox', { digest: row.id });
  if (lines.some(({ status, subjects }) => status === 'told' && subjects[0] === id)) await refreshDigest(tx, row);
}
