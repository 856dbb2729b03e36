import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import { assertExpired, assertSafeToCancel, daysLost, needsConfirmation } from '../domain/ending.js';
import type { Happening } from '../domain/history.js';
import type { Migration } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import type { Original } from '../domain/subscription.js';

export interface End {
  readonly how: 'expired' | 'cancelled' | 'renewed';
  readonly on: Day | undefined;
  readonly until: Day | undefined;
  readonly confirm: boolean;
  /** With `expired`: nobody needs a replacement, and why. */
  readonly unneeded: string | undefined;
}

/** Records in the draft how an original ended, or that it renewed after all; undefined: it was recorded so already. */
export function end(draft: Migration, original: Original, wanted: End, now: Temporal.Instant): Happening | undefined {
  return wanted.how === 'renewed' ? renew(original, wanted, now) : finish(draft, original, wanted.how, wanted, now);
}

function renew(original: Original, end: End, now: Temporal.Instant): Happening | undefined {
  if (original.ended) {
    throw new UserError('renewed-after-end', { id: original.id, on: { day: original.ended.on } }, [
      `history ${original.id}`,
    ]);
  }
  if (end.until === undefined) throw new UserError('renewed-until', { id: original.id });
  if (original.renewals.at(-1)?.until === end.until && original.expiresOn === end.until) return undefined;
  if (end.until <= original.expiresOn) throw new UserError('renewed-until', { id: original.id });
  original.renewals.push({ from: original.expiresOn, until: end.until });
  original.expiresOn = end.until;
  if (original.renewal === 'ends') original.renewal = 'auto-renews';
  original.since = now.toString();
  return { did: 'renewed', original: original.id, until: end.until };
}

function finish(
  draft: Migration,
  original: Original,
  how: 'expired' | 'cancelled',
  end: End,
  now: Temporal.Instant,
): Happening | undefined {
  const on = end.on ?? (how === 'expired' ? original.expiresOn : dayOf(now));
  const { ended } = original;
  const sameDay = end.on === undefined || ended?.on === on;
  if (ended?.how === how && sameDay && (end.unneeded === undefined || ended.unneeded === end.unneeded))
    return undefined;
  if (ended && !(ended.how === how && sameDay) && !end.confirm) {
    throw new UserError('ended-otherwise', { id: original.id, on: { day: ended.on } });
  }
  if (how === 'expired') {
    if (on !== original.expiresOn)
      throw new UserError('expired-other-day', { id: original.id, on: { day: original.expiresOn } });
    assertExpired(original, now);
  } else {
    if (end.unneeded !== undefined) throw new UserError('unneeded-with-expired', { id: original.id });
    if (on > original.expiresOn) {
      throw new UserError('cancel-after-end', { id: original.id, on: { day: original.expiresOn } });
    }
    assertSafeToCancel(draft, original, on, now);
    if (needsConfirmation(original, on) && !end.confirm) {
      const lost = daysLost(original, on);
      const run = `end ${original.id} cancelled on=${on} confirm=yes`;
      throw new UserError('confirm-cancel', { id: original.id, days: lost, on: { day: original.expiresOn } }, [run]);
    }
  }
  const unneeded = end.unneeded === undefined ? {} : { unneeded: end.unneeded };
  original.ended = { how, on, ...unneeded };
  original.since = now.toString();
  const lost = how === 'cancelled' ? daysLost(original, on) : 0;
  return { did: 'ended', original: original.id, how, on, daysLost: lost, ...unneeded };
}
