import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

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
  /** The bot scopes that were granted: those of the manifest. Of the methods, only `conversations.open` looks at them. */
  readonly scopes = new Set<string>(MANIFEST.oauth_config.scopes.bot);
  /** The `Date` of every answer; undefined: this machine's, empty: none. */
  date: string | undefined;
  /** The status that a response_url answers. */
  responseStatus = 200;
  /** Messages on a page of history, at most. */
  pageSize = 100;
  readonly #faults = new Map<string, Fault[]>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #clock = 0;

  private constructor() {
    this.#server.on('upgrade', (request, socket) => this.#open(request, socket));
  }

  static async start(): Promise<FakeSlack> {
    const slack = new FakeSlack();
    slack.users.set('U0001', user('U0001', 'maria', { real_name: 'Maria Silva', locale: 'pt-BR' }));
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
    switch (method) {
      case 'auth.test':
        return { ok: true, url: 'https://contoso.slack.com/', ...BOT, is_enterprise_install: false };
      case 'users.info': {
        const found = this.users.get(String(args.user));
        return found === undefined ? { ok: false, error: 'user_not_found' } : { ok: true, user: found };
      }
      case 'chat.postMessage':
        return this.#post(args);
      case 'chat.postEphemeral':
        return this.#inChannel(args) ?? { ok: true, message_ts: this.#nextTs() };
      case 'chat.update':
        return this.#update(args);
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

  #openDirect(args: Json): Json {
    if (!this.scopes.has('im:write')) {
      return { ok: false, error: 'missing_scope', needed: 'im:write', provided: [...this.scopes].join() };
    }
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

/** What Slack would refuse in blocks, by the limits of its reference; undefined when there is nothing. */
export function problemOf(blocks: readonly Json[]): string | undefined {
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined);
  if (blocks.length > 50) return 'more than 50 blocks';
  if (new Set(ids).size < ids.length || ids.some((id) => String(id).length > 255)) return 'block_id';
  if (JSON.stringify(blocks).length > 13_200) return 'too long in all';
  return blocks.map(problemOfBlock).find((problem) => problem !== undefined);
}

function problemOfBlock(block: Json): string | undefined {
  switch (block.type) {
    case 'header':
      return textProblem(block.text, 150, ['plain_text']);
    case 'section': {
      const fields = block.fields as Json[] | undefined;
      if (fields === undefined) return textProblem(block.text, 3000);
      if (fields.length < 1 || fields.length > 10) return 'fields';
      return fields.map((field) => textProblem(field, 2000)).find(Boolean);
    }
    case 'context': {
      const elements = block.elements as Json[];
      if (elements.length < 1 || elements.length > 10) return 'context elements';
      return elements.map((element) => textProblem(element, 2000)).find(Boolean);
    }
    case 'actions': {
      const elements = block.elements as Json[];
      if (elements.length < 1 || elements.length > 25) return 'actions elements';
      if (new Set(elements.map((element) => element.action_id)).size < elements.length) return 'action_id';
      return elements.map(buttonProblem).find(Boolean);
    }
    case 'rich_text': {
      const elements = block.elements as { type: string; elements: { text: string }[] }[];
      const texts = elements.flatMap((element) => element.elements.map(({ text }) => text));
      return texts.every((text) => text.length > 0 && text.length <= 3000) ? undefined : 'rich text';
    }
    default:
      return `type ${block.type}`;
  }
}

function buttonProblem(button: Json): string | undefined {
  if (String(button.value).length > 2000) return 'button value';
  if (!['undefined', 'primary', 'danger'].includes(String(button.style))) return 'button style';
  return textProblem(button.text, 75, ['plain_text']);
}

function textProblem(
  object: unknown,
  limit: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): string | undefined {
  const { type, text, emoji } = (object ?? {}) as { type?: string; text?: string; emoji?: boolean };
  if (type === undefined || !types.includes(type)) return `text type ${type}`;
  if (type === 'mrkdwn' && emoji !== undefined) return 'emoji in mrkdwn';
  return text !== undefined && text.length > 0 && text.length <= limit
    ? undefined
    : `text of ${text?.length} where ${limit} fit`;
}

function content(args: Json): Json | undefined {
  const blocks = (args.blocks ?? []) as Json[];
  const problem = problemOf(blocks);
  if (problem !== undefined)
    return { ok: false, error: 'invalid_blocks', response_metadata: { messages: [`[ERROR] ${problem}`] } };
  const text = String(args.text ?? '');
  if (text === '' && blocks.length === 0) return { ok: false, error: 'no_text' };
  return text.length > 40_000 ? { ok: false, error: 'msg_too_long' } : undefined;
}

function parsed(name: string, value: string): unknown {
  return ['blocks', 'metadata', 'attachments'].includes(name) ? JSON.parse(value) : value;
}

function json(response: ServerResponse, body: Json): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
