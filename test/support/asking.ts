import type { Asking } from '../../src/commands/invocation.js';
import { wordsIn } from '../../src/messages/words.js';

/** What a platform asks of the bot, answered by the test; what it does not care for does nothing, and all read English. */
export function asking(answer: Asking['answer'], more: Partial<Asking> = {}): Asking {
  return {
    answer,
    open: async (invocation) => ({ kind: 'message', message: await answer(invocation) }),
    submit: async (invocation) => ({ kind: 'message', message: await answer(invocation) }),
    words: async () => wordsIn('en', 'UTC'),
    suggest: async () => [],
    greet: async () => undefined,
    opened: async () => undefined,
    ...more,
  };
}
