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
import { Desk, type SlackWords } from './desk.js';
import { DirectMessages } from './direct-messages.js';
import { HttpDoor } from './http-door.js';
import type { Knowledge } from './inbound.js';
import { Members } from './members.js';
import { Outbound } from './outbound.js';
import { codeOf, refusesToken } from './outcomes.js';
import { Click, Command, Said } from './payloads.js';
import { SocketDoor } from './socket-door.js';

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
  readonly words: SlackWords;
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
  const known = (): Knowledge => ({ members, channels, served: self?.served ?? new Set(), bot: self?.userId ?? '' });
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
  listen(
    app,
    new Desk({
      ...options,
      answer: (invocation) => options.ask.answer(invocation),
      api,
      known,
      late,
      ackAfterMs: options.ackAfterMs ?? ACK_AFTER,
    }),
  );

  const outbound = new Outbound({ api, channels, served: () => known().served, botId: () => self?.botId });
  const direct = new DirectMessages({ api, members, served: () => known().served });
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
    link: () => undefined,
    board: async () => ({ kind: 'stop', reason: 'no_board' }),
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

function listen(app: App, desk: Desk): void {
  app.command(/^/, ({ body, ack }) => desk.command(Command.parse(body), ack as (body?: unknown) => Promise<void>));
  app.action(/^/, ({ body, ack }) => desk.click(Click.parse(body), ack as () => Promise<void>));
  const heard = async ({ body }: { readonly body: unknown }) => {
    const said = Said.safeParse(body);
    if (said.success) await desk.event(said.data);
  };
  app.event('app_mention', heard);
  app.event('message', async ({ event, body }) => {
    if (event.channel_type === 'im') await heard({ body });
  });
}

const AuthTest = z.object({
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
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
  const { team_id, user_id, bot_id, is_enterprise_install } = AuthTest.parse(answer);
  const served = new Set(config.teamIds.length > 0 ? config.teamIds : [team_id]);
  if (!served.has(team_id) && !is_enterprise_install) {
    throw new RefusedError(`SLACK_TEAM_IDS leaves out ${team_id}, the only workspace that SLACK_BOT_TOKEN can serve`);
  }
  return { botId: bot_id, userId: user_id, served };
}
