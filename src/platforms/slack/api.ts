import { type Logger as BoltLogger, webApi } from '@slack/bolt';

/**
 * Every Web API method that Ferry calls, with the bot scopes it needs: `SlackApi` calls no other, and a test holds the
 * manifest against this table. `conversations.*` name a scope per kind of channel; group messages (mpim) are not served.
 */
export const SCOPES_OF_METHODS = {
  'auth.test': [],
  'users.info': ['users:read'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
} as const satisfies Record<string, readonly string[]>;

/** What Ferry listens to, with the bot scopes that each needs. The manifest's test holds the manifest to it. */
export const SCOPES_OF_EVENTS = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  'message.im': ['im:history'],
} as const satisfies Record<string, readonly string[]>;
/** Of slash commands and shortcuts. */
export const SCOPE_OF_COMMANDS = 'commands';

/** The shortcuts by their callback ids, as the manifest declares them: each opens the form of a command. */
export const SHORTCUTS = { start: 'shortcut', note: 'message_action' } as const;

/** The slash command, as the manifest declares it. */
export const COMMAND = '/csp';

/** Milliseconds until a request counts as lost. */
export const REQUEST_TIMEOUT = 10_000;

/** Seconds to wait when Slack says 429 without a usable Retry-After: the SDK would throw an error that has no kind. */
const DEFAULT_RETRY_AFTER = '30';

export type Method = keyof typeof SCOPES_OF_METHODS;

/** Slack's Web API as far as Ferry uses it. A call is one HTTP request; it throws the SDK's errors (see outcomes.ts). */
export interface SlackApi {
  call(method: Method, args: Record<string, unknown>): Promise<unknown>;
  /** What time it is at Slack, in milliseconds of the epoch, to the second; undefined when it does not tell. Never throws. */
  time(): Promise<number | undefined>;
}

/**
 * The SDK retries ten times and waits for ever by default: a reply lost on the way back becomes a second post. Here a
 * call is one request; whoever made it decides what a failure means.
 */
export function clientOptions(apiUrl: string | undefined, logger: BoltLogger): webApi.WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: REQUEST_TIMEOUT,
    fetch: fetchNamingTheWait,
    logger,
  };
}

export function createApi(token: string, options: webApi.WebClientOptions): SlackApi {
  const client = new webApi.WebClient(token, options);
  return {
    call: (method, args) => client.apiCall(method, args),
    time: () => askTime(token, options).catch(() => undefined),
  };
}

/** The SDK keeps the headers of an answer to itself, so a client of its own listens to the one request. */
async function askTime(token: string, options: webApi.WebClientOptions): Promise<number | undefined> {
  let date = '';
  const listening: typeof globalThis.fetch = async (input, init) => {
    const response = await fetchNamingTheWait(input, init);
    date = response.headers.get('date') ?? '';
    return response;
  };
  await new webApi.WebClient(token, { ...options, fetch: listening }).apiCall('auth.test' satisfies Method);
  const ms = Date.parse(date);
  // `Date.parse` takes almost anything for a date; HTTP knows one way to write it.
  return !Number.isNaN(ms) && new Date(ms).toUTCString() === date ? ms : undefined;
}

const fetchNamingTheWait: typeof globalThis.fetch = async (input, init) => {
  const response = await globalThis.fetch(input, init);
  if (response.status !== 429 || /^\d+$/.test(response.headers.get('retry-after') ?? '')) return response;
  await response.body?.cancel();
  return new Response(null, { status: 429, headers: { 'retry-after': DEFAULT_RETRY_AFTER } });
};
