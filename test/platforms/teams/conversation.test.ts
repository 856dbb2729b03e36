import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import {
  BOT,
  CHANNEL,
  execute,
  IGOR,
  inChannel,
  MARIA,
  mention,
  message,
  PERSONAL,
  recordedActivities,
  rosterEntry,
  submit,
  TEAM,
} from '../../support/teams-activities.js';
import { type Bot, startBot, WORDS } from './bot.js';

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

const texts = () => fake.of('post').map(({ body }) => body.text ?? body.summary);

test('the eight activities of the local client: two are messages; three conversations are remembered, and whose one of them is', async () => {
  const local = await startBot(fake, { config: { local: true, botId: '', tenantId: '', cloud: undefined } });
  for (const activity of recordedActivities()) {
    const response = await local.send({ ...activity, serviceUrl: fake.serviceUrl }, null);
    expect(response.status).toBe(200);
  }
  expect(local.heard.map(({ text, channel }) => ({ text, channel }))).toEqual([
    { text: 'ping', channel: 'teams:00000000-0000-0000-0000-0000000000001/e6db7ace-d271-4ec3-a660-3cd95f35f8a0' },
    { text: '/incident disk full', channel: 'teams:00000000-0000-0000-0000-0000000000001/team-id' },
  ]);
  expect([...local.kept.keys()].filter((address) => !address.includes('/direct/'))).toHaveLength(3);
  expect(local.kept.size).toBe(4);
  expect(fake.of('post').map(({ conversation }) => conversation)).toEqual([
    'e6db7ace-d271-4ec3-a660-3cd95f35f8a0',
    'team-id;messageid=1795200056231',
  ]);
  await local.close();
});

test('an invocation says who, where, in which language, and by which delivery', async () => {
  await bot.send(message(fake.serviceUrl, '/csp start contoso.com', { id: 'f:1' }));
  expect(bot.heard).toMatchObject([
    {
      text: '/csp start contoso.com',
      actor: { identity: `teams:${TENANT}/${MARIA.aadObjectId}`, name: 'Maria Diaz', member: true },
      channel: `teams:${TENANT}/${PERSONAL}`,
      locale: 'en-GB',
      once: `teams:${PERSONAL}:f:1`,
      named: [],
      rows: 20,
    },
  ]);
  expect(await bot.heard[0]?.reach()).toBe('ok');
});

test('the command is understood with its slash, and without it as a menu of Teams puts it there', async () => {
  for (const text of ['csp list', 'CSP', '/csp list', 'cspx']) await bot.send(message(fake.serviceUrl, text));
  expect(bot.heard.map(({ text }) => text)).toEqual(['/csp list', '/csp', '/csp list', 'cspx']);
});

test('in a channel the answer goes into the thread, and the address is the channel', async () => {
  const said = { ...inChannel(), entities: [mention(BOT)] };
  await bot.send(message(fake.serviceUrl, '<at>Ferry</at>&nbsp;list', said));
  expect(bot.heard[0]).toMatchObject({ text: 'list', channel: `teams:${TENANT}/${CHANNEL}` });
  expect(fake.of('aside')[0]?.conversation).toBe(`${CHANNEL};messageid=1795200056231`);
  expect(fake.of('member')[0]?.conversation).toBe(TEAM);
});

test('the answer is a card with its words as summary, and no text beside it', async () => {
  await bot.send(message(fake.serviceUrl, 'list'));
  const body = fake.of('post')[0]?.body;
  expect(body).toMatchObject({ type: 'message', from: BOT, summary: 'heard list' });
  expect(body).not.toHaveProperty('text');
  expect(body?.attachments).toMatchObject([{ contentType: 'application/vnd.microsoft.card.adaptive' }]);
});

describe('whether Ferry may post where it was asked', () => {
  test.each<[string, unknown, string]>([
    ['a shared channel is closed: other organisations read it', { id: CHANNEL, type: 'shared' }, 'closed'],
    ['so it is however it is written', { id: CHANNEL, type: 'Shared' }, 'closed'],
    ['a standard channel is open', { id: CHANNEL, type: 'standard' }, 'ok'],
    ['a channel without a type is open', { id: CHANNEL }, 'ok'],
    ['a channel of another shape is open', 'shared', 'ok'],
    ['a type of another shape is open', { id: CHANNEL, type: ['shared'] }, 'ok'],
  ])('%s', async (_name, channel, reach) => {
    const said = inChannel();
    await bot.send(
      message(fake.serviceUrl, 'post here', { ...said, channelData: { ...(said.channelData as object), channel } }),
    );
    expect(await bot.heard[0]?.reach()).toBe(reach);
  });
});

describe('people named in a message', () => {
  test('the object id comes with the mention', async () => {
    await bot.send(
      message(fake.serviceUrl, '<at>Ferry</at> assign M12 <at>Igor Petrov</at>', {
        entities: [mention(BOT), mention(IGOR)],
      }),
    );
    expect(bot.heard[0]).toMatchObject({
      text: 'assign M12 @Igor Petrov',
      named: [{ as: '@Igor Petrov', name: 'Igor Petrov', identities: [`teams:${TENANT}/${IGOR.aadObjectId}`] }],
    });
  });

  test('or from the roster', async () => {
    const { aadObjectId: _id, ...igor } = IGOR;
    await bot.send(message(fake.serviceUrl, 'assign M12 <at>Igor Petrov</at>', { entities: [mention(igor)] }));
    expect(bot.heard[0]?.named[0]?.identities).toEqual([`teams:${TENANT}/${IGOR.aadObjectId}`]);
  });

  test('somebody whom the roster does not know has no identity', async () => {
    await bot.send(
      message(fake.serviceUrl, 'assign M12 <at>Nobody</at>', {
        entities: [mention({ id: '29:nobody', name: 'Nobody' })],
      }),
    );
    expect(bot.heard[0]).toMatchObject({ text: 'assign M12 @Nobody', named: [{ as: '@Nobody', identities: [] }] });
  });
});

describe('who is a member', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['a user of the tenant', {}, true],
    ['a guest', { userRole: 'guest' }, false],
    ['somebody anonymous', { userRole: 'anonymous' }, false],
    ['somebody of another tenant in a shared channel', { tenantId: 'another' }, false],
    [
      'a guest by the name of the account',
      { userRole: undefined, userPrincipalName: 'maria_fabrikam.com#EXT#@contoso.com' },
      false,
    ],
    ['a user whom Teams gives no role', { userRole: undefined }, true],
  ])('%s', async (_name, more, member) => {
    fake.members.set(MARIA.id, rosterEntry(MARIA, more));
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(bot.heard.map(({ actor }) => actor.member)).toEqual([member]);
  });

  test('is asked once in a minute', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(fake.of('member')).toHaveLength(1);
    bot.now += 59_999;
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(fake.of('member')).toHaveLength(1);
    bot.now += 1;
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(fake.of('member')).toHaveLength(2);
  });

  test.each<[string, () => void]>([
    ['Teams fails', () => fake.fault('member', { status: 503 })],
    ['Teams does not know the sender', () => fake.members.delete(MARIA.id)],
    ['Teams names another person', () => fake.members.set(MARIA.id, rosterEntry(IGOR))],
    [
      'Teams tells neither role nor account',
      () => fake.members.set(MARIA.id, { id: MARIA.id, aadObjectId: MARIA.aadObjectId }),
    ],
    ['the connection is cut', () => fake.fault('member', 'drop')],
  ])('nobody, and nothing runs, when %s', async (_name, arrange) => {
    arrange();
    const response = await bot.send(message(fake.serviceUrl, 'start contoso.com'));
    expect(response.status).toBe(200);
    expect(bot.heard).toEqual([]);
    expect(texts()).toEqual([WORDS.whoUnknown]);
  });

  test('a failed question is asked again at the next message', async () => {
    fake.fault('member', { status: 503 });
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(bot.heard).toHaveLength(1);
  });

  test('a sender without object id is nobody', async () => {
    await bot.send(message(fake.serviceUrl, 'list', { from: { id: MARIA.id, name: MARIA.name } }));
    expect(bot.heard).toEqual([]);
  });
});

test('other bots are not answered', async () => {
  await bot.send(message(fake.serviceUrl, 'list', { from: { ...MARIA, role: 'bot' } }));
  await bot.send(message(fake.serviceUrl, 'list', { from: { ...BOT, aadObjectId: 'x' } }));
  expect(bot.heard).toEqual([]);
  expect(fake.of('post')).toEqual([]);
});

describe('a click', () => {
  test('runs the command that its button carries, and the answer comes as a new message', async () => {
    const response = await bot.send(execute(fake.serviceUrl, { run: 'accept M12', rev: 7 }));
    expect(await response.json()).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: WORDS.answered,
    });
    expect(bot.heard).toMatchObject([
      { text: 'accept M12', rev: 7, named: [], channel: `teams:${TENANT}/${PERSONAL}` },
    ]);
    expect(texts()).toEqual(['heard accept M12']);
  });

  test('in a client with Action.Submit does the same', async () => {
    const response = await bot.send(submit(fake.serviceUrl, { run: 'accept M12', rev: 7 }));
    expect(response.status).toBe(200);
    expect(bot.heard).toMatchObject([{ text: 'accept M12', rev: 7 }]);
    expect(texts()).toEqual(['heard accept M12']);
  });

  test('delivered twice has the same key twice', async () => {
    const click = execute(fake.serviceUrl, { run: 'accept M12', rev: 7 });
    await bot.send(click);
    await bot.send(click);
    expect(new Set(bot.heard.map(({ once }) => once)).size).toBe(1);
  });

  test.each<[string, unknown]>([
    ['no data', undefined],
    ['a text', 'accept M12'],
    ['no command', { rev: 7 }],
    ['a command that is no text', { run: { $ne: '' }, rev: 7 }],
    ['a revision that is no number', { run: 'accept M12', rev: '7' }],
    ['a negative revision', { run: 'accept M12', rev: -1 }],
    ['a command beyond all measure', { run: 'x'.repeat(2000) }],
  ])('with %s runs nothing', async (_name, data) => {
    const response = await bot.send(execute(fake.serviceUrl, data));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ statusCode: 200, value: WORDS.notUnderstood });
    if (data !== undefined) expect((await bot.send(submit(fake.serviceUrl, data))).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });

  test('with an unknown verb, or another invoke, is never 501', async () => {
    expect((await bot.send(execute(fake.serviceUrl, { run: 'list' }, 'other'))).status).toBe(200);
    expect((await bot.send({ ...execute(fake.serviceUrl, {}), name: 'fileConsent/invoke' })).status).toBe(400);
    expect((await bot.send({ ...execute(fake.serviceUrl, {}), value: undefined })).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });

  test('by a guest is not taken for a member', async () => {
    fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' }));
    await bot.send(execute(fake.serviceUrl, { run: 'accept M12', rev: 7 }));
    expect(bot.heard.map(({ actor }) => actor.member)).toEqual([false]);
  });
});

describe('an answer that takes longer than Teams waits', () => {
  let finish: (message: Message) => void;
  let later: Promise<Message>;
  let slow: Bot;
  beforeEach(async () => {
    later = new Promise<Message>((resolve) => {
      finish = resolve;
    });
    slow = await startBot(fake, { answer: () => later, answerAfterMs: 20 });
  });
  afterEach(() => slow.close());

  test('is announced at once, and posted when it is there', async () => {
    const response = await slow.send(message(fake.serviceUrl, 'export'));
    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(texts()).toEqual([WORDS.working]));
    finish({ title: 'here it is', blocks: [] });
    await vi.waitFor(() => expect(texts()).toEqual([WORDS.working, 'here it is']));
  });

  test('does not hold the turn while Teams takes the announcement, and comes after it', async () => {
    const hanging = await startFakeTeams();
    hanging.members.set(MARIA.id, rosterEntry(MARIA));
    hanging.fault('post', 'hang');
    const patient = await startBot(hanging, { answer: () => later, answerAfterMs: 20, requestTimeoutMs: 120_000 });
    // The announcement is never answered: a turn that waited for it would last as long as a request may, two minutes.
    expect((await patient.send(message(hanging.serviceUrl, 'export'))).status).toBe(200);
    await vi.waitFor(() => expect(hanging.of('post').map(({ body }) => body.text)).toEqual([WORDS.working]));
    finish({ title: 'here it is', blocks: [] });
    await later;
    expect(hanging.of('post')).toHaveLength(1);
    hanging.cut();
    await vi.waitFor(() =>
      expect(hanging.of('post').map(({ body }) => body.text ?? body.summary)).toEqual([WORDS.working, 'here it is']),
    );
    await patient.close();
    await hanging.close();
  });

  test('to a click is announced at the button', async () => {
    const response = await slow.send(execute(fake.serviceUrl, { run: 'export' }));
    expect(await response.json()).toMatchObject({ value: WORDS.working });
    finish({ title: 'here it is', blocks: [] });
    await vi.waitFor(() => expect(texts()).toEqual(['here it is']));
  });

  test('is waited for when the bot stops', async () => {
    await slow.send(message(fake.serviceUrl, 'export'));
    const stopped = slow.platform.stop();
    finish({ title: 'here it is', blocks: [] });
    await stopped;
    expect(texts()).toEqual([WORDS.working, 'here it is']);
  });
});

describe('an answer', () => {
  test('that Teams refuses as a card comes as plain text', async () => {
    fake.fault('post', { status: 413, code: 'MessageSizeTooBig' });
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(fake.of('post').map(({ body }) => body.text)).toEqual([undefined, 'heard list']);
    expect(fake.of('post')[1]?.body.textFormat).toBe('plain');
  });

  test('that is lost on the way is not sent again, and the command is not asked for again', async () => {
    fake.fault('post', 'drop');
    const response = await bot.send(message(fake.serviceUrl, 'list'));
    expect(response.status).toBe(200);
    expect(fake.of('post')).toHaveLength(1);
    expect(bot.logged()).toContain('an answer was not posted');
  });

  test('too large for one card comes as several', async () => {
    const long = await startBot(fake, {
      answer: async () => ({
        title: 'export',
        blocks: [{ kind: 'code', text: 'contoso.com;25;2027-01-31\n'.repeat(600) }],
      }),
    });
    await long.send(message(fake.serviceUrl, 'export'));
    expect(fake.of('post').length).toBeGreaterThan(1);
    const lines = fake
      .of('post')
      .flatMap(({ body }) => JSON.stringify(body.attachments).match(/contoso\.com;25;2027-01-31/g));
    expect(lines).toHaveLength(600);
    await long.close();
  });
});

describe('the reference of a conversation', () => {
  /** Whose personal chat it is, is written beside it (personal-chats.test.ts). */
  const writes = () => bot.writes.filter((address) => !address.includes('/direct/'));

  test('is kept at the first activity, and written again only when it changed', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.send(message(fake.serviceUrl, 'list', { from: IGOR, locale: 'de-DE' }));
    const address = `teams:${TENANT}/${PERSONAL}`;
    expect(writes()).toEqual([address]);
    expect(JSON.parse(bot.kept.get(address) ?? '')).toEqual({
      serviceUrl: fake.serviceUrl,
      bot: BOT,
      conversation: { id: PERSONAL, conversationType: 'personal', tenantId: TENANT },
    });
    const moved = fake.serviceUrl.replace('/emea/', '/emea');
    await bot.send(message(moved, 'list'));
    expect(writes()).toEqual([address, address]);
  });

  test('is not written again because an activity leaves out the name of the bot', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.send(message(fake.serviceUrl, 'list', { recipient: { id: BOT.id } }));
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(writes()).toHaveLength(1);
    await bot.send(message(fake.serviceUrl, 'list', { recipient: { id: '28:other' } }));
    expect(writes()).toHaveLength(2);
  });

  test('is not written again after a restart', async () => {
    await bot.send(message(fake.serviceUrl, 'list'));
    const restarted = await startBot(fake, { kept: bot.kept });
    await restarted.send(message(fake.serviceUrl, 'list'));
    expect(restarted.writes).toEqual([]);
    await restarted.close();
  });

  test('comes with the installation, without anybody saying a word; leaving brings none', async () => {
    const { text: _text, ...rest } = message(fake.serviceUrl, '', inChannel());
    await bot.send({ ...rest, type: 'installationUpdate', action: 'remove' });
    expect(bot.writes).toEqual([]);
    await bot.send({ ...rest, type: 'installationUpdate', action: 'add' });
    expect(bot.writes).toEqual([`teams:${TENANT}/${CHANNEL}`]);
    expect(JSON.parse([...bot.kept.values()][0] ?? '').conversation.id).toBe(CHANNEL);
    expect(bot.heard).toEqual([]);
  });
});
