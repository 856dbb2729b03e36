import type { Reference } from './address.js';
import type { ServiceUrls } from './cloud.js';
import type { BotCredentials } from './credentials.js';

const REQUEST_TIMEOUT_MS = 10_000;

/** How one HTTP request to the Bot Connector ended. */
export type Reply =
  | { kind: 'answer'; status: number; code: string; body: unknown; retryAfterMs: number | undefined }
  /** No request left this machine. */
  | { kind: 'unsent'; reason: string }
  /** The reference leads to a service that Ferry does not talk to. */
  | { kind: 'barred'; reason: string }
  /** The request may have arrived; its answer did not. */
  | { kind: 'lost'; reason: string };

/** Before the first byte of a request is written: name, route, connection, certificate. */
const BEFORE_THE_REQUEST =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/**
 * Bot Connector, one HTTP request per call. The SDK's client repeats a request on resets and 5xx, which posts a message twice
 * or three times; no option of it stops that.
 */
export class Connector {
  readonly #credentials: BotCredentials;
  readonly #serviceUrls: ServiceUrls;
  readonly #now: () => number;
  readonly #timeoutMs: number;

  constructor(
    credentials: BotCredentials,
    serviceUrls: ServiceUrls,
    now: () => number,
    timeoutMs = REQUEST_TIMEOUT_MS,
  ) {
    this.#credentials = credentials;
    this.#serviceUrls = serviceUrls;
    this.#now = now;
    this.#timeoutMs = timeoutMs;
  }

  /** `targeted`: only the activity's recipient sees it. */
  post(reference: Reference, conversation: string, activity: object, targeted = false): Promise<Reply> {
    const query = targeted ? '?isTargetedActivity=true' : '';
    return this.#request('POST', reference, `${encodeURIComponent(conversation)}/activities${query}`, activity);
  }

  put(reference: Reference, conversation: string, id: string, activity: object): Promise<Reply> {
    return this.#request(
      'PUT',
      reference,
      `${encodeURIComponent(conversation)}/activities/${encodeURIComponent(id)}`,
      activity,
    );
  }

  /** `roster`: the team's id in a channel, else the conversation's. */
  member(reference: Reference, roster: string, user: string): Promise<Reply> {
    return this.#request('GET', reference, `${encodeURIComponent(roster)}/members/${encodeURIComponent(user)}`);
  }

  async #request(method: string, reference: Reference, path: string, activity?: object): Promise<Reply> {
    if (!this.#serviceUrls.allows(reference.serviceUrl))
      return { kind: 'barred', reason: 'service address not allowed' };
    let token: string | undefined;
    try {
      token = await this.#credentials.token();
    } catch (error) {
      return { kind: 'unsent', reason: `no token: ${faultOf(error)}` };
    }
    try {
      const response = await fetch(`${reference.serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path}`, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(activity ? { 'content-type': 'application/json; charset=utf-8' } : {}),
        },
        ...(activity ? { body: JSON.stringify(activity) } : {}),
        // A redirect would carry the token to a place that no list names.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      if (response.status === 401) this.#credentials.forget();
      const body = await bodyOf(response);
      return {
        kind: 'answer',
        status: response.status,
        code: codeOf(body),
        body,
        retryAfterMs: this.#retryAfter(response.headers.get('retry-after')),
      };
    } catch (error) {
      const fault = faultOf(error);
      return isBeforeTheRequest(fault) ? { kind: 'unsent', reason: fault } : { kind: 'lost', reason: fault };
    }
  }

  /** `Retry-After` is in seconds, or an HTTP date. */
  #retryAfter(header: string | null): number | undefined {
    if (!header) return undefined;
    if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
    const at = Date.parse(header);
    return Number.isNaN(at) ? undefined : Math.max(0, at - this.#now());
  }
}

/** The status alone decides what became of a request: a body that breaks off or is no JSON counts as none. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): string {
  const error = typeof body === 'object' && body && 'error' in body ? body.error : undefined;
  const code = typeof error === 'object' && error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code.slice(0, 80) : '';
}

/** A short name for the log, such as `ECONNRESET` or `TimeoutError`; never the text of an error. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'fault';
  const cause = error.cause;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  if (cause instanceof Error) return cause.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Whether a connection that failed with this code carried nothing of the request. @internal: not every code can be provoked. */
export function isBeforeTheRequest(code: string): boolean {
  return BEFORE_THE_REQUEST.test(code);
}
