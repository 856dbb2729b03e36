import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { SlackConfig } from '../../config.js';
import type { HealthCheck, HealthFinding } from '../../domain/health.js';
import { broken, compareClocks, look, ok } from '../../services/health.js';
import { clientOptions, createApi, SCOPE_OF_COMMANDS, SCOPES_OF_EVENTS, SCOPES_OF_METHODS } from './api.js';
import { boltLog } from './bolt-log.js';
import { failureOf, refusesToken } from './outcomes.js';

export interface SlackExamination {
  readonly config: SlackConfig;
  /** manifest/slack.json as it is in Ferry's folder; undefined: it is not there. */
  readonly manifest: unknown;
  readonly log: Logger;
  readonly now: () => number;
}

/** The address that the manifest has until somebody puts his own there. */
const PLACEHOLDER = 'ferry.contoso.com';

const AuthTest = z.object({
  team: z.string().default(''),
  team_id: z.string(),
  user: z.string().default(''),
  is_enterprise_install: z.boolean().default(false),
  // The SDK puts the header x-oauth-scopes there.
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

const Manifest = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.string().optional() }),
    socket_mode_enabled: z.boolean(),
  }),
});

/** Looks whether Slack can be served as it is set up. It asks, and changes nothing there. */
export async function examineSlack({ config, manifest, log, now }: SlackExamination): Promise<HealthFinding[]> {
  const options = clientOptions(config.apiUrl, boltLog(log));
  const found = await Promise.all([
    examineToken(config, options, now),
    config.appToken === undefined ? examineSecret(config) : examineSocket(config, config.appToken, options),
  ]);
  return [...found.flat(), ...examineManifest(config, manifest)];
}

async function examineToken(
  config: SlackConfig,
  options: webApi.WebClientOptions,
  now: () => number,
): Promise<HealthFinding[]> {
  const api = createApi(config.botToken, options);
  try {
    const self = AuthTest.parse(await api.call('auth.test', {}));
    const theirs = await api.time();
    const [id, team, user] = [plain(self.team_id), plain(self.team), plain(self.user)];
    return [
      ok('slack-token', 'token-good', { id, team, user }),
      examineTeams(config, self),
      examineScopes(self.response_metadata?.scopes),
      compareClocks('slack-clock', 'Slack', theirs, now()),
    ];
  } catch (error) {
    const where = 'OAuth & Permissions > Bot User OAuth Token';
    return [notAnswered(config, 'slack-token', { variable: 'SLACK_BOT_TOKEN', where }, error)];
  }
}

/** `where`: the place that shows the variable's value, as Slack's pages name it. */
function notAnswered(
  { apiUrl }: SlackConfig,
  check: HealthCheck,
  { variable, where }: { readonly variable: string; readonly where: string },
  error: unknown,
): HealthFinding {
  const reason = reasonOf(error);
  if (refusesToken(error)) {
    return broken('settings', check, 'slack-refuses', 'copy-again', { reason, variable, where });
  }
  if (apiUrl === undefined) {
    return broken('world', check, 'slack-silent', 'reach-slack', { address: 'https://slack.com', reason });
  }
  return broken('world', check, 'slack-silent', 'reach-slack-url', { address: new URL(apiUrl).origin, reason });
}

/**
 * What a request is given up for before or instead of an answer. Such errors have no code, and nothing of ours in their text,
 * which stands in for one.
 */
const GIVEN_UP = new Set(['bad port', 'unexpected redirect', 'redirect count exceeded']);

/** A code; `unknown` where there is none. */
function reasonOf(error: unknown): string {
  const { reason } = failureOf(error);
  if (!(error instanceof webApi.WebAPIRequestError) || reason !== 'Error') return reason;
  const { cause } = error.original;
  return cause instanceof Error && GIVEN_UP.has(cause.message) ? cause.message : 'unknown';
}

function examineTeams({ teamIds }: SlackConfig, self: z.infer<typeof AuthTest>): HealthFinding {
  const id = plain(self.team_id);
  if (teamIds.length === 0) return ok('slack-workspaces', 'workspace-alone', { id });
  if (teamIds.includes(self.team_id) || self.is_enterprise_install) {
    return ok('slack-workspaces', 'workspaces-served', { ids: { list: teamIds } });
  }
  return broken('settings', 'slack-workspaces', 'workspaces-short', 'add-workspace', { id });
}

/** All bot scopes that the code uses. */
function neededScopes(): string[] {
  const all = [Object.values(SCOPES_OF_METHODS), Object.values(SCOPES_OF_EVENTS), SCOPE_OF_COMMANDS].flat(2);
  return [...new Set<string>(all)].sort();
}

function examineScopes(granted: readonly string[] | undefined): HealthFinding {
  const check = 'slack-permissions';
  if (granted === undefined) return look(check, 'permissions-untold', 'compare-permissions');
  const needed = neededScopes();
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length > 0) {
    return broken('settings', check, 'permissions-missing', 'add-permissions', { scopes: { list: missing } });
  }
  const more = granted.filter((scope) => !needed.includes(scope)).map(plain);
  if (more.length === 0) return ok(check, 'permissions-exact', { count: needed.length });
  return look(check, 'permissions-more', 'remove-permissions', { scopes: { list: more } });
}

/** Slack writes it so, and promises nothing. */
function examineSecret({ signingSecret = '' }: SlackConfig): HealthFinding {
  if (/^[0-9a-f]{32}$/.test(signingSecret)) return ok('slack-secret', 'secret-good');
  return look('slack-secret', 'secret-odd', 'copy-secret');
}

async function examineSocket(
  config: SlackConfig,
  appToken: string,
  options: webApi.WebClientOptions,
): Promise<HealthFinding> {
  try {
    await new webApi.WebClient(appToken, options).apiCall('apps.connections.open');
    return ok('slack-socket', 'socket-good');
  } catch (error) {
    const where = 'Basic Information > App-Level Tokens (connections:write)';
    return notAnswered(config, 'slack-socket', { variable: 'SLACK_APP_TOKEN', where }, error);
  }
}

function examineManifest({ appToken }: SlackConfig, manifest: unknown): HealthFinding[] {
  const check = 'slack-manifest';
  if (manifest === undefined) return [];
  const read = Manifest.safeParse(manifest);
  if (!read.success) return [look(check, 'manifest-odd', 'take-manifest', { file: 'manifest/slack.json' })];
  const { oauth_config, settings } = read.data;
  const missing = neededScopes().filter((scope) => !oauth_config.scopes.bot.includes(scope));
  if (missing.length > 0) return [look(check, 'manifest-short', 'take-manifest', { scopes: { list: missing } })];
  if (appToken !== undefined) {
    if (settings.socket_mode_enabled) return [ok(check, 'manifest-socket')];
    return [look(check, 'manifest-no-socket', 'turn-socket-on')];
  }
  const { request_url: url = '' } = settings.event_subscriptions;
  if (URL.canParse(url) && new URL(url).hostname !== PLACEHOLDER) {
    return [ok(check, 'manifest-address', { url: plain(url) })];
  }
  return [look(check, 'manifest-placeholder', 'see-address', { url: `https://${PLACEHOLDER}` })];
}

/** One line, without what a terminal would obey. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, 200);
}
