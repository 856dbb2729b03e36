import type { Outcome } from '../../messages/platform.js';
import { postReference } from './address.js';
import type { Reply } from './connector.js';

/** `unfit`: the service refused the card itself (400, or 413 for its size); the same words as plain text may pass. */
export type Fate = Outcome | { readonly kind: 'unfit'; readonly reason: string };

/**
 * What became of a post or an update. The lists are Microsoft's ("Send and receive messages", status codes), read for one
 * question only: is it certain that nothing was posted? Their advice to repeat on 412 and 5xx trades duplicates for delivery.
 */
export function fateOf(reply: Reply, what: 'post' | 'update', conversation: string): Fate {
  switch (reply.kind) {
    case 'unsent':
      return { kind: 'not-sent', reason: reply.reason };
    case 'barred':
      return { kind: 'stop', reason: reply.reason };
    case 'lost':
      return { kind: 'unknown', reason: reply.reason };
    case 'answer':
      return fateOfAnswer(reply, what, conversation);
  }
}

function fateOfAnswer(reply: Reply & { kind: 'answer' }, what: 'post' | 'update', conversation: string): Fate {
  const { status, code } = reply;
  const reason = code ? `${status} ${code}` : `${status}`;
  // Posted for certain, even when the answer's body got lost; then the post can never be updated.
  if (status >= 200 && status < 300) return { kind: 'sent', reference: postReference(conversation, idOf(reply.body)) };
  if (status === 429) {
    const wait = reply.retryAfterMs;
    return wait === undefined ? { kind: 'not-sent', reason } : { kind: 'not-sent', reason, retryAfterMs: wait };
  }
  if (status === 400 || status === 413) return { kind: 'unfit', reason };
  if (status === 404 && what === 'update') return { kind: 'gone', reason };
  // 403: BotDisabledByAdmin, BotNotInConversationRoster, ConversationBlockedByUser. 404: ConversationNotFound.
  if (status === 403 || status === 404) return { kind: 'stop', reason };
  if (status === 408 || status === 412 || status >= 500) return { kind: 'unknown', reason };
  return { kind: 'not-sent', reason };
}

function idOf(body: unknown): string {
  const id = typeof body === 'object' && body && 'id' in body ? body.id : undefined;
  return typeof id === 'string' && !id.includes(' ') ? id : '';
}
