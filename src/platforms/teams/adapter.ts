import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { TeamsConfig } from '../../config.js';
import type { TeamsActivity } from './activity.js';
import type { Cloud } from './cloud.js';
import type { BotCredentials } from './credentials.js';

type Authentication = Awaited<ReturnType<TeamsAdapter['botFrameworkAuthentication']['authenticateRequest']>>;

/** How long after a failure to load Microsoft's keys nobody asks for them again. */
const KEYS_AWAY_MS = 10_000;

/** The request bears no token that Ferry trusts. */
export class Unauthenticated extends Error {}

/** Microsoft's keys cannot be loaded, so nothing can be said about the token. */
export class KeysAway extends Error {
  override readonly name = 'KeysAway';
  readonly code: string;
  /** False for the others within ten seconds of a failure. */
  readonly isNews: boolean;

  constructor(code: string, isNews: boolean) {
    super(code);
    this.code = code;
    this.isNews = isNews;
  }
}

/**
 * The SDK's adapter in two steps, authentication and turn. Its own `process` does both, answers a bad signature with 500, and
 * puts the text of any error into the response.
 */
export class AuthenticatingAdapter extends TeamsAdapter {
  readonly #now: () => number;
  #keysAway: { readonly code: string; readonly until: number } | undefined;
  /** Keys that a trusted token was signed with: Microsoft's alone, a handful. The SDK keeps them for 24 hours. */
  readonly #provenKeys = new Set<string>();

  constructor(config: TeamsConfig, cloud: Cloud, credentials: BotCredentials, now: () => number) {
    super(
      {
        // Naming one of these switches off the SDK's defaults for all of them, so all are named.
        MicrosoftAppId: config.botId,
        MicrosoftAppTenantId: config.tenantId,
        ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
        ToBotFromChannelTokenIssuer: cloud.tokenIssuer,
        // The SDK also lets in tokens of the emulator, signed with any Entra key: with the channel's keys instead, none passes.
        ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadataUrl,
        ToChannelFromBotLoginUrl: cloud.loginUrl,
        ToChannelFromBotOAuthScope: cloud.scope.replace(/\/\.default$/, ''),
        OAuthUrl: cloud.tokenIssuer,
        CallerId: 'urn:botframework:azure',
        ValidateAuthority: true,
      },
      credentials,
      {
        requiredEndorsements: [],
        validateClaims: async (claims) => {
          const issuer = claims.find((claim) => claim.type === 'iss')?.value;
          if (issuer !== cloud.tokenIssuer) throw new Unauthenticated('foreign issuer');
        },
      },
    );
    this.#now = now;
  }

  /**
   * Rejects with Unauthenticated for a missing or untrusted token, with KeysAway when the keys cannot be had. The SDK would
   * ask for them at each token anew, forged ones included; one attempt in ten seconds is made instead.
   */
  async authenticate(activity: TeamsActivity, authorization: string): Promise<Authentication> {
    const key = keyOf(authorization);
    const away = this.#away();
    // A key that nobody knows makes the SDK ask too: that must not shut out those who are known.
    if (away && !this.#provenKeys.has(key)) throw new KeysAway(away.code, false);
    try {
      const trusted = await this.botFrameworkAuthentication.authenticateRequest(
        activity as unknown as Activity,
        authorization,
      );
      if (key) this.#provenKeys.add(key);
      return trusted;
    } catch (error) {
      if (!isOurFault(error)) throw new Unauthenticated(error instanceof Error ? error.message : 'no trusted token');
      const code = codeOf(error);
      const isNews = !this.#away();
      this.#provenKeys.delete(key);
      if (isNews) this.#keysAway = { code, until: this.#now() + KEYS_AWAY_MS };
      throw new KeysAway(code, isNews);
    }
  }

  #away(): { readonly code: string } | undefined {
    return this.#keysAway && this.#now() < this.#keysAway.until ? this.#keysAway : undefined;
  }

  /** Answers the invoke response, if the turn left one. */
  async turn(
    authentication: Authentication,
    activity: TeamsActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authentication, activity as unknown as Activity, logic);
  }
}

/** The keys could not be loaded: node-fetch's error, or the SDK's own with status 500. All else speaks against the token. */
function isOurFault(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The name of the key that a token claims to be signed with, unchecked; empty when it names none. */
function keyOf(authorization: string): string {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(/^Bearer ([^.]+)/.exec(authorization)?.[1] ?? '', 'base64url').toString(),
    );
    return typeof header === 'object' && header && 'kid' in header && typeof header.kid === 'string' ? header.kid : '';
  } catch {
    return '';
  }
}
