import type { Asking } from '../../src/commands/invocation.js';

/** What a platform asks of the bot, answered by the test; what it does not care for does nothing. */
export function asking(answer: Asking['answer'], more: Partial<Asking> = {}): Asking {
  return {
    answer,
    open: async (invocation) => ({ kind: 'message', message: await answer(invocation) }),
    submit: async (invocation) => ({ kind: 'message', message: await answer(invocation) }),
    suggest: async () => [],
    greet: async () => undefined,
    opened: async () => undefined,
    ...more,
  };
}
