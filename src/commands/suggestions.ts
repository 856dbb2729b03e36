import type { Choice } from '../messages/form.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Search } from './invocation.js';

/** What fits what is being typed, the likeliest first. */
export async function choicesFor(_services: Services, _words: Words, _search: Search): Promise<Choice[]> {
  return [];
}
