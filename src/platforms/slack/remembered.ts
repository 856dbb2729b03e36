import { z } from 'zod';

/** What a view remembers while it stands on a screen: it comes back with what is done there. */
const Remembered = z.strictObject({
  /** The address in which what is done counts as said. */
  channel: z.string().regex(/^slack:[A-Z][A-Z0-9]{1,30}\/[A-Z][A-Z0-9]{1,30}$/),
  /** What Slack called the channel, where that tells more than its id. */
  label: z.string().max(100).optional(),
  command: z.string().max(200).optional(),
  rev: z.int().nonnegative().optional(),
});
export type Remembered = z.infer<typeof Remembered>;

export function remember({ channel, label, command, rev }: Remembered): string {
  const known = { channel, command, rev, ...(label === '' ? {} : { label: label?.slice(0, 100) }) };
  return JSON.stringify(known);
}

/** Undefined: not what Ferry wrote, or of another workspace than the request. */
export function recall(text: string, team: string): Remembered | undefined {
  try {
    const remembered = Remembered.parse(JSON.parse(text));
    return remembered.channel.startsWith(`slack:${team}/`) ? remembered : undefined;
  } catch {
    return undefined;
  }
}

/** Slack's own id of the channel. */
export function channelIn(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}
