import { createHmac } from 'node:crypto';

/** What Slack's requests are made of, unless a test says otherwise. */
const TEAM = 'T0001';
const CHANNEL = 'C0001';
const MARIA = 'U0001';
export const SECRET = 'the-signing-secret-of-the-tests';

type Fields = Readonly<Record<string, unknown>>;

export interface Signing {
  readonly secret?: string;
  /** Seconds of the epoch; now, if left out. */
  readonly timestamp?: number | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as Slack signs it, for fetch(). */
export function signed(body: string, contentType: string, signing: Signing = {}): RequestInit {
  const timestamp = signing.timestamp ?? Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signing.secret ?? SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const headers = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${signature}`,
    ...signing.headers,
  };
  return { method: 'POST', headers, body };
}

export function signedForm(fields: Readonly<Record<string, string>>, signing?: Signing): RequestInit {
  return signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', signing);
}

export function signedJson(body: unknown, signing?: Signing): RequestInit {
  return signed(JSON.stringify(body), 'application/json', signing);
}

/** The form of a slash command; every value is a string, as in the real one. */
export function command(text: string, fields: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    token: 'a-verification-token',
    team_id: TEAM,
    team_domain: 'contoso',
    channel_id: CHANNEL,
    channel_name: 'migrations',
    user_id: MARIA,
    user_name: 'maria',
    command: '/csp',
    text,
    api_app_id: 'A0001',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/commands/1',
    trigger_id: '1.2.command',
    ...fields,
  };
}

/** The payload of a click on a button of a message in a channel. */
export function click(value: unknown, fields: Fields = {}): Record<string, unknown> {
  const text = { type: 'plain_text', text: 'Accept', emoji: false };
  return {
    type: 'block_actions',
    user: { id: MARIA, username: 'maria', name: 'maria', team_id: TEAM },
    api_app_id: 'A0001',
    token: 'a-verification-token',
    container: { type: 'message', message_ts: '1800000000.000100', channel_id: CHANNEL, is_ephemeral: false },
    trigger_id: '1.2.click',
    team: { id: TEAM, domain: 'contoso' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: CHANNEL, name: 'migrations' },
    message: {
      type: 'message',
      user: 'U0BOT',
      ts: '1800000000.000100',
      bot_id: 'B0BOT',
      text: 'A card',
      team: TEAM,
      blocks: [],
    },
    response_url: 'http://127.0.0.1:9/actions/1',
    actions: [{ action_id: 'run:1:0', block_id: 'b1', text, value, type: 'button', action_ts: '1800000100.000200' }],
    ...fields,
  };
}

export function clickForm(value: unknown, fields: Fields = {}): Record<string, string> {
  return { payload: JSON.stringify(click(value, fields)) };
}

/** Who does something in Slack's own surfaces. */
function doer(): Fields {
  return {
    user: { id: MARIA, username: 'maria', name: 'maria', team_id: TEAM },
    api_app_id: 'A0001',
    token: 'a-verification-token',
    team: { id: TEAM, domain: 'contoso' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A view as it comes back; `values`: what was given, by block and action. */
export function viewBack(view: Fields, values: Fields = {}, id = 'V0001'): Record<string, unknown> {
  return {
    ...view,
    id,
    team_id: TEAM,
    app_id: 'A0001',
    bot_id: 'B0BOT',
    hash: '1.a',
    root_view_id: id,
    state: { values },
  };
}

/** The payload of a form that is sent. */
export function submission(view: Fields, fields: Fields = {}): Record<string, unknown> {
  return { type: 'view_submission', ...doer(), trigger_id: '1.2.submission', view, response_urls: [], ...fields };
}

/** The payload of a click in a modal or a home. */
export function clickInView(value: unknown, view: Fields, fields: Fields = {}): Record<string, unknown> {
  const text = { type: 'plain_text', text: 'Accept', emoji: false };
  return {
    type: 'block_actions',
    ...doer(),
    container: { type: 'view', view_id: view.id },
    trigger_id: '1.2.click',
    view,
    actions: [{ action_id: 'run:1:0', block_id: 'b1', text, value, type: 'button', action_ts: '1800000100.000200' }],
    ...fields,
  };
}

/** The payload of a search while somebody types. */
export function typing(action: string, value: string, fields: Fields = {}): Record<string, unknown> {
  const container = { type: 'view', view_id: 'V0001' };
  return {
    type: 'block_suggestion',
    ...doer(),
    container,
    action_id: action,
    block_id: 'field:customer',
    value,
    ...fields,
  };
}

/** The payload of a shortcut from anywhere. */
export function shortcut(callback: string, fields: Fields = {}): Record<string, unknown> {
  return {
    type: 'shortcut',
    ...doer(),
    callback_id: callback,
    trigger_id: '1.2.shortcut',
    action_ts: '1.2',
    ...fields,
  };
}

/** The payload of a shortcut on a message. */
export function messageShortcut(callback: string, text: string, fields: Fields = {}): Record<string, unknown> {
  return {
    ...shortcut(callback),
    type: 'message_action',
    channel: { id: CHANNEL, name: 'migrations' },
    message: { type: 'message', user: MARIA, ts: '1800000000.000100', text },
    message_ts: '1800000000.000100',
    response_url: 'http://127.0.0.1:9/app/1',
    ...fields,
  };
}

/** Any of these payloads as Slack sends it over HTTP. */
export function payloadForm(payload: unknown): Record<string, string> {
  return { payload: JSON.stringify(payload) };
}

export function homeOpened(event: Fields = {}, outer: Fields = {}): Record<string, unknown> {
  const opened = { type: 'app_home_opened', user: MARIA, channel: 'D0001', tab: 'home', event_ts: '1800000200.000300' };
  return { ...delivery({}, outer), event: { ...opened, ...event } };
}

export function memberJoined(event: Fields = {}, outer: Fields = {}): Record<string, unknown> {
  const joined = { type: 'member_joined_channel', user: 'U0BOT', channel: CHANNEL, channel_type: 'C', team: TEAM };
  return { ...delivery({}, outer), event: { ...joined, inviter: MARIA, ...event } };
}

/** An event in its envelope. `event` replaces what the mention has by default; `outer` the envelope's own fields. */
export function delivery(event: Fields = {}, outer: Fields = {}): Record<string, unknown> {
  return {
    token: 'a-verification-token',
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: 'A0001',
    event: {
      type: 'app_mention',
      user: MARIA,
      ts: '1800000200.000300',
      client_msg_id: '00000000-0000-4000-8000-000000000001',
      text: '<@U0BOT> due',
      team: TEAM,
      channel: CHANNEL,
      event_ts: '1800000200.000300',
      ...event,
    },
    type: 'event_callback',
    event_id: 'Ev0001',
    event_time: 1800000200,
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-event',
    ...outer,
  };
}

export function directMessage(text: string, event: Fields = {}, outer: Fields = {}): Record<string, unknown> {
  return delivery({ type: 'message', channel: 'D0001', channel_type: 'im', text, ...event }, outer);
}

/** The headers of a second delivery. */
export const RETRY = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };

export const urlVerification = { token: 'a-verification-token', challenge: 'the-challenge', type: 'url_verification' };

/** Slack's check of the certificate, with something smuggled into it. */
export function sslCheck(smuggled?: unknown): Record<string, string> {
  return {
    ssl_check: '1',
    token: 'a-verification-token',
    ...(smuggled === undefined ? {} : { payload: JSON.stringify(smuggled) }),
  };
}
