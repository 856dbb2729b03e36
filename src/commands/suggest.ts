import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant; undefined when none is near enough to be a slip of the fingers. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (word === '' || known.length === 0) return undefined;
  const short = word.slice(0, 40);
  const starting = known.filter((candidate) => candidate.startsWith(short));
  if (starting.length === 1) return starting[0];
  const nearest = closest(short, [...known]);
  return distance(short, nearest) <= Math.max(1, Math.floor(nearest.length / 2)) ? nearest : undefined;
}
