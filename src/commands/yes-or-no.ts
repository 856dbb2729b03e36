import { folded } from '../domain/folded.js';
import { Language } from '../domain/language.js';
import { wordsIn } from '../messages/words.js';

/** Whether a word is a yes or a no in any of the languages; undefined: neither. */
export function yesOrNo(word: string): boolean | undefined {
  const wanted = folded(word);
  const is = (key: 'value.yes' | 'value.no') =>
    Language.options.some((one) => folded(wordsIn(one, 'UTC').say(key)) === wanted);
  return is('value.yes') ? true : is('value.no') ? false : undefined;
}
