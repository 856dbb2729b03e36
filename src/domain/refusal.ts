/** Why Ferry says no: each has its sentence, with the next step, in the catalogue under `refusal.<code>`. */
export type RefusalCode =
  | 'abandoned'
  | 'accepted-in-future'
  | 'already-accepted'
  | 'ambiguous-migration'
  | 'bad-word'
  | 'cancel-after-end'
  | 'cancel-in-future'
  | 'change-replacement'
  | 'channel-closed'
  | 'channel-invite'
  | 'confirm-cancel'
  | 'customer-name'
  | 'declined'
  | 'ended-otherwise'
  | 'expired-other-day'
  | 'expires-later'
  | 'field-count'
  | 'field-country'
  | 'field-currency'
  | 'field-day'
  | 'field-money'
  | 'field-one-of'
  | 'field-one-of-suggest'
  | 'field-original'
  | 'field-twice'
  | 'field-unknown'
  | 'field-unknown-suggest'
  | 'field-url'
  | 'missing-fields'
  | 'no-command'
  | 'no-command-suggest'
  | 'no-migration'
  | 'no-original'
  | 'no-role'
  | 'not-abandoned'
  | 'not-accepted'
  | 'not-active-yet'
  | 'not-member'
  | 'not-of-migration'
  | 'not-of-original'
  | 'nothing-given'
  | 'provision-before-accepted'
  | 'quote-open'
  | 'renewed-after-end'
  | 'renewed-until'
  | 'sent-in-future'
  | 'several-replacements'
  | 'too-few-seats'
  | 'too-long'
  | 'unneeded-with-expired'
  | 'which-original';

/** A value of a sentence: text, a number, or a day that is shown as the reader's language writes it. */
export type RefusalValue = string | number | { readonly day: string };

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
