import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { addDays, Day, dayIn, daysBetween, isBefore, momentAt, startOfDay } from './calendar.js';
import { type FollowUp, followUps, isPastBy, type Mornings } from './follow-up.js';
import { isGivenUp, type Moving, replacementsOf } from './migration.js';
import { serviceEnd } from './service-end.js';
import { type Incident, incident } from './stage.js';
import type { Original } from './subscription.js';

/** Something told beside the ladder, in a post of its own. */
export const Notice = z.discriminatedUnion('about', [
  /** The customer has not answered the invitation for so many working days. */
  z.object({ about: z.literal('invitation'), sentOn: Day, days: z.int() }),
  /** An original's people lost service, or it renewed although its replacement is active, on `since`. */
  z.object({ about: z.literal('incident'), what: z.enum(['service-lost', 'renewed']), since: Day }),
  /** It is so still: a working day later the deputy hears of it, on the next one the person whom the channel names for it. */
  z.object({
    about: z.literal('incident-open'),
    what: z.enum(['service-lost', 'renewed']),
    since: Day,
    to: z.enum(['deputy', 'escalation']),
    day: Day,
  }),
  /** A channel takes no posts: told to those whom it would have reached, one by one. */
  z.object({
    about: z.literal('unreachable'),
    channel: z.string(),
    day: Day,
    person: z.string(),
    reason: z.string().max(200),
    /** Also of what is not hers: an admin, where it reaches nobody else. */
    all: z.literal(true).optional(),
  }),
  /** Ferry is new in a conversation, and says what to do first. */
  z.object({ about: z.literal('welcome') }),
  /** A second person is asked to decide. */
  z.object({ about: z.literal('request'), request: z.string() }),
]);
export type Notice = z.infer<typeof Notice>;

/** Whether it tells of something that has gone wrong, at first or again. */
export function isIncident(notice: Notice | undefined): boolean {
  return notice?.about === 'incident' || notice?.about === 'incident-open';
}

/** Something that has gone wrong and must be told, at any hour. */
export interface DueIncident {
  readonly original: Original;
  readonly what: Incident;
  /** The first day without service, or of the term that nobody wanted. It names the incident, so it only changes with the facts. */
  readonly since: Day;
}

/** The incidents that `now` has to be told of; one that began before Ferry knew of it is one too. */
export function dueIncidents(migration: Moving, now: Temporal.Instant): DueIncident[] {
  if (isGivenUp(migration)) return [];
  return migration.originals.flatMap((original) => {
    const what = incident(migration, original, now);
    const since = what && sinceOf(migration, original, what);
    // A clock that was set back stands before what it has recorded.
    if (!what || since === undefined || isBefore(now, startOfDay(since))) return [];
    return isBefore(now, Temporal.Instant.from(original.since)) ? [] : [{ original, what, since }];
  });
}

function sinceOf({ source }: Moving, original: Original, what: Incident): Day | undefined {
  const last = what === 'renewed' ? original.renewals.at(-1)?.from : serviceEnd(original, source).accessEnds;
  return last === undefined ? undefined : addDays(last, 1);
}

/** Of an incident that is open still: whom to tell of it, and when. */
export interface OpenIncident {
  readonly link: FollowUp;
  readonly at: Temporal.Instant;
}

/** The latest that is due at `now` of what follows when an incident was `told` and nobody has seen to it. */
export function openIncident(
  migration: Moving,
  told: Temporal.Instant,
  settings: Mornings,
  now: Temporal.Instant,
): OpenIncident | undefined {
  const { zone, time } = settings;
  return followUps(migration, dayIn(zone, told), told, settings, now)
    .map((link): OpenIncident => ({ link, at: momentAt(link.day, time, zone) }))
    .filter(({ at }) => !isBefore(now, at) && !isPastBy(at, settings.since, now))
    .at(-1);
}

export interface PaidTwice {
  /** Days gone by, today with them. */
  readonly soFar: number;
  /** Days from tomorrow to the end of the unwanted term. */
  readonly left: number;
}

/** Days of a term that nobody wanted, each of which is paid for the replacement as well. */
export function paidTwice(migration: Moving, original: Original, today: Day): PaidTwice {
  const { renewals, expiresOn } = original;
  const start = addDays(renewals.at(-1)?.from ?? expiresOn, 1);
  const active = replacementsOf(migration, original).map((one) => one.provisionedOn);
  const from = [active.sort()[0] ?? start, start].sort().at(-1) ?? start;
  const total = Math.max(0, daysBetween(from, expiresOn) + 1);
  const soFar = Math.min(total, Math.max(0, daysBetween(from, today) + 1));
  return { soFar, left: total - soFar };
}
