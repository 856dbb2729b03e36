import { harmless } from '../../messages/harmless.js';
import { sayRung } from '../../messages/rungs.js';
import type { Words } from '../../messages/words.js';
import type { SilentOriginal } from '../../services/silences.js';

/** So many are named; the rest is counted. */
const MOST = 50;

/** What Ferry is silent about, and why: a sentence for each, as plain text. */
export function saySilences(words: Words, silent: readonly SilentOriginal[]): string[] {
  const named = silent.slice(0, MOST).map((one) => harmless(saySilence(words, one)).replace(/\s+/g, ' '));
  const count = silent.length - named.length;
  return count > 0 ? [...named, words.say('playground.silent-more', { count })] : named;
}

function saySilence(words: Words, { view, original, reason, rung }: SilentOriginal): string {
  const { id, offer, expiresOn } = original;
  const about = { customer: view.customer.name, id, offer };
  const last = { day: expiresOn };
  switch (reason.why) {
    case 'renewing':
      return words.say('playground.silent-renewing', { ...about, last });
    case 'notMoved':
      return words.say('playground.silent-not-moved', { ...about, last });
    case 'snoozed':
      return words.say('playground.silent-snoozed', { ...about, until: { day: reason.until } });
    case 'noticed':
      return words.say('playground.silent-noticed', { ...about, last });
    case 'notDue': {
      const next = rung ? sayRung(words, view, original, rung) : words.say('next.done');
      return words.say('playground.silent-not-due', { ...about, next });
    }
  }
}
