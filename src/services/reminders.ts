import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { isGivenUp, type Migration, type Moving } from '../domain/migration.js';
import { dueIncidents, type Notice } from '../domain/notice.js';
import { dueNudges } from '../domain/nudge.js';
import { type DueReminder, dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import { allMoving } from './lookup.js';
import { noticeId, queueNotice } from './outbox.js';
import type { OutboxRow, Store, Transaction } from './ports.js';

const RECEIPT_HOURS = 48;

interface MissingReminder {
  readonly id: string;
  readonly migration: Migration;
  readonly due: DueReminder;
}

interface MissingNotice {
  readonly migration: Migration;
  readonly notice: Notice;
  readonly subjects: readonly string[];
  readonly dueAt: Temporal.Instant;
}

/** Turns what is due into outbox rows, once each. */
export class Reminders {
  readonly #store: Store;
  readonly #settings: ReminderSettings;

  constructor(store: Store, settings: ReminderSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** Enters every reminder and notice that is due at `now` and has no row yet; answers how many. */
  async sweep(now: Temporal.Instant): Promise<number> {
    const reminders: MissingReminder[] = [];
    const notices: MissingNotice[] = [];
    for (const migration of await allMoving(this.#store)) {
      if (isGivenUp(migration)) continue;
      for (const due of dueReminders(migration, this.#settings, now)) {
        const id = reminderKey(due, migration.channel);
        if (!(await this.#store.get('outbox', id))) reminders.push({ id, migration, due });
      }
      for (const due of this.#dueNotices(migration, now)) {
        const row = await this.#store.get('outbox', noticeId(migration, due.notice, due.subjects));
        if (!row || isBack(row)) notices.push(due);
      }
    }
    const expired = await this.#expiredReceipts(now);
    const missing = reminders.length + notices.length;
    if (missing === 0 && expired.length === 0) return 0;
    await this.#store.change(async (tx) => {
      for (const id of expired) await tx.remove('inbound', id);
      const waiting = await waitingRows(tx);
      for (const one of notices) await enterNotice(tx, one, waiting);
      const told = await this.#toldOfIncidents(tx, now);
      for (const id of told) await drop(tx, waiting, id, TOLD);
      for (const one of reminders) await enterReminder(tx, one, waiting, told);
    });
    return missing;
  }

  #dueNotices(migration: Moving, now: Temporal.Instant): MissingNotice[] {
    const nudges = dueNudges(migration, this.#settings, now).map(({ sentOn, days, dueAt }): MissingNotice => {
      return { migration, notice: { about: 'invitation', sentOn, days }, subjects: [migration.id], dueAt };
    });
    const incidents = dueIncidents(migration, now).map(({ original, what, since }): MissingNotice => {
      const subjects = [migration.id, original.id];
      // However long ago it began: it is told today, and today's reminders give way to it.
      return { migration, notice: { about: 'incident', what, since }, subjects, dueAt: now };
    });
    return [...nudges, ...incidents];
  }

  /** Originals whose incident is told on the local day of `now`: a day has one reminder of an original at most. */
  async #toldOfIncidents(tx: Transaction, now: Temporal.Instant): Promise<ReadonlySet<string>> {
    const { zone } = this.#settings;
    const today = dayIn(zone, now);
    const rows = await tx.list('outbox', { kind: 'notice' });
    const told = rows.filter(({ notice, status, due }) => {
      if (notice?.about !== 'incident' || status === 'dropped') return false;
      return dayIn(zone, Temporal.Instant.from(due)) === today;
    });
    return new Set(told.flatMap(({ subjects }) => subjects[1] ?? []));
  }

  async #expiredReceipts(now: Temporal.Instant): Promise<string[]> {
    const limit = now.subtract({ hours: RECEIPT_HOURS }).toString();
    return (await this.#store.list('inbound')).filter((receipt) => receipt.at < limit).map((receipt) => receipt.id);
  }
}

/** It was over before anybody was told of it, and has come back. */
function isBack({ notice, status }: OutboxRow): boolean {
  return notice?.about === 'incident' && status === 'dropped';
}

/** Reminders and nudges that could not be posted yet, by the original or the migration that each is about. */
type Waiting = Map<string, OutboxRow[]>;

async function waitingRows(tx: Transaction): Promise<Waiting> {
  const waiting: Waiting = new Map();
  for (const row of await tx.list('outbox', { status: 'waiting' })) {
    const about = row.kind === 'reminder' || row.notice?.about === 'invitation' ? row.subjects.at(-1) : undefined;
    if (about !== undefined) waiting.set(about, [...(waiting.get(about) ?? []), row]);
  }
  return waiting;
}

async function drop(tx: Transaction, waiting: Waiting, about: string, problem: string): Promise<void> {
  for (const row of waiting.get(about) ?? []) await tx.put('outbox', { ...row, status: 'dropped', problem });
  waiting.delete(about);
}

/** What could not be posted in days is said once, by the latest. */
const LATER = 'a later one took its place';
const TOLD = 'the notice of an incident took its place';

async function enterNotice(
  tx: Transaction,
  { migration, notice, subjects, dueAt }: MissingNotice,
  waiting: Waiting,
): Promise<void> {
  const row = await tx.get('outbox', noticeId(migration, notice, subjects));
  if (row && isBack(row)) {
    const { problem: _problem, ...rest } = row;
    await tx.put('outbox', { ...rest, due: dueAt.toString(), attempts: 0, status: 'waiting' });
  }
  if (row) return;
  if (notice.about === 'invitation') await drop(tx, waiting, migration.id, LATER);
  await queueNotice(tx, migration, notice, subjects, dueAt);
}

async function enterReminder(
  tx: Transaction,
  { id, migration, due }: MissingReminder,
  waiting: Waiting,
  told: ReadonlySet<string>,
): Promise<void> {
  if (await tx.get('outbox', id)) return;
  await drop(tx, waiting, due.original.id, LATER);
  // One that gives way is entered all the same, or it would be made up for tomorrow.
  const status = told.has(due.original.id)
    ? ({ status: 'dropped', problem: TOLD } as const)
    : { status: 'waiting' as const };
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
