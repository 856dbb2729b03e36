import type { Customer } from './customer.js';
import type { Happening } from './history.js';
import type { Migration } from './migration.js';

/** What stands in the place of words that were erased. */
export const ERASED = '—';

/** Replaces a forgotten customer's name and domain in a text. */
export type Eraser = (text: string) => string;

/** Letters of these scripts run into words; others, such as Chinese, put a name next to other words without a space. */
const WORD = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{N}`;
const STARTS_IN_WORD = new RegExp(`^[${WORD}]`, 'u');
const ENDS_IN_WORD = new RegExp(`[${WORD}]$`, 'u');

/**
 * Replaces the customer's name and domain, in any case and however spaced, by its id where that is not longer. Only as a
 * word: `contoso.com` is not `contoso.com.br`, and `Contoso` is not `contoso.com`, which are somebody else, but
 * `mail.contoso.com` is the same tenant. A name that could be a word (`IT`, `as`) only as it is written.
 */
export function eraserOf({ id, name, domain }: Customer): Eraser {
  const names = [...new Set([name, ...(domain === undefined ? [] : [domain])])].filter((one) => one !== id);
  const patterns = names.map((one) => ({
    pattern: patternOf(one, one === domain),
    // Texts have a longest length, so nothing grows.
    instead: one.length < id.length ? ERASED : id,
  }));
  return (text) => patterns.reduce((rest, { pattern, instead }) => replaced(rest, pattern, instead), text);
}

/** Shorter names are also words. */
const SHORT_NAME = 4;

function patternOf(name: string, isDomain: boolean): RegExp {
  const plain = name.normalize('NFKC').trim();
  const words = plain.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const before = STARTS_IN_WORD.test(plain) ? `(?<![${WORD}${isDomain ? '-' : ''}])` : '';
  const after = ENDS_IN_WORD.test(plain) ? String.raw`(?![${WORD}]|\.[${WORD}])` : '';
  const flags = [...plain].length < SHORT_NAME && /[a-z]/i.test(plain) ? 'gu' : 'giu';
  return new RegExp(`${before}${words.join(String.raw`\s+`)}${after}`, flags);
}

function replaced(text: string, pattern: RegExp, id: string): string {
  const direct = text.replace(pattern, id);
  // Written in another encoding of the same letters.
  const plain = direct.normalize('NFKC');
  return plain === direct ? direct : plain.search(pattern) < 0 ? direct : plain.replace(pattern, id);
}

/** Whether any text in `value` names one of the ids, or a part of it such as `M12.1`; typed in any case. */
export function mentions(value: unknown, ids: readonly string[]): boolean {
  if (typeof value === 'string') return ids.some((id) => new RegExp(`\\b${id}\\b`, 'i').test(value));
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => mentions(inner, ids));
}

/** The customer's own migration: what people wrote about it goes, dates and numbers stay. */
export function eraseMigration(migration: Migration, erase: Eraser): Migration {
  const erased = structuredClone(migration);
  if (erased.abandoned) erased.abandoned.reason = ERASED;
  delete erased.invitation?.link;
  for (const original of erased.originals) {
    original.offer = erase(original.offer);
    if (original.unneeded !== undefined) original.unneeded = ERASED;
    if (original.snooze?.reason !== undefined) original.snooze.reason = ERASED;
  }
  for (const replacement of erased.replacements) replacement.offer = erase(replacement.offer);
  return erased;
}

/** Another customer's migration: only where people wrote in their own words can it mention the name. */
export function eraseMentions(migration: Migration, erase: Eraser): Migration {
  const erased = structuredClone(migration);
  if (erased.abandoned) erased.abandoned.reason = erase(erased.abandoned.reason);
  for (const original of erased.originals) {
    if (original.unneeded !== undefined) original.unneeded = erase(original.unneeded);
    if (original.snooze?.reason !== undefined) original.snooze.reason = erase(original.snooze.reason);
  }
  return erased;
}

/** `own`: it happened to the customer's own migration, so that all words of people go; else only the name in them. */
export function eraseHappening(what: Happening, erase: Eraser, own: boolean): Happening {
  const words = (text: string) => (own ? ERASED : erase(text));
  switch (what.did) {
    case 'started':
      return own ? { ...what, customer: erase(what.customer) } : what;
    case 'added':
    case 'removed':
    case 'provisioned':
    case 'corrected':
      return own ? { ...what, offer: erase(what.offer) } : what;
    case 'changed':
      return { ...what, changes: what.changes.map((change) => eraseChange(change, words, own ? erase : undefined)) };
    case 'ended': {
      const { approval, unneeded } = what;
      return {
        ...what,
        ...(unneeded === undefined ? {} : { unneeded: words(unneeded) }),
        ...(approval ? { approval: { ...approval, reason: words(approval.reason) } } : {}),
      };
    }
    case 'requested':
    case 'abandoned':
      return { ...what, reason: words(what.reason) };
    case 'snoozed':
      return what.reason === undefined ? what : { ...what, reason: words(what.reason) };
    case 'noted':
      return { ...what, text: words(what.text) };
    case 'undone': {
      const before = eraseHappening(what.what, erase, own);
      return before.did === 'undone' ? what : { ...what, what: before };
    }
    default:
      return what;
  }
}

type Change = Extract<Happening, { did: 'changed' }>['changes'][number];

function eraseChange(change: Change, words: Eraser, offers: Eraser | undefined): Change {
  const by = change.field === 'unneeded' ? words : change.field === 'offer' ? offers : undefined;
  if (!by) return change;
  const erased = (value: Change['from']) => (typeof value === 'string' ? by(value) : value);
  return { ...change, from: erased(change.from), to: erased(change.to) };
}
