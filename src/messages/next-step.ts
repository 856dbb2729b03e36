import { dayOf, isBefore } from '../domain/calendar.js';
import type { Rung } from '../domain/ladder.js';
import { licensesLeft, otherOffers, peopleToReassign } from '../domain/licenses.js';
import { isAccepted, type Migration } from '../domain/migration.js';
import { incident, openRungs, stage } from '../domain/stage.js';
import { isActive, type Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { sayRung, stopToo } from './rungs.js';
import type { Words } from './words.js';

type OpenRung = ReturnType<typeof openRungs>[number];

/** The next thing to do in the whole migration, as half a sentence. */
export function nextStep(words: Words, view: MigrationView): string {
  const { migration, now } = view;
  const at = stage(migration, now);
  if (at === 'abandoned' || at === 'declined') return words.say('next.none', { stage: words.say(`stage.${at}`) });
  const [first] = openRungs(migration, now);
  // While all else only waits for its end, licences are what can be done.
  const waits = first?.rung.name === 'end' && isBefore(now, first.rung.before);
  if (waits && canReassign(view)) return sayLicences(words, migration);
  if (first) return sayFirst(words, view, first);
  if (migration.originals.length > 0)
    return licensesLeft(migration) > 0 ? sayLicences(words, migration) : words.say('next.done');
  if (isAccepted(migration)) return words.say('next.add');
  return sayInvitation(words, migration);
}

/** While it waits for the customer's answer, the invitation is what can be done; by when the rest is due stays in sight. */
function sayFirst(words: Words, view: MigrationView, { original, rung }: OpenRung): string {
  const what = words.say('next.original', { id: original.id, what: sayRung(words, view, original, rung) });
  if (!waitsForAnswer(view, original, rung)) return what;
  return words.say('next.first', { first: sayInvitation(words, view.migration), what });
}

function sayInvitation(words: Words, { id, invitation }: Migration): string {
  return words.say(invitation ? 'next.accept' : 'next.invite', { id });
}

/** Nothing can be done about it before the customer has accepted, and it is not too late yet. */
export function waitsForAnswer(view: MigrationView, original: Original, rung: Rung): boolean {
  if (isAccepted(view.migration) || (rung.name !== 'provision' && rung.name !== 'transfer')) return false;
  return !isLate(view, original, rung) && stopToo(view, original, rung) === undefined;
}

/** Its last day is over, or something has gone wrong already. */
export function isLate({ migration, now }: MigrationView, original: Original, rung: Rung): boolean {
  return !isBefore(now, rung.before) || incident(migration, original, now) !== undefined;
}

/** The new licences are there, and not everybody has one. */
export function canReassign({ migration, now }: MigrationView): boolean {
  const other = migration.originals.flatMap((original) => otherOffers(migration, original));
  return licensesLeft(migration) > 0 && other.some((replacement) => isActive(replacement, dayOf(now)));
}

function sayLicences(words: Words, migration: Migration): string {
  const { id } = migration;
  return words.say('next.licenses', { id, left: licensesLeft(migration), total: peopleToReassign(migration) });
}
