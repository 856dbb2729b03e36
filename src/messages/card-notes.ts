import { addDays, dayIn, dayOf } from '../domain/calendar.js';
import { isExtended } from '../domain/ending.js';
import { correctRung, isTransfer, nextRung, openStop, PROVISION_AHEAD_DAYS } from '../domain/ladder.js';
import { licensesLeft, otherOffers } from '../domain/licenses.js';
import { isGivenUp, replacementsOf } from '../domain/migration.js';
import { overlap } from '../domain/overlap.js';
import { isReplaced, isServed, seatsMissing } from '../domain/pool.js';
import { lastDayOf, type Request } from '../domain/request.js';
import { isInExtendedServiceTerm, serviceEnd } from '../domain/service-end.js';
import { snoozeOf } from '../domain/snooze.js';
import { stage } from '../domain/stage.js';
import { isActive, type Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { sayIncident } from './incidents.js';
import type { Block } from './message.js';
import type { Words } from './words.js';

/** Provisioned as far ahead as advised, both are paid on these days: no reason for a caution. */
const ADVISED_OVERLAP_DAYS = PROVISION_AHEAD_DAYS + 1;

/** What a reader of the card should know besides its facts: first what could cost service or money. */
export function cardNotes(words: Words, view: MigrationView, shown: readonly Original[]): Block[] {
  const { migration } = view;
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  const quiet = (text: string): Block => ({ kind: 'note', text });
  const left = migration.originals.length > shown.length;
  return [
    ...shown.flatMap((original) => cautions(words, view, original).map(caution)),
    ...leftBehind(words, view).map(caution),
    ...view.requests.map((request) => caution(sayRequest(words, request))),
    ...shown.flatMap((original) => sayQuiet(words, view, original).map(quiet)),
    ...[...new Set(shown.flatMap((original) => licences(words, view, original)))].map(quiet),
    ...shown.flatMap((original) => advisedOverlap(words, view, original).map(quiet)),
    ...replacements(words, view).map(quiet),
    ...[sourceNote(words, view), words.say(`route.note.${migration.route}`)].filter((text) => text !== '').map(quiet),
    ...(left ? [quiet(words.say('card.more', { shown: shown.length, total: migration.originals.length }))] : []),
    ...(migration.sample ? [quiet(words.say('card.sample'))] : []),
  ];
}

/** Whoever looks must not wait for a reminder that somebody has put off. */
function sayQuiet(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const { snooze, id } = original;
  const rung = isGivenUp(migration) ? undefined : nextRung(migration, original, now);
  if (!snooze || !rung || snooze.ended || !snoozeOf(original, rung) || snooze.until <= dayIn(words.zone, now))
    return [];
  const { until, reason } = snooze;
  return [words.say('card.quiet', { id, until: { day: until }, has: reason ? 'yes' : 'no', reason: reason ?? '' })];
}

/** An original of another offer has ended, and not everybody has a licence of the new one. */
function leftBehind(words: Words, { migration }: MigrationView): string[] {
  const left = licensesLeft(migration);
  const over = migration.originals.some((one) => one.ended !== undefined && otherOffers(migration, one).length > 0);
  return left > 0 && over && !isGivenUp(migration) ? [words.say('licenses.left', { id: migration.id, left })] : [];
}

/** Where the customer bought is asked with buttons, not with a note. */
function sourceNote(words: Words, { migration: { id, source } }: MigrationView): string {
  return source === 'unknown' ? '' : words.say(`source.note.${source}`, { id });
}

function sayRequest(words: Words, request: Request): string {
  const { id, original, missing, reason } = request;
  const on = { day: request.on };
  return words.say('card.request', { id, original, on, missing, reason, until: { day: lastDayOf(request) } });
}

function cautions(words: Words, view: MigrationView, original: Original): string[] {
  const { migration, now } = view;
  const { id } = original;
  const on = { day: original.expiresOn };
  const today = dayOf(now);
  if (isGivenUp(migration)) {
    const back = migration.declinedOn !== undefined && original.renewal === 'ends' && !original.ended;
    return back && today <= original.expiresOn ? [words.say('note.declined-turn-on', { id, on })] : [];
  }
  const texts = sayIncident(words, view, original);
  if (texts.length === 0) texts.push(...afterEnd(words, view, original));
  const days = overlap(migration, original);
  if (days && days.gapDays > 0) texts.push(words.say('gap.gap', { id, days: days.gapDays }));
  if (days && days.overlapDays > ADVISED_OVERLAP_DAYS) texts.push(sayOverlap(words, original, days));
  if (original.ended) return texts;
  const near = today >= addDays(original.expiresOn, -PROVISION_AHEAD_DAYS);
  if (near && endsUncovered(view, original)) texts.push(words.say('note.ends-uncovered', { id, on }));
  if (near && openStop(migration, original, now)) texts.push(words.say('note.lock', { id }));
  return [...texts, ...termEnd(words, view, original)];
}

/** Past its end, but not without service yet: urgent in the free days; in the extended term it costs until it is cancelled. */
function afterEnd(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const { id, renewal, expiresOn, ended } = original;
  const running = !ended && renewal === 'ends' && dayOf(now) > expiresOn;
  if (running && isExtended(migration, original)) {
    return [words.say('note.est-running', { id, on: { day: expiresOn } })];
  }
  const { accessEnds } = serviceEnd(original, migration.source);
  if (!(running || ended?.how === 'expired') || accessEnds === undefined) return [];
  return isServed(migration, original, now) ? [] : [words.say('note.grace', { id, on: { day: accessEnds } })];
}

/** It is set to end, and not enough seats are in place, or planned, for the day after. */
export function endsUncovered({ migration, now }: MigrationView, original: Original): boolean {
  if (original.renewal !== 'ends' || original.unneeded !== undefined || isTransfer(migration.route)) return false;
  return !original.ended && dayOf(now) <= original.expiresOn && !isReplaced(migration, original);
}

/** What turning the renewal off does not do where the extended service term applies, or is said to apply. */
function termEnd(words: Words, { migration }: MigrationView, original: Original): string[] {
  const { id, renewal, boughtOn } = original;
  const open = renewal === 'ends' && original.termEnd !== 'cancel';
  if (migration.source === 'web-direct') return open ? [words.say('note.est-reported', { id })] : [];
  if (!isInExtendedServiceTerm(original, migration.source)) return [];
  return [
    ...(open ? [words.say('note.est', { id })] : []),
    ...(boughtOn === undefined && !isTransfer(migration.route) ? [words.say('note.est-unknown', { id })] : []),
  ];
}

function advisedOverlap(words: Words, { migration }: MigrationView, original: Original): string[] {
  const days = overlap(migration, original);
  if (!days || days.overlapDays === 0 || days.overlapDays > ADVISED_OVERLAP_DAYS) return [];
  return [sayOverlap(words, original, days)];
}

function sayOverlap(
  words: Words,
  { id }: Original,
  { overlapDays, overlapCost }: NonNullable<ReturnType<typeof overlap>>,
): string {
  return words.say('gap.overlap', { id, days: overlapDays, worth: overlapCost ?? 'unknown' });
}

/** What an original's replacements mean for licences: nothing to do, to reassign, or too few. */
export function licences(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const ready = replacementsOf(migration, original);
  const other = otherOffers(migration, original);
  const texts = other.map(({ id }) => words.say('licenses.other', { id, original: original.id }));
  if (original.addonOf !== undefined && !original.ended) {
    texts.push(words.say('note.addon-base', { id: original.id, base: original.addonOf }));
  }
  // Once it has ended, missing seats are no advice any more: the cautions have them.
  if (ready.length === 0 || original.ended) return texts;
  const missing = seatsMissing(migration, original, now);
  if (missing > 0 && ready.some((replacement) => isActive(replacement, dayOf(now)))) {
    return [...texts, words.say('licenses.short', { original: original.id, missing })];
  }
  if (other.length > 0 || !isReplaced(migration, original)) return texts;
  return [...texts, words.say('licenses.same', { ids: words.list(ready.map(({ id }) => id)) })];
}

/** Until when the new subscriptions can be corrected, and once the move is done, when they end themselves. */
function replacements(words: Words, { migration, now }: MigrationView): string[] {
  const done = stage(migration, now) === 'done';
  return migration.replacements.flatMap((replacement) => {
    const { id, orderedAt, expiresOn } = replacement;
    const rung = correctRung(replacement, now);
    const texts: string[] = [];
    if (!rung.done && isActive(replacement, dayOf(now))) {
      texts.push(
        orderedAt === undefined
          ? words.say('card.correct-day', { id, on: { day: rung.latest } })
          : words.say('card.correct', { id, before: { moment: rung.before.toString() } }),
      );
    }
    if (expiresOn !== undefined) texts.push(words.say('card.own-end', { id, on: { day: expiresOn } }));
    else if (done) texts.push(words.say('card.own-end-unknown', { id }));
    return texts;
  });
}
