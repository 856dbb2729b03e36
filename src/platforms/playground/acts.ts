import { Temporal } from 'temporal-polyfill';
import { type Day, dayOf, endOfDay, isBefore } from '../../domain/calendar.js';
import { isExtended, missingToCancel, needsConfirmation, refund } from '../../domain/ending.js';
import { isTransfer, nextRung, openStop } from '../../domain/ladder.js';
import { peopleToReassign } from '../../domain/licenses.js';
import { findOriginal, isAccepted, isGivenUp } from '../../domain/migration.js';
import { checklist, missingBeforeTransfer } from '../../domain/route.js';
import { isActive, isSameOffer, type Original, type Replacement } from '../../domain/subscription.js';
import type { MigrationView } from '../../domain/view.js';
import { canReassign } from '../../messages/next-step.js';
import { stopToo } from '../../messages/rungs.js';
import type { Words } from '../../messages/words.js';
import { act } from './act.js';
import { orderActs } from './order-acts.js';
import type { Act } from './protocol.js';

/** What makes sense now for one original, outside of Ferry, the likeliest first. */
export function actsOf(
  words: Words,
  view: MigrationView,
  original: Original,
  partnerCountry: string | undefined,
): Act[] {
  const { migration, now } = view;
  if (isGivenUp(migration)) return [];
  const order = orderActs(words, view, original, partnerCountry);
  if (original.ended) return order;
  const stop = stopAct(words, view, original);
  return [
    ...(isBefore(now, endOfDay(original.expiresOn)) ? [] : endActs(words, view, original)),
    ...(stop ? [stop] : []),
    ...(isTransfer(migration.route) ? transferActs(words, view, original) : [...stepActs(words, view), ...order]),
  ];
}

/** The renewal is turned off, or in the extended service term the cancellation set; undefined: not yet, or not any more. */
export function stopAct(words: Words, view: MigrationView, original: Original): Act | undefined {
  const { migration, now } = view;
  const rung = nextRung(migration, original, now);
  // Before something takes its place, only when its day is near: service would end.
  const isDue = rung !== undefined && (rung.name === 'stop-renewal' || stopToo(view, original, rung) !== undefined);
  if (!isDue || !openStop(migration, original, now)) return undefined;
  return original.renewal === 'ends'
    ? act(words.say('playground.outside-do-instruct'), `change ${original.id} term-end=cancel`)
    : act(words.say('playground.outside-do-stop'), `change ${original.id} renewal=ends`);
}

/** Its end has passed, and Ferry is to be told what happened. */
function endActs(words: Words, { migration, now }: MigrationView, original: Original): Act[] {
  const { id, renewal } = original;
  const expired = act(words.say('playground.outside-tell-expired'), `end ${id} expired`);
  const until = renewedUntil(original, now);
  const renewed = act(words.say('playground.outside-tell-renewed'), `end ${id} renewed until=${until}`);
  if (isExtended(migration, original)) {
    const today = dayOf(now);
    const asks = needsConfirmation(original, today) || refund(migration, original, today) === 'refused';
    return asks || missingToCancel(migration, original, today).length > 0
      ? []
      : [act(words.say('playground.outside-do-cancel'), `end ${id} cancelled`)];
  }
  if (renewal === 'unknown') return [expired, renewed];
  return renewal === 'auto-renews' ? [renewed] : [expired];
}

/** The last day of the term that it has renewed into: years, as most are sold. */
export function renewedUntil({ expiresOn }: Original, now: Temporal.Instant): Day {
  const end = Temporal.PlainDate.from(expiresOn);
  for (let years = 1; ; years += 1) {
    const until = end.add({ years }).toString();
    if (until >= dayOf(now)) return until;
  }
}

/** What is next on the way of the route, told once for all originals of the migration. */
export function stepActs(words: Words, { migration, now }: MigrationView): Act[] {
  const next = checklist(migration, now).find(({ step, state }) => step !== undefined && state === 'next')?.step;
  if (next === undefined) return [];
  return [act(words.say(`playground.outside-step-${next}`), `step ${migration.id} ${next}`)];
}

function transferActs(words: Words, view: MigrationView, { id }: Original): Act[] {
  if (missingBeforeTransfer(view.migration) !== undefined) return stepActs(words, view);
  return [act(words.say('playground.outside-tell-transferred'), `end ${id} transferred`)];
}

/** Where the offer is another one, people are given the new licences: done for all of them at once. */
export function licensesAct(words: Words, view: MigrationView, replacement: Replacement): Act[] {
  const { migration, now } = view;
  const isOther = replacement.covers.some((id) => {
    const original = findOriginal(migration, id);
    return original !== undefined && !isSameOffer(original.offer, replacement.offer);
  });
  if (isGivenUp(migration) || !isAccepted(migration)) return [];
  if (!isOther || !isActive(replacement, dayOf(now)) || !canReassign(view)) return [];
  const done = peopleToReassign(migration);
  return [act(words.say('playground.outside-do-licenses'), `licenses ${migration.id} done=${done}`)];
}
