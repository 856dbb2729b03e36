import type { Words } from './words.js';

/** Whole sentences in one line, at least one: what stands between two is the language's own. */
export function sentences(words: Words, texts: readonly string[]): string {
  return texts.reduce((first, second) => words.say('word.two-sentences', { first, second }));
}

/** `M1.1, M1.2 and 3 more`: the first `most` by name, the rest counted. */
export function someOf(words: Words, names: readonly string[], most: number): string {
  const count = names.length - most;
  if (count <= 0) return words.list(names);
  return words.list([...names.slice(0, most), words.say('list.more', { count })]);
}
