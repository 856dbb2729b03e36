import type { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import { findOriginal, type Moving, replacementsOf } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { isOpenRequest, type Request } from '../domain/request.js';
import { isSameOffer, type Original, type Replacement } from '../domain/subscription.js';
import { changeOriginal, type OriginalFacts, otherFacts } from './facts.js';
import { pickOriginal } from './lookup.js';

export interface NewOriginal extends OriginalFacts {
  readonly offer: string;
  readonly seats: number;
  readonly ends: Day;
}

/** The original that a line names, though it may give other seats or another renewal: best the one that is so in all. */
export function knownOriginal(originals: readonly Original[], wanted: NewOriginal): Original | undefined {
  const known = originals.filter(
    ({ offer, expiresOn, renewals }) =>
      isSameOffer(offer, wanted.offer) &&
      // The line was written before it renewed.
      (expiresOn === wanted.ends || renewals.some(({ from }) => from === wanted.ends)),
  );
  return known.find((one) => otherFacts(one, wanted).length === 0) ?? known[0];
}

/** Enters an original into the draft, with the next id of its migration. */
export function addOriginal(draft: Moving, facts: NewOriginal, now: Temporal.Instant): Happening {
  const original: Original = {
    id: `${draft.id}.${draft.nextOriginal}`,
    offer: facts.offer,
    seats: facts.seats,
    expiresOn: facts.ends,
    renewal: 'unknown',
    termEnd: 'unknown',
    trial: false,
    renewals: [],
    since: now.toString(),
  };
  draft.nextOriginal += 1;
  draft.originals.push(original);
  changeOriginal(draft, original, facts, now);
  return {
    did: 'added',
    original: original.id,
    offer: original.offer,
    seats: original.seats,
    expiresOn: original.expiresOn,
  };
}

const ORIGINAL = /^m\d+\.\d+$/i;

/**
 * Takes an original or a replacement (`M1.R1`) out of the draft. Refuses where something rests on it: what has ended is a
 * fact, and a cancellation was safe only with its replacement.
 */
export function remove(draft: Moving, ref: string, now: Temporal.Instant, requests: readonly Request[]): Happening {
  const replacement = draft.replacements.find((one) => one.id === ref.toUpperCase());
  if (replacement) return removeReplacement(draft, replacement, now);
  if (!ORIGINAL.test(ref)) {
    // Whoever names a migration may want to be rid of the whole of it.
    const ids = [...draft.originals, ...draft.replacements].map(({ id }) => id);
    const values = { id: draft.id, count: ids.length, ids: ids.join(', '), first: ids[0] ?? '' };
    throw new UserError('remove-which', values, [`show ${draft.id}`]);
  }
  return removeOriginal(draft, pickOriginal(draft, ref), now, requests);
}

function removeReplacement(draft: Moving, { id, offer, covers }: Replacement, now: Temporal.Instant): Happening {
  draft.replacements = draft.replacements.filter((one) => one.id !== id);
  for (const original of draft.originals) if (covers.includes(original.id)) original.since = now.toString();
  return { did: 'removed', subject: id, offer };
}

function removeOriginal(
  draft: Moving,
  { id, offer, ended }: Original,
  now: Temporal.Instant,
  requests: readonly Request[],
): Happening {
  if (ended) throw new UserError('remove-ended', { id, on: { day: ended.on } });
  const addon = draft.originals.find((one) => one.addonOf === id);
  if (addon) throw new UserError('remove-base', { id, addon: addon.id }, [`change ${addon.id} addon-of=unknown`]);
  const request = requests.find((one) => one.original === id && isOpenRequest(one, now));
  if (request) throw new UserError('request-open', { id: request.id, original: id }, [`withdraw ${request.id}`]);
  const original = findOriginal(draft, id);
  const own = original ? replacementsOf(draft, original).find(({ covers }) => covers.length === 1) : undefined;
  if (own) throw new UserError('remove-replaced', { id, replacement: own.id }, [`remove ${own.id}`]);
  draft.originals = draft.originals.filter((one) => one.id !== id);
  for (const replacement of draft.replacements) {
    replacement.covers = replacement.covers.filter((covered) => covered !== id);
  }
  return { did: 'removed', subject: id, offer };
}
