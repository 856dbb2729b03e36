import type { Invocation } from '../../commands/invocation.js';
import { OUR_ACTIONS, readPress } from './buttons.js';
import type { Channels } from './channels.js';
import { undoEscapes } from './escapes.js';
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
}

/** Slack knows who this is, but would not say now: nothing is done for a person who might not be a member. */
export class WhoUnknown extends Error {}

export function heardCommand(command: Command): Heard {
  const { team_id: team, user_id: user, channel_id: channel, channel_name: label, text } = command;
  return { team, user, channel, label, text, typed: true, once: `slack:${team}:${command.trigger_id}` };
}

export function heardEvent(said: Said): Heard {
  const { user, channel, text } = said.event;
  // In a channel shared between workspaces `team_id` can be another's; the authorization is ours.
  const team = said.authorizations?.[0]?.team_id ?? said.team_id;
  return { team, user, channel, label: '', text, typed: true, once: `slack:${team}:${said.event_id}` };
}

/** Undefined: not a button that Ferry drew, or not in a conversation. */
export function heardClick(click: Click): Heard | undefined {
  const [action] = click.actions;
  const press = readPress(action?.value);
  const team = click.team?.id ?? click.user.team_id;
  const ts = click.container.message_ts ?? click.message?.ts;
  if (action === undefined || !OUR_ACTIONS.test(action.action_id) || press === undefined) return undefined;
  if (team === undefined || ts === undefined || click.channel === undefined) return undefined;
  const { id: channel, name: label } = click.channel;
  const user = click.user.id;
  const once = ['slack', team, channel, ts, action.action_id, user, action.action_ts].join(':');
  const said = { text: press.run, typed: false, ...(press.rev === undefined ? {} : { rev: press.rev }) };
  return { team, user, channel, label, once, ...said };
}

export interface Knowledge {
  readonly members: Members;
  readonly channels: Channels;
  readonly served: ReadonlySet<string>;
  readonly bot: string;
}

/** @throws WhoUnknown */
export async function invocationOf(heard: Heard, known: Knowledge): Promise<Invocation> {
  const { team, channel, once, rev } = heard;
  const [user, said] = await Promise.all([whoIs(heard.user, known), wordsOf(heard, known)]);
  return {
    text: said.text,
    named: said.named,
    actor: { identity: `slack:${team}/${user.id}`, name: nameOf(user), member: isMember(user, team, known.served) },
    channel: `slack:${team}/${channel}`,
    once,
    rows: ROWS,
    reach: () => known.channels.reach(channel, heard.label),
    ...(rev === undefined ? {} : { rev }),
    ...(user.locale === undefined ? {} : { locale: user.locale }),
  };
}

async function whoIs(id: string, known: Knowledge): Promise<User> {
  try {
    return await known.members.find(id);
  } catch (error) {
    throw new WhoUnknown('users.info', { cause: error });
  }
}

async function wordsOf(heard: Heard, known: Knowledge): Promise<Pick<Invocation, 'text' | 'named'>> {
  if (!heard.typed) return { text: heard.text, named: [] };
  return undoEscapes(heard.text, {
    team: heard.team,
    bot: known.bot,
    whoIs: (id) =>
      known.members.named(id).then(
        (user) => ({ handle: user.name || id, name: nameOf(user) }),
        () => undefined,
      ),
  });
}
