import type { Temporal } from 'temporal-polyfill';
import type { Happening } from '../domain/history.js';
import type { Migration } from '../domain/migration.js';
import { queueCard } from './outbox.js';
import { meet, type Speaker } from './people.js';
import type { Transaction } from './ports.js';

/** Who asks for a change, from where, and the key under which the same delivery is known again. */
export interface Ask {
  readonly speaker: Speaker;
  readonly from: string;
  readonly once: string;
  /** The revision that a button was drawn from; another one now means that nothing is changed. */
  readonly rev?: number | undefined;
}

/** Writes the draft with all that follows from its change: the entry in its history and the card's row in the outbox. */
export async function record(
  tx: Transaction,
  ask: Ask,
  draft: Migration,
  happening: Happening,
  now: Temporal.Instant,
): Promise<Migration> {
  const saved = await tx.put('migrations', draft);
  await write(tx, ask, saved, happening, now);
  await queueCard(tx, saved, now);
  return saved;
}

/** The entry in the history; `part` tells two entries of one revision apart. */
export async function write(
  tx: Transaction,
  ask: Ask,
  migration: Migration,
  what: Happening,
  now: Temporal.Instant,
  part = '',
): Promise<void> {
  const by = await meet(tx, ask.speaker);
  await tx.put('history', {
    id: `${migration.id}@${migration.rev}${part}`,
    rev: 0,
    migration: migration.id,
    at: now.toString(),
    by: by.id,
    from: ask.from,
    what,
  });
}
