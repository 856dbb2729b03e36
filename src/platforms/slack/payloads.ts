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

const Trigger = z.string().min(1).max(255);
/** Who does something in Slack's own surfaces, and for which workspace. */
const Doer = {
  team: z.object({ id: Id }).nullish(),
  user: z.object({ id: Id, team_id: Id.optional() }),
};
const Place = z.object({ id: Id, name: z.string().default('') });

/** What stands in one input, by its kind. */
const Given = z.object({
  value: z.string().max(3000).nullish(),
  selected_date: z.string().max(40).nullish(),
  selected_option: z.object({ value: z.string().max(150) }).nullish(),
  selected_options: z
    .array(z.object({ value: z.string().max(150) }))
    .max(100)
    .nullish(),
  selected_user: Id.nullish(),
  selected_conversation: Id.nullish(),
});
export type Given = z.infer<typeof Given>;

/** Inputs by their block, each under its action. Slack writes none as an empty list. */
const State = z.object({
  values: z.union([z.record(z.string().max(255), z.record(z.string().max(255), Given)), z.array(z.never())]),
});

/** A modal or a home as it comes back. */
const View = z.object({
  id: Id,
  type: z.string(),
  callback_id: z.string().max(255).default(''),
  private_metadata: z.string().max(3000).default(''),
  blocks: z.array(z.object({ block_id: z.string().optional() })).default([]),
  state: State.default({ values: [] }),
});
export type View = z.infer<typeof View>;

export const Click = z.object({
  type: z.literal('block_actions'),
  ...Doer,
  channel: Place.optional(),
  container: z.object({ message_ts: Ts.optional() }).default({}),
  message: z.object({ ts: Ts.optional() }).optional(),
  view: View.optional(),
  trigger_id: Trigger.optional(),
  response_url: z.url().optional(),
  actions: z
    .array(z.object({ action_id: z.string().max(255), action_ts: z.string().max(40), value: z.unknown().optional() }))
    .min(1),
});
export type Click = z.infer<typeof Click>;

/** A form that was sent. */
export const Submission = z.object({ type: z.literal('view_submission'), ...Doer, trigger_id: Trigger, view: View });
export type Submission = z.infer<typeof Submission>;

/** Something is typed into a field that offers what fits. */
export const Typing = z.object({
  type: z.literal('block_suggestion'),
  ...Doer,
  action_id: z.string().max(255),
  value: z.string().max(3000).default(''),
});
export type Typing = z.infer<typeof Typing>;

/** Chosen from Slack's own menus: from anywhere, or on a message. */
export const Shortcut = z.discriminatedUnion('type', [
  z.object({ type: z.literal('shortcut'), ...Doer, callback_id: z.string().max(255), trigger_id: Trigger }),
  z.object({
    type: z.literal('message_action'),
    ...Doer,
    callback_id: z.string().max(255),
    trigger_id: Trigger,
    channel: Place,
    message: z.object({ text: z.string().nullish() }),
  }),
]);
export type Shortcut = z.infer<typeof Shortcut>;

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

/** Somebody looks at the bot's own tab; `channel` is her conversation with it. */
export const Opened = Delivery.extend({
  event: z.object({ type: z.literal('app_home_opened'), user: Id, channel: Id, tab: z.enum(['home', 'messages']) }),
});
export type Opened = z.infer<typeof Opened>;

/** Somebody, the bot among all others, is in a channel now. Who went in by herself has no inviter. */
export const Joined = Delivery.extend({
  event: z.object({ type: z.literal('member_joined_channel'), user: Id, channel: Id, inviter: Id.optional() }),
});
export type Joined = z.infer<typeof Joined>;

/** A button's value. `rev` is the revision that the button was drawn from; `form`: its command is completed in a form. */
export const Press = z.strictObject({
  run: z.string().min(1),
  rev: z.int().nonnegative().optional(),
  form: z.literal(true).optional(),
});
export type Press = z.infer<typeof Press>;

/** `ours`: Bolt's listeners know what to do; `other`: nothing to do, though well-formed; `malformed`: not of Slack's shapes. */
export function kindOf(body: unknown): 'ours' | 'other' | 'malformed' {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'malformed';
  if ('command' in body) return Command.safeParse(body).success ? 'ours' : 'malformed';
  if (!('type' in body)) return 'malformed';
  if (typeof body.type !== 'string') return 'malformed';
  const schema = SCHEMAS.get(body.type);
  if (schema === undefined) return 'other';
  return schema.safeParse(body).success ? 'ours' : 'malformed';
}

/** By the type of the body. */
const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['event_callback', Delivery],
  ['block_actions', Click],
  ['view_submission', Submission],
  ['block_suggestion', Typing],
  ['shortcut', Shortcut],
  ['message_action', Shortcut],
]);
