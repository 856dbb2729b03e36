import { z } from 'zod';

/** Why Ferry says no: each has its sentence, with the next step, in the catalogue under `refusal.<code>`. */
export type RefusalCode =
  | 'abandoned'
  | 'accepted-in-future'
  | 'addon-circle'
  | 'addon-of-itself'
  | 'agreement-in-future'
  | 'agreement-in-future-start'
  | 'already-accepted'
  | 'ambiguous-migration'
  | 'away-day'
  | 'away-past'
  | 'bad-word'
  | 'breaks-cancellation'
  | 'cancel-after-end'
  | 'cancel-ended'
  | 'cancel-in-future'
  | 'change-replacement'
  | 'channel-closed'
  | 'channel-invite'
  | 'confirm-cancel'
  | 'confirm-forget'
  | 'customer-name'
  | 'day-ambiguous'
  | 'declined'
  | 'deputy-is-owner'
  | 'digest-no-direct'
  | 'ended-fact'
  | 'ended-otherwise'
  | 'expired-other-day'
  | 'expires-never'
  | 'expires-later'
  | 'field-count'
  | 'field-country'
  | 'field-currency'
  | 'field-day'
  | 'field-language'
  | 'field-missing'
  | 'field-money'
  | 'field-moment'
  | 'field-one-of'
  | 'field-one-of-suggest'
  | 'field-original'
  | 'field-request'
  | 'field-twice'
  | 'field-unknown'
  | 'field-unknown-suggest'
  | 'field-until'
  | 'field-url'
  | 'forget-open'
  | 'forgotten'
  | 'invite-accepted'
  | 'licenses-none'
  | 'licenses-too-many'
  | 'link-same-place'
  | 'missing-fields'
  | 'move-closed'
  | 'move-invite'
  | 'no-command'
  | 'no-command-suggest'
  | 'no-command-suggest-alias'
  | 'no-customer'
  | 'no-migration'
  | 'no-migration-suggest'
  | 'no-original'
  | 'no-place'
  | 'no-request'
  | 'no-role'
  | 'not-a-transfer'
  | 'not-abandoned'
  | 'not-accepted'
  | 'not-member'
  | 'not-of-migration'
  | 'not-of-original'
  | 'nothing-given'
  | 'nothing-to-undo'
  | 'ordered-in-future'
  | 'own-end-too-early'
  | 'owner-is-deputy'
  | 'person-ambiguous'
  | 'person-hidden'
  | 'person-unknown'
  | 'preflight'
  | 'provision-before-accepted'
  | 'quote-open'
  | 'remove-base'
  | 'remove-ended'
  | 'remove-replaced'
  | 'remove-which'
  | 'renewed-after-end'
  | 'renewed-until'
  | 'request-decided'
  | 'request-lapsed'
  | 'request-moot'
  | 'request-outdated'
  | 'request-open'
  | 'role-default'
  | 'role-in-admins'
  | 'own-request'
  | 'reason-with-cancelled'
  | 'route-after-transfer'
  | 'route-of-other-source'
  | 'same-person'
  | 'same-person-reject'
  | 'sent-in-future'
  | 'settings-freeze'
  | 'settings-freeze-backwards'
  | 'settings-freeze-long'
  | 'settings-freeze-many'
  | 'settings-freeze-none'
  | 'settings-freeze-past'
  | 'settings-holidays'
  | 'settings-holidays-part'
  | 'settings-leads'
  | 'settings-time'
  | 'settings-value'
  | 'settings-weekdays'
  | 'settings-zone'
  | 'settings-zone-suggest'
  | 'several-replacements'
  | 'share-changes'
  | 'share-closed'
  | 'share-invite'
  | 'share-nothing'
  | 'snooze-last-day'
  | 'snooze-nothing'
  | 'snooze-past'
  | 'snooze-too-late'
  | 'start-near'
  | 'step-after-later'
  | 'step-in-future'
  | 'step-later-stands'
  | 'step-missing'
  | 'step-no-agreement'
  | 'step-no-steps'
  | 'step-not-accepted'
  | 'step-other-route'
  | 'step-too-early'
  | 'too-long'
  | 'transferred-in-future'
  | 'undo-moved'
  | 'undo-reopens'
  | 'unlink-request'
  | 'unlink-which'
  | 'unneeded-with-expired'
  | 'unsafe-end'
  | 'which-original'
  | 'withdraw-other';

/** A value of a sentence that stands for itself: text, a number, or what each language writes in its own way. */
export type PlainValue =
  | string
  | number
  | { readonly day: string }
  /** An instant as ISO text, shown in the reader's zone. */
  | { readonly moment: string }
  | Money;

/** An amount; without a currency only the number is known. */
export interface Money {
  readonly amount: number;
  readonly currency?: string | undefined;
}

/** What the checks before an order and before an end can find. */
export const FindingName = z.enum([
  // Before an order.
  'accepted',
  'agreement',
  'country',
  'country-unknown',
  'seat-limit',
  'seat-limit-together',
  'offer',
  'offer-suggest',
  'base-first',
  'many-subscriptions',
  // Before an end.
  'no-replacement',
  'planned',
  'too-few',
  'addon-first',
]);
export type FindingName = z.infer<typeof FindingName>;

/** What the checks before an order look at, by the word with which somebody orders in spite of it. */
export const Check = z.enum([
  'accepted',
  'agreement',
  'country',
  'seat-limit',
  'offer',
  'base-first',
  'many-subscriptions',
]);
export type Check = z.infer<typeof Check>;

/** One thing that was found to be missing or wrong; its sentence is in the catalogue under `finding.<name>`. */
export interface Finding {
  readonly name: FindingName;
  readonly values: Readonly<Record<string, PlainValue>>;
}

/** A value of a refusal: also a list of findings, each shown on a line of its own. */
export type RefusalValue = PlainValue | { readonly findings: readonly Finding[] };

/** An error for the asker, who reads it word for word in her language; anything else thrown is our fault. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    readonly code: RefusalCode,
    readonly values: Readonly<Record<string, RefusalValue>> = {},
    /** Commands that would help, offered as buttons. */
    readonly offers: readonly string[] = [],
  ) {
    super(code);
  }
}
