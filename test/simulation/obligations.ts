import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, startOfDay } from '../../src/domain/calendar.js';
import { nextRung, type Rung } from '../../src/domain/ladder.js';
import { isGivenUp, type Moving } from '../../src/domain/migration.js';
import { incident } from '../../src/domain/stage.js';
import type { Original } from '../../src/domain/subscription.js';
import { dayAt, msAt, type Voice, workingDay } from './voice.js';

/** What should have been told of one original by then. */
export interface Owed {
  readonly what: 'reminder' | 'incident';
  readonly original: string;
  readonly rung: string;
  readonly latest: Day;
  /** The day on which it is to be told. */
  readonly day: Day;
  readonly channel: string;
  /** From then on, in ms of the wall clock. */
  readonly moment: number;
}

/** From so many days before a rung's last day on nobody is spared. */
const FINAL_DAYS = 7;
const WEEK = 7;
const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);

/**
 * Worked out anew, and from the other end than the bot does: day by day, what one who reads the ladder would expect to have
 * been told by `wall`.
 */
export function owedAt(migration: Moving, original: Original, voice: Voice, wall: number): Owed | undefined {
  if (isGivenUp(migration)) return undefined;
  const today = dayAt(voice, wall);
  const rung = nextRung(migration, original, instant(wall), today);
  if (!rung) return undefined;
  const isPast = (ms: number) => ms <= wall;
  // A change that lies ahead was made by another clock.
  const isBeforeChange = (at: number, change: number) => isPast(change) && at <= change;
  const isBeforeLadder = (at: number) => isBeforeChange(at, Date.parse(original.since));
  const isTooLateToSay = (at: number) => isBeforeLadder(at) || isBeforeChange(at, voice.since);
  const wasNext = (day: Day) => nextRung(migration, original, instant(msAt(voice, day)), day)?.name === rung.name;
  const regular = regularDays(original, rung, voice, today).filter((day) => day <= today);
  const days = [...regular];
  const limit = workingDay(voice, addDays(rung.latest, -FINAL_DAYS), -1);
  // Whoever was told stays told, whatever is set in the channel since.
  const first = regular.find((day) => day >= limit && !isBeforeLadder(msAt(voice, day)) && wasNext(day));
  if (first !== undefined) days.push(...laterDays(migration, voice, first, wall));
  const day = days
    .filter((one) => isPast(msAt(voice, one)))
    .sort()
    .at(-1);
  if (day === undefined || isTooLateToSay(msAt(voice, day)) || !wasNext(day)) return undefined;
  const about = { original: original.id, rung: rung.name, latest: rung.latest, channel: migration.channel };
  return { what: 'reminder', ...about, day, moment: msAt(voice, day) };
}

/** Days on which the deputy, and then the channel's last resort, hear of it. */
function laterDays({ deputy, deputySince }: Moving, voice: Voice, first: Day, wall: number): Day[] {
  const next = (day: Day) => workingDay(voice, addDays(day, 1), 1);
  const since = deputySince === undefined ? Number.POSITIVE_INFINITY : Date.parse(deputySince);
  const isBefore = (day: Day) => since <= wall && msAt(voice, day) <= since;
  const second = next(first);
  const days = deputy !== undefined && !isBefore(second) ? [second] : [];
  if (voice.escalation === undefined) return days;
  // A deputy who was there when it began keeps her turn when she has gone.
  const isShared = deputy !== undefined || isBefore(first);
  const last = isShared ? next(second) : second;
  // A change does not make up for what had its turn before it.
  return isBefore(last) ? days : [...days, last];
}

/** Sorted, without those of the chain. */
function regularDays(original: Original, rung: Rung, voice: Voice, today: Day): Day[] {
  const days = rung.name === 'end' ? weekly(rung, voice, today) : leads(rung, voice);
  const { snooze } = original;
  if (snooze?.rung !== rung.name || snooze.latest !== rung.latest) return days;
  const { until } = snooze;
  const earlier = workingDay(voice, until, -1);
  const later = workingDay(voice, until, 1);
  // A working day: after what was asked for, unless the last day of the step would pass with it.
  const other = later <= rung.latest || until > rung.latest ? later : until;
  const wake = earlier > dayAt(voice, Date.parse(snooze.at)) ? earlier : other;
  return [wake, ...days.filter((day) => day > wake)];
}

function leads({ latest }: Rung, voice: Voice): Day[] {
  const days = voice.leadDays.map((lead) => workingDay(voice, addDays(latest, -lead), -1));
  return days.sort();
}

function weekly({ latest, before }: Rung, voice: Voice, today: Day): Day[] {
  const days: Day[] = [];
  let day = addDays(latest, 1);
  // Far in the east that morning comes before the last day is over in UTC.
  if (msAt(voice, day) < before.epochMilliseconds) day = addDays(day, 1);
  for (; day <= today; day = addDays(day, WEEK)) days.push(workingDay(voice, day, 1));
  return days;
}

/** Something has gone wrong, and must have been told. */
export function owedIncident(migration: Moving, original: Original, wall: number): Owed | undefined {
  if (isGivenUp(migration) || Date.parse(original.since) > wall) return undefined;
  const what = incident(migration, original, instant(wall));
  if (!what) return undefined;
  const since = what === 'renewed' ? original.renewals.at(-1)?.from : undefined;
  if (since !== undefined && wall < startOfDay(addDays(since, 1)).epochMilliseconds) return undefined;
  const about = { original: original.id, rung: what, latest: original.expiresOn, channel: migration.channel };
  return { what: 'incident', ...about, day: '', moment: wall };
}
