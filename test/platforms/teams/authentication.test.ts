import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTeams } from '../../../src/platforms/teams/index.js';
import { asking } from '../../support/asking.js';
import { BOT_ID, type FakeTeams, ISSUER, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import { MARIA, message, rosterEntry } from '../../support/teams-activities.js';
import { type Bot, configFor, startBot } from './bot.js';

let fake: FakeTeams;
let bot: Bot;
beforeAll(async () => {
  fake = await startFakeTeams();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
});
afterAll(() => fake.close());
beforeEach(async () => {
  fake.requests.length = 0;
  bot = await startBot(fake);
});
afterEach(() => bot.close());

const seconds = () => Math.floor(Date.now() / 1000);
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claims = () => ({ iss: ISSUER, aud: BOT_ID, serviceurl: fake.serviceUrl, exp: seconds() + 600 });

async function nothingRan(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  expect(await response.text()).toBe('');
  expect(bot.heard).toEqual([]);
  expect(bot.writes).toEqual([]);
  expect(fake.of('post')).toEqual([]);
}

test('a message with a good token is answered', async () => {
  const response = await bot.send(message(fake.serviceUrl, 'list'));
  expect(response.status).toBe(200);
  expect(bot.heard.map(({ text }) => text)).toEqual(['list']);
  expect(fake.of('post')).toHaveLength(1);
  expect(fake.of('post')[0]?.authorization).toBe(`Bearer ${fake.outboundToken}`);
});

test('a token that ended two minutes ago still passes: clocks differ', async () => {
  const response = await bot.send(message(fake.serviceUrl, 'list'), await fake.token({ exp: seconds() - 120 }));
  expect(response.status).toBe(200);
});

describe('a token that proves nothing is answered 401 and nothing runs', () => {
  const bad: Record<string, () => Promise<string | null>> = {
    'none at all': async () => null,
    'an empty one': async () => '',
    garbage: async () => 'garbage',
    'three parts of garbage': async () => 'a.b.c',
    'another bot as audience': () => fake.token({ aud: '99999999-9999-4999-8999-999999999999' }),
    'no audience': () => fake.token({ aud: undefined }),
    'ended ten minutes ago': () => fake.token({ exp: seconds() - 600 }),
    'valid only in an hour': () => fake.token({ nbf: seconds() + 3600, exp: seconds() + 7200 }),
    'a foreign issuer': () => fake.token({ iss: 'https://issuer.example' }),
    "the emulator's issuer": () =>
      fake.token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: BOT_ID }),
    'a skill, another bot': () =>
      fake.token({
        iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0',
        ver: '2.0',
        azp: '99999999-9999-4999-8999-999999999999',
      }),
    'another service address': () => fake.token({ serviceurl: 'https://smba.trafficmanager.net/emea/' }),
    'no service address': () => fake.token({ serviceurl: undefined }),
    'a key nobody knows': () => fake.token({}, { key: 'unknown' }),
    'a key not endorsed for Teams': () => fake.token({}, { key: 'unendorsed' }),
    'a broken signature': async () => `${(await fake.token()).split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`,
    'claims changed after signing': async () => {
      const [header, , signature] = (await fake.token()).split('.');
      return `${header}.${encoded({ ...claims(), exp: seconds() + 9999 })}.${signature}`;
    },
    'no algorithm': async () => `${encoded({ alg: 'none', kid: 'good', typ: 'JWT' })}.${encoded(claims())}.`,
    'the public key misused as a shared secret': async () => {
      const signed = `${encoded({ alg: 'HS256', kid: 'good', typ: 'JWT' })}.${encoded(claims())}`;
      const signature = createHmac('sha256', await fake.publicKeyPem())
        .update(signed)
        .digest('base64url');
      return `${signed}.${signature}`;
    },
  };
  test.each(Object.keys(bad))('%s', async (name) => {
    const token = (await bad[name]?.()) ?? null;
    await nothingRan(await bot.send(message(fake.serviceUrl, 'start contoso.com'), token), 401);
  });

  test('another scheme than Bearer', async () => {
    const body = JSON.stringify(message(fake.serviceUrl, 'list'));
    await nothingRan(await bot.raw(body, { authorization: `Basic ${await fake.token()}` }), 401);
  });
});

test('without the keys it is our fault, 500, so that Teams sends again', async () => {
  const dark = await startFakeTeams();
  dark.fault('metadata', { status: 503 }, { status: 503 });
  const other = await startBot(dark);
  const response = await other.send(message(dark.serviceUrl, 'list'));
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('');
  expect(other.heard).toEqual([]);
  await other.close();
  await dark.close();
});

test('while the keys are away, any number of tokens costs one question and one line of the log in ten seconds', async () => {
  const dark = await startFakeTeams();
  dark.members.set(MARIA.id, rosterEntry(MARIA));
  dark.fault('metadata', { status: 503 }, { status: 503 });
  const other = await startBot(dark);
  const errors = () => other.logged().match(/"level":50/g) ?? [];
  const knock = async () =>
    (await other.send(message(dark.serviceUrl, 'list'), await dark.token({}, { key: 'unknown' }))).status;
  for (let count = 0; count < 5; count++) expect(await knock()).toBe(500);
  expect(dark.keyRequests).toBe(1);
  expect(errors()).toHaveLength(1);
  expect(other.logged()).not.toContain('stack');
  other.now += 10_000;
  expect(await knock()).toBe(500);
  expect(dark.keyRequests).toBe(2);
  expect(errors()).toHaveLength(2);
  other.now += 10_000;
  expect((await other.send(message(dark.serviceUrl, 'list'))).status).toBe(200);
  expect(dark.keyRequests).toBe(3);
  await other.close();
  await dark.close();
});

test('no token reaches the log', async () => {
  const token = await fake.token({ aud: 'somebody else' });
  await bot.send(message(fake.serviceUrl, 'list'), token);
  await bot.send(message(fake.serviceUrl, 'list'));
  expect(bot.logged()).toContain('without a trusted token');
  expect(bot.logged()).not.toContain(token.split('.')[2]);
  expect(bot.logged()).not.toContain(fake.outboundToken);
});

describe('what a good token does not cover is refused with 403', () => {
  test('another tenant', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const conversation = { id: 'a:other', conversationType: 'personal', tenantId: other };
    await nothingRan(
      await bot.send(message(fake.serviceUrl, 'list', { conversation, channelData: { tenant: { id: other } } })),
      403,
    );
  });

  test('two tenants at once', async () => {
    await nothingRan(
      await bot.send(message(fake.serviceUrl, 'list', { channelData: { tenant: { id: 'other' } } })),
      403,
    );
  });

  test('no tenant', async () => {
    await nothingRan(
      await bot.send(message(fake.serviceUrl, 'list', { conversation: { id: 'a:1' }, channelData: {} })),
      403,
    );
  });

  test('another channel of the Bot Framework', async () => {
    await nothingRan(await bot.send(message(fake.serviceUrl, 'list', { channelId: 'webchat' })), 403);
    await nothingRan(await bot.send(message(fake.serviceUrl, 'list', { channelId: 'emulator' })), 403);
  });

  test.each([
    'http://169.254.169.254/',
    'https://smba.trafficmanager.net.evil.tld/',
    'https://smba.trafficmanager.net@evil.tld/',
    'http://smba.trafficmanager.net/emea/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'not an address',
  ])('the service address %s', async (serviceUrl) => {
    await nothingRan(await bot.send(message(serviceUrl, 'list')), 403);
  });
});

test('an empty bot id never switches authentication off', () => {
  const start = (more: object) =>
    createTeams({
      config: configFor(fake, more),
      ask: asking(async () => ({ title: '', blocks: [] })),
      channels: { remember: async () => undefined, recall: async () => undefined },
      log: undefined as never,
      now: () => 0,
    });
  expect(() => start({ botId: '' })).toThrow('bot id');
  expect(() => start({ tenantId: '' })).toThrow('tenant');
});

describe('local mode', () => {
  let local: Bot;
  beforeEach(async () => {
    local = await startBot(fake, {
      config: { local: true, botId: '', botPassword: '', tenantId: '', cloud: undefined },
    });
  });
  afterEach(() => local.close());

  test('asks for no token, sends none, and takes everybody for a member', async () => {
    const response = await local.send(
      message(fake.serviceUrl, 'list', { channelData: { tenant: { id: 'any' } }, conversation: { id: 'c' } }),
      null,
    );
    expect(response.status).toBe(200);
    expect(local.heard[0]?.actor).toEqual({
      identity: `teams:any/${MARIA.aadObjectId}`,
      name: 'Maria Diaz',
      member: true,
    });
    expect(fake.of('post')[0]?.authorization).toBeUndefined();
    expect(fake.of('member')).toEqual([]);
  });

  test.each(['http://169.254.169.254/', 'https://smba.trafficmanager.net/emea/', 'http://127.0.0.1.evil.example/'])(
    'talks to nobody but this machine, so not to %s',
    async (serviceUrl) => {
      const response = await local.send(message(serviceUrl, 'list'), null);
      expect(response.status).toBe(403);
      expect(local.heard).toEqual([]);
    },
  );

  /** `fetch` sets Host and Origin itself. */
  const knock = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request(local.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
      sent.once('error', reject).once('response', (response) => resolve(response.resume().statusCode));
      sent.end(JSON.stringify(message(fake.serviceUrl, 'list')));
    });

  test.each(['127.0.0.1:3978', '127.1.2.3', 'localhost:3978', 'LOCALHOST', '[::1]:3978'])('serves %s', async (host) => {
    expect(await knock({ host })).toBe(200);
    expect(local.heard).toHaveLength(1);
  });

  test.each<[string, Record<string, string>]>([
    ['under a name that it made to mean this machine', { host: 'rebind.evil.example:3978' }],
    ['under a name that begins like this machine', { host: '127.0.0.1.evil.example' }],
    ['under a name that is none', { host: 'a b' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from this machine', { origin: 'http://127.0.0.1:8080' }],
    ['from nowhere', { origin: 'null' }],
  ])('refuses a page in a browser %s', async (_name, headers) => {
    expect(await knock(headers)).toBe(403);
    expect(local.heard).toEqual([]);
  });
});

describe('a malformed body is answered with a bare 4xx, before any authentication, and the process lives', () => {
  const sound = () => message(fake.serviceUrl, 'list');
  test.each<[string, () => string, number]>([
    ['an empty object', () => '{}', 400],
    ['an empty array', () => '[]', 400],
    ['a string', () => '"message"', 400],
    ['null', () => 'null', 400],
    ['a number', () => '1e400', 400],
    ['broken JSON', () => '{"type":', 400],
    ['no body', () => '', 400],
    ['no type', () => JSON.stringify({ ...sound(), type: undefined }), 400],
    ['a type that is no text', () => JSON.stringify({ ...sound(), type: { toString: 'x' } }), 400],
    ['no conversation', () => JSON.stringify({ ...sound(), conversation: undefined }), 400],
    ['no sender', () => JSON.stringify({ ...sound(), from: null }), 400],
    ['a text that is no text', () => JSON.stringify({ ...sound(), text: ['list'] }), 400],
    ['100,000 levels', () => '['.repeat(100_000) + ']'.repeat(100_000), 400],
    ['more than 256 KB', () => JSON.stringify({ ...sound(), text: 'x'.repeat(300_000) }), 413],
  ])('%s', async (_name, body, status) => {
    const response = await bot.raw(body(), { authorization: `Bearer ${await fake.token()}` });
    expect(await response.text()).toBe('');
    expect(response.status).toBe(status);
    expect(bot.heard).toEqual([]);
    expect((await bot.send(sound())).status).toBe(200);
  });

  test('another content type', async () => {
    const body = JSON.stringify(sound());
    await nothingRan(
      await bot.raw(body, { 'content-type': 'text/plain', authorization: `Bearer ${await fake.token()}` }),
      415,
    );
    await nothingRan(await bot.raw('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 415);
  });

  test('a small body that unpacks to more than 256 KB', async () => {
    const body = gzipSync(JSON.stringify({ ...sound(), text: 'x'.repeat(5_000_000) }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    await nothingRan(await fetch(bot.url, { method: 'POST', body, headers }), 413);
  });

  test('a trusted sender nests its value 50,000 deep', async () => {
    const body = JSON.stringify(sound()).replace(/\}$/, `,"value":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const response = await bot.raw(body, { authorization: `Bearer ${await fake.token()}` });
    expect(response.status).toBe(200);
    expect(bot.heard).toEqual([]);
  });

  test('names of the prototype are only names', async () => {
    const body = JSON.stringify(sound()).replace(
      '{',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    );
    await bot.raw(body, { authorization: `Bearer ${await fake.token()}` });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

test('a fault of ours is 500 without a word, and the log names it', async () => {
  const failing = await startBot(fake, { answer: async () => Promise.reject(new Error('secret detail')) });
  const response = await failing.send(message(fake.serviceUrl, 'list'));
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('');
  expect(failing.logged()).toMatch(/"reference":"[0-9a-f-]{36}"/);
  await failing.close();
});

test('one token serves many answers, and a new one is fetched before it ends', async () => {
  await bot.send(message(fake.serviceUrl, 'list'));
  await bot.send(message(fake.serviceUrl, 'list'));
  expect(fake.of('token')).toHaveLength(1);
  expect(fake.of('token')[0]?.body).toEqual({
    grant_type: 'client_credentials',
    client_id: BOT_ID,
    client_secret: 'correct horse battery staple',
    scope: `${ISSUER}/.default`,
  });
  bot.now += 3_400_000;
  await bot.send(message(fake.serviceUrl, 'list'));
  expect(fake.of('token')).toHaveLength(2);
});

test('the tenant in an identity is the served one', async () => {
  await bot.send(message(fake.serviceUrl, 'list'));
  expect(bot.heard[0]?.actor.identity).toBe(`teams:${TENANT}/${MARIA.aadObjectId}`);
});
