import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import {
  BOT,
  execute,
  IGOR,
  inChannel,
  MARIA,
  message,
  PERSONAL,
  recordedActivities,
  rosterEntry,
} from '../../support/teams-activities.js';
import { type Bot, startBot } from './bot.js';

let fake: FakeTeams;
let bot: Bot;
beforeAll(async () => {
  fake = await startFakeTeams();
});
afterAll(() => fake.close());
beforeEach(async () => {
  fake.requests.length = 0;
  fake.members.clear();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
  fake.members.set(IGOR.id, rosterEntry(IGOR));
  bot = await startBot(fake);
});
afterEach(() => bot.close());

const maria = `teams:${TENANT}/${MARIA.aadObjectId}`;
const igor = `teams:${TENANT}/${IGOR.aadObjectId}`;
const kept = `teams:${TENANT}/direct/${MARIA.aadObjectId}`;
const found = { kind: 'found', address: `teams:${TENANT}/${PERSONAL}` };
const silent = { kind: 'none', reason: 'has not written to the bot' };

describe('a person alone', () => {
  test('is found in the chat from which she wrote, after a restart too, and can be written to there', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    const restarted = await startBot(fake, { kept: bot.kept });
    fake.requests.length = 0;
    const direct = await restarted.platform.direct(maria);
    expect(direct).toEqual(found);
    const parcel = { destination: found.address, key: 'k1', message: { title: 'M12 is due', blocks: [] } };
    expect(await restarted.platform.deliver(parcel)).toMatchObject({ kind: 'sent' });
    expect(fake.of('post')).toMatchObject([{ conversation: PERSONAL, body: { summary: 'M12 is due' } }]);
    await restarted.close();
  });

  test('is found once she has added the bot, or clicked, without a word', async () => {
    const { text: _text, ...rest } = message(fake.serviceUrl, '');
    await bot.send({ ...rest, type: 'installationUpdate', action: 'add' });
    expect(await bot.platform.direct(maria)).toEqual(found);
    const conversation = { id: 'a:igors-chat', conversationType: 'personal', tenantId: TENANT };
    await bot.send({ ...execute(fake.serviceUrl, { run: 'list' }), from: IGOR, conversation });
    expect(await bot.platform.direct(igor)).toEqual({ kind: 'found', address: `teams:${TENANT}/a:igors-chat` });
  });

  test('is found in her newest chat', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    const conversation = { id: 'a:another-chat', conversationType: 'personal', tenantId: TENANT };
    await bot.send(message(fake.serviceUrl, 'list', { conversation }));
    expect(await bot.platform.direct(maria)).toEqual({ kind: 'found', address: `teams:${TENANT}/a:another-chat` });
  });

  test("is found with Microsoft's local client, which knows no members", async () => {
    const local = await startBot(fake, { config: { local: true, botId: '', tenantId: '', cloud: undefined } });
    const [added] = recordedActivities();
    await local.send({ ...added, serviceUrl: fake.serviceUrl }, null);
    const tenant = '00000000-0000-0000-0000-0000000000001';
    expect(await local.platform.direct(`teams:${tenant}/00000000-0000-0000-0000-0000000000020`)).toEqual({
      kind: 'found',
      address: `teams:${tenant}/c8ecce07-faa3-4cc4-b471-e9b5d2fb3f0f`,
    });
    expect(fake.of('member')).toEqual([]);
    await local.close();
  });
});

describe('whose chat it is', () => {
  test('is kept beside the reference, and written again only when it changed', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(bot.writes).toEqual([found.address, kept]);
    expect(JSON.parse(bot.kept.get(kept) ?? '')).toEqual({ conversation: PERSONAL, user: MARIA.id });
    const restarted = await startBot(fake, { kept: bot.kept });
    await restarted.send(message(fake.serviceUrl, 'list'));
    expect(restarted.writes).toEqual([]);
    await restarted.send(message(fake.serviceUrl, 'list', { from: { ...MARIA, id: '29:maria-again' } }));
    expect(restarted.writes).toEqual([kept]);
    await restarted.close();
  });

  test.each<[string, object]>([
    ['a channel', inChannel()],
    ['a group chat', { conversation: { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: TENANT } }],
    ['a chat of no kind', { conversation: { id: PERSONAL, tenantId: TENANT } }],
    ['a sender without object id', { from: { id: MARIA.id, name: MARIA.name } }],
    ['a bot', { from: { ...MARIA, role: 'bot' } }],
    ['Ferry itself', { from: { ...MARIA, id: BOT.id } }],
  ])('is not taken from %s', async (_name, more) => {
    await bot.send(message(fake.serviceUrl, 'list', { ...more }));
    expect([...bot.kept.keys()].filter((address) => address.includes('/direct/'))).toEqual([]);
    expect(await bot.platform.direct(maria)).toEqual(silent);
  });

  test('is no place to post to', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    fake.requests.length = 0;
    const parcel = { destination: kept, key: 'k1', message: { title: 'M12 is due', blocks: [] } };
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'stop' });
    expect(fake.requests).toEqual([]);
  });
});

describe('nobody is written to', () => {
  beforeEach(async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    bot.now += 60_000;
    fake.requests.length = 0;
  });

  test('who has not written to the bot', async () => {
    expect(await bot.platform.direct(igor)).toEqual(silent);
    expect(fake.requests).toEqual([]);
  });

  test.each([`teams:another-tenant/${MARIA.aadObjectId}`, 'slack:T0001/U0001', `teams:${TENANT}/`, 'teams:', ''])(
    'as %j',
    async (identity) => {
      expect(await bot.platform.direct(identity)).toEqual({ kind: 'none', reason: 'not of this tenant' });
      expect(fake.requests).toEqual([]);
    },
  );

  test.each<[string, string, () => void]>([
    [
      'who has become a guest',
      'not a member',
      () => fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' })),
    ],
    ['whom the roster takes for another', 'not a member', () => fake.members.set(MARIA.id, rosterEntry(IGOR))],
    ['who has left', '404 MemberNotFoundInConversation', () => fake.members.delete(MARIA.id)],
    ['while Teams fails', '503 ServiceError', () => fake.fault('member', { status: 503 })],
    ['while the connection breaks', 'UND_ERR_SOCKET', () => fake.fault('member', 'drop')],
  ])('%s: what Ferry posts names customers', async (_name, reason, arrange) => {
    arrange();
    expect(await bot.platform.direct(maria)).toEqual({ kind: 'none', reason });
    expect(fake.of('post')).toEqual([]);
  });

  test.each(['null', '{"nonsense":true}', '{"conversation":"a:nowhere","user":"29:maria"}', 'no JSON at all'])(
    'when the store has %s',
    async (record) => {
      bot.kept.set(kept, record);
      expect(await bot.platform.direct(maria)).toMatchObject({ kind: 'none' });
    },
  );
});
