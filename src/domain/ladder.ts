import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, endOfDay, isBefore, startOfDay } from './calendar.js';
import { type Migration, replacementsOf } from './migration.js';
import { isInExtendedServiceTerm, serviceEnd } from './service-end.js';
import { isActive, isSameOffer, type Original, type Replacement, seatsNeeded } from './subscription.js';

export type RungName = 'provision' | 'stop-renewal' | 'end' | 'access-ends' | 'last-day-kept' | 'correct';

/** One thing to be done, and by when, for one original. */
export interface Rung {
  readonly name: RungName;
  /** The day Ferry advises; earlier costs double pay. */
  readonly recommended?: Day;
  /** The last day on which it can be done. */
  readonly latest: Day;
  /** The instant at which it is too late. */
  readonly before: Temporal.Instant;
  readonly done: boolean;
}

/** Ferry's practice: a replacement a week before the end leaves time for what goes wrong. */
const PROVISION_AHEAD_DAYS = 7;
/** A replacement can be cancelled or cut for a prorated refund for 168 hours; of an order only the day is known, so 6 days after it. */
const CORRECT_DAYS = 6;

/** The act-by ladder of one original, in the order of doing; days are UTC days, as Partner Center counts them. */
export function ladder(migration: Migration, original: Original, now: Temporal.Instant): Rung[] {
  const rungs: Rung[] = [];
  const { expiresOn } = original;
  const replaced = isReplaced(migration, original);
  if (migration.route !== 'partner-transfer') {
    rungs.push({
      name: 'provision',
      recommended: addDays(expiresOn, -PROVISION_AHEAD_DAYS),
      latest: expiresOn,
      before: endOfDay(expiresOn),
      done: replaced || original.ended?.unneeded !== undefined,
    });
  }
  rungs.push({
    name: 'stop-renewal',
    latest: addDays(expiresOn, -1),
    before: startOfDay(expiresOn),
    done: isRenewalStopped(migration, original),
  });
  rungs.push({ name: 'end', latest: expiresOn, before: endOfDay(expiresOn), done: original.ended !== undefined });
  const { accessEnds, lastDayKept } = serviceEnd(original, migration.source);
  const inService = hasActiveReplacement(migration, original, now) || original.ended?.unneeded !== undefined;
  if (accessEnds !== undefined) {
    rungs.push({ name: 'access-ends', latest: accessEnds, before: endOfDay(accessEnds), done: inService });
  }
  if (lastDayKept !== undefined) {
    rungs.push({ name: 'last-day-kept', latest: lastDayKept, before: endOfDay(lastDayKept), done: inService });
  }
  for (const replacement of replacementsOf(migration, original)) {
    const latest = addDays(replacement.provisionedOn, CORRECT_DAYS);
    rungs.push({ name: 'correct', latest, before: endOfDay(latest), done: !isBefore(now, endOfDay(latest)) });
  }
  return rungs;
}

/**
 * The next rung not yet done. Once the end has passed, what happened must be told before anything else; on its last day
 * stopping the renewal comes before a replacement that is still missing, since a year of double pay is worse than an
 * order placed tomorrow.
 */
export function nextRung(migration: Migration, original: Original, now: Temporal.Instant): Rung | undefined {
  const open = ladder(migration, original, now).filter((rung) => !rung.done && rung.name !== 'correct');
  const named = (name: RungName) => open.find((rung) => rung.name === name);
  if (original.ended) {
    return [named('access-ends'), named('last-day-kept')].find(
      (rung) => rung !== undefined && isBefore(now, rung.before),
    );
  }
  const end = named('end');
  if (end && !isBefore(now, end.before)) return end;
  const stop = named('stop-renewal');
  if (stop && isBefore(now, stop.before) && dayOf(now) >= stop.latest) return stop;
  return named('provision') ?? (stop && isBefore(now, stop.before) ? stop : end);
}

/** A replacement stands ready, or is planned for a day that is not too late. */
export function isReplaced(migration: Migration, original: Original): boolean {
  const last = original.ended?.on ?? original.expiresOn;
  const ready = replacementsOf(migration, original);
  return (
    ready.some((replacement) => replacement.provisionedOn <= last) || (original.ended !== undefined && ready.length > 0)
  );
}

export function hasActiveReplacement(migration: Migration, original: Original, now: Temporal.Instant): boolean {
  return replacementsOf(migration, original).some((replacement) => isActive(replacement, dayOf(now)));
}

function isRenewalStopped(migration: Migration, original: Original): boolean {
  if (original.ended) return true;
  if (original.renewal !== 'ends') return false;
  // Renewal off is not cancel: in the extended service term it rolls into a paid month-to-month term.
  return !isInExtendedServiceTerm(original, migration.source) || original.termEnd === 'cancel';
}

/** Originals whose people share the same seats: joined by a replacement, or of the same offer. */
function poolOf(migration: Migration, original: Original): { originals: Original[]; replacements: Replacement[] } {
  const originals = new Set([original]);
  const replacements = new Set<Replacement>();
  for (let before = -1; before !== originals.size + replacements.size; ) {
    before = originals.size + replacements.size;
    for (const replacement of migration.replacements) {
      const covers = [...originals].some((member) => replacement.covers.includes(member.id));
      if (covers) replacements.add(replacement);
    }
    for (const candidate of migration.originals) {
      const offers = [...replacements].some((replacement) => replacement.covers.includes(candidate.id));
      const same = [...originals].some((member) => isSameOffer(member.offer, candidate.offer));
      if (offers || same) originals.add(candidate);
    }
  }
  return { originals: [...originals], replacements: [...replacements] };
}

/**
 * Seats that would be missing if `original` ended now: people of it and of its pool's ended originals, against the active
 * replacements of the pool, each seat counted once.
 */
export function seatsMissing(migration: Migration, original: Original, now: Temporal.Instant): number {
  const pool = poolOf(migration, original);
  const leaving = pool.originals.filter(
    (member) => member === original || (member.ended !== undefined && member.ended.unneeded === undefined),
  );
  const needed = leaving.reduce((sum, member) => sum + seatsNeeded(member), 0);
  const ready = pool.replacements
    .filter((replacement) => isActive(replacement, dayOf(now)))
    .reduce((sum, replacement) => sum + replacement.seats, 0);
  return Math.max(0, needed - ready);
}
