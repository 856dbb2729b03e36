import { randomUUID } from 'node:crypto';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import type { TeamsConfig } from '../../config.js';
import { TeamsActivity, tenantOf } from './activity.js';
import { type AuthenticatingAdapter, KeysAway, Unauthenticated } from './adapter.js';
import { isLoopback, type ServiceUrls } from './cloud.js';

/** Teams' own activities stay far below; a longer body is refused with 413 before it is read to its end. */
const BODY_LIMIT = '256kb';

const CHANNELS = ['msteams'];
const LOCAL_CHANNELS = ['msteams', 'emulator'];

interface Endpoint {
  readonly config: TeamsConfig;
  readonly serviceUrls: ServiceUrls;
  readonly adapter: AuthenticatingAdapter;
  readonly logic: (context: TurnContext) => Promise<void>;
  readonly log: Logger;
}

/**
 * `POST /api/messages`. Whatever is wrong, the answer is a bare status: 400, 413 and 415 for the body, 401 for the token, 403
 * for a foreign tenant or service, 500 for a fault of ours, which the log names by a reference. In local mode, where there is no
 * token, 403 also for what a browser could have sent.
 */
export function createEndpoint(endpoint: Endpoint): Router {
  const router = express.Router();
  router.post('/api/messages', (request, response, next) => {
    if (endpoint.config.local && mayComeFromAPage(request)) response.status(403).end();
    else next();
  });
  router.post('/api/messages', express.json({ limit: BODY_LIMIT }), async (request, response) => {
    const { status, body } = await receive(endpoint, request);
    if (body === undefined) response.status(status).end();
    else response.status(status).json(body);
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const status = bodyFault(error);
    if (!status || response.headersSent) return next(error);
    response.status(status).end();
  });
  return router;
}

async function receive(endpoint: Endpoint, request: Request): Promise<InvokeResponse> {
  const { config, serviceUrls, adapter, log } = endpoint;
  if (request.body === undefined) return { status: 415 };
  const parsed = TeamsActivity.safeParse(request.body);
  if (!parsed.success) return { status: 400 };
  const activity = parsed.data;
  // Without an id a second one could not be told from the same one delivered twice.
  if (!activity.id && ['message', 'invoke'].includes(activity.type)) return { status: 400 };
  try {
    // Before the token is read: for some other channels the SDK checks tokens by other rules.
    if (!(config.local ? LOCAL_CHANNELS : CHANNELS).includes(activity.channelId)) return { status: 403 };
    const authentication = await adapter.authenticate(activity, request.get('authorization') ?? '');
    const tenant = tenantOf(activity);
    if (!tenant || (!config.local && tenant !== config.tenantId)) {
      log.warn({ tenant, activity: activity.id }, 'teams: refused another tenant');
      return { status: 403 };
    }
    if (!serviceUrls.allows(activity.serviceUrl)) {
      log.warn({ serviceUrl: activity.serviceUrl, activity: activity.id }, 'teams: refused an unknown service address');
      return { status: 403 };
    }
    return (await adapter.turn(authentication, activity, endpoint.logic)) ?? { status: 200 };
  } catch (error) {
    if (error instanceof Unauthenticated) {
      // Anybody can send these, as many as they like: the log is not theirs to fill.
      log.debug({ reason: error.message }, 'teams: refused a request without a trusted token');
      return { status: 401 };
    }
    if (error instanceof KeysAway) {
      // Once per window, since forged tokens get here too.
      if (error.isNews) log.error({ code: error.code }, "teams: Microsoft's keys for tokens cannot be loaded");
      return { status: 500 };
    }
    log.error({ err: error, reference: randomUUID(), activity: activity.id }, 'teams: an activity failed');
    return { status: 500 };
  }
}

/**
 * Without authentication any page in a browser on this machine could talk to the bot: under a name of its own that it
 * resolves to 127.0.0.1, which is then the Host, or across origins, which brings an Origin. Microsoft's local client is neither.
 */
function mayComeFromAPage({ headers }: Request): boolean {
  const address = `http://${headers.host}`;
  return headers.origin !== undefined || !URL.canParse(address) || !isLoopback(new URL(address).hostname);
}

/** The status with which express refused a body: broken JSON 400, too long 413, unknown encoding 415. */
function bodyFault(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}
