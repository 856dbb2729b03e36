import { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { Migration } from '../domain/migration.js';
import { isIncident, type Notice } from '../domain/notice.js';
import type { DueReminder } from '../domain/reminder.js';
import { DigestDesk, LATER } from './digests.js';
import { noticeId, openRows, queueNotice } from './outbox.js';
import { type OutboxRow, POINTLESS, type Reader, type Transaction } from './ports.js';

export interface MissingReminder {
  readonly id: string;
  readonly migration: Migration;
  readonly due: DueReminder;
}

export interface MissingNotice {
  readonly migration: Migration;
  readonly notice: Notice;
  readonly subjects: readonly string[];
  readonly dueAt: Temporal.Instant;
}

/** What is due and has no row in the outbox yet. */
export interface Missing {
  readonly reminders: readonly MissingReminder[];
  readonly notices: readonly MissingNotice[];
}

/** Rows of reminders with a post of their own that may not stand there yet, by the original that each is about. */
export type Unposted = ReadonlyMap<string, readonly string[]>;

/** Also those under way: whether one still waits is asked when it is dropped. */
export async function unpostedRows(reader: Reader): Promise<Unposted> {
  const unposted = new Map<string, string[]>();
  const stopped = await reader.list('outbox', { status: 'stopped' });
  for (const { id, kind, notice, subjects } of [...stopped, ...(await openRows(reader))]) {
    const about = kind === 'reminder' || notice?.about === 'incident-open' ? subjects.at(-1) : undefined;
    if (about === undefined) continue;
    const known = unposted.get(about);
    if (known) known.push(id);
    else unposted.set(about, [id]);
  }
  return unposted;
}

/** It was over before anybody was told of it, and has come back. */
export function isBack({ notice, status, problem }: OutboxRow): boolean {
  return notice?.about === 'incident' && status === 'dropped' && problem === POINTLESS;
}

const TOLD = 'the notice of an incident took its place';

/** What decides which of several rows of one original stands. */
export interface Standing {
  readonly unposted: Unposted;
  /** The rows that tell of incidents, whenever they did, by original. */
  readonly incidentRows: ReadonlyMap<string, ReadonlySet<string>>;
  /** The reader's day, in this channel. */
  today(channel: string): Day;
  /** Whether it lies on the reader's day, in this channel. */
  isToday(channel: string, at: Temporal.Instant): boolean;
  readonly now: Temporal.Instant;
}

/** Enters the rows, each once: a day has one reminder of an original at most, and none beside the notice of its incident. */
export async function enterMissing(
  tx: Transaction,
  { reminders, notices }: Missing,
  standing: Standing,
): Promise<void> {
  const told = new Map<string, boolean>();
  const desk = new DigestDesk(tx, standing.now);
  for (const one of notices) {
    await enterNotice(tx, desk, one, standing);
    if (isIncident(one.notice)) told.set(one.subjects.at(-1) ?? '', true);
  }
  const isTold = async (original: string, channel: string) => {
    const known = told.get(original) ?? (await isToldToday(tx, original, channel, standing));
    told.set(original, known);
    return known;
  };
  for (const [about, ids] of standing.unposted) {
    if (!told.has(about) && !standing.incidentRows.has(about)) continue;
    const channel = (await tx.get('outbox', ids[0] ?? ''))?.destination ?? '';
    if (await isTold(about, channel)) await drop(tx, standing.unposted, about, TOLD);
  }
  for (const one of reminders) {
    const isToldAlready = await isTold(one.due.original.id, one.migration.channel);
    await enterReminder(tx, desk, one, standing, isToldAlready);
  }
}

async function isToldToday(
  tx: Transaction,
  original: string,
  channel: string,
  { incidentRows, isToday }: Standing,
): Promise<boolean> {
  for (const id of incidentRows.get(original) ?? []) {
    const row = await tx.get('outbox', id);
    if (row && row.status !== 'dropped' && isToday(channel, Temporal.Instant.from(row.due))) return true;
  }
  return false;
}

/** Where it still waits. One under way is not tried again once it is known that it was not posted. */
async function drop(tx: Transaction, unposted: Unposted, about: string, problem: string, by?: string): Promise<void> {
  for (const id of unposted.get(about) ?? []) {
    const row = await tx.get('outbox', id);
    // To what is told of an incident only a later word of it is news.
    if (by === undefined && row?.kind !== 'reminder') continue;
    if (row?.status === 'waiting' || row?.status === 'stopped')
      await tx.put('outbox', { ...row, status: 'dropped', problem });
    else if (row && by !== undefined && (row.status === 'sending' || row.status === 'unknown')) {
      await tx.put('outbox', { ...row, overtakenBy: by });
    }
  }
}

async function enterNotice(
  tx: Transaction,
  desk: DigestDesk,
  { migration, notice, subjects, dueAt }: MissingNotice,
  standing: Standing,
): Promise<void> {
  const { channel } = migration;
  const id = noticeId(migration, notice, subjects);
  const row = await tx.get('outbox', id);
  if (row && isBack(row)) {
    const { problem: _problem, ...rest } = row;
    await tx.put('outbox', { ...rest, due: dueAt.toString(), attempts: 0, status: 'waiting' });
  }
  if (row) return;
  if (notice.about === 'invitation') {
    const digest = await desk.open(channel, standing.today(channel));
    await desk.replaceLines(channel, { id, digest, subjects: [...subjects] });
    const line = { destination: channel, subjects: [...subjects], due: dueAt.toString(), notice, digest };
    await tx.put('outbox', { id, rev: 0, kind: 'notice', ...line, status: 'told', attempts: 0 });
    return;
  }
  await drop(tx, standing.unposted, subjects.at(-1) ?? '', LATER, id);
  await queueNotice(tx, migration, notice, subjects, dueAt);
}

async function enterReminder(
  tx: Transaction,
  desk: DigestDesk,
  { id, migration, due }: MissingReminder,
  standing: Standing,
  isTold: boolean,
): Promise<void> {
  const known = await tx.get('outbox', id);
  if (known && !(await isUntold(tx, known))) return;
  const { channel } = migration;
  const subjects = [migration.id, due.original.id];
  await drop(tx, standing.unposted, due.original.id, LATER, id);
  const row: OutboxRow = {
    id,
    rev: known?.rev ?? 0,
    kind: 'reminder',
    destination: channel,
    subjects,
    due: due.dueAt.toString(),
    reminder: { rung: due.rung.name, latest: due.rung.latest, dueDay: due.dueDay },
    attempts: 0,
    status: 'waiting',
    // It may have been posted where nobody can look: that is still so.
    ...(known?.doubted === undefined ? {} : { doubted: known.doubted }),
  };
  // One that gives way is entered all the same, or it would be made up for tomorrow.
  if (isTold) {
    await tx.put('outbox', { ...row, status: 'dropped', problem: TOLD });
    return;
  }
  if (due.unit === 'notice') {
    await desk.replaceLines(channel, row);
    await tx.put('outbox', row);
    return;
  }
  const digest = await desk.open(channel, standing.today(channel));
  await desk.replaceLines(channel, { id, digest, subjects });
  await tx.put('outbox', { ...row, digest, status: 'told' });
}

/** It was not told because of the state of that moment: by itself, or with the digest that it is a line of. */
export async function isUntold(reader: Reader, row: OutboxRow): Promise<boolean> {
  if (row.status === 'dropped') return row.problem === POINTLESS;
  if (row.status !== 'told') return false;
  const digest = await reader.get('outbox', row.digest ?? '');
  return digest?.status === 'dropped' && digest.problem === POINTLESS && digest.shown === undefined;
}
