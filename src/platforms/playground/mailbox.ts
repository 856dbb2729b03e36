import { dayOf, earliest } from '../../domain/calendar.js';
import { isGivenUp, type Moving } from '../../domain/migration.js';
import type { Original } from '../../domain/subscription.js';
import type { MigrationView } from '../../domain/view.js';
import { invitationBlocks } from '../../messages/invitation.js';
import type { Block } from '../../messages/message.js';
import { sayMail } from '../../messages/reminder.js';
import type { Words } from '../../messages/words.js';
import { act } from './act.js';
import { stopAct } from './acts.js';
import type { Act, MailView } from './protocol.js';

/** What Ferry has written to the customer, word for word; empty until the invitation has gone out. */
export function mailsOf(words: Words, view: MigrationView): MailView[] {
  const { migration } = view;
  const { invitation, acceptedOn, originals } = migration;
  const asked = invitation ? mailIn(invitationBlocks(words, view), invitationActs(words, view)) : [];
  if (isGivenUp(migration) || (!invitation && acceptedOn === undefined)) return asked;
  return [...asked, ...originals.flatMap((original) => stopMail(words, view, original))];
}

/** The customer's answer; empty once it is given, or nobody waits for it. */
function invitationActs(words: Words, { migration, now }: MigrationView): Act[] {
  const { id, acceptedOn } = migration;
  if (acceptedOn !== undefined || isGivenUp(migration)) return [];
  const accepted = acceptLine(migration, dayOf(now));
  return [
    act(words.say('playground.outside-accept'), accepted),
    act(words.say('playground.outside-decline'), `decline ${id}`),
  ];
}

/** The customer accepts on `today`, and the agreement with it; not after the day of an order that is recorded already. */
export function acceptLine({ id, agreementOn, replacements }: Moving, today: string): string {
  const first = earliest(replacements.map(({ provisionedOn }) => provisionedOn));
  return [
    `accept ${id}`,
    ...(first !== undefined && first < today ? [`on=${first}`] : []),
    ...(agreementOn === undefined ? [`agreement=${today}`] : []),
  ].join(' ');
}

/** Bought online, the customer alone turns the renewal off. It is asked for once that is what is next. */
function stopMail(words: Words, view: MigrationView, original: Original): MailView[] {
  const stop = stopAct(words, view, original);
  return stop ? mailIn(sayMail(words, view, original, {}).blocks, [stop]) : [];
}

/** The mail that stands among the blocks, as it is to be copied: its first line is its subject, after a colon. */
function mailIn(blocks: readonly Block[], acts: readonly Act[]): MailView[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'code') return [];
    const [first = '', ...rest] = block.text.split('\n');
    return [{ subject: first.replace(/^[^:：]*[:：]\s*/, ''), text: rest.join('\n').trim(), acts }];
  });
}
