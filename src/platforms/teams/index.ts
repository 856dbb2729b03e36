import { Application } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Asking } from '../../commands/invocation.js';
import type { TeamsConfig } from '../../config.js';
import type { Platform } from '../../messages/platform.js';
import { type TeamsActivity, tenantOf } from './activity.js';
import { AuthenticatingAdapter } from './adapter.js';
import { addressOf } from './address.js';
import { BoardPosts } from './board.js';
import { cloudOf } from './cloud.js';
import { Connector } from './connector.js';
import { BotCredentials } from './credentials.js';
import { Dialogs } from './dialogs.js';
import { createEndpoint } from './endpoint.js';
import { type Place, placeOf } from './inbound.js';
import { LateWork } from './late.js';
import { linkOf } from './links.js';
import { Members } from './members.js';
import { Outbound } from './outbound.js';
import { PersonalChats } from './personal-chats.js';
import { type Channels, References } from './references.js';
import { search } from './search.js';
import { timeAt } from './time.js';
import { Turns } from './turn.js';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: what one bot may send to one conversation. */
const PACE: Platform['pace'] = {
  channel: [
    { requests: 7, ms: 1_000 },
    { requests: 8, ms: 2_000 },
    { requests: 60, ms: 30_000 },
    { requests: 1_800, ms: 3_600_000 },
  ],
  // 30 requests a second for an app in one tenant, of which answers to people take their part.
  all: [{ requests: 20, ms: 1_000 }],
};

const TIME_TIMEOUT_MS = 10_000;

/** Teams sends an activity again after 15 s without an answer. */
const ANSWER_AFTER_MS = 10_000;
const TYPING_AFTER_MS = 1_000;

export interface TeamsOptions {
  readonly config: TeamsConfig;
  readonly ask: Asking;
  /** Keeps each conversation's reference beside its address. */
  readonly channels: Channels;
  readonly log: Logger;
  /** The wall clock in milliseconds, for tokens and for how long a member is believed to be one. */
  readonly now: () => number;
  /** An answer that takes longer is posted after the turn. */
  readonly answerAfterMs?: number;
  /** After so long Teams shows that Ferry is typing. */
  readonly typingAfterMs?: number;
  /** One request to Teams, answer included. */
  readonly requestTimeoutMs?: number;
}

/** Throws without a bot id or tenant, except in local mode: to the SDK an empty id means that nobody is checked. */
export function createTeams(options: TeamsOptions): { platform: Platform; routes: Router } {
  const { config, ask, channels, log, now } = options;
  if (!config.local && !(config.botId && config.tenantId)) throw new Error('Teams needs a bot id and a tenant id');
  const cloud = cloudOf(config);
  const credentials = new BotCredentials(config, cloud, now);
  const connector = new Connector(credentials, cloud.serviceUrls, now, options.requestTimeoutMs);
  const recall = (address: string) => channels.recall(address);
  const outbound = new Outbound(connector, recall);
  const members = new Members(connector, now);
  const personal = new PersonalChats({ recall, members, tenant: config.tenantId, local: config.local });
  const late = new LateWork(log);
  const shared = {
    members,
    outbound,
    late,
    ask,
    local: config.local,
    answerAfterMs: options.answerAfterMs ?? ANSWER_AFTER_MS,
    log,
  };
  const routes: Routes = {
    turns: new Turns({
      ...shared,
      typingAfterMs: options.typingAfterMs ?? TYPING_AFTER_MS,
    }),
    dialogs: new Dialogs(shared),
    search: (context, activity, place) => search(context, { activity, place, members, local: config.local }, ask, late),
    greet: async (_context, { locale }, { tenant, conversation, person }) => {
      const whose = person && { identity: `teams:${tenant}/${person.objectId}`, locale: locale ?? undefined };
      await ask.greet(addressOf(tenant, conversation), whose);
    },
    references: new References(channels),
  };
  const boards = new BoardPosts(personal, outbound);
  const adapter = new AuthenticatingAdapter(config, cloud, credentials, now);
  const application = createApplication(adapter, config, routes);
  const logic = async (context: TurnContext): Promise<void> => {
    await application.run(context);
  };
  return {
    platform: {
      name: 'teams',
      pace: PACE,
      start: async () => undefined,
      deliver: (parcel) => outbound.deliver(parcel),
      update: (reference, parcel) => outbound.update(reference, parcel),
      find: () => outbound.find(),
      direct: async (identity) => {
        const place = await personal.find(identity);
        return place.kind === 'found' ? place : { kind: 'none', reason: place.reason };
      },
      // Other clouds have other clients, at other addresses.
      link: (reference) => (config.cloud || config.local ? undefined : linkOf(reference, config.tenantId)),
      board: (identity, board, shown, to) => boards.show(identity, board, shown, to),
      // Microsoft's local client runs on this machine: its clock is no other.
      time: async () =>
        config.local ? undefined : timeAt(cloud.openIdMetadataUrl, options.requestTimeoutMs ?? TIME_TIMEOUT_MS),
      stop: () => late.settle(),
    },
    routes: createEndpoint({ config, serviceUrls: cloud.serviceUrls, adapter, logic, log }),
  };
}

type Handler = (context: TurnContext, activity: TeamsActivity, place: Place) => Promise<void>;

interface Routes {
  readonly turns: Turns;
  readonly dialogs: Dialogs;
  readonly search: Handler;
  readonly greet: Handler;
  readonly references: References;
}

function createApplication(
  adapter: AuthenticatingAdapter,
  config: TeamsConfig,
  { turns, dialogs, search, greet, references }: Routes,
): Application {
  // The endpoint lets in nothing without a tenant.
  const place = (activity: TeamsActivity) => placeOf(activity, tenantOf(activity) ?? config.tenantId);
  const read = (context: TurnContext) => context.activity as unknown as TeamsActivity;
  const application = new Application({
    adapter,
    botAppId: config.botId,
    // It would post through the SDK's client, which repeats requests.
    startTypingTimer: false,
    // Done in said.ts, together with everybody else's mentions.
    removeRecipientMention: false,
  });
  application.turn('beforeTurn', async (context) => {
    const activity = read(context);
    const leaving = activity.type === 'installationUpdate' && String(activity.action).startsWith('remove');
    if (!leaving) await references.keep(place(activity));
    return true;
  });
  const on = (matches: (activity: TeamsActivity) => boolean, handle: Handler) =>
    application.addRoute(
      async (context) => matches(read(context)),
      async (context) => handle(context, read(context), place(read(context))),
    );
  const onInvoke = (name: string | undefined, handle: Handler) =>
    application.addRoute(
      async ({ activity }) => activity.type === 'invoke' && (name === undefined || activity.name === name),
      async (context) => handle(context, read(context), place(read(context))),
      true,
    );
  on(
    ({ type }) => type === 'message',
    (_context, activity, where) => turns.message(activity, where),
  );
  on(({ type, action }) => type === 'installationUpdate' && action === 'add', greet);
  onInvoke('adaptiveCard/action', (...turn) => turns.click(...turn));
  onInvoke('task/fetch', (...turn) => dialogs.fetch(...turn));
  onInvoke('task/submit', (...turn) => dialogs.submit(...turn));
  onInvoke('application/search', search);
  onInvoke(undefined, async (context) => {
    await context.sendActivity({ type: 'invokeResponse', value: { status: 400 } });
  });
  return application;
}
