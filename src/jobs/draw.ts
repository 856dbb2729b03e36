import { nextRung } from '../domain/ladder.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { migrationCard } from '../messages/card.js';
import type { Message } from '../messages/message.js';
import { sayReminder } from '../messages/reminder.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { OutboxRow } from '../services/ports.js';

/** What to post for a row, drawn from the state of this moment; undefined when it has become pointless. */
export async function draw(row: OutboxRow, { lookup }: Services, words: Words): Promise<Message | undefined> {
  const [id = '', originalId = ''] = row.subjects;
  const view = await lookup.byId(id);
  if (!view) return undefined;
  if (row.kind === 'card') return migrationCard(words, view);
  const original = findOriginal(view.migration, originalId);
  if (!original || !row.reminder || isGivenUp(view.migration)) return undefined;
  const rung = nextRung(view.migration, original, view.now);
  if (rung?.name !== row.reminder.rung || rung.latest !== row.reminder.latest) return undefined;
  return sayReminder(words, view, original, rung, row.reminder.dueDay);
}
