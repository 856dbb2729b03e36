import type { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Migration } from '../domain/migration.js';
import { isSameOffer, type Original } from '../domain/subscription.js';
import { changeOriginal, type OriginalFacts } from './facts.js';

export interface NewOriginal extends OriginalFacts {
  readonly offer: string;
  readonly seats: number;
  readonly ends: Day;
}

export function isSameOriginal(one: Original, other: NewOriginal): boolean {
  return isSameOffer(one.offer, other.offer) && one.seats === other.seats && one.expiresOn === other.ends;
}

/** Enters an original into the draft, with the next id of its migration. */
export function addOriginal(draft: Migration, facts: NewOriginal, now: Temporal.Instant): Happening {
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
