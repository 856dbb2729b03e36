import { Temporal } from 'temporal-polyfill';
import type { Migration } from '../domain/migration.js';
import type { Notice } from '../domain/notice.js';
import type { DueReminder } from '../domain/reminder.js';
import { noticeId, openRows, queueNotice } from './outbox.js';
import type { OutboxRow, Reader, Transaction } from './ports.js';

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

/** Rows of reminders and nudges that may not be posted yet, by the original or the migration that each is about. */
export type Unposted = ReadonlyMap<string, readonly string[]>;

/** Also those under way: whether one still waits is asked when it is dropped. */
export async function unpostedRows(reader: Reader): Promise<Unposted> {
  const unposted = new Map<string, string[]>();
  for (const { id, kind, notice, subjects } of await openRows(reader)) {
    const about = kind === 'reminder' || notice?.about === 'invitation' ? subjects.at(-1) : undefined;
    if (about === undefined) continue;
    const known = unposted.get(about);
    if (known) known.push(id);
    else unposted.set(about, [id]);
  }
  return unposted;
}

/** It was over before anybody was told of it, and has come back. */
export function isBack({ notice, status }: OutboxRow): boolean {
  return notice?.about === 'incident' && status === 'dropped';
}

/** What could not be posted in days is said once, by the latest. */
const LATER = 'a later one took its place';
const TOLD = 'the notice of an incident took its place';

/** What decides which of several rows of one original stands. */
export interface Standing {
  readonly unposted: Unposted;
  /** The rows that tell of incidents, whenever they did, by original. */
  readonly incidentRows: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether it lies on the reader's day. */
  isToday(at: Temporal.Instant): boolean;
}

/** Enters the rows, each once: a day has one reminder of an original at most, and none beside the notice of its incident. */
export async function enterMissing(
  tx: Transaction,
  { reminders, notices }: Missing,
  standing: Standing,
): Promise<void> {
  const told = new Map<string, boolean>();
  for (const one of notices) {
    await enterNotice(tx, one, standing.unposted);
    if (one.notice.about === 'incident') told.set(one.subjects.at(-1) ?? '', true);
  }
  const isTold = async (original: string) => {
    const known = told.get(original) ?? (await isToldToday(tx, original, standing));
    told.set(original, known);
    return known;
  };
  for (const about of standing.unposted.keys()) {
    if (!told.has(about) && !standing.incidentRows.has(about)) continue;
    if (await isTold(about)) await drop(tx, standing.unposted, about, TOLD);
  }
  for (const one of reminders) await enterReminder(tx, one, standing.unposted, await isTold(one.due.original.id));
}

async function isToldToday(tx: Transaction, original: string, { incidentRows, isToday }: Standing): Promise<boolean> {
  for (const id of incidentRows.get(original) ?? []) {
    const row = await tx.get('outbox', id);
    if (row && row.status !== 'dropped' && isToday(Temporal.Instant.from(row.due))) return true;
  }
  return false;
}

/** Where it still waits: one under way is left alone. */
async function drop(tx: Transaction, unposted: Unposted, about: string, problem: string): Promise<void> {
  for (const id of unposted.get(about) ?? []) {
    const row = await tx.get('outbox', id);
    if (row?.status === 'waiting') await tx.put('outbox', { ...row, status: 'dropped', problem });
  }
}

async function enterNotice(
  tx: Transaction,
  { migration, notice, subjects, dueAt }: MissingNotice,
  unposted: Unposted,
): Promise<void> {
  const row = await tx.get('outbox', noticeId(migration, notice, subjects));
  if (row && isBack(row)) {
    const { problem: _problem, ...rest } = row;
    await tx.put('outbox', { ...rest, due: dueAt.toString(), attempts: 0, status: 'waiting' });
  }
  if (row) return;
  if (notice.about === 'invitation') await drop(tx, unposted, migration.id, LATER);
  await queueNotice(tx, migration, notice, subjects, dueAt);
}

async function enterReminder(
  tx: Transaction,
  { id, migration, due }: MissingReminder,
  unposted: Unposted,
  isTold: boolean,
): Promise<void> {
  if (await tx.get('outbox', id)) return;
  await drop(tx, unposted, due.original.id, LATER);
  // One that gives way is entered all the same, or it would be made up for tomorrow.
  const status = isTold ? ({ status: 'dropped', problem: TOLD } as const) : { status: 'waiting' as const };
  await tx.put('outbox', {
    id,
    rev: 0,
    kind: 'reminder',
    destination: migration.channel,
    subjects: [migration.id, due.original.id],
    due: due.dueAt.toString(),
    reminder: { rung: due.rung.name, latest: due.rung.latest, dueDay: due.dueDay },
    attempts: 0,
    ...status,
  });
}
