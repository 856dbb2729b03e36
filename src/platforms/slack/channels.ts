import { z } from 'zod';
import type { Reach } from '../../commands/invocation.js';
import type { SlackApi } from './api.js';
import { refusalCode } from './outcomes.js';

/** Milliseconds that "the bot can post there" is believed. A refusal is not kept: people mend it and type again. */
const FRESH = 30_000;
const MOST_KEPT = 1_000;

const Info = z.object({
  channel: z.object({
    name: z.string().min(1).optional(),
    is_archived: z.boolean().default(false),
    is_im: z.boolean().default(false),
    is_mpim: z.boolean().default(false),
    is_ext_shared: z.boolean().default(false),
    is_pending_ext_shared: z.boolean().default(false),
    is_private: z.boolean().default(false),
    is_member: z.boolean().default(false),
  }),
});

/** Whether the bot can post in a channel; it joins public ones. What Slack cannot tell now is an error, never a guess. */
export class Channels {
  readonly #api: SlackApi;
  readonly #now: () => number;
  readonly #open = new Map<string, number>();

  constructor(api: SlackApi, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  /** `label` is the channel's name as the request gives it: `directmessage` and `mpdm-…` are conversations without a name. */
  async reach(channel: string, label: string): Promise<Reach> {
    if ((this.#open.get(channel) ?? 0) > this.#now()) return 'ok';
    const reach = await this.#ask(channel, label);
    if (reach === 'ok') this.#keep(channel);
    return reach;
  }

  /** Whether people of another organisation may read the channel. What the bot cannot see now counts as read by them. */
  async isShared(channel: string): Promise<boolean> {
    try {
      const { channel: info } = Info.parse(await this.#api.call('conversations.info', { channel }));
      return info.is_ext_shared || info.is_pending_ext_shared;
    } catch {
      return true;
    }
  }

  /** How people call the channel, without the `#`; undefined where Slack does not tell. */
  async nameOf(channel: string): Promise<string | undefined> {
    try {
      return Info.parse(await this.#api.call('conversations.info', { channel })).channel.name;
    } catch {
      return undefined;
    }
  }

  async #ask(channel: string, label: string): Promise<Reach> {
    if (label.startsWith('mpdm-')) return 'closed';
    let answer: unknown;
    try {
      answer = await this.#api.call('conversations.info', { channel });
    } catch (error) {
      const refused = refusalCode(error);
      // The one scope that Ferry does not ask for is that of group messages, and no invitation mends a missing one.
      if (refused === 'missing_scope') return 'closed';
      if (refused !== 'channel_not_found') throw error;
      // A direct message of two people looks to the bot like a channel that does not exist; nobody can invite it there.
      return channel.startsWith('D') || label === 'directmessage' ? 'closed' : 'invite';
    }
    const { channel: info } = Info.parse(answer);
    // What Ferry posts names customers: it is not for another organisation's eyes.
    if (info.is_archived || info.is_mpim || info.is_ext_shared || info.is_pending_ext_shared) return 'closed';
    if (info.is_im || info.is_member) return 'ok';
    return info.is_private ? 'invite' : this.#join(channel);
  }

  async #join(channel: string): Promise<Reach> {
    try {
      await this.#api.call('conversations.join', { channel });
      return 'ok';
    } catch (error) {
      const refused = refusalCode(error);
      if (refused === undefined || refused === 'internal_error' || refused === 'fatal_error') throw error;
      return refused === 'is_archived' ? 'closed' : 'invite';
    }
  }

  #keep(channel: string): void {
    this.#open.delete(channel);
    this.#open.set(channel, this.#now() + FRESH);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > MOST_KEPT && oldest !== undefined) this.#open.delete(oldest);
  }
}
