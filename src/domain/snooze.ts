import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  type Day,
  dayIn,
  dayOf,
  isBefore,
  type WorkingDays,
  workingDayFrom,
  workingDaysAfter,
  workingDayUpTo,
} from './calendar.js';
import type { Happening } from './history.js';
import { nextRung, openStop, type Rung } from './ladder.js';
import { isGivenUp, type Migration, type Moving } from './migration.js';
import type { Original } from './subscription.js';

/** Which days are worked on where the reader is. */
export interface ReaderDays extends WorkingDays {
  readonly zone: string;
}

/** The snooze that this rung is under; one of another rung, or of another last day, is over. */
export function snoozeOf({ snooze }: Original, { name, latest }: Rung): Original['snooze'] {
  return snooze?.rung === name && snooze.latest === latest ? snooze : undefined;
}

/** The day on which a rung under a snooze is spoken of again: a working day, if there is one before its last day is over. */
export function wakeDay(original: Original, rung: Rung, settings: ReaderDays): Day | undefined {
  const snooze = snoozeOf(original, rung);
  if (!snooze) return undefined;
  const { until, at } = snooze;
  const before = workingDayUpTo(until, settings);
  if (before > dayIn(settings.zone, Temporal.Instant.from(at))) return before;
  const after = workingDayFrom(until, settings);
  return after <= rung.latest || until > rung.latest ? after : until;
}

/** The day until which it is quiet, if it is so on the reader's day. */
export function quietUntil(original: Original, rung: Rung, settings: ReaderDays, today: Day): Day | undefined {
  if (original.snooze?.ended) return undefined;
  const wake = wakeDay(original, rung, settings);
  return wake !== undefined && wake > today ? wake : undefined;
}

/** Ends a snooze before its time: what it kept back may have had its turn meanwhile, so it is spoken of on the next day. */
export function endSnooze(original: Original, now: Temporal.Instant): void {
  const { snooze } = original;
  const tomorrow = addDays(dayOf(now), 1);
  // It stays on record: the days that passed under it are not made up for.
  if (snooze) original.snooze = { ...snooze, until: snooze.until < tomorrow ? snooze.until : tomorrow, ended: true };
}

/** Until when something is to be quiet: a day, the next working day, or so many days before the last day of the step. */
export type Until = { readonly day: Day } | { readonly next: true } | { readonly before: number };

/** The day that is meant, for somebody whose day is `today`. */
export function untilDay(until: Until, { latest }: Rung, today: Day, working: WorkingDays): Day {
  if ('day' in until) return until.day;
  return 'next' in until ? workingDaysAfter(today, 1, working) : addDays(latest, -until.before);
}

/**
 * The last day that a step can be quiet until: its own last one, and that of a renewal that is still to be stopped, which is
 * told of beside it. A question about what is past may wait a week, since it is asked every week.
 */
export function latestUntil(
  migration: Moving,
  original: Original,
  { latest, before }: Rung,
  today: Day,
  now: Temporal.Instant,
): Day {
  if (!isBefore(now, before)) return addDays(today, 7);
  const stop = openStop(migration, original, now);
  return stop && stop.latest < latest ? stop.latest : latest;
}

/** The step of an original that Ferry speaks of; `today`: the reader's day. Of an end that lies ahead it says nothing. */
export function spokenRung(migration: Moving, original: Original, now: Temporal.Instant, today: Day): Rung | undefined {
  if (isGivenUp(migration)) return undefined;
  const rung = nextRung(migration, original, now, today);
  return rung?.name === 'end' && isBefore(now, rung.before) ? undefined : rung;
}

/** Ends the snoozes that a change concerns, since what they waited for has changed, and those whose step is over. */
export function wakeUp(before: Migration, after: Moving, what: Happening, now: Temporal.Instant): void {
  if (what.did === 'undone') return;
  const changed = concerned(before, what);
  for (const original of after.originals) {
    if (!original.snooze) continue;
    if (!isAlive(after, original, now)) delete original.snooze;
    else if (changed.has(original.id)) endSnooze(original, now);
  }
}

/** Whether the step under it is still the next one. The reader's day may be the one before or after the UTC day. */
function isAlive(migration: Moving, original: Original, now: Temporal.Instant): boolean {
  return [-1, 0, 1].some((days) => {
    const rung = nextRung(migration, original, now, addDays(dayOf(now), days));
    return rung !== undefined && snoozeOf(original, rung) !== undefined;
  });
}

/** Ids of the originals for whose next step something has changed. */
function concerned({ id, originals, replacements }: Migration, what: Happening): ReadonlySet<string> {
  const all = originals.map((original) => original.id);
  const coveredBy = (replacement: string) => replacements.find((one) => one.id === replacement)?.covers ?? [];
  switch (what.did) {
    case 'noted':
    case 'moved':
    case 'assigned':
    case 'snoozed':
    case 'licensed':
      return new Set();
    case 'changed':
    case 'removed':
      return new Set(what.subject === id ? all : [what.subject, ...coveredBy(what.subject)]);
    case 'provisioned':
    case 'corrected':
      return new Set([...what.covers, ...coveredBy(what.replacement)]);
    case 'ended':
      return new Set(what.how === 'transferred' ? all : [what.original]);
    case 'added':
    case 'renewed':
    case 'requested':
    case 'rejected':
    case 'withdrawn':
      return new Set([what.original]);
    default:
      return new Set(all);
  }
}
