import { closest, distance } from 'fastest-levenshtein';

/** A shorter word allows no slip. */
const SHORTEST = 3;

/** The known word that was probably meant; undefined when none is near enough to be a slip of the fingers. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (word === '' || known.length === 0) return undefined;
  const short = word.slice(0, 40);
  const starting = known.filter((candidate) => candidate.startsWith(short));
  if (starting.length === 1) return starting[0];
  // Of two characters, as many Chinese words have, one is half the word.
  if ([...short].length < SHORTEST) return known.find((candidate) => candidate === short);
  const swapped = known.find((candidate) => isSwap(short, candidate));
  const nearest = swapped ?? closest(short, [...known]);
  const slips = Math.max(1, Math.floor(nearest.length / 2.5));
  return swapped ?? (distance(short, nearest) <= slips ? nearest : undefined);
}

/** Whether fewer slips make the word of `one` than of `other`. */
export function isNearer(word: string, one: string, other: string): boolean {
  return distance(word, one) < distance(word, other);
}

/** Two neighbouring letters changed places, which counts as two slips otherwise. */
function isSwap(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return at >= 0 && one.slice(0, at) + one.charAt(at + 1) + one.charAt(at) + one.slice(at + 2) === other;
}
