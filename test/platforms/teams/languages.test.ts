import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asking } from '../../../src/commands/invocation.js';
import type { Language } from '../../../src/domain/language.js';
import type { Message } from '../../../src/messages/message.js';
import { wordsIn } from '../../../src/messages/words.js';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import { RecordingPlatform } from '../../support/recording-platform.js';
import {
  BOT,
  CHANNEL,
  dialog,
  execute,
  IGOR,
  inChannel,
  installation,
  MARIA,
  mention,
  message,
  PERSONAL,
  rosterEntry,
} from '../../support/teams-activities.js';
import { wholeBot } from '../../support/whole-bot.js';
import { type Bot, startBot } from './bot.js';

const saying = (language: Language) => wordsIn(language, 'Europe/Berlin');
const [english, french, russian] = [saying('en'), saying('fr'), saying('ru')];

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
  fake.members.set(IGOR.id, rosterEntry(IGOR));
});
afterEach(() => bot.close());

/** The whole bot in Teams, where Maria reads French; what it posts unasked is kept by `posted`. */
async function start(ask: Partial<Asking> = {}, options: { answerAfterMs?: number } = {}) {
  const posted = new RecordingPlatform('teams');
  const { bot: whole } = await wholeBot({ platform: posted });
  bot = await startBot(fake, { ...options, ask: { ...whole.asking, ...ask } });
  return { whole, posted };
}

const FRENCH = { locale: 'fr-FR' };
const said = (text: string, more = {}) => bot.send(message(fake.serviceUrl, text, { ...FRENCH, ...more }));
const answers = () => [...fake.of('post'), ...fake.of('aside')].map(({ body }) => String(body.text ?? body.summary));
const invoked = async (activity: object, more = FRENCH) =>
  JSON.stringify(await (await bot.send({ ...activity, ...more })).json());

describe('what Ferry answers in Teams', () => {
  test('is in the language of each asker, of two in one channel too', async () => {
    await start();
    const asks = { ...inChannel(), entities: [mention(BOT)] };
    await said('<at>Ferry</at> help', asks);
    await said('<at>Ferry</at> help', { ...asks, from: IGOR, locale: 'ru-RU' });
    expect(answers()).toEqual([
      expect.stringContaining(french.say('help.title')),
      expect.stringContaining(russian.say('help.title')),
    ]);
  });

  test.each([
    ['none', undefined],
    ['one that Ferry does not speak', 'de-DE'],
    ['nonsense', '☃'],
    ['nothing', null],
    ['a number', 7],
    ['an object', {}],
    ['a list', ['fr']],
  ])('is in the language of everywhere for whom Teams tells of %s', async (_name, locale) => {
    await start();
    await said('help', { locale });
    expect(answers()).toEqual([expect.stringContaining(english.say('help.title'))]);
  });

  test('is in the language that she chose, whatever Teams tells, from the next word on', async () => {
    await start();
    await said('language ru');
    await said('help');
    expect(answers().at(-1)).toContain(russian.say('help.title'));
    const clicked = await invoked(execute(fake.serviceUrl, { run: 'language default' }));
    expect(clicked).toContain(french.say('word.answered'));
    await said('help');
    expect(answers().at(-1)).toContain(french.say('help.title'));
  });

  test('is a form in her language', async () => {
    await start();
    const shown = await invoked(dialog(fake.serviceUrl, 'task/fetch', { run: 'start' }));
    expect(shown).toContain(french.say('form.title-start'));
    expect(shown).toContain(french.say('button.send'));
  });

  test('refuses a guest in her language', async () => {
    fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' }));
    await start();
    await said('list');
    expect(answers()).toEqual([expect.stringContaining(french.say('refusal.not-member'))]);
  });
});

describe('what Ferry says in Teams without an answer', () => {
  test('is in the language of the asker while she waits', async () => {
    let resolve: (answer: Message) => void = () => {};
    const late = new Promise<Message>((yes) => {
      resolve = yes;
    });
    await start(
      { answer: () => late, open: async () => ({ kind: 'message', message: await late }) },
      { answerAfterMs: 20 },
    );
    await said('help');
    await expect.poll(answers).toEqual([french.say('word.working')]);
    expect(await invoked(execute(fake.serviceUrl, { run: 'help' }))).toContain(french.say('word.working'));
    const dialogue = dialog(fake.serviceUrl, 'task/fetch', { run: 'start' });
    expect(await invoked(dialogue)).toContain(french.say('word.working'));
    resolve({ title: 'Hello', blocks: [] });
  });

  test('is in the language that is told of somebody whom Teams does not name, or in the one that she chose', async () => {
    await start();
    fake.fault('member', { status: 503 });
    await said('help');
    await said('language ru');
    bot.now += 61_000;
    fake.fault('member', { status: 503 });
    await said('help');
    const [unknown, , again] = answers();
    expect([unknown, again]).toEqual([french.say('word.who-unknown'), russian.say('word.who-unknown')]);
  });

  test('is in the language of whoever clicks what Ferry does not understand', async () => {
    await start();
    expect(await invoked(execute(fake.serviceUrl, { rev: 1 }))).toContain(french.say('word.not-understood'));
    const dialogue = dialog(fake.serviceUrl, 'task/fetch', {});
    expect(await invoked(dialogue, { locale: 'ru' })).toContain(russian.say('word.not-understood'));
  });
});

describe("a person's own conversation with Ferry in Teams", () => {
  test('begins in her language, and a team in that of everywhere', async () => {
    const { whole, posted } = await start();
    await bot.send(installation(fake.serviceUrl, 'add', FRENCH));
    await bot.send(installation(fake.serviceUrl, 'add', { ...FRENCH, ...inChannel() }));
    await whole.delivery.idle();
    const said = [...posted.posted.values()].map(({ destination, message: { title } }) => [destination, title]);
    expect(said.sort()).toEqual([
      [`teams:${TENANT}/${CHANNEL}`, english.say('welcome.title')],
      [`teams:${TENANT}/${PERSONAL}`, french.say('welcome.title')],
    ]);
  });

  test('goes on in her language with what is posted there unasked', async () => {
    const { whole, posted } = await start();
    await said('start contoso.com source=web-direct country=FR offer=Visio seats=5 ends=2027-01-31');
    await whole.delivery.idle();
    expect(posted.texts.at(-1)).toContain(french.say('card.bought'));
  });

  test('is told from a channel and from a group', async () => {
    bot = await startBot(fake);
    await said('list');
    await said('list', { conversation: { id: '19:group@unq.gbl.spaces', conversationType: 'groupChat' } });
    await said('list', inChannel());
    expect(bot.heard.map(({ alone }) => alone)).toEqual([true, undefined, undefined]);
  });
});
