import type { Choice } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search: a list shows no more. */
const MOST_CHOICES = 15;
/** How much is asked for: one place is kept for what is typed. */
export const MOST_FOUND = MOST_CHOICES - 1;
/** No field takes a longer text from a list, in UTF-16 units. */
const LONGEST = 200;

/** What is looked for when this has been typed. */
export function soughtOf(typed: string): string {
  return typed.trim().slice(0, LONGEST);
}

/**
 * What `application/search` is answered. Teams takes nothing that is not in the list, and a new customer is in none: what is
 * typed can be chosen as it stands.
 */
export function searchResults(found: readonly Choice[], typed: string): object {
  const sought = soughtOf(typed);
  const isThere = found.some(({ value }) => value.toLowerCase() === sought.toLowerCase());
  const own = sought === '' || isThere ? [] : [{ value: sought, label: sought }];
  return searchResponse([...found.slice(0, MOST_FOUND), ...own]);
}

/** These and no others; none: nothing is offered to who is asking. */
export function searchResponse(choices: readonly Choice[]): object {
  const results = choices.map(({ value, label }) => ({ value, title: harmless(label) }));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
