import { isDeepStrictEqual } from 'node:util';
import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Migration } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { isSameOffer, type Original, type Replacement } from '../domain/subscription.js';
import { pickOriginal } from './lookup.js';

export interface Provision {
  readonly offer: string | undefined;
  readonly seats: number | undefined;
  /** Active from this day; today when undefined. */
  readonly on: Day | undefined;
  /** A second replacement beside one that is there. */
  readonly another: boolean;
}

/**
 * Records the replacement of the originals that `refs` name; for originals that have one, corrects it, and so does its own
 * id, `M1.R2`. Undefined: it was so already. Refuses before the customer has accepted, since nothing can be ordered then.
 */
export function provision(
  draft: Migration,
  refs: readonly string[],
  wanted: Provision,
  now: Temporal.Instant,
): Happening | undefined {
  const named = refs.length === 1 ? draft.replacements.find((one) => one.id === refs[0]) : undefined;
  const originals = named
    ? draft.originals.filter((one) => named.covers.includes(one.id))
    : [...new Set(refs.map((ref) => pickOriginal(draft, ref)))];
  if (draft.acceptedOn === undefined) throw new UserError('not-accepted', { id: draft.id }, [`accept ${draft.id}`]);
  const ids = originals.map((original) => original.id);
  const existing = named ?? (wanted.another ? undefined : existingFor(draft, ids));
  const on = wanted.on ?? existing?.provisionedOn ?? dayOf(now);
  if (on < draft.acceptedOn) {
    throw new UserError('provision-before-accepted', {
      id: draft.id,
      on: { day: on },
      accepted: { day: draft.acceptedOn },
    });
  }
  // A correction never takes a replacement away from an original; covering one more brings that one's seats along.
  const covers = [...new Set([...(existing?.covers ?? []), ...ids])];
  const joining = originals.filter((original) => !existing?.covers.includes(original.id));
  const seats = wanted.seats ?? joining.reduce((sum, original) => sum + original.seats, existing?.seats ?? 0);
  const offer = wanted.offer ?? existing?.offer ?? commonOffer(originals);
  const facts: Omit<Replacement, 'id'> = { offer, seats, provisionedOn: on, covers };
  if (draft.replacements.some((one) => (wanted.another || one === existing) && isSame(one, facts))) return undefined;
  const replacement = existing ?? newReplacement(draft);
  Object.assign(replacement, facts);
  for (const original of originals) original.since = now.toString();
  return { did: existing ? 'corrected' : 'provisioned', replacement: replacement.id, covers, offer, seats, on };
}

function isSame(one: Replacement, facts: Omit<Replacement, 'id'>): boolean {
  return isDeepStrictEqual({ ...facts, id: one.id }, { ...one });
}

function existingFor(draft: Migration, ids: readonly string[]): Replacement | undefined {
  const touching = draft.replacements.filter((replacement) => replacement.covers.some((id) => ids.includes(id)));
  const exact = touching.filter(({ covers }) => covers.length === ids.length && ids.every((id) => covers.includes(id)));
  if (exact.length === 1) return exact[0];
  if (touching.length <= 1) return touching[0];
  const names = touching.map((replacement) => replacement.id);
  throw new UserError('several-replacements', { ids: names.join(', '), example: `provision ${names[0]} seats=25` });
}

function newReplacement(draft: Migration): Replacement {
  const replacement: Replacement = {
    id: `${draft.id}.R${draft.nextReplacement}`,
    offer: '',
    seats: 1,
    provisionedOn: '',
    covers: [],
  };
  draft.nextReplacement += 1;
  draft.replacements.push(replacement);
  return replacement;
}

function commonOffer(originals: readonly Original[]): string {
  const [first, ...others] = originals;
  if (first && others.every((original) => isSameOffer(original.offer, first.offer))) return first.offer;
  throw new UserError('missing-fields', {
    fields: 'offer',
    usage: `provision ${originals.map((original) => original.id).join('+')} offer="Microsoft 365 E3"`,
  });
}
