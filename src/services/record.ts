import type { Temporal } from 'temporal-polyfill';
import { canBeTakenBack, type Happening } from '../domain/history.js';
import type { Language } from '../domain/language.js';
import type { Migration } from '../domain/migration.js';
import type { Role } from '../domain/person.js';
import { refreshDigestOf } from './digests.js';
import { queueCard } from './outbox.js';
import { meet, type Speaker } from './people.js';
import type { Reader, Transaction } from './ports.js';

/** Who asks for a change, from where, and the key under which the same delivery is known again. */
export interface Ask {
  readonly speaker: Speaker;
  /** What the speaker may do, as it was checked at the door. */
  readonly role: Role;
  /**
   * Checks it once more as the change is committed, and throws the door's refusal: a role can be taken away while a click
   * waits for its turn.
   */
  readonly recheck?: (reader: Reader) => Promise<void>;
  readonly from: string;
  /** The speaker's language as her platform tells it. */
  readonly told?: Language | undefined;
  /** It is said in the speaker's own conversation with Ferry. */
  readonly alone?: true | undefined;
  readonly once: string;
  /** The revision that a button was drawn from; another one now means that nothing is changed. */
  readonly rev?: number | undefined;
}

/**
 * Writes the draft with all that follows from its change: the entry in its history, the card's row in the outbox, and what
 * it was `before`, for `undo`.
 */
export async function record(
  tx: Transaction,
  ask: Ask,
  draft: Migration,
  happening: Happening,
  now: Temporal.Instant,
  before?: Migration,
): Promise<Migration> {
  const saved = await tx.put('migrations', draft);
  await write(tx, ask, saved, happening, now);
  await queueCard(tx, saved, now);
  await refreshDigestOf(tx, saved);
  if (before === undefined) return saved;
  const known = await tx.get('undos', saved.id);
  if (canBeTakenBack(happening)) {
    const entry = entryId(saved);
    await tx.put('undos', { id: saved.id, rev: known?.rev ?? 0, after: saved.rev, entry, before });
  } else if (known) {
    await tx.remove('undos', saved.id);
  }
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
    id: `${entryId(migration)}${part}`,
    rev: 0,
    migration: migration.id,
    at: now.toString(),
    by: by.id,
    from: ask.from,
    what,
  });
}

function entryId({ id, rev }: Pick<Migration, 'id' | 'rev'>): string {
  return `${id}@${rev}`;
}
