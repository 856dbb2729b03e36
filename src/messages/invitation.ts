import type { MigrationView } from '../domain/view.js';
import type { Block } from './message.js';
import type { Words } from './words.js';

/** Where to ask for the relationship, and the mail to the customer. */
export function invitationBlocks(words: Words, { migration, customer }: MigrationView): Block[] {
  const link = migration.invitation?.link ?? words.say('invite.no-link');
  return [
    { kind: 'note', text: words.say('invite.where', { id: migration.id }) },
    { kind: 'text', text: words.say('invite.mail-intro') },
    { kind: 'code', text: words.say('invite.mail', { customer: customer.name, link }) },
  ];
}
