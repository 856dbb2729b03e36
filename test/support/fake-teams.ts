import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { problemsOfActivity } from './teams-answers.js';

export const BOT_ID = '11111111-1111-4111-8111-111111111111';
export const BOT_PASSWORD = 'correct horse battery staple';
export const TENANT = '22222222-2222-4222-8222-222222222222';
export const ISSUER = 'https://api.botframework.test';

/** What a route answers instead of its own answer; taken from the front of its queue, one per request. */
export type Fault =
  | { status: number; code?: string; retryAfter?: string; location?: string; body?: string }
  /** The request is recorded, as if accepted, and the connection cut. */
  | 'drop'
  /** The request is recorded and never answered. */
  | 'hang';

/** `aside`: a post that one person alone sees. */
export type Route = 'post' | 'aside' | 'typing' | 'put' | 'member' | 'token' | 'metadata';

export interface Recorded {
  route: Route;
  /** Still percent-encoded. */
  path: string;
  conversation: string;
  /** The activity or the member that the path names. */
  id: string;
  authorization: string | undefined;
  contentType: string | undefined;
  body: Record<string, unknown>;
}

export interface FakeTeams {
  readonly url: string;
  /** What activities name as their serviceUrl. */
  readonly serviceUrl: string;
  readonly host: string;
  /** Everything received but questions for the keys, oldest first. */
  readonly requests: Recorded[];
  /** Members by user id (`29:…`); others are answered 404. */
  readonly members: Map<string, Record<string, unknown>>;
  /** What Teams would not take, or not show, of all that it was given; `close` rejects with it. */
  readonly complaints: string[];
  /** The token that the login endpoint gives out. */
  readonly outboundToken: string;
  /** What a whole process needs to take this for Microsoft's cloud. */
  env(): Record<string, string>;
  /** The `Date` of every answer; undefined: this machine's, empty: none. */
  date: string | undefined;
  /** The `Age` of every answer, as a cache on the way adds it. */
  age: string | undefined;
  /** How often the keys were asked for. */
  readonly keyRequests: number;
  of(route: Route): Recorded[];
  fault(route: Route, ...faults: Fault[]): void;
  /** Also a key that the key document names without endorsement of Teams (`unendorsed`), or not at all (`unknown`). */
  token(claims?: Record<string, unknown>, options?: { key?: 'good' | 'unendorsed' | 'unknown' }): Promise<string>;
  /** The modulus of the good key as PEM, for tokens that misuse it as a shared secret. */
  publicKeyPem(): Promise<string>;
  /** Cuts every connection, those that hang too. */
  cut(): void;
  close(): Promise<void>;
}

/** Microsoft's side of Teams on a loopback port: keys, login, connector. Tokens are signed when the test asks for them. */
export async function startFakeTeams(): Promise<FakeTeams> {
  const keys = {
    good: await generateKeyPair('RS256', { extractable: true }),
    unendorsed: await generateKeyPair('RS256', { extractable: true }),
    unknown: await generateKeyPair('RS256', { extractable: true }),
  };
  const jwks = {
    keys: [
      { ...(await exportJWK(keys.good.publicKey)), kid: 'good', alg: 'RS256', use: 'sig', endorsements: ['msteams'] },
      {
        ...(await exportJWK(keys.unendorsed.publicKey)),
        kid: 'unendorsed',
        alg: 'RS256',
        use: 'sig',
        endorsements: ['webchat'],
      },
    ],
  };
  const outboundToken = 'outbound-token';
  const requests: Recorded[] = [];
  const members = new Map<string, Record<string, unknown>>();
  const faults = new Map<Route, Fault[]>();
  const complaints: string[] = [];
  let posted = 0;
  let keyRequests = 0;

  const server = createServer(async (request, response) => {
    if (fake.date === '') response.sendDate = false;
    else if (fake.date !== undefined) response.setHeader('date', fake.date);
    if (fake.age !== undefined) response.setHeader('age', fake.age);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/keys') return json(response, 200, jwks);
    const recorded = await read(request, url);
    if (!recorded) return json(response, 404, { error: { code: 'ServiceError' } });
    if (recorded.route === 'metadata') keyRequests += 1;
    else requests.push(recorded);
    const { route, body } = recorded;
    const isAside = route === 'aside';
    if (isAside || route === 'post' || route === 'put') complaints.push(...problemsOfActivity(body, isAside));
    const fault = faults.get(route)?.shift();
    if (fault === 'drop') return request.socket.destroy();
    if (fault === 'hang') return;
    if (fault) return answerFault(response, fault);
    switch (route) {
      case 'metadata':
        return json(response, 200, { issuer: ISSUER, jwks_uri: `${base()}/keys` });
      case 'token':
        return json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: outboundToken });
      case 'typing':
        return json(response, 202, {});
      case 'aside':
      case 'post':
        if (isAside && !hasRecipient(body)) return json(response, 400, { error: { code: 'BadArgument' } });
        posted += 1;
        return json(response, 201, { id: `post-${posted}` });
      case 'put':
        return json(response, 200, { id: recorded.id });
      case 'member': {
        // Teams finds somebody by her object id as well.
        const byObjectId = [...members.values()].find(({ aadObjectId }) => aadObjectId === recorded.id);
        const member = members.get(recorded.id) ?? byObjectId;
        return member
          ? json(response, 200, member)
          : json(response, 404, { error: { code: 'MemberNotFoundInConversation' } });
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const base = () => `http://${host}`;
  const serviceUrl = `http://${host}/emea/`;

  const fake: FakeTeams = {
    url: base(),
    serviceUrl,
    host,
    requests,
    get keyRequests() {
      return keyRequests;
    },
    date: undefined,
    age: undefined,
    members,
    complaints,
    outboundToken,
    env: () => ({
      BOT_ID,
      BOT_PASSWORD,
      BOT_TYPE: 'SingleTenant',
      BOT_TENANT_ID: TENANT,
      BOT_OPENID_METADATA_URL: `${base()}/openid`,
      BOT_TOKEN_ISSUER: ISSUER,
      BOT_LOGIN_URL: `${base()}/login`,
      BOT_SERVICE_HOSTS: host,
    }),
    of: (route) => requests.filter((recorded) => recorded.route === route),
    fault: (route, ...more) => faults.set(route, [...(faults.get(route) ?? []), ...more]),
    token: async (claims = {}, { key = 'good' } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: ISSUER, aud: BOT_ID, serviceurl: serviceUrl, nbf: now - 60, exp: now + 600, ...claims };
      return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: key, typ: 'JWT' }).sign(keys[key].privateKey);
    },
    publicKeyPem: async () => (await import('jose')).exportSPKI(keys.good.publicKey),
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (complaints.length > 0) throw new Error(`Teams would not take this:\n${complaints.join('\n')}`);
    },
  };
  return fake;
}

const ACTIVITIES = /^\/emea\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const MEMBERS = /^\/emea\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/;

function hasRecipient({ recipient }: Record<string, unknown>): boolean {
  return typeof recipient === 'object' && recipient !== null && 'id' in recipient && typeof recipient.id === 'string';
}

async function read(request: IncomingMessage, { pathname: path, search }: URL): Promise<Recorded | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const contentType = request.headers['content-type'];
  const route = (name: Route, match?: RegExpExecArray | null): Recorded => ({
    route: name,
    path,
    conversation: decodeURIComponent(match?.[1] ?? ''),
    id: decodeURIComponent(match?.[2] ?? ''),
    authorization: request.headers.authorization,
    contentType,
    body: !text
      ? {}
      : contentType?.startsWith('application/json')
        ? JSON.parse(text)
        : Object.fromEntries(new URLSearchParams(text)),
  });
  if (path === '/openid') return route('metadata');
  if (path === '/login/oauth2/v2.0/token' && request.method === 'POST') return route('token');
  const activities = ACTIVITIES.exec(path);
  if (activities && request.method === 'POST' && !activities[2]) {
    const post = route('post', activities);
    const typed = post.body.type === 'typing' ? 'typing' : 'post';
    return { ...post, route: search === '?isTargetedActivity=true' ? 'aside' : typed };
  }
  if (activities && request.method === 'PUT' && activities[2]) return route('put', activities);
  const roster = MEMBERS.exec(path);
  if (roster && request.method === 'GET') return route('member', roster);
  return undefined;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerFault(response: ServerResponse, fault: Exclude<Fault, string>): void {
  response.writeHead(fault.status, {
    'content-type': 'application/json',
    ...(fault.retryAfter ? { 'retry-after': fault.retryAfter } : {}),
    ...(fault.location ? { location: fault.location } : {}),
  });
  response.end(
    fault.body ?? JSON.stringify({ error: { code: fault.code ?? 'ServiceError', message: 'a fault of the test' } }),
  );
}
