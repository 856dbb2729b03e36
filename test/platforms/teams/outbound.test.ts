import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome, Parcel } from '../../../src/messages/platform.js';
import { type FakeTeams, type Fault, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import { BOT, CHANNEL, inChannel, MARIA, message, rosterEntry } from '../../support/teams-activities.js';
import { type Bot, startBot } from './bot.js';

let fake: FakeTeams;
let bot: Bot;
beforeAll(async () => {
  fake = await startFakeTeams();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
});
afterAll(() => fake.close());
beforeEach(async () => {
  bot = await startBot(fake, { requestTimeoutMs: 300 });
  keep();
  fake.requests.length = 0;
});
afterEach(() => bot.close());

const destination = `teams:${TENANT}/${CHANNEL}`;
const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  destination,
  key: 'k1',
  message: { title: 'M12', blocks: [{ kind: 'text', text: 'Provision by 31 January' }] },
  ...more,
});

function keep(serviceUrl = fake.serviceUrl): void {
  const conversation = { id: CHANNEL, conversationType: 'channel', tenantId: TENANT, isGroup: true };
  bot.kept.set(destination, JSON.stringify({ serviceUrl, bot: BOT, conversation }));
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('deliver', () => {
  test('posts one card to the channel and answers with where it stands', async () => {
    expect(await bot.platform.deliver(parcel())).toEqual({ kind: 'sent', reference: `${CHANNEL} post-1` });
    expect(fake.of('post')).toMatchObject([
      {
        conversation: CHANNEL,
        authorization: `Bearer ${fake.outboundToken}`,
        body: { type: 'message', from: BOT, summary: 'M12\nProvision by 31 January' },
      },
    ]);
    expect(fake.of('post')[0]?.body).not.toHaveProperty('text');
    expect(fake.of('post')[0]?.path).toBe(`/emea/v3/conversations/${encodeURIComponent(CHANNEL)}/activities`);
  });

  test('works after a restart, from what the first activity left in the store', async () => {
    const kept = new Map<string, string>();
    const before = await startBot(fake, { kept });
    await before.send(message(fake.serviceUrl, 'list', inChannel()));
    await before.close();
    fake.requests.length = 0;
    const after = await startBot(fake, { kept });
    expect(await after.platform.deliver(parcel())).toMatchObject({ kind: 'sent' });
    expect(fake.of('post')[0]?.conversation).toBe(CHANNEL);
    await after.close();
  });

  test('without a reference the channel stops', async () => {
    bot.kept.clear();
    expect(await bot.platform.deliver(parcel())).toMatchObject({ kind: 'stop' });
    bot.kept.set(destination, JSON.stringify({ nonsense: true }));
    expect(await bot.platform.deliver(parcel())).toMatchObject({ kind: 'stop' });
    expect(await bot.platform.deliver(parcel({ destination: 'slack:T1/C1' }))).toMatchObject({ kind: 'stop' });
    expect(fake.requests).toEqual([]);
  });

  test.each(['http://169.254.169.254/', 'https://smba.trafficmanager.net.evil.tld/'])(
    'no token goes to %s, though the store names it',
    async (serviceUrl) => {
      keep(serviceUrl);
      expect(await bot.platform.deliver(parcel())).toEqual({ kind: 'stop', reason: 'service address not allowed' });
      expect(fake.requests).toEqual([]);
    },
  );

  test.each<[Fault, Outcome]>([
    [
      { status: 429, retryAfter: '7' },
      { kind: 'not-sent', reason: '429 ServiceError', retryAfterMs: 7000 },
    ],
    [
      { status: 429, retryAfter: 'Fri, 20 Nov 2026 09:00:30 GMT' },
      { kind: 'not-sent', reason: '429 ServiceError', retryAfterMs: 30_000 },
    ],
    [{ status: 429 }, { kind: 'not-sent', reason: '429 ServiceError' }],
    [{ status: 401 }, { kind: 'not-sent', reason: '401 ServiceError' }],
    [{ status: 409 }, { kind: 'not-sent', reason: '409 ServiceError' }],
    [{ status: 302 }, { kind: 'not-sent', reason: '302 ServiceError' }],
    [
      { status: 403, code: 'BotDisabledByAdmin' },
      { kind: 'stop', reason: '403 BotDisabledByAdmin' },
    ],
    [
      { status: 403, code: 'BotNotInConversationRoster' },
      { kind: 'stop', reason: '403 BotNotInConversationRoster' },
    ],
    [
      { status: 403, code: 'ConversationBlockedByUser' },
      { kind: 'stop', reason: '403 ConversationBlockedByUser' },
    ],
    [
      { status: 404, code: 'ConversationNotFound' },
      { kind: 'stop', reason: '404 ConversationNotFound' },
    ],
    [{ status: 408 }, { kind: 'unknown', reason: '408 ServiceError' }],
    [{ status: 412 }, { kind: 'unknown', reason: '412 ServiceError' }],
    [{ status: 500 }, { kind: 'unknown', reason: '500 ServiceError' }],
    [
      { status: 502, body: '<html>' },
      { kind: 'unknown', reason: '502' },
    ],
    [{ status: 503 }, { kind: 'unknown', reason: '503 ServiceError' }],
    [{ status: 504 }, { kind: 'unknown', reason: '504 ServiceError' }],
    ['drop', { kind: 'unknown', reason: 'UND_ERR_SOCKET' }],
    ['hang', { kind: 'unknown', reason: 'TimeoutError' }],
    [
      { status: 201, body: 'no JSON' },
      { kind: 'sent', reference: `${CHANNEL} ` },
    ],
  ])('%j is one request', async (fault, outcome) => {
    fake.fault('post', fault);
    expect(await bot.platform.deliver(parcel())).toEqual(outcome);
    expect(fake.of('post')).toHaveLength(1);
  });

  test.each([400, 413])('a card refused with %i goes out once more, as plain text', async (status) => {
    fake.fault('post', { status });
    expect(await bot.platform.deliver(parcel())).toMatchObject({ kind: 'sent' });
    expect(fake.of('post').map(({ body }) => body.text)).toEqual([undefined, 'M12\nProvision by 31 January']);
    expect(fake.of('post')[1]?.body).not.toHaveProperty('attachments');
  });

  test('refused as plain text too it is not sent', async () => {
    fake.fault('post', { status: 400 }, { status: 400, code: 'BadSyntax' });
    expect(await bot.platform.deliver(parcel())).toEqual({ kind: 'not-sent', reason: '400 BadSyntax' });
    expect(fake.of('post')).toHaveLength(2);
  });

  test('a message too large for one card goes out whole, as plain text', async () => {
    const text = 'Provision by 31 January. '.repeat(1200);
    await bot.platform.deliver(parcel({ message: { title: 'M12', blocks: [{ kind: 'text', text }] } }));
    expect(fake.of('post').map(({ body }) => body.text)).toEqual([`M12\n${text}`]);
  });

  test('a long card is announced by its title, so that both stay below the limit', async () => {
    const text = 'Provision by 31 January. '.repeat(200);
    await bot.platform.deliver(parcel({ message: { title: 'M12', blocks: [{ kind: 'text', text }] } }));
    expect(fake.of('post')[0]?.body).toMatchObject({ summary: 'M12', attachments: [{}] });
    expect(JSON.stringify(fake.of('post')[0]?.body)).toContain(text);
  });

  test('a message too large for Teams is not cut', async () => {
    const blocks = [{ kind: 'text' as const, text: 'x'.repeat(100_000) }];
    expect(await bot.platform.deliver(parcel({ message: { title: 'M12', blocks } }))).toMatchObject({
      kind: 'not-sent',
    });
    expect(fake.of('post')).toEqual([]);
  });

  test('without a token nothing is sent', async () => {
    fake.fault('token', { status: 401, body: '{"error":"invalid_client"}' });
    expect(await bot.platform.deliver(parcel())).toEqual({
      kind: 'not-sent',
      reason: 'no token: login_401',
    });
    expect(fake.of('post')).toEqual([]);
    expect(await bot.platform.deliver(parcel())).toMatchObject({ kind: 'sent' });
  });

  test('a refused token is asked for anew', async () => {
    fake.fault('post', { status: 401 });
    await bot.platform.deliver(parcel());
    await bot.platform.deliver(parcel());
    expect(fake.of('token')).toHaveLength(2);
  });

  test('neither the token nor the password follows a redirect', async () => {
    const elsewhere = await startFakeTeams();
    fake.fault('token', { status: 307, location: `${elsewhere.url}/login/oauth2/v2.0/token` });
    expect(await bot.platform.deliver(parcel())).toMatchObject({ kind: 'not-sent' });
    fake.fault('post', { status: 307, location: `${elsewhere.serviceUrl}v3/conversations/x/activities` });
    expect(await bot.platform.deliver(parcel())).toEqual({ kind: 'not-sent', reason: '307 ServiceError' });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  test('nobody listening is not sent', async () => {
    const port = await closedPort();
    const cloud = {
      openIdMetadataUrl: `${fake.url}/openid`,
      tokenIssuer: 'x',
      loginUrl: `${fake.url}/login`,
      serviceHosts: [`127.0.0.1:${port}`],
    };
    const other = await startBot(fake, { config: { cloud }, kept: bot.kept });
    keep(`http://127.0.0.1:${port}/`);
    expect(await other.platform.deliver(parcel())).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
    await other.close();
  });
});

describe('update', () => {
  const post = `${CHANNEL} post-9`;

  test('replaces the card where it stands', async () => {
    expect(await bot.platform.update(post, parcel())).toEqual({ kind: 'sent', reference: post });
    expect(fake.of('put')).toMatchObject([
      { conversation: CHANNEL, id: 'post-9', body: { id: 'post-9', type: 'message' } },
    ]);
    expect(fake.of('post')).toEqual([]);
  });

  test('replaces it in its old channel after the migration moved to another', async () => {
    await bot.platform.update(post, parcel({ destination: `teams:${TENANT}/19:elsewhere@thread.tacv2` }));
    expect(fake.of('put')[0]?.conversation).toBe(CHANNEL);
  });

  test.each<[Fault, Outcome['kind']]>([
    [{ status: 404 }, 'gone'],
    [{ status: 403, code: 'BotNotInConversationRoster' }, 'stop'],
    [{ status: 429, retryAfter: '1' }, 'not-sent'],
    [{ status: 503 }, 'unknown'],
    ['drop', 'unknown'],
  ])('%j is one request', async (fault, kind) => {
    fake.fault('put', fault);
    expect(await bot.platform.update(post, parcel())).toMatchObject({ kind });
    expect(fake.of('put')).toHaveLength(1);
  });

  test('a post whose id got lost is gone', async () => {
    expect(await bot.platform.update(`${CHANNEL} `, parcel())).toMatchObject({ kind: 'gone' });
    expect(fake.requests).toEqual([]);
  });

  test('a refused card is replaced by plain text', async () => {
    fake.fault('put', { status: 413 });
    expect(await bot.platform.update(post, parcel())).toEqual({ kind: 'sent', reference: post });
    expect(fake.of('put')).toHaveLength(2);
  });
});

test('a channel can never be read back', async () => {
  expect(await bot.platform.find(parcel(), 0)).toEqual({ kind: 'never' });
  expect(fake.requests).toEqual([]);
});
