import { dayOf } from '../domain/calendar.js';
import { refund } from '../domain/ending.js';
import { costOf } from '../domain/money.js';
import { paidTwice } from '../domain/notice.js';
import { hasActiveReplacement, seatsMissing } from '../domain/pool.js';
import { serviceEnd } from '../domain/service-end.js';
import { incident } from '../domain/stage.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Words } from './words.js';

/** What has gone wrong with an original and what to do now; empty when nothing has. Card and notice say the same. */
export function sayIncident(words: Words, view: MigrationView, original: Original): string[] {
  const wrong = incident(view.migration, original, view.now);
  if (wrong === 'renewed') return [renewed(words, view, original)];
  return wrong === 'service-lost' ? serviceLost(words, view, original) : [];
}

function renewed(words: Words, { migration, now }: MigrationView, original: Original): string {
  const { id, expiresOn } = original;
  const { soFar, left } = paidTwice(migration, original, dayOf(now));
  const days = soFar + left;
  return words.say('incident.renewed', {
    id,
    on: { day: expiresOn },
    days,
    worth: costOf(original, days) ?? 'unknown',
    refund: refund(migration, original, dayOf(now)),
  });
}

function serviceLost(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const { id } = original;
  const { confirmed, lastDayKept } = serviceEnd(original, migration.source);
  const on = { day: original.ended?.on ?? original.expiresOn };
  const missing = seatsMissing(migration, original, now);
  if (hasActiveReplacement(migration, original, now)) return [words.say('incident.seats-short', { id, missing })];
  const lost = words.say(confirmed ? 'incident.service-lost' : 'incident.service-maybe-lost', { id, on });
  const kept = lastDayKept !== undefined && lastDayKept >= dayOf(now);
  return kept ? [lost, words.say('incident.data', { id, on: { day: lastDayKept } })] : [lost];
}
