import { webApi } from '@slack/bolt';
import type { Outcome } from '../../messages/platform.js';

export type Failure = Exclude<Outcome, { kind: 'sent' }>;

/** Somebody must mend something first: the channel, the app's membership, its permission or its token. */
const STOPPING = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'cannot_reply_to_message', 'user_not_in_channel'],
  ...['restricted_action', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
  ...[
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'messages_tab_disabled',
    'not_enabled',
  ],
  ...[
    'ekm_access_denied',
    'as_user_not_supported',
    'team_access_not_granted',
    'access_denied',
    'enterprise_is_restricted',
  ],
  ...[
    'account_inactive',
    'token_revoked',
    'token_expired',
    'invalid_auth',
    'not_authed',
    'no_permission',
    'org_login_required',
  ],
  ...['missing_scope', 'not_allowed_token_type', 'team_not_found', 'user_disabled'],
]);

/** The token itself is refused: no waiting mends that. */
const REFUSING = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['not_allowed_token_type', 'missing_scope', 'forbidden_team', 'team_access_not_granted', 'access_denied'],
]);

/** Slack says of these that some part of the operation may have succeeded. */
const PERHAPS_DONE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

const SLOWED = new Set(['ratelimited', 'rate_limited']);
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Seconds to wait after an answer that says "too fast" in its body and names no time. */
const DEFAULT_WAIT = 30;

/** Failures before the first byte of a request could leave this machine: name, route, connection, certificate. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/**
 * What a failed call means for the message. Whatever is not proven unsent is `unknown`: a time-out, a reset, a 5xx or
 * a body that is not Slack's. The reason is a code, never an error's text.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: error.retryAfter * 1000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) return refusal(error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const { statusCode } = error;
    const refused = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
    return { kind: refused ? 'not-sent' : 'unknown', reason: `http_${statusCode}` };
  }
  const code = codeOf(error);
  return { kind: BEFORE_SENDING.test(code) ? 'not-sent' : 'unknown', reason: code };
}

/** Whether Slack answered, and refuses the token for good. */
export function refusesToken(error: unknown): boolean {
  return REFUSING.has(refusalCode(error) ?? '');
}

/** Slack's own word for a refusal, such as `channel_not_found`; undefined when the failure was not Slack's answer. */
export function refusalCode(error: unknown): string | undefined {
  const code = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
  return typeof code === 'string' && /^[a-z_]{1,80}$/.test(code) ? code : undefined;
}

/** A word for logs that holds nothing of an error's text: Slack's code, Node's, or the name of the error's class. */
export function codeOf(error: unknown): string {
  if (error instanceof webApi.WebAPIRequestError) return codeOf(error.original);
  const refused = refusalCode(error);
  if (refused !== undefined) return refused;
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}

function refusal(error: webApi.WebAPIPlatformError): Failure {
  const code = refusalCode(error);
  // The SDK puts a body that is not JSON, such as a proxy's page, where the code stands.
  if (code === undefined) return { kind: 'unknown', reason: 'not_slack' };
  if (PERHAPS_DONE.has(code)) return { kind: 'unknown', reason: code };
  if (GONE.has(code)) return { kind: 'gone', reason: code };
  if (STOPPING.has(code)) return { kind: 'stop', reason: code };
  if (!SLOWED.has(code)) return { kind: 'not-sent', reason: code };
  const wait = error.data.response_metadata?.retryAfter ?? DEFAULT_WAIT;
  return { kind: 'not-sent', reason: code, retryAfterMs: wait * 1000 };
}
