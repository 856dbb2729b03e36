import type { Actor, Invocation, NamedPerson, NamedPlace } from '../../commands/invocation.js';
import type { Words } from '../../messages/words.js';
import { OUR_ACTIONS, readPress } from './buttons.js';
import type { Channels } from './channels.js';
import type { DirectMessages } from './direct-messages.js';
import { type Undone, undoEscapes } from './escapes.js';
import { isMember, type Members, nameOf, type User } from './members.js';
import type { Click, Command, Said } from './payloads.js';

/** Rows of a table that an answer holds before it is paged: more fill several screens of a phone. */
const ROWS = 25;

/** A request as all its kinds have it. */
export interface Heard {
  readonly team: string;
  readonly user: string;
  readonly channel: string;
  /** What the request calls the channel; some conversations are only told by it. */
  readonly label: string;
  readonly text: string;
  /** Typed by a person, so that Slack's escapes are in it; a button's command was made by Ferry and has none. */
  readonly typed: boolean;
  readonly once: string;
  readonly rev?: number;
  /** A click on a button that opens a form. */
  readonly form?: true;
  /** What was filled into a form, with the people who were picked there, by their ids. */
  readonly filled?: Readonly<Record<string, string>>;
  readonly picked?: readonly string[];
  /** Channels that were chosen there, by their ids. */
  readonly chosen?: readonly string[];
  /** Others are there, and will not see the answer. */
  readonly aside?: true;
  /** Slack sends it because the bot is there: in a conversation of two, it is the other one. */
  readonly own?: true;
}

/** Slack knows who this is, but would not say now: nothing is done for a person who might not be a member. */
export class WhoUnknown extends Error {}

export function heardCommand(command: Command): Heard {
  const { team_id: team, user_id: user, channel_id: channel, channel_name: label, text } = command;
  const once = `slack:${team}:${command.trigger_id}`;
  return { team, user, channel, label, text, typed: true, once, ...asideIn(channel) };
}

export function heardEvent(said: Said): Heard {
  const { user, channel, text } = said.event;
  // In a channel shared between workspaces `team_id` can be another's; the authorization is ours.
  const team = said.authorizations?.[0]?.team_id ?? said.team_id;
  const once = `slack:${team}:${said.event_id}`;
  const own = channel.startsWith('D') ? ({ own: true } as const) : {};
  return { team, user, channel, label: '', text, typed: true, once, ...own, ...asideIn(channel) };
}

/** Undefined: not a button that Ferry drew, or not in a conversation. */
export function heardClick(click: Click): Heard | undefined {
  const { channel: place, container, message } = click;
  const ts = container.message_ts ?? message?.ts;
  if (ts === undefined || place === undefined) return undefined;
  const { id: channel, name: label } = place;
  const pressed = pressIn(click, { channel, label, at: `${channel}:${ts}` });
  return pressed && { ...pressed, ...asideIn(channel) };
}

export interface Place {
  readonly channel: string;
  readonly label: string;
  /** Names what the button stands in. */
  readonly at: string;
}

/** The workspace that something was done in. */
export function teamOf({ team, user }: Pick<Click, 'team' | 'user'>): string | undefined {
  return team?.id ?? user.team_id;
}

/** A click on one of our buttons, wherever it stands. */
export function pressIn(click: Click, { channel, label, at }: Place): Heard | undefined {
  const [action] = click.actions;
  const press = readPress(action?.value);
  const team = teamOf(click);
  if (action === undefined || !OUR_ACTIONS.test(action.action_id)) return undefined;
  if (press === undefined || team === undefined) return undefined;
  const user = click.user.id;
  const once = ['slack', team, at, action.action_id, user, action.action_ts].join(':');
  const { run: text, rev, form } = press;
  const said = { text, typed: false, ...(rev === undefined ? {} : { rev }), ...(form === undefined ? {} : { form }) };
  return { team, user, channel, label, once, ...said };
}

/** In a conversation of two nobody else is there. */
function asideIn(channel: string): { readonly aside?: true } {
  return channel.startsWith('D') ? {} : { aside: true };
}

export interface Knowledge {
  readonly members: Members;
  readonly channels: Channels;
  readonly direct: DirectMessages;
  readonly served: ReadonlySet<string>;
  readonly bot: string;
}

/** What Ferry says without an answer, in the language of who is to read it as far as Slack has told it; Slack is not asked. */
export type WordsFor = (reader: ReaderThere) => Promise<Words>;

/** Who is to read something, and where; an id that a request does not tell is empty. */
export type ReaderThere = Pick<Heard, 'team' | 'user' | 'channel'>;

/** @throws WhoUnknown */
export async function invocationOf(heard: Heard, known: Knowledge): Promise<Invocation> {
  const { team, channel, once, rev } = heard;
  const alone = isAlone(heard, known);
  const [{ actor, locale }, said, chosen] = await Promise.all([
    asker(heard.user, team, known),
    wordsOf(heard, known),
    chosenIn(heard, known),
  ]);
  return {
    text: said.text,
    named: said.named,
    actor,
    channel: `slack:${team}/${channel}`,
    once,
    rows: ROWS,
    reach: () => known.channels.reach(channel, heard.label),
    places: [...(said.places ?? []), ...chosen.places, ...ownPlace(heard)],
    reachOf: (address) => known.channels.reach(address.slice(`slack:${team}/`.length), ''),
    ...(heard.aside === undefined ? {} : { aside: heard.aside }),
    ...(alone ? { alone } : {}),
    ...(heard.filled === undefined ? {} : { filled: chosen.filled }),
    ...(rev === undefined ? {} : { rev }),
    ...(locale === undefined ? {} : { locale }),
  };
}

/**
 * Commands and clicks also come from conversations of two that the bot is no part of. What has been said to it, or sent by it,
 * tells which one is its own; Slack is not asked for that, since an answer would wait for it.
 */
function isAlone({ team, user, channel, own }: Heard, { direct }: Knowledge): boolean {
  const [identity, address] = [`slack:${team}/${user}`, `slack:${team}/${channel}`];
  if (own) direct.note(identity, address);
  return direct.known(identity) === address;
}

/** What stands in the place of a name in requests from conversations that have none to tell. */
const NAMELESS = /^$|^directmessage$|^privategroup$|^mpdm-/;

/** The channel that it was said in, where the request tells its name. */
function ownPlace({ team, channel, label }: Heard): NamedPlace[] {
  return NAMELESS.test(label) ? [] : [{ as: `#${label}`, address: `slack:${team}/${channel}` }];
}

/** @throws WhoUnknown */
export async function asker(
  id: string,
  team: string,
  { members, served }: Knowledge,
): Promise<{ readonly actor: Actor; readonly locale: string | undefined }> {
  let user: User;
  try {
    user = await members.find(id);
  } catch (error) {
    throw new WhoUnknown('users.info', { cause: error });
  }
  const actor = { identity: `slack:${team}/${user.id}`, name: nameOf(user), member: isMember(user, team, served) };
  return { actor, locale: user.locale };
}

async function wordsOf(heard: Heard, known: Knowledge): Promise<Pick<Invocation, 'text' | 'named' | 'places'>> {
  if (!heard.typed) return { text: heard.text, named: await picked(heard, known) };
  return plainWords(heard.text, heard.team, known);
}

/** What a person typed, without Slack's escapes. */
export function plainWords(text: string, team: string, { bot, members }: Knowledge): Promise<Undone> {
  return undoEscapes(text, {
    team,
    bot,
    whoIs: (id) =>
      members.named(id).then(
        (user) => ({ handle: user.name || id, name: nameOf(user) }),
        () => undefined,
      ),
  });
}

/** A channel chosen in a form stands there by its name, which answers repeat to people; by its id where Slack does not tell. */
async function chosenIn({ team, filled = {}, chosen = [] }: Heard, { channels }: Knowledge) {
  const named = await Promise.all(chosen.map(async (id) => ({ id, as: `#${(await channels.nameOf(id)) ?? id}` })));
  const spoken = (text: string) => named.find(({ id }) => text === `#${id}`)?.as ?? text;
  return {
    filled: Object.fromEntries(Object.entries(filled).map(([name, text]) => [name, spoken(text)])),
    places: named.map(({ id, as }): NamedPlace => ({ as, address: `slack:${team}/${id}` })),
  };
}

/** A person picked in a form stands there by her identity. */
async function picked({ team, picked = [] }: Heard, { members }: Knowledge): Promise<NamedPerson[]> {
  return Promise.all(
    picked.map(async (id) => {
      const identity = `slack:${team}/${id}`;
      const name = await members.named(id).then(nameOf, () => id);
      return { as: identity, name, identities: [identity] };
    }),
  );
}
