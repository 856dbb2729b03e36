import type { Temporal } from 'temporal-polyfill';
import { brokenCancellation } from '../domain/ending.js';
import type { Happening } from '../domain/history.js';
import type { Moving } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import type { Original } from '../domain/subscription.js';
import { isOpen } from './lookup.js';
import type { Transaction } from './ports.js';

/**
 * Puts the draft back to what it was before its last change. Only the last one: what came before it was built upon. Refuses
 * where something that happened since rests on it.
 */
export async function undo(draft: Moving, now: Temporal.Instant, tx: Transaction): Promise<Happening> {
  const { id, rev, nextOriginal, nextReplacement, channel, beside } = draft;
  const kept = await tx.get('undos', id);
  const entry = kept?.after === rev ? await tx.get('history', kept.entry) : undefined;
  if (!kept || !entry || entry.what.did === 'undone') {
    throw new UserError('nothing-to-undo', { id }, [`history ${id}`]);
  }
  // Numbers are never given twice, and a card stays where it is.
  const restored: Moving = {
    ...structuredClone(kept.before),
    rev,
    nextOriginal,
    nextReplacement,
    channel,
    ...(beside ? { beside } : {}),
  };
  for (const original of restored.originals) {
    if (!isUntouched(original, draft)) original.since = now.toString();
  }
  const broken = brokenCancellation(draft, restored);
  if (broken) throw new UserError('undo-breaks', { id, original: broken.original.id, missing: broken.missing });
  const newer = isOpen(restored, now) && !isOpen(draft, now) && beside?.find((one) => isOpen(one, now));
  if (newer) throw new UserError('undo-reopens', { id, other: newer.id }, [`show ${newer.id}`]);
  if (entry.what.did === 'requested') await withdraw(tx, entry.what.request, entry.by, now);
  for (const key of Object.keys(draft)) delete (draft as Record<string, unknown>)[key];
  Object.assign(draft, restored);
  return { did: 'undone', what: entry.what };
}

function isUntouched(original: Original, { originals }: Moving): boolean {
  const now = originals.find((one) => one.id === original.id);
  return JSON.stringify(now) === JSON.stringify(original);
}

async function withdraw(tx: Transaction, id: string, by: string, now: Temporal.Instant): Promise<void> {
  const request = await tx.get('requests', id);
  if (!request || request.decided) return;
  await tx.put('requests', { ...request, decided: { how: 'withdrawn', by, at: now.toString() } });
}
