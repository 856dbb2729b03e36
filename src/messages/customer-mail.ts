import { type Language, languageIn } from '../domain/language.js';
import type { Migration } from '../domain/migration.js';
import type { Block } from './message.js';
import type { Words } from './words.js';

/** How somebody wants a mail to a customer. */
export interface MailWish {
  /** In another language than the customer's. */
  readonly language?: Language | undefined;
  /** The English text stands beneath it. */
  readonly english?: boolean | undefined;
}

/** Between a text and the same in English. */
const BETWEEN = '\n\n———\n\n';

/**
 * A mail, ready to copy, in the customer's language: the one that is recorded, else that of the customer's country, else the
 * reader's. `command`: says it again, so that it can be had otherwise.
 */
export function mailBlocks(
  words: Words,
  { id, language, country }: Migration,
  say: (theirs: Words) => string,
  command: string,
  wish: MailWish = {},
): Block[] {
  const its =
    wish.language ?? language ?? (country === undefined ? words.language : languageIn(country, words.language));
  const text = say(words.in(its));
  const isDouble = wish.english === true && its !== 'en';
  // In an example, one that it is not in.
  const other: Language = its === 'en' ? 'fr' : 'en';
  const values = { language: words.languageName(its), id, command, other };
  return [
    { kind: 'code', text: isDouble ? `${text}${BETWEEN}${say(words.in('en'))}` : text },
    { kind: 'note', text: words.say(isDouble ? 'mail.language-double' : 'mail.language', values) },
  ];
}
