import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, endOfDay, momentAt, startOfDay } from './calendar.js';
import { ladder, type Rung, type RungName } from './ladder.js';
import { isGivenUp, type Moving } from './migration.js';
import { chasingInstants } from './nudge.js';
import { isServed } from './pool.js';
import { possibleDays, type ReminderSettings } from './reminder.js';
import type { Original } from './subscription.js';

/** An end that nobody has told is asked about every week, on a working day: the next time is always within these days. */
const NEXT_ASKING_DAYS = 14;

/**
 * The first instant after `now`, in whole ms, at which `dueReminders`, `dueNudges` or `dueIncidents` of this migration may
 * have another answer although nothing is changed; undefined: never. It may be too early, for time enters those rules in a
 * few ways only, and each of them is an instant here: a day begins, in UTC or by the reader's clocks, a rung is over, or a
 * reminder is to go out. It is never too late.
 */
export function nextLook(
  migration: Moving,
  settings: ReminderSettings,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (isGivenUp(migration)) return undefined;
  const chased = chasingInstants(migration, settings).map(inMs);
  // Who is served stays so: with time, replacements only become active.
  const unsettled = migration.originals.filter((one) => !one.ended || !isServed(migration, one, now));
  if (chased.length === 0 && unsettled.length === 0) return undefined;
  const today = dayIn(settings.zone, now);
  const days = { from: addDays(today, -1), until: addDays(today, NEXT_ASKING_DAYS) };
  const turns = [
    ...chased,
    ...activations(migration),
    // What a clock wrote that has been put back since begins to count when it is reached.
    ...[migration.deputySince, migration.invitation?.recordedAt].flatMap((since) =>
      since === undefined ? [] : [Date.parse(since)],
    ),
    ...(settings.since === undefined ? [] : [inMs(settings.since)]),
    ...unsettled.flatMap((one) => turnsOf(migration, one, settings, now, days)),
  ];
  const from = inMs(now);
  const next = turns.reduce((first, turn) => (turn > from && turn < first ? turn : first), Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? Temporal.Instant.fromEpochMilliseconds(next) : undefined;
}

/** Where the next announcement lies, if it comes every week. */
interface Days {
  readonly from: Day;
  readonly until: Day;
}

/** Those of one original: of each thing that is still to be done, and of what can go wrong. */
function turnsOf(
  migration: Moving,
  original: Original,
  settings: ReminderSettings,
  now: Temporal.Instant,
  days: Days,
): number[] {
  const { since, renewals, ended } = original;
  const renewal = renewals.at(-1);
  const turns = [Date.parse(since), ...(renewal ? [inMs(endOfDay(renewal.from))] : [])];
  for (const rung of ladder(migration, original, now)) {
    if (rung.done || rung.name === 'correct') continue;
    turns.push(inMs(rung.before));
    // Stopping the renewal comes to the top as the day for it begins where the reader is.
    if (rung.name === 'stop-renewal') turns.push(...timesOn(rung.latest, '00:00', settings.zone));
    // What its end leads to is not spoken of before the end is told, and nothing else after that.
    if (AFTER_THE_END.has(rung.name) === (ended !== undefined))
      turns.push(...announcements(migration, original, rung, settings, days));
  }
  return turns;
}

const AFTER_THE_END: ReadonlySet<RungName> = new Set(['access-ends', 'last-day-kept']);

function announcements(
  migration: Moving,
  original: Original,
  rung: Rung,
  settings: ReminderSettings,
  { from, until }: Days,
): number[] {
  return possibleDays(migration, original, rung, settings, until)
    .filter((day) => day >= from)
    .flatMap((day) => timesOn(day, settings.time, settings.zone));
}

/** Replacements, of the customer's other migrations too, become active as their day begins. */
function activations({ replacements, beside = [] }: Moving): number[] {
  const all = beside.length === 0 ? replacements : [replacements, ...beside.map((one) => one.replacements)].flat();
  return all.map((one) => inMs(startOfDay(one.provisionedOn)));
}

/** When clocks show this time. Where they are put back over midnight, also when that day stops, and when it begins again. */
function timesOn(day: Day, time: string, zone: string): readonly number[] {
  const key = `${day} ${time} ${zone}`;
  const known = times.get(key);
  if (known) return known;
  if (times.size >= MOST_TIMES) times.clear();
  const midnight = Temporal.PlainDate.from(day).toPlainDateTime();
  const first = midnight.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const last = midnight.toZonedDateTime(zone, { disambiguation: 'later' });
  const change = first.equals(last) ? undefined : first.getTimeZoneTransition('next');
  const found = [momentAt(day, time, zone), ...(change ? [change.toInstant(), last.toInstant()] : [])].map(inMs);
  times.set(key, found);
  return found;
}

/** Zones are slow to ask. */
const times = new Map<string, readonly number[]>();
const MOST_TIMES = 5_000;

function inMs(instant: Temporal.Instant): number {
  return instant.epochMilliseconds;
}
