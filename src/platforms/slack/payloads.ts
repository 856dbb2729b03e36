import { z } from 'zod';

/** Slack's ids: the kind as a letter, then capitals and digits. What is put into an address or a mention must be one. */
const Id = z.string().regex(/^[A-Z][A-Z0-9]{1,30}$/);
const Ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

export const Command = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: Id,
  channel_id: Id,
  channel_name: z.string().default(''),
  user_id: Id,
  trigger_id: z.string().min(1).max(255),
  response_url: z.url(),
});
export type Command = z.infer<typeof Command>;

export const Click = z.object({
  type: z.literal('block_actions'),
  team: z.object({ id: Id }).nullish(),
  user: z.object({ id: Id, team_id: Id.optional() }),
  channel: z.object({ id: Id, name: z.string().default('') }).optional(),
  container: z.object({ message_ts: Ts.optional() }).default({}),
  message: z.object({ ts: Ts.optional() }).optional(),
  response_url: z.url().optional(),
  actions: z
    .array(z.object({ action_id: z.string().max(255), action_ts: z.string().max(40), value: z.unknown().optional() }))
    .min(1),
});
export type Click = z.infer<typeof Click>;

/** An event as Slack delivers it; `event` is looked at by its type. */
const Delivery = z.object({
  type: z.literal('event_callback'),
  team_id: Id,
  event_id: z.string().min(1).max(255),
  authorizations: z.array(z.object({ team_id: Id.nullish() })).optional(),
  event: z.object({ type: z.string() }),
});

/** What a person said where the bot hears it. Bots, edits, joins and the bot's own echo do not fit. */
export const Said = Delivery.extend({
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    channel_type: z.string().optional(),
    channel: Id,
    user: Id,
    text: z.string(),
    ts: Ts,
    thread_ts: Ts.optional(),
    subtype: z.undefined().optional(),
    bot_id: z.null().optional(),
    edited: z.undefined().optional(),
  }),
});
export type Said = z.infer<typeof Said>;

/** A button's value. `rev` is the revision that the button was drawn from. */
export const Press = z.strictObject({
  run: z.string().min(1),
  rev: z.int().nonnegative().optional(),
});
export type Press = z.infer<typeof Press>;

/** `ours`: Bolt's listeners know what to do; `other`: nothing to do, though well-formed; `malformed`: not of Slack's shapes. */
export function kindOf(body: unknown): 'ours' | 'other' | 'malformed' {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'malformed';
  if ('command' in body) return Command.safeParse(body).success ? 'ours' : 'malformed';
  if (!('type' in body)) return 'malformed';
  if (body.type === 'event_callback') return Delivery.safeParse(body).success ? 'ours' : 'malformed';
  if (body.type === 'block_actions') return Click.safeParse(body).success ? 'ours' : 'malformed';
  return typeof body.type === 'string' ? 'other' : 'malformed';
}
