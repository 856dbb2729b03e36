import { dayIn } from '../domain/calendar.js';
import { isTransfer } from '../domain/ladder.js';
import type { Migration } from '../domain/migration.js';
import { invitationAge } from '../domain/nudge.js';
import type { MigrationView } from '../domain/view.js';
import { type MailWish, mailBlocks } from './customer-mail.js';
import type { Block, Button } from './message.js';
import type { Words } from './words.js';

/** Where to ask for the relationship, how long it has been open, and the mail to the customer. */
export function invitationBlocks(words: Words, view: MigrationView, wish?: MailWish): Block[] {
  const { migration, customer } = view;
  const values = {
    customer: customer.name,
    transfer: isTransfer(migration.route) ? 'yes' : 'no',
    // Bought online, it is the customer who turns the renewal off, and too early ends it with nothing in its place.
    recurring: migration.source === 'web-direct' ? 'yes' : 'no',
  };
  const sayMailIn = (theirs: Words) => {
    return theirs.say('invite.mail', { ...values, link: migration.invitation?.link ?? theirs.say('invite.no-link') });
  };
  return [
    ...ageFacts(words, view),
    { kind: 'note', text: words.say('invite.where', { id: migration.id }) },
    { kind: 'text', text: words.say('invite.mail-intro') },
    ...mailBlocks(words, migration, sayMailIn, `invite ${migration.id}`, wish),
  ];
}

/** How long the customer has not answered; undefined where nothing is open. */
export function sayInvitationAge(words: Words, { migration, now }: MigrationView): string | undefined {
  const days = invitationAge(migration, dayIn(words.zone, now));
  return days === undefined ? undefined : words.say('invite.age', { days });
}

export function ageFacts(words: Words, view: MigrationView): Block[] {
  const value = sayInvitationAge(words, view);
  return value === undefined ? [] : [{ kind: 'facts', facts: [{ label: words.say('invite.label'), value }] }];
}

/** What helps while nothing can be ordered yet. Without a revision: they stand under posts that are not redrawn. */
export function invitationButtons(words: Words, { id, invitation }: Migration): Button[] {
  const accept: Button = { label: words.say('button.accept'), run: `accept ${id}` };
  const decline: Button = { label: words.say('button.decline'), run: `decline ${id}` };
  return invitation
    ? [{ ...accept, style: 'primary' }, decline, { label: words.say('button.mail'), run: `invite ${id}` }]
    : [{ label: words.say('button.invite'), run: `invite ${id}`, style: 'primary' }, accept, decline];
}
