import { Temporal } from 'temporal-polyfill';
import { type AuditDays, type AuditSettings, plusDays } from './audit-days.js';
import { nextRung, type Rung } from './ladder.js';
import { isAccepted, isGivenUp, type Moving } from './migration.js';
import { serviceEnd } from './service-end.js';
import { type Incident, incident, stage } from './stage.js';
import type { Original } from './subscription.js';

// The rules of what is to be told, written a second time in their simplest form: what plans the reminders must not be what
// says whether any is missing. Only facts of the field are shared with it: the ladder, the stages, the ends of service.

/** How Ferry speaks in one channel. */
export interface Voice {
  readonly settings: AuditSettings;
  readonly days: AuditDays;
}

/** A reminder that is due: of this rung, on this local day, at this moment. */
export interface OwedReminder {
  readonly rung: Rung;
  readonly day: string;
  readonly at: Temporal.Instant;
}

/** Near its end: from so many days before a rung's last day on. */
const NEAR_DAYS = 7;

/** The one reminder of this original that must have been entered by `now`, if any: the latest. */
export function owedReminder(
  migration: Moving,
  original: Original,
  voice: Voice,
  now: Temporal.Instant,
): OwedReminder | undefined {
  const { days, settings } = voice;
  const today = days.today(now);
  const rung = nextRung(migration, original, now, today);
  if (!rung) return undefined;
  // A change that lies ahead was written by a clock that has been put back since.
  const isBehind = (change: Temporal.Instant | undefined, day: string) =>
    change !== undefined && !isLater(days.moment(day), change) && !isLater(change, now);
  const wasOver = (day: string) =>
    isBehind(Temporal.Instant.from(original.since), day) || isBehind(settings.since, day);
  const wasNext = (day: string) => nextRung(migration, original, days.moment(day), day)?.name === rung.name;

  const planned = plannedDays(original, rung, voice, today).filter((day) => day <= today);
  const told = [...planned];
  if (migration.deputy !== undefined || settings.escalation !== undefined) {
    const near = days.workingDayUpTo(plusDays(rung.latest, -NEAR_DAYS));
    const wasThere = (day: string) => !isBehind(Temporal.Instant.from(original.since), day);
    const first = [...planned].sort().find((day) => day >= near && wasThere(day) && wasNext(day));
    if (first !== undefined) {
      const next = days.workingDaysAfter(first, 1);
      const assigned = migration.deputySince === undefined ? undefined : Temporal.Instant.from(migration.deputySince);
      if (migration.deputy !== undefined && !isBehind(assigned, next)) told.push(next);
      // Where there was a deputy when it was first told, her turn stays hers when she has gone.
      const isShared = migration.deputy !== undefined || isBehind(assigned, first);
      const last = isShared ? days.workingDaysAfter(next, 1) : next;
      if (settings.escalation !== undefined && !isBehind(assigned, last)) told.push(last);
    }
  }
  const day = told
    .filter((one) => one <= today && !isLater(days.moment(one), now))
    .sort()
    .at(-1);
  if (day === undefined || wasOver(day) || !wasNext(day)) return undefined;
  return { rung, day, at: days.moment(day) };
}

/** The days on which a rung is spoken of up to today; of one that is quiet for a while, from the end of that on. */
function plannedDays(original: Original, rung: Rung, voice: Voice, today: string): readonly string[] {
  const days = rung.name === 'end' ? weeklyDays(rung, voice, today) : voice.days.leadDays(rung.latest);
  const { snooze } = original;
  if (!snooze || snooze.rung !== rung.name || snooze.latest !== rung.latest) return days;
  const worked = voice.days.workingDayUpTo(snooze.until);
  const asked = voice.days.today(Temporal.Instant.from(snooze.at));
  const later = voice.days.workingDayFrom(snooze.until);
  const isInTime = later <= rung.latest || snooze.until > rung.latest;
  const wake = worked > asked ? worked : isInTime ? later : snooze.until;
  return [wake, ...days.filter((day) => day > wake)];
}

/** What became of an end is asked once it is over for the reader and for Partner Center, then every week. */
function weeklyDays({ latest, before }: Rung, { days }: Voice, today: string): readonly string[] {
  const next = plusDays(latest, 1);
  let day = isLater(before, days.moment(next)) ? plusDays(next, 1) : next;
  const asked: string[] = [];
  for (; day <= today; day = plusDays(day, 7)) asked.push(days.workingDayFrom(day));
  return asked;
}

/** An invitation whose answer is overdue by so many working days. */
export interface OwedNudge {
  readonly sentOn: string;
  readonly days: number;
  readonly at: Temporal.Instant;
}

/** Ferry's practice: working days after which an unanswered invitation is spoken of. */
const NUDGES: readonly number[] = [3, 7, 14];

/** The one nudge that must have been entered by `now`, if any: the latest. */
export function owedNudge(migration: Moving, voice: Voice, now: Temporal.Instant): OwedNudge | undefined {
  const { invitation } = migration;
  if (!invitation || isAccepted(migration) || isGivenUp(migration)) return undefined;
  const { sentOn, recordedAt } = invitation;
  const nudges = NUDGES.map((days): OwedNudge => {
    return { sentOn, days, at: voice.days.moment(voice.days.workingDaysAfter(sentOn, days)) };
  });
  const latest = nudges.filter(({ at }) => !isLater(at, now)).at(-1);
  if (!latest) return undefined;
  const changes = [recordedAt === undefined ? undefined : Temporal.Instant.from(recordedAt), voice.settings.since];
  const isBehind = (change: Temporal.Instant) => !isLater(latest.at, change) && !isLater(change, now);
  if (changes.some((change) => change !== undefined && isBehind(change))) return undefined;
  return stage(migration, now) === 'done' ? undefined : latest;
}

/** Something that has gone wrong, since that day. */
export interface OwedIncident {
  readonly what: Incident;
  readonly since: string;
}

/** The incident of this original that must be told at `now`, if any. */
export function owedIncident(migration: Moving, original: Original, now: Temporal.Instant): OwedIncident | undefined {
  const what = incident(migration, original, now);
  if (!what || isLater(Temporal.Instant.from(original.since), now)) return undefined;
  const last = what === 'renewed' ? original.renewals.at(-1)?.from : serviceEnd(original, migration.source).accessEnds;
  if (last === undefined) return undefined;
  const since = plusDays(last, 1);
  return isLater(Temporal.Instant.from(`${since}T00:00Z`), now) ? undefined : { what, since };
}

function isLater(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
