import type { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import { brokenCancellation } from '../domain/ending.js';
import type { Happening } from '../domain/history.js';
import { findOriginal, type Moving, replacementsOf } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { isOpenRequest, type Request } from '../domain/request.js';
import { isSameOffer, type Original, type Replacement } from '../domain/subscription.js';
import { changeOriginal, type OriginalFacts } from './facts.js';
import { pickOriginal } from './lookup.js';

export interface NewOriginal extends OriginalFacts {
  readonly offer: string;
  readonly seats: number;
  readonly ends: Day;
}

export function isSameOriginal(one: Original, other: NewOriginal): boolean {
  return isSameOffer(one.offer, other.offer) && one.seats === other.seats && one.expiresOn === other.ends;
}

/** Enters an original into the draft, with the next id of its migration. */
export function addOriginal(draft: Moving, facts: NewOriginal, now: Temporal.Instant): Happening {
  const original: Original = {
    id: `${draft.id}.${draft.nextOriginal}`,
    offer: facts.offer,
    seats: facts.seats,
    expiresOn: facts.ends,
    // A trial turns into a paid subscription by itself.
    renewal: facts.trial ? 'auto-renews' : 'unknown',
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

/**
 * Takes an original or a replacement (`M1.R1`) out of the draft. Refuses where something rests on it: what has ended is a
 * fact, and a cancellation was safe only with its replacement.
 */
export function remove(draft: Moving, ref: string, now: Temporal.Instant, requests: readonly Request[]): Happening {
  const replacement = draft.replacements.find((one) => one.id === ref.toUpperCase());
  return replacement
    ? removeReplacement(draft, replacement, now)
    : removeOriginal(draft, pickOriginal(draft, ref), now, requests);
}

function removeReplacement(draft: Moving, { id, offer, covers }: Replacement, now: Temporal.Instant): Happening {
  const before = structuredClone(draft);
  draft.replacements = draft.replacements.filter((one) => one.id !== id);
  const broken = brokenCancellation(before, draft);
  if (broken) throw new UserError('remove-breaks', { id, original: broken.original.id, missing: broken.missing });
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
