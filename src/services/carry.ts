import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { followUps, isPastBy } from '../domain/follow-up.js';
import { isGivenUp, type Moving } from '../domain/migration.js';
import { isIncident } from '../domain/notice.js';
import { dueNudges } from '../domain/nudge.js';
import { type DueReminder, dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import { enterMissing, isUntold, type MissingNotice, unpostedRows } from './due-rows.js';
import { noticeId, queueNotice } from './outbox.js';
import { type OutboxRow, POINTLESS, type Transaction } from './ports.js';
import { noteAsTold } from './told-there.js';

/** A channel with how Ferry speaks there. */
export interface Place {
  readonly address: string;
  readonly settings: ReminderSettings;
}

export interface Carriage {
  readonly from: Place;
  readonly to: Place;
  readonly now: Temporal.Instant;
  /** The clock can be believed; if not, a later look enters what is due, and what it would pass over is taken along. */
  readonly isTrusted: boolean;
}

/**
 * What is known of a row of the former channel: `begun` is told there, or perhaps was, `owed` surely was not, and `pointless`
 * had no occasion.
 */
type Fate = 'told' | 'begun' | 'owed' | 'pointless';

interface Known {
  readonly row: OutboxRow;
  readonly fate: Fate;
}

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
    if (fate === 'owed') {
      await tx.remove('outbox', row.id);
      if (row.notice?.about === 'request') await queueNotice(tx, moved, row.notice, row.subjects, now);
    }
    if (fate === 'begun') await tx.put('outbox', { ...row, stays: true });
    if (fate === 'begun' || fate === 'told')
      await noteAsTold(tx, row, row.id.slice(0, -from.address.length), to.address);
  }
  if (isGivenUp(migration)) return;
  await noteFollowUps(tx, moved, known, to.settings, now);
  const due = dueReminders(migration, from.settings, now);
  const owed: Owed = { moved, known, former: from.address, due, to, now };
  await (isTrusted ? enterOwed(tx, owed) : takeAlong(tx, owed));
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
  return digest.status === 'stopped' ? 'owed' : 'begun';
}

function fateOfPost({ status, doubted, problem }: OutboxRow): Fate {
  switch (status) {
    case 'stopped':
      return 'owed';
    case 'waiting':
      return doubted === undefined ? 'owed' : 'begun';
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

interface Owed {
  readonly moved: Moving;
  readonly known: readonly Known[];
  /** The address of the former channel, and what was due there. */
  readonly former: string;
  readonly due: readonly DueReminder[];
  readonly to: Place;
  readonly now: Temporal.Instant;
}

/** Whether people have heard of it, or perhaps have, on that day or since. */
function hasTold(known: readonly Known[], { original, rung, dueDay }: DueReminder): boolean {
  return known.some(({ row: { subjects, reminder }, fate }) => {
    const isSame = subjects[1] === original.id && reminder?.rung === rung.name && reminder.latest === rung.latest;
    return isSame && hasHadItsTurn(fate) && (reminder?.dueDay ?? '') >= dueDay;
  });
}

/** What no sweep has looked at since it became due. */
function notEntered({ known, former, due }: Owed): DueReminder[] {
  const ids = new Set(known.map(({ row }) => row.id));
  return due.filter((one) => !ids.has(reminderKey(one, former)) && !hasTold(known, one));
}

/**
 * While the clock is in doubt, what is owed is not judged by it: what a later look would pass over, since the channel was set up
 * after it was due, is taken along as it is. It waits until the clock is believed, and is dropped if it has become pointless.
 */
async function takeAlong(tx: Transaction, owed: Owed): Promise<void> {
  const { moved, known, former, to, now } = owed;
  const waiting = { rev: 0, destination: to.address, attempts: 0, status: 'waiting' } as const;
  const rows = known.flatMap(({ row, fate }): OutboxRow[] => {
    if (fate !== 'owed' || row.notice?.about === 'request') return [];
    const { kind, subjects, due, reminder, notice } = row;
    const facts = { ...(reminder ? { reminder } : {}), ...(notice ? { notice } : {}) };
    return [{ ...waiting, id: `${row.id.slice(0, -former.length)}${to.address}`, kind, subjects, due, ...facts }];
  });
  for (const one of notEntered(owed)) {
    const { original, rung, dueDay, dueAt } = one;
    const reminder = { rung: rung.name, latest: rung.latest, dueDay };
    const id = reminderKey(one, to.address);
    rows.push({ ...waiting, id, kind: 'reminder', subjects: [moved.id, original.id], due: dueAt.toString(), reminder });
  }
  for (const row of rows) {
    const isPassedOver = isPastBy(Temporal.Instant.from(row.due), to.settings.since, now);
    if (isPassedOver && !(await tx.get('outbox', row.id))) await tx.put('outbox', row);
  }
}

/**
 * What was due and not told is entered where it is told now, by the days of the new channel. Also where that was set up only
 * since then: its own days before that are not announced, but this is not one of its own.
 */
async function enterOwed(tx: Transaction, owed: Owed): Promise<void> {
  const { moved, known, to, now } = owed;
  const { since: _since, ...settings } = to.settings;
  const waits = new Set(known.flatMap(({ row, fate }) => (fate === 'owed' ? [row.subjects.at(-1) ?? ''] : [])));
  for (const { original } of notEntered(owed)) waits.add(original.id);
  const reminders = dueReminders(moved, settings, now)
    .filter((due) => waits.has(due.original.id) && !hasTold(known, due))
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
