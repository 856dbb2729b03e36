import { readPostReference } from './address.js';

const THREADS: readonly { readonly kind: 'channel' | 'chat'; readonly conversation: RegExp }[] = [
  { kind: 'channel', conversation: /^19:[^;]+@thread\.(?:tacv2|skype)$/ },
  { kind: 'chat', conversation: /^19:[^;]+@(?:thread\.v2|unq\.gbl\.spaces)$/ },
];

/**
 * The deep link of a post (https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams).
 * Undefined in a personal chat, whose id a bot knows in another form than links take, and for a post whose id got lost.
 */
export function linkOf(reference: string, tenant: string): string | undefined {
  const { conversation, activity } = readPostReference(reference);
  const kind = THREADS.find((thread) => thread.conversation.test(conversation))?.kind;
  if (!kind || !tenant || !/^\d+$/.test(activity)) return undefined;
  const query = new URLSearchParams({ tenantId: tenant });
  // Whatever Ferry posts on its own begins a thread, so it is its own parent.
  if (kind === 'channel') query.set('parentMessageId', activity);
  else query.set('context', JSON.stringify({ contextType: 'chat' }));
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation)}/${activity}?${query}`;
}
