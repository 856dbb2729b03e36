import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { followUps } from '../domain/follow-up.js';
import { isGivenUp, type Moving } from '../domain/migration.js';
import { isIncident } from '../domain/notice.js';
import { dueNudges } from '../domain/nudge.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import { enterMissing, isUntold, type MissingNotice, unpostedRows } from './due-rows.js';
import { noticeId, queueNotice } from './outbox.js';
import { type OutboxRow, POINTLESS, type Transaction } from './ports.js';

/** A channel with how Ferry speaks there. */
export interface Place {
  readonly address: string;
  readonly settings: ReminderSettings;
}

export interface Carriage {
  readonly from: Place;
  readonly to: Place;
  readonly now: Temporal.Instant;
  /** The clock can be believed; if not, a later look enters what is due. */
  readonly isTrusted: boolean;
}

/** What is known of a row of the former channel: `begun` is told there, or perhaps was, and `pointless` had no occasion. */
type Fate = 'told' | 'begun' | 'untold' | 'pointless';

interface Known {
  readonly row: OutboxRow;
  readonly fate: Fate;
}

const TOLD_THERE = 'it was told where its migration was before';

/**
 * A migration goes to another channel: what was told in the former one is not told again in the new one, what surely was not is
 * told in the new one alone, and what an attempt had begun to tell ends where it began.
 */
export async function carryRows(
  tx: Transaction,
  migration: Moving,
  { from, to, now, isTrusted }: Carriage,
): Promise<void> {
  const moved = { ...migration, channel: to.address };
  const known = await knownRows(tx, migration);
  for (const { row, fate } of known) {
    if (fate === 'untold') {
      await tx.remove('outbox', row.id);
      if (row.notice?.about === 'request') await queueNotice(tx, moved, row.notice, row.subjects, now);
    }
    if (fate === 'begun') await tx.put('outbox', { ...row, stays: true });
    if (fate === 'begun' || fate === 'told')
      await noteAsTold(tx, row, row.id.slice(0, -from.address.length), to.address);
  }
  if (isGivenUp(migration)) return;
  await noteFollowUps(tx, moved, known, to.settings, now);
  if (isTrusted) await enterUntold(tx, { moved, known, from: dueReminders(migration, from.settings, now), to, now });
}

async function knownRows(tx: Transaction, { id, channel }: Moving): Promise<Known[]> {
  const rows = (await tx.list('outbox', { destination: channel })).filter(
    ({ kind, subjects }) => (kind === 'reminder' || kind === 'notice') && subjects[0] === id,
  );
  const known: Known[] = [];
  for (const row of rows) {
    const digest = row.digest === undefined ? undefined : await tx.get('outbox', row.digest);
    known.push({ row, fate: (await isUntold(tx, row)) ? 'pointless' : fateOf(row, digest) });
  }
  return known;
}

function fateOf(row: OutboxRow, digest: OutboxRow | undefined): Fate {
  if (row.status !== 'told') return fateOfPost(row);
  if (digest === undefined) return 'told';
  // What stands there has told its lines, but for those that came since it was last shown.
  if (digest.reference === undefined) return fateOfPost(digest);
  if ((digest.grown ?? 0) <= (digest.shown ?? 0)) return 'told';
  return digest.status === 'stopped' ? 'untold' : 'begun';
}

function fateOfPost({ status, doubted, problem }: OutboxRow): Fate {
  switch (status) {
    case 'stopped':
      return 'untold';
    case 'waiting':
      return doubted === undefined ? 'untold' : 'begun';
    case 'sending':
    case 'unknown':
    case 'unsure':
      return 'begun';
    case 'dropped':
      return problem === POINTLESS ? 'pointless' : 'told';
    default:
      return 'told';
  }
}

/** A row in the new channel that has had its turn. One that has one of its own there keeps it. */
async function noteAsTold(tx: Transaction, row: OutboxRow, key: string, to: string): Promise<void> {
  const { kind, subjects, due, reminder, notice, status } = row;
  const id = `${key}${to}`;
  const there = await tx.get('outbox', id);
  if (notice?.about === 'request' || (there && there.status !== 'dropped')) return;
  // From a line of a digest nothing follows, but for the word of an incident that may have got lost as a post of its own.
  const isPost = status !== 'dropped' && (status !== 'told' || isIncident(notice));
  await tx.put('outbox', {
    id,
    rev: there?.rev ?? 0,
    kind,
    destination: to,
    subjects,
    due,
    attempts: 0,
    ...(reminder ? { reminder } : {}),
    ...(notice ? { notice } : {}),
    ...(isPost ? { status: 'sent' } : { status: 'dropped', problem: row.problem ?? TOLD_THERE }),
  });
}

/** Who has heard of an open incident does not hear of it again on the day that would be hers in the new channel. */
async function noteFollowUps(
  tx: Transaction,
  moved: Moving,
  known: readonly Known[],
  settings: ReminderSettings,
  now: Temporal.Instant,
): Promise<void> {
  const told = known.flatMap(({ row, fate }) => (isIncident(row.notice) && hasHadItsTurn(fate) ? [row] : []));
  for (const { notice, subjects, due } of told) {
    if (notice?.about !== 'incident') continue;
    const at = Temporal.Instant.from(due);
    for (const link of followUps(moved, dayIn(settings.zone, at), at, settings, now)) {
      const heard = told.find(
        ({ notice: open, subjects: [, original] }) =>
          open?.about === 'incident-open' &&
          open.to === link.to &&
          open.since === notice.since &&
          original === subjects[1],
      );
      if (heard?.notice?.about !== 'incident-open') continue;
      const open = { about: 'incident-open', what: notice.what, since: notice.since, ...link } as const;
      const id = noticeId(moved, open, subjects);
      await noteAsTold(tx, heard, id.slice(0, -moved.channel.length), moved.channel);
    }
  }
}

function hasHadItsTurn(fate: Fate): boolean {
  return fate === 'told' || fate === 'begun';
}

interface Untold {
  readonly moved: Moving;
  readonly known: readonly Known[];
  /** What was due in the former channel. */
  readonly from: ReturnType<typeof dueReminders>;
  readonly to: Place;
  readonly now: Temporal.Instant;
}

/**
 * What was due and not told is entered where it is told now, by the days of the new channel. Also where that was set up only
 * since then: its own days before that are not announced, but this is not one of its own.
 */
async function enterUntold(tx: Transaction, { moved, known, from, to, now }: Untold): Promise<void> {
  const { since: _since, ...settings } = to.settings;
  const rowOf = (id: string) => known.find(({ row }) => row.id === id);
  const hasTold = ({ original, rung, dueDay }: (typeof from)[number]) =>
    known.some(({ row: { subjects, reminder }, fate }) => {
      const isSame = subjects[1] === original.id && reminder?.rung === rung.name && reminder.latest === rung.latest;
      return isSame && hasHadItsTurn(fate) && (reminder?.dueDay ?? '') >= dueDay;
    });
  const waits = new Set(known.flatMap(({ row, fate }) => (fate === 'untold' ? [row.subjects.at(-1) ?? ''] : [])));
  // No sweep may have looked since it became due.
  for (const due of from)
    if (!rowOf(reminderKey(due, known[0]?.row.destination ?? '')) && !hasTold(due)) waits.add(due.original.id);
  const reminders = dueReminders(moved, settings, now)
    .filter((due) => waits.has(due.original.id) && !hasTold(due))
    .map((due) => ({ id: reminderKey(due, to.address), migration: moved, due }));
  const notices = waits.has(moved.id)
    ? dueNudges(moved, settings, now).map(({ sentOn, days, dueAt }): MissingNotice => {
        return { migration: moved, notice: { about: 'invitation', sentOn, days }, subjects: [moved.id], dueAt };
      })
    : [];
  if (reminders.length + notices.length === 0) return;
  const incidentRows = new Map<string, Set<string>>();
  for (const { row } of known) {
    if (!isIncident(row.notice)) continue;
    const original = row.subjects.at(-1) ?? '';
    incidentRows.set(original, (incidentRows.get(original) ?? new Set()).add(row.id));
  }
  await enterMissing(
    tx,
    { reminders, notices },
    {
      unposted: await unpostedRows(tx),
      incidentRows,
      today: () => dayIn(settings.zone, now),
      isToday: (_channel, at) => dayIn(settings.zone, at) === dayIn(settings.zone, now),
      now,
    },
  );
}
