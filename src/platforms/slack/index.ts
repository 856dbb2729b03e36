import { App } from '@slack/bolt';
import type { Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Asking } from '../../commands/invocation.js';
import type { SlackConfig } from '../../config.js';
import { type Platform, RefusedError } from '../../messages/platform.js';
import { LateAnswers } from './answering.js';
import { clientOptions, createApi, type SlackApi } from './api.js';
import { boltLog } from './bolt-log.js';
import { Channels } from './channels.js';
import { type Ack, Desk } from './desk.js';
import { Dialogs } from './dialogs.js';
import { DirectMessages } from './direct-messages.js';
import { Home } from './home.js';
import { HttpDoor } from './http-door.js';
import type { Knowledge, WordsFor } from './inbound.js';
import { Members } from './members.js';
import { Outbound } from './outbound.js';
import { codeOf, refusesToken } from './outcomes.js';
import { Outside } from './outside.js';
import { OwnConversation } from './own-conversation.js';
import { Click, Command, Joined, Opened, Said, Shortcut, Submission, Typing } from './payloads.js';
import { Replies } from './replies.js';
import { SocketDoor } from './socket-door.js';
import { Suggestions } from './suggestions.js';
import { Views } from './views.js';

/**
 * https://docs.slack.dev/apis/web-api/rate-limits: a message per second and channel. A tenth more, since two requests seldom
 * take the same time on their way.
 */
const PACE: Platform['pace'] = {
  channel: [{ requests: 1, ms: 1_100 }],
  // "Several hundred messages per minute" for a workspace, of which answers to people take their part.
  all: [{ requests: 200, ms: 60_000 }],
};

/** Slack shows an error after 3 seconds without an acknowledgement; the way there and back takes its part. */
const ACK_AFTER = 2_000;

/** Milliseconds after which a parcel may be tried again while Slack has not answered who the bot is. */
const START_WAIT = 5_000;
const NOT_STARTED = { kind: 'not-sent', reason: 'not_started', retryAfterMs: START_WAIT } as const;

export interface SlackOptions {
  readonly config: SlackConfig;
  readonly ask: Asking;
  readonly log: Logger;
  /** The real time in milliseconds of the epoch: it judges the age of requests and of what is remembered of Slack. */
  readonly now: () => number;
  /** Milliseconds after which a command or a click is acknowledged without its answer; 2,000 unless a test is in a hurry. */
  readonly ackAfterMs?: number;
}

export interface Slack {
  readonly platform: Platform;
  /** To be mounted at the root; undefined in Socket Mode. Until `platform.start()` has resolved they answer 503. */
  readonly routes: Router | undefined;
}

interface Self {
  readonly botId: string | undefined;
  readonly userId: string;
  readonly served: ReadonlySet<string>;
  /** The workspace's own address, with a slash at its end; undefined: not one that may be linked to. */
  readonly url: string | undefined;
}

/** Slack through Bolt: over HTTP, or in Socket Mode when the configuration has an app token. Nothing is sent before start(). */
export function createSlack(options: SlackOptions): Slack {
  const { config, log } = options;
  const logger = boltLog(log);
  const client = clientOptions(config.apiUrl, logger);
  const api = createApi(config.botToken, client);
  const [members, channels, late] = [
    new Members(api, options.now),
    new Channels(api, options.now),
    new LateAnswers(log),
  ];

  let self: Self | undefined;
  const direct = new DirectMessages({ api, members, served: () => known().served });
  const seen = { members, channels, direct };
  const known = (): Knowledge => ({ ...seen, served: self?.served ?? new Set(), bot: self?.userId ?? '' });
  const words: WordsFor = ({ team, user, channel }) =>
    options.ask.words(
      { identity: `slack:${team}/${user}`, locale: members.localeOf(user) },
      `slack:${team}/${channel}`,
    );
  const ready = () => self !== undefined;

  const door = doorOf(options, { ready, log, boltLog: logger, clientOptions: client });

  // `authorize` instead of a token: with one, Bolt asks auth.test in its constructor and leaves a failure to nobody.
  const app = new App({
    receiver: door.receiver,
    clientOptions: client,
    logger,
    convoStore: false,
    authorize: async () => ({
      botToken: config.botToken,
      botUserId: self?.userId ?? '',
      ...(self?.botId === undefined ? {} : { botId: self.botId }),
    }),
  });
  app.error((error) => Promise.reject(error));
  const outbound = new Outbound({ api, channels, served: () => known().served, botId: () => self?.botId });
  const [replies, views] = [new Replies({ ...options, known, words }), new Views(api, log)];
  const ackAfterMs = options.ackAfterMs ?? ACK_AFTER;
  const own = new OwnConversation(api, direct);
  const common = { ...options, api, known, words, late, replies, views, own, ackAfterMs };
  const home = new Home(common);
  const desk = new Desk(common);
  listenToConversations(app, desk);
  listenToViews(app, {
    desk,
    dialogs: new Dialogs(common),
    outside: new Outside(common),
    suggestions: new Suggestions(common),
  });
  listenToArrivals(app, home);
  const platform: Platform = {
    name: 'slack',
    pace: PACE,
    start: async () => {
      self = await whoAmI(api, config);
      try {
        await door.start();
      } catch (error) {
        self = undefined;
        throw notStarted(error, 'SLACK_APP_TOKEN');
      }
    },
    deliver: async (parcel) => (ready() ? outbound.deliver(parcel) : NOT_STARTED),
    update: async (reference, parcel) => (ready() ? outbound.update(reference, parcel) : NOT_STARTED),
    find: async (parcel, since) =>
      ready() ? outbound.find(parcel, since) : { kind: 'unreadable', reason: 'not_started' },
    direct: async (identity) => (ready() ? direct.find(identity) : { kind: 'none', reason: 'not_started' }),
    link: (reference) => linkTo(self?.url, reference),
    board: async (identity, board, _shown, to) => (ready() ? home.board(identity, board, to) : NOT_STARTED),
    time: () => api.time(),
    stop: async () => {
      await door.stop();
      await late.settle();
    },
  };
  return { platform, routes: door.routes };
}

interface Frame {
  readonly ready: () => boolean;
  readonly log: Logger;
  readonly boltLog: ReturnType<typeof boltLog>;
  readonly clientOptions: ReturnType<typeof clientOptions>;
}

function doorOf({ config, now }: SlackOptions, frame: Frame): SocketDoor | HttpDoor {
  if (config.appToken !== undefined) return new SocketDoor({ ...frame, appToken: config.appToken });
  if (!config.signingSecret) throw new Error('Slack over HTTP needs SLACK_SIGNING_SECRET');
  return new HttpDoor({ ...frame, signingSecret: config.signingSecret, now });
}

function listenToConversations(app: App, desk: Desk): void {
  app.command(/^/, ({ body, ack }) => desk.command(Command.parse(body), ack as Ack));
  const heard = async ({ body }: { readonly body: unknown }) => {
    const said = Said.safeParse(body);
    if (said.success) await desk.event(said.data);
  };
  app.event('app_mention', heard);
  app.event('message', async ({ event, body }) => {
    if (event.channel_type === 'im') await heard({ body });
  });
}

interface ViewListeners {
  readonly desk: Desk;
  readonly dialogs: Dialogs;
  readonly outside: Outside;
  readonly suggestions: Suggestions;
}

function listenToViews(app: App, { desk, dialogs, outside, suggestions }: ViewListeners): void {
  app.action(/^/, ({ body, ack }) => {
    const click = Click.parse(body);
    const { view } = click;
    if (view === undefined) return desk.click(click, ack as Ack);
    return view.type === 'home' ? outside.click(click, view, ack as Ack) : dialogs.click(click, view, ack as Ack);
  });
  app.view(/^/, ({ body, ack }) => dialogs.submission(Submission.parse(body), ack as Ack));
  app.options(/^/, ({ body, ack }) => suggestions.offer(Typing.parse(body), ack as Ack));
  app.shortcut(/^/, ({ body, ack }) => outside.shortcut(Shortcut.parse(body), ack as Ack));
}

function listenToArrivals(app: App, home: Home): void {
  app.event('app_home_opened', async ({ body }) => {
    const opened = Opened.safeParse(body);
    if (opened.success) await home.opened(opened.data);
  });
  app.event('member_joined_channel', async ({ body }) => {
    const joined = Joined.safeParse(body);
    if (joined.success) await home.joined(joined.data);
  });
}

/** A post's address, as Slack makes it: the time of a message is its id. */
function linkTo(workspace: string | undefined, reference: string): string | undefined {
  const [, channel, seconds, rest] = /^([A-Z][A-Z0-9]+)\/(\d+)\.(\d+)$/.exec(reference) ?? [];
  return workspace === undefined || channel === undefined
    ? undefined
    : `${workspace}archives/${channel}/p${seconds}${rest}`;
}

const AuthTest = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  url: z.string().default(''),
  is_enterprise_install: z.boolean().default(false),
});

/** Why the start failed, for whoever starts the bot: a RefusedError names the variable to mend, others pass. */
function notStarted(error: unknown, variable: string): Error {
  if (refusesToken(error)) return new RefusedError(`Slack does not accept ${variable} (${codeOf(error)})`);
  return new Error(`Slack cannot be reached (${codeOf(error)})`);
}

/** @throws RefusedError when the token, or the list of workspaces, can never serve */
async function whoAmI(api: SlackApi, config: SlackConfig): Promise<Self> {
  const answer = await api.call('auth.test', {}).catch((error: unknown) => {
    throw notStarted(error, 'SLACK_BOT_TOKEN');
  });
  const { team_id, user_id, bot_id, url, is_enterprise_install } = AuthTest.parse(answer);
  const served = new Set(config.teamIds.length > 0 ? config.teamIds : [team_id]);
  if (!served.has(team_id) && !is_enterprise_install) {
    throw new RefusedError(`SLACK_TEAM_IDS leaves out ${team_id}, the only workspace that SLACK_BOT_TOKEN can serve`);
  }
  return { botId: bot_id, userId: user_id, served, url: /^https:\/\/[a-z0-9.-]+\/$/i.test(url) ? url : undefined };
}
