import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, daysBetween, momentAt } from '../../src/domain/calendar.js';
import type { ChannelSettings } from '../../src/domain/channel-settings.js';
import type { RunRecord } from './record.js';

/** When one channel is spoken to, as the checker works it out for itself. */
export interface Voice {
  readonly zone: string;
  readonly time: string;
  readonly leadDays: readonly number[];
  readonly isWorked: (day: Day) => boolean;
  readonly escalation: string | undefined;
  /** What was past by then is not made up for; in ms. */
  readonly since: number;
}

export function voiceOf(standard: RunRecord['standard'], own: ChannelSettings | undefined): Voice {
  const weekdays = own?.weekdays ?? [1, 2, 3, 4, 5];
  const freezes = own?.freezes ?? [];
  return {
    zone: own?.zone ?? standard.zone,
    time: own?.time ?? standard.time,
    leadDays: own?.leadDays ?? standard.leadDays,
    // The 4th of January 1970 was a Sunday.
    isWorked: (day) =>
      weekdays.includes(((((daysBetween('2026-11-01', day) - 1) % 7) + 7) % 7) + 1) &&
      !freezes.some(({ from, until }) => from <= day && day <= until),
    escalation: own?.escalation,
    since: own ? Date.parse(own.since) : Number.NEGATIVE_INFINITY,
  };
}

/** The nearest working day, `day` itself included; `step`: -1 looks back, 1 ahead. */
export function workingDay({ isWorked }: Voice, day: Day, step: 1 | -1): Day {
  let found = day;
  for (let left = 120; left > 0 && !isWorked(found); left -= 1) found = addDays(found, step);
  return isWorked(found) ? found : day;
}

export function msAt({ zone, time }: Voice, day: Day): number {
  return momentAt(day, time, zone).epochMilliseconds;
}

export function dayAt({ zone }: Voice, ms: number): Day {
  return dayIn(zone, Temporal.Instant.fromEpochMilliseconds(ms));
}

/** The moments of the next working days after `ms`. */
export function nextWorkingMoments(voice: Voice, ms: number, count: number): number[] {
  const found: number[] = [];
  for (let day = dayAt(voice, ms); found.length < count; day = addDays(day, 1)) {
    const at = msAt(voice, day);
    if (at > ms && voice.isWorked(day)) found.push(at);
  }
  return found;
}
