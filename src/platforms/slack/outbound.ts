import { z } from 'zod';
import type { Finding, Outcome, Parcel } from '../../messages/platform.js';
import type { SlackApi } from './api.js';
import type { Channels } from './channels.js';
import { codeOf, failureOf, refusalCode } from './outcomes.js';
import { type Drawn, render } from './render.js';

/** Names Ferry's posts among the metadata of all apps; readable by everybody in the workspace, so it holds the key alone. */
const EVENT_TYPE = 'ferry_post';
/** Seconds of the channel that are read back, before and after the moment of trying: clocks differ, and Slack may lag. */
const BEFORE = 60;
const AFTER = 15 * 60;
const PAGE = 100;
const MOST_PAGES = 10;

/** Slack dislikes the blocks, though not the message: it was certainly not posted, and may be as plain text. */
const NOT_AS_BLOCKS = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);

const Address = /^slack:([A-Z][A-Z0-9]+)\/([A-Z][A-Z0-9]+)$/;
const Reference = /^([A-Z][A-Z0-9]+)\/(\d+\.\d+)$/;

const Posted = z.object({ channel: z.string(), ts: z.string() });
const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().optional(),
      blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
      metadata: z
        .object({ event_type: z.string().optional(), event_payload: z.record(z.string(), z.unknown()).optional() })
        .optional(),
    }),
  ),
  has_more: z.boolean().default(false),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface Sender {
  readonly api: SlackApi;
  readonly channels: Channels;
  readonly served: () => ReadonlySet<string>;
  /** The bot's own id among authors of messages, known from the start on: others can write the same metadata. */
  readonly botId: () => string | undefined;
}

/**
 * Posts, replaces and finds parcels. One request that writes per attempt, but for a second one as plain text after refused
 * blocks; before it the channel is looked at, since it may have been shared with another organisation.
 */
export class Outbound {
  readonly #sender: Sender;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  async deliver(parcel: Parcel): Promise<Outcome> {
    const place = this.#placeOf(parcel);
    if (place === undefined) return { kind: 'stop', reason: 'not_served' };
    const shut = await this.#shut(place.channel);
    if (shut !== undefined) return shut;
    return this.#send(
      'chat.postMessage',
      { channel: place.channel, unfurl_links: false, unfurl_media: false },
      parcel,
      place.team,
    );
  }

  async update(reference: string, parcel: Parcel): Promise<Outcome> {
    const place = this.#placeOf(parcel);
    if (place === undefined) return { kind: 'stop', reason: 'not_served' };
    const [, channel, ts] = Reference.exec(reference) ?? [];
    if (channel === undefined) return { kind: 'gone', reason: 'not_a_reference' };
    const shut = await this.#shut(channel);
    if (shut !== undefined) return shut;
    return this.#send('chat.update', { channel, ts }, parcel, place.team);
  }

  async find(parcel: Parcel, since: number): Promise<Finding> {
    const place = this.#placeOf(parcel);
    if (place === undefined) return { kind: 'unreadable', reason: 'not_served' };
    const [oldest, latest] = [String(since / 1000 - BEFORE), String(since / 1000 + AFTER)];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      let answer: z.infer<typeof Page>;
      try {
        const args = {
          channel: place.channel,
          oldest,
          latest,
          inclusive: true,
          limit: PAGE,
          include_all_metadata: true,
          cursor,
        };
        answer = Page.parse(await this.#sender.api.call('conversations.history', args));
      } catch (error) {
        return { kind: 'unreadable', reason: codeOf(error) };
      }
      const found = answer.messages.find((message) => this.#isOurs(message, parcel.key));
      if (found !== undefined) return { kind: 'found', reference: `${place.channel}/${found.ts}` };
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (cursor === undefined)
        return answer.has_more ? { kind: 'unreadable', reason: 'no_cursor' } : { kind: 'absent' };
    }
    return { kind: 'unreadable', reason: 'too_many_messages' };
  }

  /** Why nothing may be posted in the channel now; undefined when it may. */
  async #shut(channel: string): Promise<Outcome | undefined> {
    try {
      const reach = await this.#sender.channels.reach(channel, '');
      return reach === 'ok' ? undefined : { kind: 'stop', reason: `channel_${reach}` };
    } catch (error) {
      const failure = failureOf(error);
      // A look has no doubtful outcome: whatever became of it, nothing was posted.
      return failure.kind === 'unknown' || failure.kind === 'gone'
        ? { kind: 'not-sent', reason: failure.reason }
        : failure;
    }
  }

  async #send(
    method: 'chat.postMessage' | 'chat.update',
    to: Record<string, unknown>,
    parcel: Parcel,
    team: string,
  ): Promise<Outcome> {
    const metadata = { event_type: EVENT_TYPE, event_payload: { key: parcel.key } };
    const send = async (drawn: Drawn): Promise<Outcome> => {
      const { channel, ts } = Posted.parse(await this.#sender.api.call(method, { ...to, ...drawn, metadata }));
      return { kind: 'sent', reference: `${channel}/${ts}` };
    };
    const drawn = drawingOf(parcel, team);
    if (drawn === undefined) return { kind: 'not-sent', reason: 'not_drawn' };
    try {
      return await send(drawn);
    } catch (error) {
      if (!NOT_AS_BLOCKS.has(refusalCode(error) ?? '')) return failureOf(error);
    }
    const { blocks, ...text } = drawn;
    try {
      // An update without `blocks` would leave the old ones standing.
      return await send({ ...text, ...(method === 'chat.update' ? { blocks: [] } : {}) });
    } catch (error) {
      return failureOf(error);
    }
  }

  #placeOf(parcel: Parcel): { readonly team: string; readonly channel: string } | undefined {
    const [, team, channel] = Address.exec(parcel.destination) ?? [];
    return team === undefined || channel === undefined || !this.#sender.served().has(team)
      ? undefined
      : { team, channel };
  }

  #isOurs(message: z.infer<typeof Page>['messages'][number], key: string): boolean {
    const bot = this.#sender.botId();
    if (bot !== undefined && message.bot_id !== undefined && message.bot_id !== bot) return false;
    const { event_type, event_payload } = message.metadata ?? {};
    const named = event_type === EVENT_TYPE && event_payload?.key === key;
    return named || (message.blocks ?? []).some((block) => block.block_id === blockIdOf(key));
  }
}

/** Undefined when our own drawing fails: a defect, but one before anything was sent. */
function drawingOf(parcel: Parcel, team: string): Drawn | undefined {
  try {
    return render(parcel.message, team, blockIdOf(parcel.key));
  } catch {
    return undefined;
  }
}

/** The key once more, where it also comes back from channels read without metadata. At most 255 characters. */
function blockIdOf(key: string): string {
  return `post:${key}`.slice(0, 255);
}
