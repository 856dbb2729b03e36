import { z } from 'zod';
import type { TeamsConfig } from '../../config.js';
import type { HealthFinding } from '../../domain/health.js';
import { broken, compareClocks, look, ok, reasonOf } from '../../services/health.js';
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

const Refusal = z.object({ error_description: z.string() });
const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Keys = z.object({ keys: z.array(z.unknown()).min(1) });
const Manifest = z.object({ id: z.string(), bots: z.array(z.object({ botId: z.string() })).min(1) });

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes: what to mend, by the login service's number. */
const MENDS: Readonly<Record<string, 'bot-unknown' | 'password-expired' | 'password-wrong' | 'tenant-unknown'>> = {
  '7000215': 'password-wrong',
  '7000222': 'password-expired',
  '700016': 'bot-unknown',
  '90002': 'tenant-unknown',
};

/** Looks whether Teams can be served as it is set up. It asks for a token and for Microsoft's keys, and changes nothing. */
export async function examineTeams({ config, manifest, now }: TeamsExamination): Promise<HealthFinding[]> {
  if (config.local) return [look('teams', 'teams-local', 'remove-local')];
  const cloud = cloudOf(config);
  const found = await Promise.all([examineToken(config, cloud), examineKeys(cloud), examineClock(cloud, now)]);
  return [
    examineIds(config),
    ...(config.cloud ? [ok('teams-cloud', 'cloud-other')] : []),
    ...found,
    ...examineManifest(config, manifest),
  ];
}

function examineIds({ botId, botPassword }: TeamsConfig): HealthFinding {
  if (!isGuid(botId)) return broken('settings', 'teams-ids', 'bot-id-odd', 'take-bot-id');
  if (isGuid(botPassword)) return look('teams-ids', 'password-is-id', 'take-value');
  return ok('teams-ids', 'ids-good');
}

async function examineToken(config: TeamsConfig, cloud: Cloud): Promise<HealthFinding> {
  const check = 'teams-sign-in';
  if (config.botType === 'UserAssignedMSI') return look(check, 'identity-elsewhere', 'see-answer');
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
      return ok(check, 'token-given');
    }
    const said = Refusal.safeParse(await response.json().catch(() => undefined));
    const number = /\bAADSTS(\d{5,8})\b/.exec(said.data?.error_description ?? '')?.[1];
    const code = number === undefined ? `HTTP ${response.status}` : `AADSTS${number}`;
    if (response.status >= 500 || response.status === 429) {
      return broken('world', check, 'login-unwell', 'try-later', { code });
    }
    return broken('settings', check, 'token-refused', MENDS[number ?? ''] ?? 'compare-bot', { code });
  } catch (error) {
    return broken('world', check, 'login-away', 'reach-microsoft', { reason: reasonOf(error) });
  }
}

async function examineKeys({ openIdMetadataUrl, tokenIssuer }: Cloud): Promise<HealthFinding> {
  const check = 'teams-keys';
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { issuer, jwks_uri } = Metadata.parse(await readJson(openIdMetadataUrl, signal));
    const { keys } = Keys.parse(await readJson(jwks_uri, signal));
    if (issuer !== tokenIssuer) return broken('settings', check, 'keys-other-issuer', 'one-cloud');
    return ok(check, 'keys-good', { count: keys.length });
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return broken('world', check, 'keys-odd', 'reach-microsoft');
    }
    return broken('world', check, 'keys-unread', 'reach-microsoft', { reason: reasonOf(error) });
  }
}

async function readJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal });
  if (response.ok) return response.json();
  await response.body?.cancel();
  throw Object.assign(new Error('no answer'), { code: `HTTP ${response.status}` });
}

async function examineClock({ openIdMetadataUrl }: Cloud, now: () => number): Promise<HealthFinding> {
  const theirs = await timeAt(openIdMetadataUrl, TIMEOUT_MS);
  return compareClocks('teams-clock', 'Microsoft', theirs, now());
}

function examineManifest({ botId }: TeamsConfig, manifest: unknown): HealthFinding[] {
  const check = 'teams-manifest';
  if (manifest === undefined) return [];
  const read = Manifest.safeParse(manifest);
  if (!read.success) return [look(check, 'manifest-odd', 'take-manifest', { file: 'manifest/teams/manifest.json' })];
  const { id, bots } = read.data;
  const ids = bots.map((bot) => bot.botId.toLowerCase());
  if (ids.includes(PLACEHOLDER)) return [look(check, 'bot-placeholder', 'put-bot-id')];
  if (!ids.includes(botId.toLowerCase())) return [broken('settings', check, 'bot-other', 'put-bot-id-again')];
  if (!isGuid(id) || id === PLACEHOLDER) return [look(check, 'app-placeholder', 'put-app-id')];
  return [ok(check, 'bot-same')];
}

function isGuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}
