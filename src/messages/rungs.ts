import { dayOf, isBefore } from '../domain/calendar.js';
import type { Rung } from '../domain/ladder.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Button } from './message.js';
import type { Words } from './words.js';

/** What must be done about an original, and by when, as half a sentence. */
export function sayRung(words: Words, { migration, now }: MigrationView, original: Original, rung: Rung): string {
  const latest = { day: rung.latest };
  const before = words.moment(rung.before);
  switch (rung.name) {
    case 'provision': {
      if (!isBefore(now, rung.before)) return words.say('rung.provision-late', { latest });
      const recommended = rung.recommended ?? rung.latest;
      if (!migration.acceptedOn)
        return words.say('rung.provision-after-accept', { recommended: { day: recommended }, latest });
      if (recommended < dayOf(now)) return words.say('rung.provision-latest', { latest });
      return words.say('rung.provision', { recommended: { day: recommended }, latest });
    }
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

/** The commands that take this rung, for its buttons. */
export function rungButtons(words: Words, { migration, now }: MigrationView, original: Original, rung: Rung): Button[] {
  const { id } = original;
  const rev = migration.rev;
  switch (rung.name) {
    case 'provision':
    case 'access-ends':
    case 'last-day-kept':
      if (!migration.acceptedOn) return [];
      return [{ label: words.say('button.provision', { id }), run: `provision ${id}`, rev, style: 'primary' }];
    case 'stop-renewal':
      return [
        { label: words.say('button.renewal-off', { id }), run: `change ${id} renewal=ends`, rev, style: 'primary' },
      ];
    case 'end':
      if (isBefore(now, rung.before)) return [];
      return [
        { label: words.say('button.expired', { id }), run: `end ${id} expired`, rev, style: 'primary' },
        { label: words.say('button.renewed', { id }), run: `end ${id} renewed`, rev },
      ];
    case 'correct':
      return [];
  }
}
