import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { TeamsConfig } from '../../config.js';
import type { TeamsActivity } from './activity.js';
import type { Cloud } from './cloud.js';
import type { BotCredentials } from './credentials.js';

type Authentication = Awaited<ReturnType<TeamsAdapter['botFrameworkAuthentication']['authenticateRequest']>>;

/** The request bears no token that Ferry trusts. */
export class Unauthenticated extends Error {}

/**
 * The SDK's adapter in two steps, authentication and turn. Its own `process` does both, answers a bad signature with 500, and
 * puts the text of any error into the response.
 */
export class AuthenticatingAdapter extends TeamsAdapter {
  constructor(config: TeamsConfig, cloud: Cloud, credentials: BotCredentials) {
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
  }

  /** Rejects with Unauthenticated for a missing or untrusted token, with anything else when the keys cannot be had. */
  async authenticate(activity: TeamsActivity, authorization: string): Promise<Authentication> {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity as unknown as Activity, authorization);
    } catch (error) {
      if (isOurFault(error)) throw error;
      throw new Unauthenticated(error instanceof Error ? error.message : 'no trusted token');
    }
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
function isOurFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500);
}
