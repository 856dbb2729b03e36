import type { Temporal } from 'temporal-polyfill';
import type { Happening } from '../domain/history.js';
import { isGivenUp, type Moving } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import type { Original } from '../domain/subscription.js';
import { isOpen, together } from './lookup.js';
import { meet } from './people.js';
import type { Transaction } from './ports.js';
import type { Ask } from './record.js';

/**
 * Puts the draft back to what it was before its last change. Only the last one: what came before it was built upon. Refuses
 * where something that happened since rests on it.
 */
export async function undo(ask: Ask, draft: Moving, now: Temporal.Instant, tx: Transaction): Promise<Happening> {
  const { id, rev, nextOriginal, nextReplacement, channel, beside = [] } = draft;
  const last = await tx.get('history', `${id}@${rev}`);
  if (last?.what.did === 'moved') throw new UserError('undo-moved', { id }, [`history ${id}`]);
  const kept = await tx.get('undos', id);
  const entry = kept?.after === rev ? await tx.get('history', kept.entry) : undefined;
  if (!kept || !entry || entry.what.did === 'undone') {
    throw new UserError('nothing-to-undo', { id }, [`history ${id}`]);
  }
  // Numbers are never given twice, and a card stays where it is.
  const restored = {
    ...structuredClone(kept.before),
    rev,
    nextOriginal,
    nextReplacement,
    channel,
    beside,
  };
  const back = isGivenUp(draft) && !isGivenUp(restored);
  for (const original of restored.originals) {
    // While it was given up nothing was announced; that is not made up for.
    if (back || !isUntouched(original, draft)) original.since = now.toString();
  }
  if (back && restored.invitation) restored.invitation.recordedAt = now.toString();
  const reopens = isOpen(restored, now) && !isOpen({ ...draft, beside }, now);
  const newer = reopens && together([draft, ...beside]).find((one) => one.id !== id && isOpen(one, now));
  if (newer) throw new UserError('undo-reopens', { id, other: newer.id }, [`show ${newer.id}`]);
  if (entry.what.did === 'requested') await withdraw(tx, ask, entry.what.request, now);
  for (const key of Object.keys(draft)) delete (draft as Record<string, unknown>)[key];
  Object.assign(draft, restored);
  return { did: 'undone', what: entry.what };
}

/** Without its snooze: its days go by as before, whether they are told or not. */
function isUntouched(original: Original, { originals }: Moving): boolean {
  const now = originals.find((one) => one.id === original.id);
  return JSON.stringify({ ...now, snooze: undefined }) === JSON.stringify({ ...original, snooze: undefined });
}

/** What somebody asked is hers to take back. */
async function withdraw(tx: Transaction, ask: Ask, id: string, now: Temporal.Instant): Promise<void> {
  const request = await tx.get('requests', id);
  if (!request || request.decided) return;
  const { id: by } = await meet(tx, ask.speaker);
  if (request.by !== by) {
    const asker = await tx.get('people', request.by);
    throw new UserError('withdraw-other', { id, name: asker?.name ?? request.by });
  }
  await tx.put('requests', { ...request, decided: { how: 'withdrawn', by, at: now.toString() } });
}
