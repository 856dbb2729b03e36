import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf } from '../../domain/calendar.js';
import { isAccepted, isGivenUp } from '../../domain/migration.js';
import { standing } from '../../domain/standing.js';
import type { MigrationView } from '../../domain/view.js';
import type { Words } from '../../messages/words.js';
import type { Services } from '../../services/index.js';
import { act } from './act.js';
import { mailsOf } from './mailbox.js';
import type { Act, CustomerView } from './protocol.js';
import { subscriptionsOf } from './subscriptions.js';

/** What is over stays to be looked at for so long. */
const SHOWN_DAYS = 30;

/**
 * What Ferry does not see: each customer's mailbox and Partner Center, as far as Ferry has been told and the clock says.
 * `partnerCountry`: where the partner's own tenant is, as two letters.
 */
export async function customersView(
  { lookup }: Pick<Services, 'lookup'>,
  words: Words,
  now: Temporal.Instant,
  partnerCountry?: string,
): Promise<CustomerView[]> {
  const views = await lookup.everything();
  return views
    .filter((view) => isShown(view, now))
    .map((view) => ({
      id: view.migration.id,
      name: view.customer.name,
      relation: sayRelation(words, view),
      acts: invitingActs(words, view),
      mails: mailsOf(words, view),
      subscriptions: subscriptionsOf(words, view, partnerCountry),
    }));
}

function isShown({ migration, customer }: MigrationView, now: Temporal.Instant): boolean {
  if (customer.forgotten) return false;
  if (standing(migration, now).isOpen) return true;
  return addDays(overSince(migration), SHOWN_DAYS) >= dayOf(now);
}

/** The day on which nothing was left to be done. */
function overSince({ abandoned, declinedOn, originals, replacements }: MigrationView['migration']): Day {
  const given = abandoned?.on ?? declinedOn;
  if (given !== undefined) return given;
  const days = [...originals.map(({ since }) => since.slice(0, 10)), ...replacements.map((one) => one.provisionedOn)];
  return days.sort().at(-1) ?? '';
}

/** The customer is asked in Partner Center; from then on the invitation lies in the mailbox. */
function invitingActs(words: Words, { migration, now }: MigrationView): Act[] {
  const isAsked = migration.invitation !== undefined || isAccepted(migration) || migration.declinedOn !== undefined;
  if (isAsked || isGivenUp(migration)) return [];
  return [act(words.say('playground.outside-invite'), `invite ${migration.id} sent=${dayOf(now)}`)];
}

function sayRelation(words: Words, { migration }: MigrationView): string {
  const { acceptedOn, declinedOn, invitation } = migration;
  if (declinedOn !== undefined) return words.say('playground.outside-declined', { on: { day: declinedOn } });
  if (acceptedOn !== undefined) return words.say('playground.outside-accepted', { on: { day: acceptedOn } });
  if (isAccepted(migration)) return words.say('playground.outside-own');
  return invitation
    ? words.say('playground.outside-invited', { on: { day: invitation.sentOn } })
    : words.say('playground.outside-no-relation');
}
