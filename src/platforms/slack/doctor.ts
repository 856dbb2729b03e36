import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { SlackConfig } from '../../config.js';
import { broken, compareClocks, type Finding, look, ok } from '../../services/health.js';
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
export async function examineSlack({ config, manifest, log, now }: SlackExamination): Promise<Finding[]> {
  const options = clientOptions(config.apiUrl, boltLog(log));
  const found = await Promise.all([
    examineToken(config, options, now),
    config.appToken === undefined ? [examineSecret(config)] : examineSocket(config, config.appToken, options),
  ]);
  return [...found.flat(), ...examineManifest(config, manifest)];
}

async function examineToken(
  config: SlackConfig,
  options: webApi.WebClientOptions,
  now: () => number,
): Promise<Finding[]> {
  const api = createApi(config.botToken, options);
  try {
    const self = AuthTest.parse(await api.call('auth.test', {}));
    const theirs = await api.time();
    return [
      ok(
        'Slack token',
        `SLACK_BOT_TOKEN is that of @${plain(self.user)} in ${plain(self.team)} (${plain(self.team_id)})`,
      ),
      examineTeams(config, self),
      ...examineScopes(self.response_metadata?.scopes),
      compareClocks('Slack clock', 'Slack', theirs, now()),
    ];
  } catch (error) {
    const where = 'OAuth & Permissions > Bot User OAuth Token';
    return [notAnswered(config, 'Slack token', 'SLACK_BOT_TOKEN', error, where)];
  }
}

function notAnswered({ apiUrl }: SlackConfig, check: string, variable: string, error: unknown, where: string): Finding {
  const reason = reasonOf(error);
  if (refusesToken(error)) {
    return broken(check, `Slack does not accept ${variable} (${reason})`, `Copy it again from ${where}.`);
  }
  const address = apiUrl === undefined ? 'https://slack.com' : `${new URL(apiUrl).origin}, which SLACK_API_URL names`;
  const mend = `Look whether this machine reaches ${address}, through its proxy if it has one; then try again.`;
  return broken(check, `Slack gave no answer that can be used (${reason})`, mend, 'world');
}

/** What a request is given up for before or instead of an answer; such errors have no code, and nothing of ours in their text. */
const GIVEN_UP = new Set(['bad port', 'unexpected redirect', 'redirect count exceeded']);

function reasonOf(error: unknown): string {
  const { reason } = failureOf(error);
  if (!(error instanceof webApi.WebAPIRequestError) || reason !== 'Error') return reason;
  const { cause } = error.original;
  return cause instanceof Error && GIVEN_UP.has(cause.message) ? cause.message : 'the request failed';
}

function examineTeams({ teamIds }: SlackConfig, self: z.infer<typeof AuthTest>): Finding {
  const check = 'Slack workspaces';
  const id = plain(self.team_id);
  if (teamIds.length === 0) return ok(check, `${id} alone is served`);
  if (teamIds.includes(self.team_id) || self.is_enterprise_install) return ok(check, `served: ${teamIds.join(', ')}`);
  return broken(check, `SLACK_TEAM_IDS leaves out ${id}, the only one that the token can serve`, `Put ${id} into it.`);
}

/** All bot scopes that the code uses. */
function neededScopes(): string[] {
  const all = [Object.values(SCOPES_OF_METHODS), Object.values(SCOPES_OF_EVENTS), SCOPE_OF_COMMANDS].flat(2);
  return [...new Set<string>(all)].sort();
}

function examineScopes(granted: readonly string[] | undefined): Finding[] {
  const check = 'Slack permissions';
  if (granted === undefined) {
    return [
      look(check, 'Slack does not say which were granted', 'Compare OAuth & Permissions with manifest/slack.json.'),
    ];
  }
  const needed = neededScopes();
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length > 0) {
    const mend = 'Add them at OAuth & Permissions > Bot Token Scopes, then install the app again.';
    return [broken(check, `missing: ${missing.join(', ')}`, mend)];
  }
  const more = granted.filter((scope) => !needed.includes(scope)).map(plain);
  if (more.length === 0) return [ok(check, `all ${needed.length} are granted, and no other`)];
  return [
    look(
      check,
      `granted and not needed: ${more.join(', ')}`,
      'Remove them at OAuth & Permissions, if nothing else uses them.',
    ),
  ];
}

/** Slack writes it so, and promises nothing. */
function examineSecret({ signingSecret = '' }: SlackConfig): Finding {
  const check = 'Slack signing secret';
  if (/^[0-9a-f]{32}$/.test(signingSecret)) return ok(check, 'SLACK_SIGNING_SECRET looks like one');
  return look(
    check,
    'SLACK_SIGNING_SECRET is not 32 digits and letters from a to f, as Slack writes it',
    'Copy it again from Basic Information > App Credentials; the client secret is another one.',
  );
}

async function examineSocket(
  config: SlackConfig,
  appToken: string,
  options: webApi.WebClientOptions,
): Promise<Finding[]> {
  const check = 'Slack Socket Mode';
  try {
    await new webApi.WebClient(appToken, options).apiCall('apps.connections.open');
    return [ok(check, 'SLACK_APP_TOKEN opens a connection; no public address is needed for Slack')];
  } catch (error) {
    const where = 'Basic Information > App-Level Tokens (connections:write)';
    return [notAnswered(config, check, 'SLACK_APP_TOKEN', error, where)];
  }
}

function examineManifest({ appToken }: SlackConfig, manifest: unknown): Finding[] {
  const check = 'Slack manifest';
  if (manifest === undefined) return [];
  const read = Manifest.safeParse(manifest);
  if (!read.success)
    return [look(check, 'manifest/slack.json is not as Ferry has it', 'Take it from the repository again.')];
  const { oauth_config, settings } = read.data;
  const missing = neededScopes().filter((scope) => !oauth_config.scopes.bot.includes(scope));
  if (missing.length > 0) {
    return [
      look(check, `manifest/slack.json does not ask for ${missing.join(', ')}`, 'Take it from the repository again.'),
    ];
  }
  if (appToken !== undefined) {
    if (settings.socket_mode_enabled) return [ok(check, 'manifest/slack.json turns Socket Mode on')];
    return [
      look(
        check,
        'manifest/slack.json leaves Socket Mode off',
        'See that Socket Mode is on in the settings of the app.',
      ),
    ];
  }
  const { request_url: url = '' } = settings.event_subscriptions;
  if (URL.canParse(url) && new URL(url).hostname !== PLACEHOLDER) {
    return [ok(check, `manifest/slack.json sends everything to ${plain(url)}`)];
  }
  const mend = `See that the app has your own address, which ends in /slack/events: Event Subscriptions, Interactivity, Slash Commands.`;
  return [look(check, `manifest/slack.json still has https://${PLACEHOLDER}`, mend)];
}

/** One line, without what a terminal would obey. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, 200);
}
