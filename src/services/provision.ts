import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Migration } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { isSameOffer, type Original, type Replacement } from '../domain/subscription.js';

export interface Provision {
  readonly offer: string | undefined;
  readonly seats: number | undefined;
  /** Active from this day; today when undefined. */
  readonly on: Day | undefined;
  /** A second replacement beside one that is there. */
  readonly another: boolean;
}

/**
 * Records the replacement of `originals` in the draft; for originals that have one, corrects it. Undefined: it said so
 * already. Refuses before the customer has accepted, since nothing can be ordered then.
 */
export function provisionOriginals(
  draft: Migration,
  originals: readonly Original[],
  provision: Provision,
  now: Temporal.Instant,
): Happening | undefined {
  const ids = [...new Set(originals.map((original) => original.id))];
  const existing = provision.another ? undefined : existingFor(draft, ids);
  if (draft.acceptedOn === undefined) throw new UserError('not-accepted', { id: draft.id }, [`accept ${draft.id}`]);
  const on = provision.on ?? existing?.provisionedOn ?? dayOf(now);
  if (on < draft.acceptedOn) {
    throw new UserError('provision-before-accepted', { on: { day: on }, accepted: { day: draft.acceptedOn } });
  }
  const offer = provision.offer ?? existing?.offer ?? commonOffer(originals);
  const seats = provision.seats ?? existing?.seats ?? originals.reduce((sum, original) => sum + original.seats, 0);
  if (existing && existing.offer === offer && existing.seats === seats && existing.provisionedOn === on) {
    if (ids.every((id) => existing.covers.includes(id))) return undefined;
  }
  const replacement = existing ?? newReplacement(draft);
  Object.assign(replacement, { offer, seats, provisionedOn: on, covers: ids } satisfies Omit<Replacement, 'id'>);
  for (const original of originals) original.since = now.toString();
  return { did: existing ? 'corrected' : 'provisioned', replacement: replacement.id, covers: ids, offer, seats, on };
}

function existingFor(draft: Migration, ids: readonly string[]): Replacement | undefined {
  const touching = draft.replacements.filter((replacement) => replacement.covers.some((id) => ids.includes(id)));
  const exact = touching.filter(
    (replacement) => replacement.covers.length === ids.length && ids.every((id) => replacement.covers.includes(id)),
  );
  if (exact.length === 1) return exact[0];
  if (touching.length > 1) {
    throw new UserError('several-replacements', { ids: touching.map((replacement) => replacement.id).join(', ') });
  }
  return touching[0];
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
