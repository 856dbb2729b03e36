import { nextRung } from '../domain/ladder.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { dueIncidents, type Notice } from '../domain/notice.js';
import { chasedInvitation } from '../domain/nudge.js';
import { isOpenRequest } from '../domain/request.js';
import type { MigrationView } from '../domain/view.js';
import { migrationCard } from '../messages/card.js';
import type { Message } from '../messages/message.js';
import { sayIncidentNotice, sayNudge, sayRequestNotice } from '../messages/notice.js';
import { sayReminder } from '../messages/reminder.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { OutboxRow } from '../services/ports.js';

/** What to post for a row, drawn from the state of this moment; undefined when it has become pointless. */
export async function draw(row: OutboxRow, services: Services, words: Words): Promise<Message | undefined> {
  const [id = '', originalId = ''] = row.subjects;
  const view = await services.lookup.byId(id);
  if (!view) return undefined;
  if (row.kind === 'card') return migrationCard(words, view);
  if (isGivenUp(view.migration)) return undefined;
  if (row.notice) return drawNotice(row.notice, originalId, view, services, words);
  const original = findOriginal(view.migration, originalId);
  if (!original || !row.reminder) return undefined;
  const rung = nextRung(view.migration, original, view.now);
  if (rung?.name !== row.reminder.rung || rung.latest !== row.reminder.latest) return undefined;
  return sayReminder(words, view, original, rung, row.reminder.dueDay);
}

async function drawNotice(
  notice: Notice,
  originalId: string,
  view: MigrationView,
  { requests, roles }: Services,
  words: Words,
): Promise<Message | undefined> {
  const { migration, now } = view;
  switch (notice.about) {
    case 'invitation':
      if (chasedInvitation(migration, now)?.sentOn !== notice.sentOn) return undefined;
      return sayNudge(words, view, notice.days);
    case 'incident': {
      const incident = dueIncidents(migration, now).find(
        ({ original, what, since }) => original.id === originalId && what === notice.what && since === notice.since,
      );
      return incident && sayIncidentNotice(words, view, incident);
    }
    case 'request': {
      const line = await requests.byId(notice.request);
      const original = findOriginal(migration, originalId);
      if (!line || !isOpenRequest(line.request, now) || !original || original.ended) return undefined;
      return sayRequestNotice(words, view, line, await roles.deciders(line.request.by));
    }
  }
}
