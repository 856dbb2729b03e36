import { folded } from '../domain/folded.js';
import { Language } from '../domain/language.js';
import type { CommandName } from '../messages/help.js';
import { wordsIn } from '../messages/words.js';
import type { Command } from './command.js';

type Aliased = CommandName | 'greeting';

/** Other words for a command that a language has, as they are written there; English commands are words enough. */
export function aliasesOf(name: Aliased, language: Language): readonly string[] {
  return wordsIn(language, 'UTC')
    .say(`alias.${name}`)
    .split(/[,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The command that goes by this word in any of the languages, case and accents aside. */
export function commandNamed(word: string, commands: readonly Command[]): Command | undefined {
  const wanted = folded(word).replace(/^[¿¡]+|[?!]+$/g, '');
  return commands.find(({ name }) => name === wanted) ?? commands.find(({ name }) => everyAlias(name).has(wanted));
}

/** Whether somebody only says hello, or asks what there is, in any of the languages: the first word of what was typed. */
export function isGreeting(word: string): boolean {
  if (/^[?？]+$/.test(word)) return true;
  return everyAlias('greeting').has(folded(word).replace(/^[¡¿]+|[!.,。、]+$/g, ''));
}

/** Made when the first word comes that is no English command: reading the catalogues takes a while. */
const known = new Map<Aliased, ReadonlySet<string>>();

function everyAlias(name: Aliased): ReadonlySet<string> {
  const words = known.get(name) ?? new Set(Language.options.flatMap((one) => aliasesOf(name, one).map(folded)));
  known.set(name, words);
  return words;
}
