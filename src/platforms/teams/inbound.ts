import type { Invocation, NamedPerson } from '../../commands/invocation.js';
import { type Click, isInSharedChannel, type TeamsActivity } from './activity.js';
import { addressOf, Reference, withoutThread } from './address.js';
import type { Members } from './members.js';
import { readText, toNamed } from './said.js';

/** So many table rows make a card that is still read, and far below its size limit. */
const ROWS = 20;

/** Where an activity was said, in the terms that the connector needs. */
export interface Place {
  readonly tenant: string;
  readonly reference: Reference;
  /** With the thread of a channel, so that an answer goes there. */
  readonly conversation: string;
  /** The id under which the members of this place are asked for. */
  readonly roster: string;
  /** Whose personal chat with the bot this is; undefined elsewhere. */
  readonly person: { readonly objectId: string; readonly user: string } | undefined;
}

export function placeOf(activity: TeamsActivity, tenant: string): Place {
  const { id, conversationType, tenantId, isGroup } = activity.conversation;
  const conversation = { id: withoutThread(id), conversationType, tenantId, isGroup };
  return {
    tenant,
    reference: Reference.parse({
      serviceUrl: activity.serviceUrl,
      bot: withoutNulls({ id: activity.recipient.id, name: activity.recipient.name }),
      conversation: withoutNulls(conversation),
    }),
    conversation: id,
    roster: activity.channelData?.team?.id || withoutThread(id),
    person: personOf(activity),
  };
}

function personOf({ conversation, from, recipient }: TeamsActivity): Place['person'] {
  const { id: user, aadObjectId: objectId, role } = from;
  // Some activities of a personal chat come from the bot itself.
  if (conversation.conversationType !== 'personal' || !objectId || role === 'bot' || user === recipient.id)
    return undefined;
  return { objectId, user };
}

interface Asked {
  readonly activity: TeamsActivity;
  readonly place: Place;
  readonly members: Members;
  /** Microsoft's local client knows no members: everybody is one. */
  readonly local: boolean;
}

/** A message or a click as an Invocation; a string, for the log, when Teams does not tell who its sender is. */
export async function toInvocation(asked: Asked, click?: Click): Promise<Invocation | string> {
  const { activity, place, members, local } = asked;
  const objectId = activity.from.aadObjectId;
  if (!objectId) return 'the sender has no object id';
  const sender = local
    ? { objectId, full: true }
    : await members.find(place.reference, place.roster, activity.from.id, place.tenant);
  if (typeof sender === 'string') return sender;
  if (sender.objectId !== objectId) return 'the roster names another object id';
  const said = readText(activity);
  return {
    text: click ? click.run : said.text,
    actor: { identity: `teams:${place.tenant}/${objectId}`, name: activity.from.name ?? '', member: sender.full },
    channel: addressOf(place.tenant, place.conversation),
    ...(activity.locale ? { locale: activity.locale } : {}),
    once: `teams:${place.conversation}:${activity.id}`,
    ...(click?.rev === undefined ? {} : { rev: click.rev }),
    named: click ? [] : await Promise.all(said.namings.map((naming) => name(asked, naming))),
    rows: ROWS,
    // Teams brings only what was said where the app is installed, and there the bot may post. But what Ferry posts names
    // customers: it is not for another organisation's eyes.
    reach: async () => (isInSharedChannel(activity) ? 'closed' : 'ok'),
  };
}

/** A mention does not always carry the object id; the roster has it. Somebody whom it does not know stays without identity. */
async function name(
  { place, members, local }: Asked,
  naming: ReturnType<typeof readText>['namings'][number],
): Promise<NamedPerson> {
  const { id, aadObjectId } = naming.mentioned;
  if (aadObjectId || local) return toNamed(naming, place.tenant, aadObjectId || id);
  const found = await members.find(place.reference, place.roster, id, place.tenant);
  return toNamed(naming, place.tenant, typeof found === 'string' ? undefined : found.objectId);
}

function withoutNulls<T extends object>(value: T): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined));
}
