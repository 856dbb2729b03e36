import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import {
  BOT,
  CHANNEL,
  execute,
  IGOR,
  inChannel,
  installation,
  MARIA,
  message,
  recordedActivities,
  rosterEntry,
} from '../../support/teams-activities.js';
import { type Bot, startBot, WORDS } from './bot.js';

let fake: FakeTeams;
let bot: Bot;
beforeAll(async () => {
  fake = await startFakeTeams();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.requests.length = 0;
  fake.members.clear();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
});
afterEach(() => bot.close());

const summaries = (route: 'post' | 'aside') => fake.of(route).map(({ body }) => body.summary ?? body.text);
const inGroup = () => ({ conversation: { id: '19:g@thread.v2', conversationType: 'groupChat', tenantId: TENANT } });
const privately = { recipient: { ...BOT, isTargeted: true } };

describe('an answer among others', () => {
  test.each([
    ['a channel', inChannel],
    ['a group chat', inGroup],
  ])('is for the asker alone in %s', async (_name, where) => {
    bot = await startBot(fake);
    await bot.send(message(fake.serviceUrl, 'list', where()));
    await bot.send({ ...execute(fake.serviceUrl, { run: 'show M12' }), ...where() });
    expect(bot.heard).toMatchObject([{ aside: true }, { aside: true }]);
    expect(summaries('aside')).toEqual(['heard list', 'heard show M12']);
    expect(summaries('post')).toEqual([]);
    expect(fake.of('aside')[0]?.body).toMatchObject({ recipient: { id: MARIA.id, name: MARIA.name } });
    expect(fake.of('aside')[0]?.body).not.toHaveProperty('entities');
  });

  test('is for all when it is meant for all', async () => {
    bot = await startBot(fake, { answer: async () => ({ title: 'For all', everyone: true, blocks: [] }) });
    await bot.send(message(fake.serviceUrl, 'share list', inChannel()));
    expect([summaries('post'), summaries('aside')]).toEqual([['For all'], []]);
  });

  test('is as always where nobody else is, and in the local client, which shows all to all', async () => {
    bot = await startBot(fake);
    await bot.send(message(fake.serviceUrl, 'list'));
    expect(bot.heard[0]).not.toHaveProperty('aside');
    const local = await startBot(fake, { config: { local: true, botId: '', tenantId: '', cloud: undefined } });
    for (const activity of recordedActivities()) await local.send({ ...activity, serviceUrl: fake.serviceUrl }, null);
    expect(local.heard.map(({ aside }) => aside)).toEqual([undefined, undefined]);
    expect(fake.of('aside')).toEqual([]);
    await local.close();
  });

  test.each([400, 403, 404, 405])('comes before all when the service refuses it with %i', async (status) => {
    bot = await startBot(fake);
    // What may be the card's fault is tried in words first.
    fake.fault('aside', ...Array.from({ length: status === 400 ? 2 : 1 }, () => ({ status })));
    await bot.send(message(fake.serviceUrl, 'list', inChannel()));
    expect(summaries('post')).toEqual(['heard list']);
  });

  test.each(['drop', { status: 503 }, { status: 429 }] as const)(
    'does not come before all for a passing fault (%o)',
    async (fault) => {
      bot = await startBot(fake);
      fake.fault('aside', fault);
      await bot.send(message(fake.serviceUrl, 'list', inChannel()));
      expect(summaries('post')).toEqual([]);
      expect(bot.logged()).toContain('an answer was not posted');
    },
  );
});

describe('where people of other organisations read along, an answer', () => {
  const inShared = () => {
    const { conversation, channelData } = inChannel() as { conversation: object; channelData: { channel: object } };
    return { conversation, channelData: { ...channelData, channel: { ...channelData.channel, type: 'shared' } } };
  };

  test('is for its asker alone, even when it is meant for all', async () => {
    bot = await startBot(fake, { answer: async () => ({ title: 'For all', everyone: true, blocks: [] }) });
    await bot.send(message(fake.serviceUrl, 'share list', inShared()));
    await bot.send({ ...execute(fake.serviceUrl, { run: 'share list' }), ...inShared() });
    expect([summaries('post'), summaries('aside')]).toEqual([[], ['For all', 'For all']]);
  });

  test('is not said to all when the service refuses to say it to one, nor is a bare sentence', async () => {
    bot = await startBot(fake);
    fake.fault('aside', { status: 403 }, { status: 403 });
    await bot.send(message(fake.serviceUrl, 'list', inShared()));
    fake.fault('member', { status: 500 });
    await bot.send(message(fake.serviceUrl, 'list', { ...inShared(), from: IGOR }));
    expect([fake.of('post'), fake.of('aside').length]).toEqual([[], 2]);
    expect(bot.logged()).toContain('an answer was not posted');
  });
});

describe('what was said to Ferry alone among others', () => {
  test('is answered alone, under the words that it answers', async () => {
    bot = await startBot(fake);
    await bot.send(message(fake.serviceUrl, 'list', { ...inChannel(), ...privately, id: '1795200056299' }));
    expect(fake.of('aside')[0]?.body).toMatchObject({
      entities: [{ type: 'targetedMessageInfo', messageId: '1795200056299' }],
    });
  });

  test('is never answered before all, however often it is refused', async () => {
    bot = await startBot(fake);
    fake.fault('aside', { status: 404 }, { status: 404 });
    await bot.send(message(fake.serviceUrl, 'list', { ...inChannel(), ...privately }));
    expect(fake.of('post')).toEqual([]);
  });

  test('is answered all the same when the words are gone', async () => {
    bot = await startBot(fake);
    fake.fault('aside', { status: 404, code: 'TARGETED_MESSAGE_EXPIRED_OR_DELETED' });
    await bot.send(message(fake.serviceUrl, 'list', { ...inChannel(), ...privately }));
    expect(fake.of('aside').map(({ body }) => 'entities' in body)).toEqual([true, false]);
  });
});

describe('that Ferry is at it', () => {
  const slow = () => {
    let finish = (_message: Message): void => undefined;
    const answer = new Promise<Message>((resolve) => {
      finish = resolve;
    });
    return { answer: () => answer, finish: () => finish({ title: 'At last', blocks: [] }) };
  };

  test('is shown while an answer is not there yet, once', async () => {
    const { answer, finish } = slow();
    bot = await startBot(fake, { answer, typingAfterMs: 1 });
    const sent = bot.send(message(fake.serviceUrl, 'list'));
    await expect.poll(() => fake.of('typing').length).toBe(1);
    finish();
    expect((await sent).status).toBe(200);
    expect(fake.of('typing')).toMatchObject([{ body: { type: 'typing', from: BOT } }]);
    expect(summaries('post')).toEqual(['At last']);
  });

  test.each(['drop', 'hang', { status: 500 }] as const)(
    'holds no answer up when Teams fails at it (%o)',
    async (fault) => {
      const { answer, finish } = slow();
      bot = await startBot(fake, { answer, typingAfterMs: 1, requestTimeoutMs: 200 });
      fake.fault('typing', fault);
      const sent = bot.send(message(fake.serviceUrl, 'list'));
      await expect.poll(() => fake.of('typing').length).toBe(1);
      finish();
      expect((await sent).status).toBe(200);
      expect(summaries('post')).toEqual(['At last']);
    },
  );

  test('is not shown for an answer that is there, nor at a button, which shows it itself', async () => {
    bot = await startBot(fake);
    await bot.send(message(fake.serviceUrl, 'list'));
    await bot.close();
    const { answer, finish } = slow();
    bot = await startBot(fake, { answer, typingAfterMs: 1, answerAfterMs: 30 });
    const clicked = await bot.send(execute(fake.serviceUrl, { run: 'list' }));
    expect(await clicked.json()).toMatchObject({ value: WORDS.working });
    finish();
    await expect.poll(() => summaries('post')).toContain('At last');
    expect(fake.of('typing')).toEqual([]);
  });
});

describe('a conversation that Ferry is added to', () => {
  test('is greeted once by the core, and not when Ferry leaves or is upgraded', async () => {
    const greeted: string[] = [];
    bot = await startBot(fake, { ask: { greet: async (address) => void greeted.push(address) } });
    await bot.send(installation(fake.serviceUrl, 'add', inChannel()));
    for (const action of ['remove', 'remove-upgrade', 'add-upgrade']) {
      await bot.send(installation(fake.serviceUrl, action, inChannel()));
    }
    expect(greeted).toEqual([`teams:${TENANT}/${CHANNEL}`]);
  });
});
