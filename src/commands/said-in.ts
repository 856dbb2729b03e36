import { commandNamed } from './aliases.js';
import { COMMANDS } from './index.js';
import { typedTexts } from './read-values.js';
import { splitWords } from './words-typed.js';

/** Which fields are given does not depend on who writes a date in one of them. */
const ANYBODY = { language: 'en' } as const;

/** The fields of its command that a line names, or gives in their order; none where the line cannot be read. */
export function saidIn(line: string): ReadonlySet<string> {
  const typed = splitWords(line);
  const command = commandNamed(typed.command, COMMANDS);
  return new Set(command === undefined ? [] : typedTexts(command, typed, ANYBODY).keys());
}
