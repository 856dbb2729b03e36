import { addDays, type Day } from './calendar.js';
import type { Original, Source } from './subscription.js';

/**
 * How long people can still work after the last paid day, a row per source. Changes at Microsoft are mended here.
 * Sources: Partner Center, "Extended service terms" and "Subscription lifecycle states" (read 2026-11); where no text of
 * Microsoft's confirms days without charge, Ferry plans on none.
 */
const FREE_DAYS: Record<Source, { readonly days: number; readonly confirmed: boolean }> = {
  'web-direct': { days: 0, confirmed: false }, // 0 to 30 reported, not confirmed since the extended service term
  open: { days: 30, confirmed: true },
  'open-value': { days: 30, confirmed: true },
  ea: { days: 90, confirmed: true }, // some products 30: the licensing partner knows
  'other-csp': { days: 30, confirmed: true }, // only outside the extended service term
  'own-legacy': { days: 30, confirmed: true }, // only outside the extended service term
  unknown: { days: 0, confirmed: false },
};

const DATA_DAYS = 90;
const DATA_DAYS_EA = 60;
const TRIAL_DATA_DAYS = 30;
/** A cancelled CSP subscription is deleted at once, with a week for the admin's backup (Partner Center, "Subscription lifecycle states"). */
const CANCELLED_CSP_DATA_DAYS = 7;

export interface ServiceEnd {
  /** The last day people can work; undefined when service goes on, paid by the month or by a new term. */
  readonly accessEnds: Day | undefined;
  readonly lastDayKept: Day | undefined;
  /** False: planned on the safe side, because no text of Microsoft's confirms more. */
  readonly confirmed: boolean;
}

/** When access and data end for an original that is not replaced. */
export function serviceEnd(original: Original, source: Source): ServiceEnd {
  const lastPaid = original.ended?.on ?? original.expiresOn;
  if (original.ended?.how === 'transferred') return { accessEnds: undefined, lastDayKept: undefined, confirmed: true };
  if (original.ended?.how === 'cancelled' && isCsp(source)) return ending(lastPaid, 0, CANCELLED_CSP_DATA_DAYS, true);
  if (original.trial) return ending(lastPaid, 0, TRIAL_DATA_DAYS, true);
  if (original.ended?.how === 'cancelled') return ending(lastPaid, 0, DATA_DAYS, true);
  const dataDays = source === 'ea' ? DATA_DAYS_EA : DATA_DAYS;
  if (original.termEnd === 'cancel') return ending(lastPaid, 0, dataDays, true);
  if (isInExtendedServiceTerm(original, source)) {
    if (original.termEnd === 'unknown') return ending(lastPaid, 0, dataDays, false);
    return { accessEnds: undefined, lastDayKept: undefined, confirmed: true };
  }
  const free = FREE_DAYS[source];
  return ending(lastPaid, free.days, dataDays, free.confirmed);
}

function ending(lastPaid: Day, freeDays: number, dataDays: number, confirmed: boolean): ServiceEnd {
  const accessEnds = addDays(lastPaid, freeDays);
  return { accessEnds, lastDayKept: addDays(accessEnds, dataDays), confirmed };
}

const EST_BOUGHT_FROM = '2025-04-01';
const EST_ENDS_FROM = '2026-05-04';

/**
 * Whether no free days follow a CSP original: bought or renewed from 2025-04-01 and ending from 2026-05-04, it goes on by
 * the month at a higher price unless its instruction is to cancel (Partner Center, "Extended service terms", 2026). An
 * unknown day of purchase counts as in scope.
 */
export function isInExtendedServiceTerm(original: Original, source: Source): boolean {
  const renewed = original.renewals.at(-1);
  const termFrom = renewed ? addDays(renewed.from, 1) : (original.boughtOn ?? EST_BOUGHT_FROM);
  return isCsp(source) && termFrom >= EST_BOUGHT_FROM && original.expiresOn >= EST_ENDS_FROM;
}

export function isCsp(source: Source): boolean {
  return source === 'other-csp' || source === 'own-legacy';
}
