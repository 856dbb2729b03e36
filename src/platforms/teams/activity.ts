import { z } from 'zod';
import { LOOKUPS } from '../../messages/form.js';

const Account = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  role: z.string().nullish(),
});

/**
 * What Ferry reads of a Bot Framework activity; everything else passes through to the SDK unread. Checked before the SDK sees
 * it: without a type, an account or a conversation its adapter rejects instead of answering.
 */
export const TeamsActivity = z.looseObject({
  type: z.string().min(1),
  id: z.string().nullish(),
  channelId: z.string().min(1),
  serviceUrl: z.string().min(1),
  from: Account,
  /** `isTargeted`: said to Ferry alone, although others are there. */
  recipient: Account.extend({ isTargeted: z.boolean().nullish() }),
  conversation: z.looseObject({
    id: z.string().min(1),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    isGroup: z.boolean().nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string() }).nullish(),
      team: z.looseObject({ id: z.string().nullish() }).nullish(),
      channel: z.unknown().optional(),
    })
    .nullish(),
  text: z.string().nullish(),
  /** Not worth leaving anybody without an answer for: whatever is no text is none. */
  locale: z.string().nullish().catch(undefined),
  entities: z.array(z.unknown()).nullish(),
  /** The name of an invoke. */
  name: z.string().nullish(),
  /** The action of an installationUpdate: `add` or `remove`. */
  action: z.unknown().optional(),
  value: z.unknown().optional(),
});
export type TeamsActivity = z.infer<typeof TeamsActivity>;

export const Mentioned = z.looseObject({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.looseObject({ id: z.string(), name: z.string().nullish(), aadObjectId: z.string().nullish() }),
});
export type Mentioned = z.infer<typeof Mentioned>;

/** What Ferry's buttons carry. The texts of a click come from the client: they are commands, checked like typed ones. */
export const Click = z.looseObject({
  run: z.string().min(1).max(1000),
  rev: z.number().int().nonnegative().optional(),
  /** Within a dialog: its command is completed in a form first. */
  form: z.literal(true).optional(),
});
export type Click = z.infer<typeof Click>;

/** The value of an `adaptiveCard/action` invoke. */
export const CardAction = z.looseObject({
  action: z.looseObject({ verb: z.string(), data: z.unknown().optional() }),
});

/** The value of `task/fetch`, which asks for a dialog, and of `task/submit`, which a button within one sends. */
export const DialogValue = z.looseObject({ data: z.looseObject({}) });

/** The value of `application/search`: what is being typed into an input of a dialog. */
export const SearchValue = z.looseObject({
  dataset: z.enum(LOOKUPS),
  queryText: z.string().max(10_000).nullish(),
});

/** The tenant that an activity says it comes from; undefined when it says none, or two different ones. */
export function tenantOf(activity: TeamsActivity): string | undefined {
  const said = [activity.channelData?.tenant?.id, activity.conversation.tenantId].filter((id) => !!id);
  return said.every((id) => id === said[0]) ? (said[0] ?? undefined) : undefined;
}

const SharedChannel = z.looseObject({ type: z.string().regex(/^shared$/i) });

/**
 * Whether this was said in a channel that people of other organisations may read. `channelData.channel.type` is what the
 * SDK's types say (standard, shared or private); no recorded activity shows it, so any other shape counts as not shared.
 */
export function isInSharedChannel(activity: TeamsActivity): boolean {
  return SharedChannel.safeParse(activity.channelData?.channel).success;
}
