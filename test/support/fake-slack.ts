import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { problemOf, problemOfView } from './block-kit.js';

/** What a call to the Web API is answered with instead of its true answer; `accepted` does the work all the same. */
export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfter?: string }
  | { readonly kind: 'drop'; readonly accepted?: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly accepted?: boolean }
  | { readonly kind: 'error'; readonly error: string; readonly accepted?: boolean }
  | { readonly kind: 'page'; readonly accepted?: boolean }
  | { readonly kind: 'hang'; readonly accepted?: boolean }
  | { readonly kind: 'delay'; readonly ms: number };

type Json = Record<string, unknown>;

/** A request that reached the Web API, whatever it was answered. */
export interface Call {
  readonly method: string;
  readonly args: Json;
  readonly token: string;
}

export interface FakeChannel {
  readonly id: string;
  readonly name?: string;
  is_member?: boolean;
  is_private?: boolean;
  is_archived?: boolean;
  is_im?: boolean;
  /** Of a direct message: who has it with the bot. */
  readonly user?: string;
  is_mpim?: boolean;
  is_ext_shared?: boolean;
  /** The bot cannot see it: a private channel or a conversation without it. */
  hidden?: boolean;
}

export interface FakeMessage extends Json {
  ts: string;
  channel: string;
}

const MANIFEST = JSON.parse(readFileSync(new URL('../../manifest/slack.json', import.meta.url), 'utf8'));

/** The bot scope that each method takes; `conversations.*` take one per kind of channel. */
const SCOPES: Readonly<Record<string, string>> = {
  'users.info': 'users:read',
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'conversations.join': 'channels:join',
  'conversations.info': 'read',
  'conversations.history': 'history',
};

/** Milliseconds that Slack keeps a trigger. */
const TRIGGER_LIFE = 3_000;

const BOT = { team_id: 'T0001', team: 'Contoso', user_id: 'U0BOT', user: 'ferry', bot_id: 'B0BOT' };

/**
 * A small Slack on the loopback: the Web API that Ferry calls, the place that a response_url leads to, and the web
 * socket of Socket Mode. It records what arrives, keeps what is posted, and fails as it is told to.
 */
export class FakeSlack {
  readonly botToken = 'xoxb-of-the-tests';
  readonly appToken = 'xapp-of-the-tests';
  readonly calls: Call[] = [];
  readonly messages: FakeMessage[] = [];
  /** What was posted to a response_url. */
  readonly responses: { readonly path: string; readonly body: Json }[] = [];
  readonly users = new Map<string, Json>();
  readonly channels = new Map<string, FakeChannel>();
  readonly sockets = new Set<FakeSocket>();
  /** Where people open the workspace. */
  workspaceUrl = 'https://contoso.slack.com/';
  /** Modals that are open, by their ids, and homes by the person. */
  readonly views = new Map<string, Json>();
  readonly homes = new Map<string, Json>();
  /** Whether people see the bot's home, as the manifest says. */
  homeEnabled: boolean = MANIFEST.features.app_home.home_tab_enabled;
  /** The bot scopes that were granted: those of the manifest. */
  readonly scopes = new Set<string>(MANIFEST.oauth_config.scopes.bot);
  /** The `Date` of every answer; undefined: this machine's, empty: none. */
  date: string | undefined;
  /** The status that a response_url answers. */
  responseStatus = 200;
  /** Messages on a page of history, at most. */
  pageSize = 100;
  readonly #faults = new Map<string, Fault[]>();
  /** Until when each trigger lives, in milliseconds; undefined: it was used. */
  readonly #triggers = new Map<string, number | undefined>();
  #issued = 0;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #clock = 0;

  private constructor() {
    this.#server.on('upgrade', (request, socket) => this.#open(request, socket));
  }

  static async start(): Promise<FakeSlack> {
    const slack = new FakeSlack();
    slack.users.set('U0001', user('U0001', 'maria', { real_name: 'Maria Silva', locale: 'en-GB' }));
    slack.channels.set('C0001', { id: 'C0001', name: 'migrations', is_member: true });
    slack.channels.set('D0001', { id: 'D0001', is_im: true, user: 'U0001' });
    await new Promise<void>((resolve) => slack.#server.listen(0, '127.0.0.1', resolve));
    return slack;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For SLACK_API_URL. */
  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  responseUrl(name = '1'): string {
    return `${this.origin}/response/${name}`;
  }

  /** A trigger as it comes with what somebody does: good once, for three seconds. */
  trigger(life = TRIGGER_LIFE): string {
    this.#issued += 1;
    const id = `${this.#issued}.9.trigger`;
    this.#triggers.set(id, Date.now() + life);
    return id;
  }

  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** The next calls of a method meet these faults, one each, in this order. */
  fail(method: string, ...faults: readonly Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.kill();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.date === '') response.sendDate = false;
    else if (this.date !== undefined) response.setHeader('date', this.date);
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    if (path.startsWith('/response/')) {
      this.responses.push({ path, body: JSON.parse(text) });
      response.writeHead(this.responseStatus).end('ok');
      return;
    }
    const method = path.replace('/api/', '');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const args = Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, parsed(name, value)]));
    this.calls.push({ method, args, token });
    const fault = this.#faults.get(method)?.shift();
    if (token === this.botToken) response.setHeader('x-oauth-scopes', [...this.scopes].join(','));
    if (fault === undefined) return json(response, this.#answer(method, args, token));
    if ('accepted' in fault && fault.accepted) this.#answer(method, args, token);
    await this.#failing(fault, request, response, () => this.#answer(method, args, token));
  }

  async #failing(fault: Fault, request: IncomingMessage, response: ServerResponse, answer: () => Json): Promise<void> {
    switch (fault.kind) {
      case 'rate-limit':
        response.writeHead(429, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
        response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
        return;
      case 'drop':
        request.socket.destroy();
        return;
      case 'status':
        response.writeHead(fault.status).end('a page that is not for bots');
        return;
      case 'error':
        return json(response, { ok: false, error: fault.error });
      case 'page':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the proxy</html>');
        return;
      case 'hang':
        return;
      case 'delay':
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        return json(response, answer());
    }
  }

  #answer(method: string, args: Json, token: string): Json {
    if (method === 'apps.connections.open') {
      if (token !== this.appToken) return { ok: false, error: 'invalid_auth' };
      return { ok: true, url: `${this.origin.replace('http', 'ws')}/link/${randomUUID()}` };
    }
    if (token !== this.botToken) return { ok: false, error: 'invalid_auth' };
    const needed = this.#scopeOf(method, args);
    if (needed !== undefined && !this.scopes.has(needed)) {
      return { ok: false, error: 'missing_scope', needed, provided: [...this.scopes].join() };
    }
    switch (method) {
      case 'auth.test':
        return { ok: true, url: this.workspaceUrl, ...BOT, is_enterprise_install: false };
      case 'users.info': {
        const found = this.users.get(String(args.user));
        if (found === undefined) return { ok: false, error: 'user_not_found' };
        const { locale, ...told } = found;
        return { ok: true, user: args.include_locale === 'true' ? found : told };
      }
      case 'chat.postMessage':
        return this.#post(args);
      case 'chat.postEphemeral':
        return this.#inChannel(args) ?? { ok: true, message_ts: this.#nextTs() };
      case 'chat.update':
        return this.#update(args);
      case 'views.open':
        return this.#useTrigger(String(args.trigger_id)) ?? this.#showView(`V${++this.#issued}`, args.view as Json);
      case 'views.update':
        if (!this.views.has(String(args.view_id))) return { ok: false, error: 'not_found' };
        return this.#showView(String(args.view_id), args.view as Json);
      case 'views.publish':
        return this.#publish(String(args.user_id), args.view as Json);
      case 'conversations.open':
        return this.#openDirect(args);
      case 'conversations.info':
      case 'conversations.join':
      case 'conversations.history':
        return this.#conversation(method, args);
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  #scopeOf(method: string, { channel }: Json): string | undefined {
    const scope = SCOPES[method];
    if (scope !== 'read' && scope !== 'history') return scope;
    const found = this.channels.get(String(channel));
    if (found === undefined || found.hidden) return undefined;
    const kind = found.is_im ? 'im' : found.is_mpim ? 'mpim' : found.is_private ? 'groups' : 'channels';
    return `${kind}:${scope}`;
  }

  #useTrigger(id: string): Json | undefined {
    if (!this.#triggers.has(id)) return { ok: false, error: 'invalid_trigger_id' };
    const until = this.#triggers.get(id);
    if (until === undefined) return { ok: false, error: 'exchanged_trigger_id' };
    this.#triggers.set(id, undefined);
    return Date.now() < until ? undefined : { ok: false, error: 'expired_trigger_id' };
  }

  #showView(id: string, view: Json): Json {
    const problem = view?.type === 'modal' ? problemOfView(view) : 'not a modal';
    if (problem !== undefined) return invalid(problem);
    this.views.set(id, view);
    return { ok: true, view: { ...view, id, team_id: BOT.team_id, state: { values: [] }, root_view_id: id } };
  }

  #publish(user: string, view: Json): Json {
    if (!this.homeEnabled) return { ok: false, error: 'not_enabled' };
    if (!this.users.has(user)) return { ok: false, error: 'invalid_arguments' };
    const problem = view?.type === 'home' ? problemOfView(view) : 'not a home';
    if (problem !== undefined) return invalid(problem);
    this.homes.set(user, view);
    return { ok: true, view: { ...view, id: `VH${user}`, team_id: BOT.team_id, state: { values: {} } } };
  }

  #openDirect(args: Json): Json {
    const id = args.users;
    if (typeof id !== 'string' || id === '') return { ok: false, error: 'users_list_not_supplied' };
    const person = this.users.get(id);
    if (person === undefined) return { ok: false, error: 'user_not_found' };
    if (person.deleted === true) return { ok: false, error: 'user_disabled' };
    const open = [...this.channels.values()].find(({ is_im, user }) => is_im === true && user === id);
    if (open !== undefined) return { ok: true, no_op: true, already_open: true, channel: { id: open.id } };
    const channel = { id: `D${id.slice(1)}`, is_im: true, user: id };
    this.channels.set(channel.id, channel);
    return { ok: true, channel: { id: channel.id } };
  }

  #conversation(method: string, args: Json): Json {
    const channel = this.channels.get(String(args.channel));
    if (channel === undefined || channel.hidden) return { ok: false, error: 'channel_not_found' };
    const { hidden, ...shown } = channel;
    if (method === 'conversations.info') return { ok: true, channel: shown };
    if (method === 'conversations.history') return this.#history(channel.id, args);
    if (channel.is_archived) return { ok: false, error: 'is_archived' };
    if (channel.is_private || channel.is_im) return { ok: false, error: 'method_not_supported_for_channel_type' };
    channel.is_member = true;
    return { ok: true, channel: { ...shown, is_member: true } };
  }

  #history(channel: string, args: Json): Json {
    const [oldest, latest] = [Number(args.oldest ?? 0), Number(args.latest ?? Number.POSITIVE_INFINITY)];
    const all = this.messages
      .filter(({ channel: at, ts }) => at === channel && Number(ts) >= oldest && Number(ts) <= latest)
      .reverse();
    const size = Math.min(this.pageSize, Number(args.limit ?? 100));
    const from = Number(args.cursor ?? 0);
    const withMetadata = args.include_all_metadata === 'true';
    const page = all
      .slice(from, from + size)
      .map(({ metadata, ...message }) => (withMetadata ? { ...message, metadata } : message));
    const more = from + size < all.length;
    return {
      ok: true,
      messages: page,
      has_more: more,
      response_metadata: { next_cursor: more ? String(from + size) : '' },
    };
  }

  #post(args: Json): Json {
    const refused = this.#inChannel(args) ?? content(args);
    if (refused !== undefined) return refused;
    const message = {
      type: 'message',
      ts: this.#nextTs(),
      user: BOT.user_id,
      bot_id: BOT.bot_id,
      team: BOT.team_id,
      ...args,
    };
    const { channel } = args;
    this.messages.push({ ...message, channel: String(channel) });
    return { ok: true, channel, ts: message.ts, message };
  }

  #update(args: Json): Json {
    const refused = this.#inChannel(args) ?? content(args);
    if (refused !== undefined) return refused;
    const message = this.messages.find(({ channel, ts }) => channel === args.channel && ts === args.ts);
    if (message === undefined) return { ok: false, error: 'message_not_found' };
    Object.assign(message, args);
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  }

  #inChannel(args: Json): Json | undefined {
    const channel = this.channels.get(String(args.channel));
    if (channel === undefined || channel.hidden) return { ok: false, error: 'channel_not_found' };
    if (channel.is_archived) return { ok: false, error: 'is_archived' };
    return channel.is_member || channel.is_im ? undefined : { ok: false, error: 'not_in_channel' };
  }

  /** Unique and rising, though the wall clock may stand still between two posts. */
  #nextTs(): string {
    this.#clock = Math.max(this.#clock + 1, Date.now() * 1000);
    return `${Math.floor(this.#clock / 1_000_000)}.${String(this.#clock % 1_000_000).padStart(6, '0')}`;
  }

  #open(request: IncomingMessage, stream: Duplex): void {
    const socket = new FakeSocket(request, stream);
    this.sockets.add(socket);
    stream.on('close', () => this.sockets.delete(socket));
    socket.send({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0001' } });
  }
}

/** A person as users.info tells them. */
export function user(id: string, name: string, fields: Json = {}): Json {
  const profile = { display_name: '', real_name: fields.real_name ?? name };
  return {
    id,
    team_id: BOT.team_id,
    name,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    profile,
    ...fields,
  };
}

/** The server's end of a web socket, as far as Socket Mode goes: short text frames, ping, close (RFC 6455, section 5). */
export class FakeSocket {
  /** Acknowledgements in order of arrival. */
  readonly acks: { readonly envelope_id: string; readonly payload: Json }[] = [];
  readonly #stream: Duplex;
  #received = Buffer.alloc(0);

  constructor(request: IncomingMessage, stream: Duplex) {
    this.#stream = stream;
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.on('error', () => {});
  }

  send(message: Json): void {
    this.#write(0x1, Buffer.from(JSON.stringify(message)));
  }

  /** Sends an envelope (`slash_commands`, `interactive` or `events_api`) and answers its id. */
  deliver(type: string, payload: Json, fields: Json = {}): string {
    const envelope_id = randomUUID();
    this.send({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...fields });
    return envelope_id;
  }

  ackOf(envelope: string): Json | undefined {
    return this.acks.find((ack) => ack.envelope_id === envelope)?.payload;
  }

  kill(): void {
    this.#stream.destroy();
  }

  #write(opcode: number, data: Buffer): void {
    const length =
      data.length < 126 ? Buffer.from([data.length]) : Buffer.from([126, data.length >> 8, data.length & 0xff]);
    this.#stream.write(Buffer.concat([Buffer.from([0x80 | opcode]), length, data]));
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const short = (this.#received[1] ?? 0) & 0x7f;
      const start = short === 126 ? 8 : 6;
      if (this.#received.length < start) return;
      const length = short === 126 ? this.#received.readUInt16BE(2) : short;
      if (this.#received.length < start + length) return;
      const mask = this.#received.subarray(start - 4, start);
      const data = this.#received.subarray(start, start + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
      const opcode = (this.#received[0] ?? 0) & 0x0f;
      this.#received = this.#received.subarray(start + length);
      if (opcode === 0x1) this.acks.push(JSON.parse(Buffer.from(data).toString()));
      if (opcode === 0x9) this.#write(0xa, Buffer.from(data));
      if (opcode === 0x8) {
        this.#write(0x8, Buffer.from(data));
        this.#stream.end();
      }
    }
  }
}

function content(args: Json): Json | undefined {
  const blocks = (args.blocks ?? []) as Json[];
  const problem = problemOf(blocks);
  if (problem !== undefined) return { ...invalid(problem), error: 'invalid_blocks' };
  const text = String(args.text ?? '');
  if (text === '' && blocks.length === 0) return { ok: false, error: 'no_text' };
  return text.length > 40_000 ? { ok: false, error: 'msg_too_long' } : undefined;
}

function invalid(problem: string): Json {
  return { ok: false, error: 'invalid_arguments', response_metadata: { messages: [`[ERROR] ${problem}`] } };
}

function parsed(name: string, value: string): unknown {
  return ['blocks', 'metadata', 'attachments', 'view'].includes(name) ? JSON.parse(value) : value;
}

function json(response: ServerResponse, body: Json): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
