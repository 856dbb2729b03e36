import { z } from 'zod';

/** What is kept beside a channel's address so that Ferry can post there later, also after a restart. */
export const Reference = z.object({
  serviceUrl: z.string(),
  bot: z.object({ id: z.string(), name: z.string().optional() }),
  conversation: z.object({
    id: z.string(),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
    isGroup: z.boolean().optional(),
  }),
});
export type Reference = z.infer<typeof Reference>;

/** Which conversation a person has with the bot alone, and the id by which its roster knows her. */
export const PersonalChat = z.object({ conversation: z.string().min(1), user: z.string().min(1) });
export type PersonalChat = z.infer<typeof PersonalChat>;

/** `teams:<tenant>/<conversation>`: the address of a channel, group chat or personal chat. */
export function addressOf(tenant: string, conversation: string): string {
  return `teams:${tenant}/${withoutThread(conversation)}`;
}

/** Undefined when this is not an address of Teams. */
export function readAddress(address: string): { tenant: string; conversation: string } | undefined {
  const parts = /^teams:([^/]+)\/(.+)$/s.exec(address);
  return parts?.[1] && parts[2] ? { tenant: parts[1], conversation: parts[2] } : undefined;
}

/** Where a `PersonalChat` is kept: no address to post to, since no conversation's id begins so. */
export function personalAddressOf(tenant: string, objectId: string): string {
  return `teams:${tenant}/direct/${objectId}`;
}

/** A conversation id in a team's channel names the thread too: `19:…@thread.tacv2;messageid=1700000000000`. */
export function withoutThread(conversation: string): string {
  return conversation.replace(/;messageid=.*$/s, '');
}

/** The reference of a post, as the outbox keeps it. Neither part can hold a space; an empty activity id is a post whose id got lost. */
export function postReference(conversation: string, activity: string): string {
  return `${conversation} ${activity}`;
}

export function readPostReference(reference: string): { conversation: string; activity: string } {
  const space = reference.lastIndexOf(' ');
  return { conversation: reference.slice(0, space), activity: reference.slice(space + 1) };
}
