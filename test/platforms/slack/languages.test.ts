import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/domain/language.js';
import type { Message } from '../../../src/messages/message.js';
import { wordsIn } from '../../../src/messages/words.js';
import { FakeSlack, user } from '../../support/fake-slack.js';
import { RecordingPlatform } from '../../support/recording-platform.js';
import {
  command,
  delivery,
  directMessage,
  homeOpened,
  payloadForm,
  shortcut,
  signedForm,
  signedJson,
  submission,
  viewBack,
} from '../../support/slack-requests.js';
import { wholeBot } from '../../support/whole-bot.js';
import { type BotOptions, eventually, hello, pending, startBot } from './bot.js';

const saying = (language: Language) => wordsIn(language, 'Europe/Berlin');
const [english, french, russian] = [saying('en'), saying('fr'), saying('ru')];

/** Slower than any acknowledgement of these tests. */
const SLOW = { kind: 'delay', ms: 500 } as const;

const MARIA = {};
const IGOR = { user_id: 'U0002', user_name: 'igor' };

/** The whole bot in a workspace where Maria reads French and Igor Russian; what it posts unasked is kept by `posted`. */
async function startWorkspace({ ask, ...options }: BotOptions = {}) {
  const slack = await FakeSlack.start();
  slack.users.set('U0001', user('U0001', 'maria', { locale: 'fr-FR' }));
  slack.users.set('U0002', user('U0002', 'igor', { locale: 'ru-RU' }));
  const posted = new RecordingPlatform('slack');
  const { bot: whole } = await wholeBot({ platform: posted });
  const bot = await startBot({ slack, ...options, ask: { ...whole.asking, ...ask } });
  let triggers = 0;
  /** What a command is answered with at once, as JSON. */
  const say = async (text: string, who: Record<string, string> = MARIA, timestamp?: number) => {
    triggers += 1;
    const fields = { trigger_id: `${triggers}.2.command`, ...who };
    return (await bot.send(signedForm(command(text, fields), timestamp === undefined ? {} : { timestamp }))).text;
  };
  return { ...bot, whole, posted, say };
}

describe('what Ferry answers in Slack', () => {
  it('is in the language of each asker, of two in one channel too', async () => {
    const { say } = await startWorkspace();
    expect(JSON.parse(await say('help')).text).toContain(french.say('help.title'));
    expect(JSON.parse(await say('help', IGOR)).text).toContain(russian.say('help.title'));
  });

  it('is in the language that she chose, whatever Slack tells, from the next word on', async () => {
    const { say } = await startWorkspace();
    await say('language ru');
    expect(JSON.parse(await say('help')).text).toContain(russian.say('help.title'));
    await say('language default');
    expect(JSON.parse(await say('help')).text).toContain(french.say('help.title'));
  });

  it('is a form in her language, with the question in which channel where she was in none', async () => {
    const bot = await startWorkspace();
    await bot.say('start', { trigger_id: bot.slack.trigger() });
    expect([...bot.slack.views.values()]).toMatchObject([
      { title: { text: french.say('form.title-start') }, submit: { text: french.say('button.send') } },
    ]);
    await bot.send(signedForm(payloadForm(shortcut('start', { trigger_id: bot.slack.trigger() }))));
    expect(JSON.stringify([...bot.slack.views.values()][1])).toContain(french.say('word.channel'));
  });

  it.each([[null], [7], [{}], [['fr']]])('is in the language of everywhere for whom Slack tells %j', async (locale) => {
    const { slack, say } = await startWorkspace();
    slack.users.set('U0001', { ...user('U0001', 'maria'), locale } as never);
    expect(JSON.parse(await say('help')).text).toContain(english.say('help.title'));
  });

  it('refuses a guest in her language', async () => {
    const { slack, say } = await startWorkspace();
    slack.users.set('U0001', user('U0001', 'maria', { locale: 'fr-FR', is_restricted: true }));
    expect(JSON.parse(await say('list')).text).toContain(french.say('refusal.not-member'));
  });
});

describe('what Ferry says in Slack without an answer', () => {
  it('is in the language of the asker while she waits', async () => {
    const late = pending<Message>();
    const { say } = await startWorkspace({ ackAfterMs: 300, ask: { answer: () => late.promise } });
    expect(JSON.parse(await say('help')).text).toBe(french.say('word.working'));
    late.resolve(hello);
  });

  it('is in the language that she chose while Slack has not told hers', async () => {
    const { slack, say, whole } = await startWorkspace();
    await say('language ru');
    const restarted = await startBot({ slack, ackAfterMs: 50, ask: whole.asking });
    slack.fail('users.info', SLOW);
    const { text } = await restarted.send(signedForm(command('help')));
    expect(JSON.parse(text).text).toBe(russian.say('word.working'));
  });

  it('is in the language of everywhere while nothing of her is known, and waits for nobody', async () => {
    const { slack, say } = await startWorkspace({ ackAfterMs: 50 });
    slack.fail('users.info', SLOW);
    expect(JSON.parse(await say('help')).text).toBe(english.say('word.working'));
  });

  it('is in the language that Slack told last when it does not say who she is any more', async () => {
    let now = Date.now();
    const { slack, say } = await startWorkspace({ now: () => now });
    const later = () => Math.floor(now / 1000);
    await say('help', MARIA, later());
    now += 61_000;
    slack.fail('users.info', { kind: 'status', status: 503 }, { kind: 'status', status: 503 });
    expect(JSON.parse(await say('help', MARIA, later())).text).toBe(french.say('word.who-unknown'));
    expect(JSON.parse(await say('help', IGOR, later())).text).toBe(english.say('word.who-unknown'));
  });

  it('is in the language of the asker in a form that nothing came of, and in one of nobody that is served', async () => {
    const kept = { command: 'start', channel: 'slack:T0001/C0001' };
    const view = viewBack(
      { type: 'modal', callback_id: 'form', private_metadata: JSON.stringify(kept), blocks: [{ block_id: 'field:x' }] },
      { 'field:x': { text: { type: 'plain_text_input', value: 'x' } } },
    );
    const { send } = await startWorkspace({ ask: { submit: () => Promise.reject(new Error('of the test')) } });
    const failed = await send(signedForm(payloadForm(submission(view))));
    expect(failed.text).toContain(french.say('word.failed'));
    const elsewhere = { team: { id: 'T0666' }, user: { id: 'U0666', team_id: 'T0666' } };
    const nothing = await send(signedForm(payloadForm(submission(view, elsewhere))));
    expect(nothing.text).toContain(english.say('word.nothing-here'));
  });
});

describe("a person's own conversation with Ferry in Slack", () => {
  it('begins in her language, and goes on so with what is posted there unasked', async () => {
    const bot = await startWorkspace();
    await bot.send(signedJson(homeOpened({ tab: 'messages' })));
    await bot.whole.delivery.idle();
    expect(bot.posted.texts).toEqual([expect.stringContaining(french.say('welcome.title'))]);
    const start = 'start contoso.com source=web-direct country=FR offer=Visio seats=5 ends=2027-01-31';
    await bot.send(signedJson(directMessage(start, {}, { event_id: 'Ev0002' })));
    await bot.whole.delivery.idle();
    expect(bot.posted.texts.at(-1)).toContain(french.say('card.bought'));
  });

  it('is told from one of two people in which Ferry is only spoken to, and from channels', async () => {
    const bot = await startBot();
    const isAlone = async (request: RequestInit) => {
      await bot.send(request);
      return bot.heard.at(-1)?.alone === true;
    };
    const inDirect = { channel_name: 'directmessage' };
    expect(await isAlone(signedJson(directMessage('due')))).toBe(true);
    expect(await isAlone(signedForm(command('due', { ...inDirect, channel_id: 'D0001' })))).toBe(true);
    expect(await isAlone(signedForm(command('due', { ...inDirect, channel_id: 'D0777' })))).toBe(false);
    expect(await isAlone(signedForm(command('due')))).toBe(false);
    expect(await isAlone(signedJson(delivery({}, { event_id: 'Ev0003' })))).toBe(false);
  });

  it('is where a shortcut is said that was chosen from anywhere', async () => {
    const opened: unknown[] = [];
    const bot = await startBot({
      ask: {
        open: async ({ channel, alone }) => {
          opened.push([channel, alone]);
          return { kind: 'message', message: { title: 'x', blocks: [] } };
        },
      },
    });
    await bot.send(signedForm(payloadForm(shortcut('start', { trigger_id: bot.slack.trigger() }))));
    await eventually(() => opened[0]);
    expect(opened).toEqual([['slack:T0001/D0001', true]]);
  });
});
