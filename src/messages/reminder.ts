import { dayIn, isBefore } from '../domain/calendar.js';
import { ladder, type Rung } from '../domain/ladder.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { migrationCard } from './card.js';
import type { Block, Message } from './message.js';
import { rungButtons, sayRung } from './rungs.js';
import type { Words } from './words.js';

/** One due rung of one original, told to the owner. `dueDay`: the day on which it should have been said. */
export function sayReminder(
  words: Words,
  view: MigrationView,
  original: Original,
  rung: Rung,
  dueDay: string,
): Message {
  const { migration, customer, owner, now } = view;
  const what = sayRung(words, view, original, rung);
  const late = dayIn(words.zone, now) > dueDay;
  const stop = ladder(migration, original, now).find((one) => one.name === 'stop-renewal' && !one.done);
  // Not before the customer has accepted: with nothing to take its place, service would end.
  const alsoStop =
    migration.acceptedOn !== undefined && rung.name === 'provision' && stop !== undefined && isBefore(now, stop.before);
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  const show = { label: words.say('button.show', { id: migration.id }), run: `show ${migration.id}` };
  return {
    title: words.say('reminder.title', { id: original.id, customer: customer.name, what }),
    mentions: owner ? [{ name: owner.name, identities: owner.identities }] : [],
    blocks: [
      {
        kind: 'text',
        text: words.say('reminder.body', { customer: customer.name, offer: original.offer, seats: original.seats }),
      },
      ...(alsoStop ? [caution(words.say('reminder.also-stop', { before: words.moment(stop.before) }))] : []),
      ...(late ? [caution(words.say('reminder.late', { on: { day: dueDay } }))] : []),
      ...(migration.sample ? [{ kind: 'note', text: words.say('card.sample') } as const] : []),
      { kind: 'buttons', buttons: [...reminderButtons(words, view, original, rung), show] },
    ],
  };
}

function reminderButtons(words: Words, view: MigrationView, original: Original, rung: Rung) {
  if (view.migration.acceptedOn || rung.name !== 'provision') {
    // A reminder is not redrawn: a note in between must not make its buttons dead, and what they say may be said twice.
    return rungButtons(words, view, original, rung).map(({ rev: _rev, ...button }) => button);
  }
  // Nothing can be ordered yet: what the card offers for the invitation is what helps.
  return migrationCard(words, view).blocks.flatMap((block) =>
    block.kind === 'buttons'
      ? block.buttons
          .filter((button) => /^(invite|accept|decline) /.test(button.run))
          .map(({ rev: _rev, ...button }) => button)
      : [],
  );
}
