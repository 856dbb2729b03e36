import { UserError } from '../domain/refusal.js';
import type { Command } from './command.js';
import { shorten } from './field.js';
import { suggest } from './suggest.js';

/** The refusal of an unknown command, with the one that was probably meant. */
export function noSuchCommand(word: string, commands: readonly Command[]): UserError {
  const suggestion = suggest(
    word,
    commands.map((one) => one.name),
  );
  if (suggestion === undefined) return new UserError('no-command', { word: shorten(word) }, ['help']);
  return new UserError('no-command-suggest', { word: shorten(word), suggestion }, [`help ${suggestion}`]);
}
