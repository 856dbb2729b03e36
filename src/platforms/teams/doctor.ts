import { z } from 'zod';
import type { TeamsConfig } from '../../config.js';
import { broken, compareClocks, type Finding, look, ok, reasonOf } from '../../services/health.js';
import { type Cloud, cloudOf } from './cloud.js';
import { timeAt } from './time.js';

export interface TeamsExamination {
  readonly config: TeamsConfig;
  /** manifest/teams/manifest.json as it is in Ferry's folder; undefined: it is not there. */
  readonly manifest: unknown;
  readonly now: () => number;
}

const TIMEOUT_MS = 10_000;
const PLACEHOLDER = '00000000-0000-0000-0000-000000000000';
const NETWORK = 'Look whether this machine reaches it, through its proxy if it has one; then try again.';

const Refusal = z.object({ error_description: z.string() });
const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Keys = z.object({ keys: z.array(z.unknown()).min(1) });
const Manifest = z.object({ id: z.string(), bots: z.array(z.object({ botId: z.string() })).min(1) });

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: what to mend, by the login service's number. */
const MENDS: Record<string, string> = {
  '7000215': 'BOT_PASSWORD is not right: it takes the value of the client secret, not its id.',
  '7000222':
    'The client secret has expired: create a new one (Certificates & secrets) and put its value into BOT_PASSWORD.',
  '700016': 'The tenant does not know BOT_ID: compare BOT_ID and BOT_TENANT_ID with the app registration.',
  '90002': 'There is no tenant BOT_TENANT_ID: take the directory id of Entra > Overview.',
};

/** Looks whether Teams can be served as it is set up. It asks for a token and for Microsoft's keys, and changes nothing. */
export async function examineTeams({ config, manifest, now }: TeamsExamination): Promise<Finding[]> {
  if (config.local) {
    return [
      look('Teams', 'TEAMS_LOCAL: nobody is authenticated', 'For trying on this machine only; remove it for real use.'),
    ];
  }
  const cloud = cloudOf(config);
  const found = await Promise.all([examineToken(config, cloud), examineKeys(cloud), examineClock(cloud, now)]);
  return [...examineIds(config), ...examineCloud(config), ...found, ...examineManifest(config, manifest)];
}

function examineIds({ botId, botPassword }: TeamsConfig): Finding[] {
  const check = 'Teams ids';
  if (!isGuid(botId)) {
    return [broken(check, 'BOT_ID is not a GUID', 'Take the application (client) id of the app registration.')];
  }
  if (isGuid(botPassword)) {
    return [
      look(
        check,
        'BOT_PASSWORD looks like the id of a client secret',
        'It takes the value, shown once when the secret is made.',
      ),
    ];
  }
  return [ok(check, 'BOT_ID and BOT_TENANT_ID are GUIDs')];
}

function examineCloud({ cloud }: TeamsConfig): Finding[] {
  if (!cloud) return [];
  return [ok('Teams cloud', `another one than Microsoft's public cloud; all four addresses are given`)];
}

async function examineToken(config: TeamsConfig, cloud: Cloud): Promise<Finding> {
  const check = 'Teams sign-in';
  if (config.botType === 'UserAssignedMSI') {
    return look(
      check,
      'a managed identity can be asked on its own machine only',
      'See that a message to Ferry is answered.',
    );
  }
  try {
    const response = await fetch(`${cloud.loginUrl}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: config.botId,
        client_secret: config.botPassword,
        scope: cloud.scope,
      }),
      // The request holds the bot's password: it follows nobody elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) {
      await response.body?.cancel();
      return ok(check, 'Microsoft gives a token for BOT_ID');
    }
    const said = Refusal.safeParse(await response.json().catch(() => undefined));
    const number = /\bAADSTS(\d{5,8})\b/.exec(said.data?.error_description ?? '')?.[1];
    const code = number === undefined ? `status ${response.status}` : `AADSTS${number}`;
    if (response.status >= 500 || response.status === 429) {
      return broken(check, `the login service is not well (${code})`, 'Try again later.', 'world');
    }
    const mend =
      MENDS[number ?? ''] ?? 'Compare BOT_ID, BOT_PASSWORD, BOT_TENANT_ID and BOT_TYPE with the app registration.';
    return broken(check, `Microsoft gives no token for BOT_ID (${code})`, mend);
  } catch (error) {
    return broken(check, `the login service cannot be reached (${reasonOf(error)})`, NETWORK, 'world');
  }
}

async function examineKeys({ openIdMetadataUrl, tokenIssuer }: Cloud): Promise<Finding> {
  const check = 'Teams keys';
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { issuer, jwks_uri } = Metadata.parse(await readJson(openIdMetadataUrl, signal));
    const { keys } = Keys.parse(await readJson(jwks_uri, signal));
    if (issuer !== tokenIssuer) {
      return broken(
        check,
        'the keys are those of another issuer than BOT_TOKEN_ISSUER',
        'Take the four addresses of one cloud.',
      );
    }
    return ok(check, `${keys.length} that requests of Teams are checked with`);
  } catch (error) {
    const code =
      error instanceof z.ZodError || error instanceof SyntaxError ? 'not what it should be' : reasonOf(error);
    return broken(
      check,
      `Microsoft's keys cannot be read (${code}), so that every request is refused`,
      NETWORK,
      'world',
    );
  }
}

async function readJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal });
  if (response.ok) return response.json();
  await response.body?.cancel();
  throw Object.assign(new Error('no answer'), { code: `status ${response.status}` });
}

async function examineClock({ openIdMetadataUrl }: Cloud, now: () => number): Promise<Finding> {
  const theirs = await timeAt(openIdMetadataUrl, TIMEOUT_MS);
  return compareClocks('Teams clock', 'Microsoft', theirs, now());
}

function examineManifest({ botId }: TeamsConfig, manifest: unknown): Finding[] {
  const check = 'Teams manifest';
  if (manifest === undefined) return [];
  const read = Manifest.safeParse(manifest);
  if (!read.success) {
    return [look(check, 'manifest/teams/manifest.json is not as Ferry has it', 'Take it from the repository again.')];
  }
  const { id, bots } = read.data;
  const ids = bots.map((bot) => bot.botId.toLowerCase());
  if (ids.includes(PLACEHOLDER)) {
    const mend =
      'Put BOT_ID there before you zip the folder; if the app in Teams was made elsewhere, compare its botId by hand.';
    return [look(check, 'botId in manifest/teams/manifest.json is the placeholder', mend)];
  }
  if (!ids.includes(botId.toLowerCase())) {
    const mend = 'Put BOT_ID there, zip the folder, and upload it again.';
    return [
      broken(check, 'botId in manifest/teams/manifest.json is not BOT_ID: Teams would write to another bot', mend),
    ];
  }
  if (!isGuid(id) || id === PLACEHOLDER) {
    return [
      look(check, 'id in manifest/teams/manifest.json is the placeholder', 'Put a new GUID there: it names the app.'),
    ];
  }
  return [ok(check, 'manifest/teams/manifest.json has BOT_ID')];
}

function isGuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}
