import { folded } from '../domain/folded.js';
import type { Language } from '../domain/language.js';
import { UserError } from '../domain/refusal.js';
import { aliasesOf } from './aliases.js';
import type { Command } from './command.js';
import { shorten } from './field.js';
import { isNearer, suggest } from './suggest.js';

/** The refusal of an unknown command, with the one that was probably meant, also by one of its words in `language`. */
export function noSuchCommand(word: string, commands: readonly Command[], language: Language): UserError {
  const names = commands.map(({ name }) => name);
  const aliases = commands.flatMap(({ name }) => aliasesOf(name, language).map((alias) => ({ alias, name })));
  const typed = folded(word).slice(0, 40);
  const name = suggest(typed, names);
  const nearAlias = suggest(
    typed,
    aliases.map(({ alias }) => folded(alias)),
  );
  const meant = aliases.find(({ alias }) => folded(alias) === nearAlias);
  if (meant && (name === undefined || isNearer(typed, folded(meant.alias), name))) {
    const { alias, name: suggestion } = meant;
    return new UserError('no-command-suggest-alias', { word: shorten(word), alias, suggestion }, [
      `help ${suggestion}`,
    ]);
  }
  if (name === undefined) return new UserError('no-command', { word: shorten(word) }, ['help']);
  return new UserError('no-command-suggest', { word: shorten(word), suggestion: name }, [`help ${name}`]);
}
