import { dayIn } from '../domain/calendar.js';
import { openStop, type Rung } from '../domain/ladder.js';
import { isAccepted } from '../domain/migration.js';
import { remindedFor } from '../domain/person.js';
import { isReplaced } from '../domain/pool.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { invitationButtons } from './invitation.js';
import type { Block, Button, Mention, Message } from './message.js';
import { rungButtons, sayRung, stopToo } from './rungs.js';
import type { Words } from './words.js';

/** One due rung of one original, told to the owner. `dueDay`: the day on which it should have been said. */
export function sayReminder(
  words: Words,
  view: MigrationView,
  original: Original,
  rung: Rung,
  dueDay: string,
): Message {
  const { migration, customer, now } = view;
  const what = sayRung(words, view, original, rung);
  const late = dayIn(words.zone, now) > dueDay;
  const stop = openStop(migration, original, now);
  // Not before the customer has accepted: with nothing to take its place, service would end.
  const near = stopToo(view, original, rung);
  const far = !near && isAccepted(migration) && rung.name === 'provision' && stop !== undefined;
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  return {
    title: words.say('reminder.title', { id: original.id, customer: customer.name, what }),
    mentions: mentions(words, view),
    blocks: [
      {
        kind: 'text',
        text: words.say('reminder.body', { customer: customer.name, offer: original.offer, seats: original.seats }),
      },
      ...addressing(words, view),
      ...(far ? [caution(words.say('reminder.also-stop', { before: words.moment(stop.before) }))] : []),
      ...(late ? [caution(words.say('reminder.late', { on: { day: dueDay } }))] : []),
      ...((near ?? rung).name === 'stop-renewal' && migration.source === 'other-csp'
        ? [{ kind: 'note', text: words.say('reminder.old-partner') } as const]
        : []),
      ...customerText(words, view, original, near ?? rung),
      ...sampleMark(words, view),
      { kind: 'buttons', buttons: [...dueButtons(words, view, original, rung), showButton(words, view)] },
    ],
  };
}

/** The owner, or who stands in for her. */
export function mentions(words: Words, { owner, deputy, now }: MigrationView): Mention[] {
  return remindedFor(owner, deputy, dayIn(words.zone, now)).map(({ name, identities }) => ({ name, identities }));
}

/** Why it goes to somebody else than the owner, or to nobody. */
export function addressing(words: Words, { migration: { id }, owner, deputy, now }: MigrationView): Block[] {
  const [reminded] = remindedFor(owner, deputy, dayIn(words.zone, now));
  if (!owner) {
    const text = words.say('reminder.unowned', { id, deputy: reminded ? 'yes' : 'no' });
    return [{ kind: 'note', text, tone: 'caution' }];
  }
  if (reminded?.id === owner.id || owner.awayUntil === undefined) return [];
  return [{ kind: 'note', text: words.say('reminder.deputy', { name: owner.name, on: { day: owner.awayUntil } }) }];
}

export function sampleMark(words: Words, { migration }: MigrationView): Block[] {
  return migration.sample ? [{ kind: 'note', text: words.say('card.sample') }] : [];
}

export function showButton(words: Words, { migration: { id } }: MigrationView): Button {
  return { label: words.say('button.show', { id }), run: `show ${id}` };
}

/**
 * The commands that take this rung. A post is not redrawn: a note in between must not make its buttons dead, and what they
 * say may be said twice.
 */
export function dueButtons(words: Words, view: MigrationView, original: Original, rung: Rung): Button[] {
  const buttons = rungButtons(words, view, original, rung).map(({ rev: _rev, ...button }) => button);
  return buttons.length > 0 || isAccepted(view.migration) ? buttons : invitationButtons(words, view.migration);
}

/** Recurring billing of what was bought online is turned off by the customer alone, who has to be told how. */
function customerText(words: Words, { migration, customer }: MigrationView, original: Original, rung: Rung): Block[] {
  if (rung.name !== 'stop-renewal' || migration.source !== 'web-direct') return [];
  const text = words.say('reminder.customer-mail', {
    customer: customer.name,
    offer: original.offer,
    before: { moment: rung.before.toString() },
    ends: { day: original.expiresOn },
    replaced: isReplaced(migration, original) ? 'yes' : 'no',
  });
  return [
    { kind: 'text', text: words.say('reminder.customer-intro') },
    { kind: 'code', text },
  ];
}
