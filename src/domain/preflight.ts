import type { Day } from './calendar.js';
import { findOriginal, isAccepted, type Moving, replacementsOf } from './migration.js';
import { isKnownOffer, nearestOffer, seatLimit } from './offer.js';
import type { Check, Finding, FindingName } from './refusal.js';
import { isSameRegion } from './region.js';
import { isSameOffer, type Original, type Replacement } from './subscription.js';

/** An order as it is about to be recorded. */
export interface PlannedOrder {
  /** The replacement that it corrects; undefined: a new one. */
  readonly corrects: Replacement | undefined;
  readonly offer: string;
  readonly seats: number;
  /** Ids of the originals that it replaces. */
  readonly covers: readonly string[];
  /** The day from which it is active. */
  readonly on: Day;
  /** The day on which it is ordered. */
  readonly orderedOn: Day;
  readonly today: Day;
}

/**
 * What stands against an order in `draft`, which does not hold it yet; empty when nothing does. A correction is checked only
 * for what it changes. Without `partnerCountry`, the country of the partner's own tenant, the region is not looked at.
 */
export function preflight(draft: Moving, order: PlannedOrder, partnerCountry: string | undefined): Finding[] {
  const { corrects } = order;
  const offer = corrects && isSameOffer(corrects.offer, order.offer) ? [] : unknownOffer(order);
  const seats = corrects && isSameSupply(corrects, order) ? [] : seatLimits(draft, order);
  if (corrects) return [...seats, ...offer];
  return [
    ...relationship(draft, order),
    ...(partnerCountry === undefined ? [] : country(draft, partnerCountry)),
    ...seats,
    ...offer,
    ...basesFirst(draft, order),
    ...manySubscriptions(draft, order),
  ];
}

const CHECKS: Partial<Record<FindingName, Check>> = {
  accepted: 'accepted',
  agreement: 'agreement',
  country: 'country',
  'country-unknown': 'country',
  'seat-limit': 'seat-limit',
  'seat-limit-together': 'seat-limit',
  offer: 'offer',
  'offer-suggest': 'offer',
  'base-first': 'base-first',
  'many-subscriptions': 'many-subscriptions',
};

/** The checks that found something, each once. */
export function checksOf(findings: readonly Finding[]): Check[] {
  return [...new Set(findings.flatMap(({ name }) => CHECKS[name] ?? []))];
}

function isSameSupply(corrects: Replacement, { offer, seats }: PlannedOrder): boolean {
  return corrects.seats === seats && isSameOffer(corrects.offer, offer);
}

/** Without a reseller relationship and a Microsoft Customer Agreement an order fails (Partner Center, error 13605, 2026-06). */
function relationship(draft: Moving, { orderedOn, today }: PlannedOrder): Finding[] {
  const { id, agreementOn } = draft;
  // A day that can be typed as it stands: it has passed.
  const example = orderedOn < today ? orderedOn : today;
  const found: Finding[] = [];
  if (!isAccepted(draft)) found.push({ name: 'accepted', values: { id, example } });
  if (agreementOn === undefined) {
    found.push({ name: 'agreement', values: { id, example, recorded: 'none' } });
  } else if (agreementOn > orderedOn) {
    found.push({ name: 'agreement', values: { id, example, recorded: { day: agreementOn } } });
  }
  return found;
}

function country(draft: Moving, partner: string): Finding[] {
  const { id, country: customer } = draft;
  if (customer === undefined) return [{ name: 'country-unknown', values: { id, partner } }];
  return isSameRegion(customer, partner) ? [] : [{ name: 'country', values: { id, customer, partner } }];
}

/**
 * Seats of one offer in the tenant, against the most that it can have. That the originals which still run count too is
 * Ferry's own reading: no text of Microsoft's confirms it.
 */
function seatLimits(draft: Moving, order: PlannedOrder): Finding[] {
  const { offer, seats, corrects } = order;
  const most = seatLimit(offer);
  if (most === undefined) return [];
  const isOfOffer = (one: { readonly offer: string }) => isSameOffer(one.offer, offer);
  const tenant = [draft, ...(draft.beside ?? [])];
  const others = tenant.flatMap(({ replacements }) => replacements).filter(({ id }) => id !== corrects?.id);
  const total = seats + sum(others.filter(isOfOffer));
  if (total > most) return [{ name: 'seat-limit', values: { offer, total, most } }];
  const together = total + sum(running(draft, order).filter(isOfOffer));
  return together > most ? [{ name: 'seat-limit-together', values: { offer, total, together, most } }] : [];
}

function unknownOffer({ offer }: PlannedOrder): Finding[] {
  if (isKnownOffer(offer)) return [];
  const suggestion = nearestOffer(offer);
  return suggestion === undefined
    ? [{ name: 'offer', values: { offer } }]
    : [{ name: 'offer-suggest', values: { offer, suggestion } }];
}

/** An add-on cannot be ordered while the tenant has nothing in CSP that it adds to. */
function basesFirst(draft: Moving, { covers, on }: PlannedOrder): Finding[] {
  return covers.flatMap((addon): Finding[] => {
    const base = findOriginal(draft, findOriginal(draft, addon)?.addonOf ?? '');
    if (!base || covers.includes(base.id) || base.unneeded !== undefined || base.ended?.how === 'transferred')
      return [];
    if (replacementsOf(draft, base).some(({ provisionedOn }) => provisionedOn <= on)) return [];
    return [{ name: 'base-first', values: { addon, base: base.id } }];
  });
}

/**
 * A tenant can hold about 300 subscriptions, so where more than this many would be doubled, they move in waves (Partner
 * Center, "Transition seat-based services", 2023-01).
 */
const MOST_AT_ONCE = 150;

function manySubscriptions(draft: Moving, order: PlannedOrder): Finding[] {
  const count = running(draft, order).length;
  return count > MOST_AT_ONCE ? [{ name: 'many-subscriptions', values: { count, most: MOST_AT_ONCE } }] : [];
}

/** The tenant's originals that still run when the order becomes active; one that was transferred goes on in CSP. */
function running(draft: Moving, { on }: PlannedOrder): Original[] {
  return [draft, ...(draft.beside ?? [])]
    .flatMap(({ originals }) => originals)
    .filter(({ ended, renewal, expiresOn }) =>
      ended ? ended.how === 'transferred' : renewal !== 'ends' || expiresOn >= on,
    );
}

function sum(subscriptions: readonly { readonly seats: number }[]): number {
  return subscriptions.reduce((total, { seats }) => total + seats, 0);
}
