import { dayOf, isBefore } from '../domain/calendar.js';
import { isReplaced, type Rung, seatsMissingOn } from '../domain/ladder.js';
import { type Migration, replacementsOf } from '../domain/migration.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Button } from './message.js';
import type { Words } from './words.js';

/** What must be done about an original, and by when, as half a sentence. */
export function sayRung(words: Words, view: MigrationView, original: Original, rung: Rung): string {
  const { migration, now } = view;
  const latest = { day: rung.latest };
  const before = words.moment(rung.before);
  switch (rung.name) {
    case 'provision':
      return sayProvision(words, view, original, rung);
    case 'stop-renewal':
      if (!migration.acceptedOn) {
        return words.say('rung.stop-renewal-risk', { before, ends: { day: original.expiresOn } });
      }
      return words.say('rung.stop-renewal', { before });
    case 'end':
      return words.say(isBefore(now, rung.before) ? 'rung.end' : 'rung.end-passed', { latest });
    case 'access-ends':
    case 'last-day-kept':
      return words.say(`rung.${rung.name}`, { latest });
    case 'correct':
      return words.say('rung.correct', { id: original.id, latest });
  }
}

function sayProvision(words: Words, { migration, now }: MigrationView, original: Original, rung: Rung): string {
  const latest = { day: rung.latest };
  if (!isBefore(now, rung.before)) return words.say('rung.provision-late', { latest });
  if (replacementsOf(migration, original).length > 0) {
    return words.say('rung.provision-short', { missing: seatsMissingOn(migration, original, rung.latest), latest });
  }
  const recommended = rung.recommended ?? rung.latest;
  const key = migration.acceptedOn ? 'rung.provision' : 'rung.provision-after-accept';
  if (recommended < dayOf(now)) return words.say(`${key}-latest`, { latest });
  return words.say(key, { recommended: { day: recommended }, latest });
}

/** The replacement is there; or, where one lacks seats, it has them now. */
function provisionButton(words: Words, migration: Migration, original: Original): Button {
  const { id } = original;
  const { rev } = migration;
  const last = replacementsOf(migration, original).at(-1);
  if (!last) return { label: words.say('button.provision', { id }), run: `provision ${id}`, rev };
  const seats = last.seats + seatsMissingOn(migration, original, last.provisionedOn);
  return { label: words.say('button.seats', { id: last.id, seats }), run: `provision ${last.id} seats=${seats}`, rev };
}

/** The commands that take this rung, for its buttons. */
export function rungButtons(words: Words, { migration, now }: MigrationView, original: Original, rung: Rung): Button[] {
  const { id } = original;
  const rev = migration.rev;
  const provisioned = provisionButton(words, migration, original);
  switch (rung.name) {
    case 'provision':
    case 'access-ends':
    case 'last-day-kept':
      if (!migration.acceptedOn) return [];
      return [{ ...provisioned, style: 'primary' }];
    case 'stop-renewal':
      return [
        { label: words.say('button.renewal-off', { id }), run: `change ${id} renewal=ends`, rev, style: 'primary' },
      ];
    case 'end':
      if (isBefore(now, rung.before)) return [];
      return [
        { label: words.say('button.expired', { id }), run: `end ${id} expired`, rev, style: 'primary' },
        { label: words.say('button.renewed', { id }), run: `end ${id} renewed`, rev },
        ...(migration.acceptedOn && !isReplaced(migration, original) ? [provisioned] : []),
      ];
    case 'correct':
      return [];
  }
}
