import type { Temporal } from 'temporal-polyfill';
import { refreshDigestIn } from './digests.js';
import { isOpen } from './lookup.js';
import { queueCard } from './outbox.js';
import type { Transaction } from './ports.js';
import { together } from './together.js';

/** What is kept up to date in a channel, the cards of open migrations and the latest digest, is drawn again there. */
export async function redrawIn(tx: Transaction, channel: string, now: Temporal.Instant): Promise<void> {
  for (const migration of together(await tx.list('migrations', { channel }))) {
    if (isOpen(migration, now)) await queueCard(tx, migration, now);
  }
  await refreshDigestIn(tx, channel);
}
