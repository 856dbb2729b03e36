import { isTransfer } from './ladder.js';
import { type Migration, replacementsOf } from './migration.js';
import { plainOffer } from './offer.js';
import { isSameOffer, type Original, type Replacement, seatsNeeded } from './subscription.js';

/** The replacements that are another offer than the original: its people need new licences, in the order add, then remove. */
export function otherOffers(migration: Migration, original: Original): Replacement[] {
  return replacementsOf(migration, original).filter((one) => !isSameOffer(one.offer, original.offer));
}

/** How many people must be given a licence of another offer, over all originals; 0 when nothing has to be reassigned. */
export function peopleToReassign(migration: Migration): number {
  return migration.originals.reduce((sum, original) => sum + reassigned(migration, original), 0);
}

/** Those for whom the same offer has no seat. */
function reassigned(migration: Migration, original: Original): number {
  if (original.unneeded !== undefined) return 0;
  const other = otherOffers(migration, original);
  if (other.length === 0) return 0;
  const same = replacementsOf(migration, original).filter((one) => !other.includes(one));
  return Math.max(0, seatsNeeded(original) - seats(same));
}

/** Pairs of an original and another offer that its people move to: progress counts for these, and not for a new plan. */
export function reassignments(migration: Migration): string[] {
  return migration.originals.flatMap((original) =>
    otherOffers(migration, original).map(({ offer }) => `${original.id} ${plainOffer(offer)}`),
  );
}

/** How many of them are still to be done; fewer seats or a changed plan may leave more done than there is to do. */
export function licensesLeft(migration: Migration): number {
  return Math.max(0, peopleToReassign(migration) - migration.licensesDone);
}

/** Seats of one offer in a migration, before the move and after it. */
export interface OfferSeats {
  readonly offer: string;
  readonly before: number;
  /** Licences given to people; undefined while one of the originals does not say. */
  readonly assigned: number | undefined;
  readonly after: number;
}

/** Seats before and after, a line per offer, as both are written first. What nobody needs any more is gone after. */
export function seatsByOffer({ originals, replacements, route }: Migration): OfferSeats[] {
  const offers: string[] = [];
  for (const { offer } of [...originals, ...replacements]) {
    if (!offers.some((one) => isSameOffer(one, offer))) offers.push(offer);
  }
  return offers.map((offer) => {
    const from = originals.filter((one) => isSameOffer(one.offer, offer));
    // What is transferred goes on with its seats.
    const kept = from.filter(({ ended }) => (ended ? ended.how === 'transferred' : isTransfer(route)));
    const to = [...kept, ...replacements.filter((one) => isSameOffer(one.offer, offer))];
    const assigned = from.reduce<number | undefined>(
      (sum, one) => (sum === undefined || one.assigned === undefined ? undefined : sum + one.assigned),
      0,
    );
    return { offer, before: seats(from), assigned: from.length > 0 ? assigned : undefined, after: seats(to) };
  });
}

function seats(subscriptions: readonly { readonly seats: number }[]): number {
  return subscriptions.reduce((sum, one) => sum + one.seats, 0);
}
