import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import { assertCancelDay, assertExpired, loss, missingToCancel, needsConfirmation, refund } from '../domain/ending.js';
import type { Happening } from '../domain/history.js';
import { isTransfer } from '../domain/ladder.js';
import { isAccepted, type Moving, replacementsOf } from '../domain/migration.js';
import { seatsMissingOn, seatsShortBy } from '../domain/pool.js';
import { type Finding, UserError } from '../domain/refusal.js';
import { changeTo } from '../domain/route.js';
import type { Original } from '../domain/subscription.js';
import { assertStepsBefore } from './steps.js';

export interface End {
  readonly how: 'expired' | 'cancelled' | 'renewed' | 'transferred';
  readonly on: Day | undefined;
  readonly until: Day | undefined;
  readonly confirm: boolean;
  /** With `expired`: nobody needs a replacement, and why. */
  readonly unneeded: string | undefined;
  /** With `cancelled`: why it is to be done although something is missing; a second person decides. */
  readonly reason: string | undefined;
  /** Ask a second person although the cancellation is recorded already. */
  readonly again: boolean;
}

/** What an end leads to: an entry in the history, or a question to a second person. */
export type Ending = Happening | { readonly ask: AskForApproval } | undefined;

export interface AskForApproval {
  readonly original: Original;
  readonly on: Day;
  readonly reason: string;
  readonly missing: number;
}

/** Answers whether the asker has been asked this question before, so that her `confirm=yes` answers it. */
export type WasAsked = (question: UserError) => Promise<boolean>;

/** Records in the draft how an original ended, or that it renewed after all; undefined: it was recorded so already. */
export async function end(
  draft: Moving,
  original: Original,
  wanted: End,
  now: Temporal.Instant,
  wasAsked: WasAsked,
): Promise<Ending> {
  switch (wanted.how) {
    case 'renewed':
      return renew(original, wanted, now);
    case 'expired':
      return expire(draft, original, wanted, now, wasAsked);
    case 'cancelled':
      return cancel(draft, original, wanted, now, wasAsked);
    case 'transferred':
      return transfer(draft, original, wanted, now, wasAsked);
  }
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
  // Paid now, and what was to happen at the end of the old term has happened.
  original.trial = false;
  original.termEnd = 'unknown';
  original.since = now.toString();
  return { did: 'renewed', original: original.id, until: end.until };
}

async function expire(
  draft: Moving,
  original: Original,
  wanted: End,
  now: Temporal.Instant,
  wasAsked: WasAsked,
): Promise<Happening | undefined> {
  const on = wanted.on ?? original.expiresOn;
  const { unneeded, reason } = wanted;
  if (reason !== undefined) throw new UserError('reason-with-cancelled', { id: original.id });
  if (isRecorded(original, 'expired', wanted.on) && (unneeded === undefined || original.unneeded === unneeded))
    return undefined;
  await assertNotEndedOtherwise(original, 'expired', wanted, wasAsked);
  if (on !== original.expiresOn) {
    throw new UserError('expired-other-day', { id: original.id, on: { day: original.expiresOn } });
  }
  assertExpired(draft, original, now);
  original.ended = { how: 'expired', on };
  if (unneeded !== undefined) original.unneeded = unneeded;
  original.since = now.toString();
  return {
    did: 'ended',
    original: original.id,
    how: 'expired',
    on,
    daysLost: 0,
    ...(unneeded === undefined ? {} : { unneeded }),
  };
}

async function cancel(
  draft: Moving,
  original: Original,
  wanted: End,
  now: Temporal.Instant,
  wasAsked: WasAsked,
): Promise<Ending> {
  const { id } = original;
  const on = wanted.on ?? dayOf(now);
  if (wanted.unneeded !== undefined) throw new UserError('unneeded-with-expired', { id });
  if (isRecorded(original, 'cancelled', wanted.on)) return confirmLater(draft, original, wanted);
  await assertNotEndedOtherwise(original, 'cancelled', wanted, wasAsked);
  assertCancelDay(draft, original, on, now);
  const found = missingToCancel(draft, original, on);
  if (found.length > 0 && wanted.reason === undefined) throw unsafe(draft, original, on, found);
  // Nothing for a second person to decide: how it ended is a fact, to be taken back first.
  if (found.length > 0 && original.ended) {
    throw new UserError('cancel-ended', { id, on: { day: original.ended.on } }, [`undo ${draft.id}`]);
  }
  // Microsoft takes no such cancellation any more: it may be a mistake.
  if (needsConfirmation(original, on) || refund(draft, original, on) === 'refused') {
    const question = confirmation(draft, original, on, wanted.reason);
    if (!wanted.confirm || !(await wasAsked(question))) throw question;
  }
  if (found.length > 0 && wanted.reason !== undefined) {
    return { ask: { original, on, reason: wanted.reason, missing: seatsMissingOn(draft, original, on) } };
  }
  return recordCancelled(original, on, now);
}

/** A second person can also stand behind a cancellation afterwards, when it turns out that seats are missing. */
function confirmLater(draft: Moving, original: Original, { reason, again }: End): Ending {
  const { ended } = original;
  if (!ended || ended.approval !== undefined || reason === undefined || !again) return undefined;
  return { ask: { original, on: ended.on, reason, missing: seatsMissingOn(draft, original, ended.on) } };
}

/** Marks the original as cancelled, all checks done. */
export function recordCancelled(
  original: Original,
  on: Day,
  now: Temporal.Instant,
  approval?: { request: string; reason: string; by: string; short: number },
): Happening {
  const { days, money } = loss(original, on);
  original.ended = { how: 'cancelled', on, ...(approval ? { approval: approval.request, short: approval.short } : {}) };
  original.since = now.toString();
  return {
    did: 'ended',
    original: original.id,
    how: 'cancelled',
    on,
    daysLost: days,
    ...(money ? { moneyLost: money } : {}),
    ...(approval ? { approval: { request: approval.request, reason: approval.reason, by: approval.by } } : {}),
  };
}

async function transfer(
  draft: Moving,
  original: Original,
  wanted: End,
  now: Temporal.Instant,
  wasAsked: WasAsked,
): Promise<Happening | undefined> {
  const { id } = original;
  const on = wanted.on ?? original.ended?.on ?? dayOf(now);
  if (!isTransfer(draft.route)) {
    const command = changeTo(draft, draft.source === 'own-legacy' ? 'new-commerce' : 'partner-transfer');
    throw new UserError('not-a-transfer', { id, command });
  }
  if (draft.route === 'partner-transfer' && draft.acceptedOn === undefined) {
    throw new UserError('not-accepted', { id: draft.id }, [`accept ${draft.id}`]);
  }
  if (isRecorded(original, 'transferred', wanted.on)) return undefined;
  if (on > dayOf(now)) throw new UserError('transferred-in-future', { id, on: { day: on } });
  assertStepsBefore(draft, on);
  await assertNotEndedOtherwise(original, 'transferred', wanted, wasAsked);
  original.ended = { how: 'transferred', on };
  original.since = now.toString();
  return { did: 'ended', original: id, how: 'transferred', on, daysLost: 0 };
}

function isRecorded({ ended }: Original, how: End['how'], on: Day | undefined): boolean {
  return ended?.how === how && (on === undefined || ended.on === on);
}

async function assertNotEndedOtherwise(
  original: Original,
  how: End['how'],
  wanted: End,
  wasAsked: WasAsked,
): Promise<void> {
  const { ended, id } = original;
  if (!ended || isRecorded(original, how, wanted.on)) return;
  const on = wanted.on === undefined ? '' : ` on=${wanted.on}`;
  const to = wanted.on === undefined ? (how === 'cancelled' ? 'today' : 'end') : 'day';
  const day = wanted.on === undefined ? '' : { day: wanted.on };
  const question = new UserError('ended-otherwise', { id, was: ended.how, on: { day: ended.on }, how, to, day }, [
    `end ${id} ${how}${on} confirm=yes`,
  ]);
  if (!wanted.confirm || !(await wasAsked(question))) throw question;
}

function unsafe(draft: Moving, original: Original, on: Day, findings: readonly Finding[]): UserError {
  const { id } = original;
  const orderable =
    isAccepted(draft) && !isTransfer(draft.route) && findings.some(({ name }) => name !== 'addon-first');
  return new UserError('unsafe-end', { id, on, findings: { findings } }, orderable ? cures(draft, original, on) : []);
}

/** The command that would put enough seats in place; none where they are only planned for later. */
function cures(draft: Moving, original: Original, on: Day): string[] {
  const last = replacementsOf(draft, original).at(-1);
  if (!last) return [`provision ${original.id}`];
  const missing = seatsShortBy(draft, original, last.provisionedOn > on ? last.provisionedOn : on);
  return missing > 0 ? [`provision ${last.id} seats=${last.seats + missing}`] : [];
}

/** The days and the money that would be lost; asked again when either has changed. */
function confirmation(draft: Moving, original: Original, on: Day, reason: string | undefined): UserError {
  const { id } = original;
  const { days, money } = loss(original, on);
  const why = reason === undefined ? '' : ` reason=${quoted(reason)}`;
  const run = `end ${id} cancelled on=${on}${why} confirm=yes`;
  const end = { day: original.expiresOn };
  return new UserError(
    'confirm-cancel',
    { id, days, on: end, worth: money ?? 'unknown', refund: refund(draft, original, on) },
    [run],
  );
}

/** A text as it can be typed: with quotes around it that it does not contain. */
export function quoted(text: string): string {
  return /["“”„]/.test(text) ? `«${text.replaceAll('»', '’')}»` : `"${text}"`;
}
