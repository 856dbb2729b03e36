import type { TeamsAdapter } from '@microsoft/teams-ai';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { z } from 'zod';
import type { TeamsConfig } from '../../config.js';
import type { Cloud } from './cloud.js';

type CredentialsFactory = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;
type Credentials = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

const TOKEN_TIMEOUT_MS = 10_000;
/** A token is renewed this long before it ends, so that it does not end on the way. */
const TOKEN_MARGIN_MS = 5 * 60_000;

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** The login service gave no token; the code, `login_401` for instance, is fit for a log. */
class LoginRefusedError extends Error {
  override readonly name = 'LoginRefusedError';
  readonly code: string;

  constructor(status: number) {
    super(`the login service answered ${status}`);
    this.code = `login_${status}`;
  }
}

/**
 * The bot's own identity towards the SDK and towards Microsoft. The SDK's factory would turn authentication off for an empty
 * app id, and its MSAL asks login.microsoftonline.com about every other authority; one request of OAuth's client-credentials
 * grant does the same in all clouds.
 */
export class BotCredentials implements CredentialsFactory {
  readonly #config: TeamsConfig;
  readonly #cloud: Cloud;
  readonly #now: () => number;
  #token: { readonly value: string; readonly until: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(config: TeamsConfig, cloud: Cloud, now: () => number) {
    this.#config = config;
    this.#cloud = cloud;
    this.#now = now;
  }

  async isValidAppId(appId: string): Promise<boolean> {
    return this.#config.botId !== '' && appId === this.#config.botId;
  }

  async isAuthenticationDisabled(): Promise<boolean> {
    return this.#config.local;
  }

  async createCredentials(): Promise<Credentials> {
    return {
      signRequest: async (request) => {
        const token = await this.token();
        if (token) request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    };
  }

  /** A token for the connector, undefined in local mode. Rejects when none can be had; the message holds no secret. */
  async token(): Promise<string | undefined> {
    if (this.#config.local) return undefined;
    if (this.#token && this.#now() < this.#token.until) return this.#token.value;
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** To be called when the connector refused the token, so that the next attempt asks for a new one. */
  forget(): void {
    this.#token = undefined;
  }

  async #fetch(): Promise<string> {
    if (this.#config.botType === 'UserAssignedMSI') return this.#managedIdentityToken();
    const response = await fetch(`${this.#cloud.loginUrl}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.#config.botId,
        client_secret: this.#config.botPassword,
        scope: this.#cloud.scope,
      }),
      // The request holds the bot's password: it follows nobody elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new LoginRefusedError(response.status);
    }
    const { access_token: value, expires_in: seconds } = TokenAnswer.parse(await response.json());
    this.#token = { value, until: this.#now() + seconds * 1000 - Math.min(TOKEN_MARGIN_MS, seconds * 500) };
    return value;
  }

  /** Azure's managed identity, on Azure machines only; the SDK's credentials keep the token and renew it. */
  async #managedIdentityToken(): Promise<string> {
    const factory = new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: this.#config.botId,
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: this.#config.tenantId,
    });
    const audience = this.#cloud.scope.replace(/\/\.default$/, '');
    const credentials = await factory.createCredentials(this.#config.botId, audience, this.#cloud.loginUrl, true);
    return (credentials as Credentials & { getToken(): Promise<string> }).getToken();
  }
}
