import type { Actor, Asking, Invocation, NamedPerson } from '../../commands/invocation.js';
import type { Words } from '../../messages/words.js';
import { type Click, isInSharedChannel, type TeamsActivity } from './activity.js';
import { addressOf, Reference, withoutThread } from './address.js';
import type { Sent } from './filled.js';
import type { Members } from './members.js';
import type { Answering } from './outbound.js';
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

/** What asks for an answer, and whom its members are asked of. */
export interface Asked {
  readonly activity: TeamsActivity;
  readonly place: Place;
  readonly members: Members;
  /** Microsoft's local client knows no members: everybody is one. */
  readonly local: boolean;
}

/** What was clicked or filled in instead of being typed. */
export type Given = Pick<Click, 'run' | 'rev'> | Sent;

/** Whether others are there, so that an answer can be for the asker alone. Microsoft's local client shows all to all. */
function isAmongOthers({ activity, local }: Pick<Asked, 'activity' | 'local'>): boolean {
  return !local && ['channel', 'groupChat'].includes(activity.conversation.conversationType ?? '');
}

/** Where the answer goes, and whether to the asker alone. */
export function answeringOf(asked: Pick<Asked, 'activity' | 'place' | 'local'>): Answering {
  const { activity, place } = asked;
  const { tenant, reference, conversation } = place;
  if (!isAmongOthers(asked)) return { tenant, reference, conversation };
  const { from, recipient, id } = activity;
  return {
    tenant,
    reference,
    conversation,
    ...(isInSharedChannel(activity) ? { isShared: true } : {}),
    aside: {
      user: from.id,
      ...(from.name ? { name: from.name } : {}),
      // What Teams shows above the answer, also of a click on what was said to her alone, is a message of hers.
      ...(recipient.isTargeted && activity.type === 'message' && id ? { question: id } : {}),
    },
  };
}

/** What Ferry says without an answer, in the language of whose activity this is; Teams is not asked who she is. */
export function wordsFor(
  { words }: Pick<Asking, 'words'>,
  { from, locale }: TeamsActivity,
  place: Place,
): Promise<Words> {
  // The other id is nobody's identity: it has chosen no language.
  const identity = `teams:${place.tenant}/${from.aadObjectId || from.id}`;
  return words({ identity, locale: locale ?? undefined }, addressOf(place.tenant, place.conversation));
}

/** Who is asking; a string, for the log, when Teams does not tell. */
export async function actorOf({ activity, place, members, local }: Asked): Promise<Actor | string> {
  const objectId = activity.from.aadObjectId;
  if (!objectId) return 'the sender has no object id';
  const sender = local
    ? { objectId, full: true, name: '' }
    : await members.find(place.reference, place.roster, activity.from.id, place.tenant);
  if (typeof sender === 'string') return sender;
  if (sender.objectId !== objectId) return 'the roster names another object id';
  const name = activity.from.name || sender.name;
  return { identity: `teams:${place.tenant}/${objectId}`, name, member: sender.full };
}

/** A message, a click or a form as an Invocation; a string, for the log, when Teams does not tell who its sender is. */
export async function toInvocation(asked: Asked, given?: Given): Promise<Invocation | string> {
  const { activity, place } = asked;
  const actor = await actorOf(asked);
  if (typeof actor === 'string') return actor;
  const once = `teams:${place.conversation}:${activity.id}`;
  return {
    ...(await wordsOf(asked, given)),
    actor,
    channel: addressOf(place.tenant, place.conversation),
    ...(activity.locale ? { locale: activity.locale } : {}),
    once: given && 'digest' in given ? `${once}:${given.digest}` : once,
    ...(given?.rev === undefined ? {} : { rev: given.rev }),
    ...(isAmongOthers(asked) ? { aside: true } : {}),
    ...(place.person ? { alone: true } : {}),
    rows: ROWS,
    // Teams brings only what was said where the app is installed, and there the bot may post. But what Ferry posts names
    // customers: it is not for another organisation's eyes.
    reach: async () => (isInSharedChannel(activity) ? 'closed' : 'ok'),
  };
}

async function wordsOf(asked: Asked, given: Given | undefined): Promise<Pick<Invocation, 'text' | 'named' | 'filled'>> {
  if (!given) {
    const { text, namings } = readText(asked.activity);
    // The menus of Teams put the command there without its slash.
    return {
      text: text.replace(/^csp(?=\s|$)/i, '/csp'),
      named: await Promise.all(namings.map((naming) => name(asked, naming))),
    };
  }
  if ('run' in given) return { text: given.run, named: [] };
  const { command, filled, picked } = given;
  return { text: command, filled, named: await Promise.all(picked.map((objectId) => nameOf(asked, objectId))) };
}

/** Somebody who was picked. Until the roster, or she herself, tells her name, it is not known. */
async function nameOf({ place, members, local }: Asked, objectId: string): Promise<NamedPerson> {
  const identity = `teams:${place.tenant}/${objectId.toLowerCase()}`;
  const found = local ? '' : await members.find(place.reference, place.roster, objectId, place.tenant);
  return { as: identity, name: typeof found === 'string' ? '' : found.name, identities: [identity] };
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
