import { COMMANDS } from './index.js';
import { typedTexts } from './read-values.js';
import { splitWords } from './words-typed.js';

/** The fields of its command that a line names, or gives in their order; none where the line cannot be read. */
export function saidIn(line: string): ReadonlySet<string> {
  const typed = splitWords(line);
  const command = COMMANDS.find(({ name }) => name === typed.command);
  return new Set(command === undefined ? [] : typedTexts(command, typed).keys());
}
