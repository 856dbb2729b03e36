import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import { execute, IGOR, MARIA, message, PERSONAL, rosterEntry } from '../../support/teams-activities.js';
import { type Bot, startBot } from './bot.js';

const maria = `teams:${TENANT}/${MARIA.aadObjectId}`;
const board = (title: string): Message => ({ title, blocks: [{ kind: 'text', text: 'Nothing is due.' }] });

let fake: FakeTeams;
let bot: Bot;
beforeAll(async () => {
  fake = await startFakeTeams();
});
afterAll(() => fake.close());
beforeEach(async () => {
  fake.members.clear();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
  bot = await startBot(fake);
  await bot.send(message(fake.serviceUrl, 'board'));
  fake.requests.length = 0;
});
afterEach(() => bot.close());

describe('a board', () => {
  test('is posted in the personal chat, then replaced where it stands', async () => {
    const shown = await bot.platform.board(maria, board('Monday'), undefined);
    expect(shown).toMatchObject({ kind: 'sent' });
    if (shown.kind !== 'sent') return;
    expect(fake.of('post')).toMatchObject([{ conversation: PERSONAL, body: { summary: 'Monday\nNothing is due.' } }]);
    expect(await bot.platform.board(maria, board('Tuesday'), shown.reference)).toEqual(shown);
    expect(fake.of('put')).toMatchObject([{ conversation: PERSONAL, body: { summary: 'Tuesday\nNothing is due.' } }]);
    expect(fake.of('post')).toHaveLength(1);
  });

  test('that is gone is posted anew', async () => {
    fake.fault('put', { status: 404 });
    const anew = await bot.platform.board(maria, board('Monday'), `${PERSONAL} post-1`);
    expect(anew).toMatchObject({ kind: 'sent' });
    expect(fake.of('post')).toHaveLength(1);
  });

  test('of a chat that is another by now is posted in the new one', async () => {
    await bot.platform.board(maria, board('Monday'), 'a:an-old-chat post-1');
    expect(fake.of('put')).toEqual([]);
    expect(fake.of('post')).toMatchObject([{ conversation: PERSONAL }]);
  });

  test('has no place for whom Ferry cannot write to alone', async () => {
    const igor = `teams:${TENANT}/${IGOR.aadObjectId}`;
    expect(await bot.platform.board(igor, board('Monday'), undefined)).toMatchObject({ kind: 'stop' });
    bot.now += 60_000;
    fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' }));
    expect(await bot.platform.board(maria, board('Monday'), undefined)).toMatchObject({ kind: 'stop' });
    expect(fake.of('post')).toEqual([]);
  });

  test('is taken away where it stands from somebody who is a guest by now, and nothing is posted anew', async () => {
    const shown = await bot.platform.board(maria, board('Monday'), undefined);
    if (shown.kind !== 'sent') throw new Error(shown.kind);
    bot.now += 60_000;
    fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' }));
    expect(await bot.platform.board(maria, board('Taken away'), shown.reference, 'anyone')).toEqual(shown);
    expect(fake.of('put')).toMatchObject([
      { conversation: PERSONAL, body: { summary: 'Taken away\nNothing is due.' } },
    ]);
    expect(await bot.platform.board(maria, board('Taken away'), undefined, 'anyone')).toMatchObject({ kind: 'stop' });
    fake.fault('put', { status: 404 });
    expect(await bot.platform.board(maria, board('Taken away'), shown.reference, 'anyone')).toMatchObject({
      kind: 'gone',
    });
    expect(fake.of('post')).toHaveLength(1);
  });

  test('is tried again when Teams could not tell who she is', async () => {
    bot.now += 60_000;
    fake.fault('member', { status: 503 });
    expect(await bot.platform.board(maria, board('Monday'), undefined)).toMatchObject({ kind: 'not-sent' });
  });
});

describe('an answer that stands in the chat already', () => {
  const passing: Message = {
    title: 'Your board',
    passing: true,
    blocks: [{ kind: 'text', text: 'Your board in this chat is up to date.' }],
  };

  test('is a passing line at the clicked button, and nothing is posted', async () => {
    const other = await startBot(fake, { answer: async () => passing });
    fake.requests.length = 0;
    const response = await other.send(execute(fake.serviceUrl, { run: 'board mine turn=yes' }));
    expect(await response.json()).toMatchObject({ value: 'Your board in this chat is up to date.' });
    await other.send(message(fake.serviceUrl, 'board'));
    expect(fake.of('post')).toEqual([]);
    await other.close();
  });
});

describe('the address of a post', () => {
  const inPublicCloud = () => startBot(fake, { config: { cloud: undefined } });

  test('leads to the message in its channel or chat', async () => {
    const { platform, close } = await inPublicCloud();
    expect(platform.link('19:moves@thread.tacv2 1795200056231')).toBe(
      `https://teams.microsoft.com/l/message/19%3Amoves%40thread.tacv2/1795200056231?tenantId=${TENANT}&parentMessageId=1795200056231`,
    );
    expect(platform.link('19:group@thread.v2 1795200056231')).toBe(
      `https://teams.microsoft.com/l/message/19%3Agroup%40thread.v2/1795200056231?tenantId=${TENANT}&context=%7B%22contextType%22%3A%22chat%22%7D`,
    );
    await close();
  });

  test.each([
    ['in a personal chat, whose id links do not take', `${PERSONAL} 1795200056231`],
    ['of a post whose id got lost', '19:moves@thread.tacv2 '],
    ['of a post with another kind of id', '19:moves@thread.tacv2 post-1'],
  ])('is not there %s', async (_name, reference) => {
    const { platform, close } = await inPublicCloud();
    expect(platform.link(reference)).toBeUndefined();
    await close();
  });

  test('is not there in other clouds, whose clients are at other addresses', () => {
    expect(bot.platform.link('19:moves@thread.tacv2 1795200056231')).toBeUndefined();
  });
});
