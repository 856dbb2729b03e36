import type { Temporal } from 'temporal-polyfill';
import { plainText } from '../../messages/plain-text.js';
import type { Words } from '../../messages/words.js';
import type { SilentOriginal } from '../../services/silences.js';
import type { Kept } from './chat.js';
import type { Passage } from './protocol.js';
import { saySilences } from './silences.js';

/** What happened while the clock was moved: said anew when the page is read in another language. */
export interface Passed {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  /** What was posted when, by the ids of the entries. */
  readonly steps: readonly { readonly at: Temporal.Instant; readonly posts: readonly string[] }[];
  readonly silent: readonly SilentOriginal[];
}

/** `entry`: what stands in the conversations under an id. */
export function sayPassage(words: Words, passed: Passed, entry: (id: string) => Kept | undefined): Passage {
  const { from, to, steps, silent } = passed;
  const count = steps.reduce((sum, step) => sum + step.posts.length, 0);
  return {
    title: words.say('playground.passage', { from: { moment: from.toString() }, to: { moment: to.toString() }, count }),
    steps: steps.map(({ at, posts }) => ({
      at: words.moment(at),
      posts: posts.flatMap((id) => {
        const message = entry(id)?.message;
        // What it begins with.
        return message ? [{ title: plainText(message).split('\n')[0] ?? '', entry: id }] : [];
      }),
    })),
    silent: saySilences(words, silent),
  };
}
