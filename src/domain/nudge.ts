import { Temporal } from 'temporal-polyfill';
import { type Day, daysBetween, isBefore, momentAt, workingDaysAfter } from './calendar.js';
import { isAccepted, isGivenUp, type Migration, type Moving } from './migration.js';
import type { ReminderSettings } from './reminder.js';
import { stage } from './stage.js';

/** Ferry's practice: working days without an answer after which the owner hears of an invitation again. */
const NUDGE_WORKING_DAYS: readonly number[] = [3, 7, 14];

/** An invitation whose answer is overdue. */
export interface DueNudge {
  readonly sentOn: Day;
  /** Working days since then. */
  readonly days: number;
  /** The local day on which it is due. */
  readonly dueDay: Day;
  readonly dueAt: Temporal.Instant;
}

/** The invitation that the customer can still answer. */
function openInvitation(migration: Migration): Migration['invitation'] {
  return isAccepted(migration) || isGivenUp(migration) ? undefined : migration.invitation;
}

/** The one whose answer is waited for: where all subscriptions have ended and nobody needs more, there is nothing left to ask. */
export function chasedInvitation(migration: Moving, now: Temporal.Instant): Migration['invitation'] {
  const open = openInvitation(migration);
  return open && stage(migration, now) !== 'done' ? open : undefined;
}

/** Calendar days since an open invitation was sent; `today` is the reader's, and may not have reached the UTC day of sending. */
export function invitationAge(migration: Migration, today: Day): number | undefined {
  const open = openInvitation(migration);
  return open && Math.max(0, daysBetween(open.sentOn, today));
}

/**
 * The nudge that is due at `now`, if any: where several days have passed unannounced, only the latest counts, and none
 * whose moment was past when the invitation was recorded. Derived from state alone, as reminders are.
 */
export function dueNudges(migration: Moving, settings: ReminderSettings, now: Temporal.Instant): DueNudge[] {
  const latest = nudgesOf(migration, settings)
    .filter(({ dueAt }) => !isBefore(now, dueAt))
    .at(-1);
  if (!latest) return [];
  const recordedAt = migration.invitation?.recordedAt;
  const changes = [recordedAt === undefined ? undefined : Temporal.Instant.from(recordedAt), settings.since];
  // One that lies ahead was written by a clock that has been put back since.
  if (changes.some((one) => one !== undefined && !isBefore(one, latest.dueAt) && !isBefore(now, one))) return [];
  return chasedInvitation(migration, now) ? [latest] : [];
}

/** When an open invitation is chased, also where that is past. */
export function chasingInstants(migration: Migration, settings: ReminderSettings): Temporal.Instant[] {
  return nudgesOf(migration, settings).map(({ dueAt }) => dueAt);
}

function nudgesOf(migration: Migration, settings: ReminderSettings): DueNudge[] {
  const { time, zone } = settings;
  const open = openInvitation(migration);
  if (!open) return [];
  return NUDGE_WORKING_DAYS.map((days): DueNudge => {
    const dueDay = workingDaysAfter(open.sentOn, days, settings);
    return { sentOn: open.sentOn, days, dueDay, dueAt: momentAt(dueDay, time, zone) };
  });
}
