import { describe, expect, it } from 'vitest';
import type { Asking, Invocation } from '../../../src/commands/invocation.js';
import type { Form } from '../../../src/messages/form.js';
import type { Message } from '../../../src/messages/message.js';
import { FakeSlack, user } from '../../support/fake-slack.js';
import {
  clickInView,
  homeOpened,
  memberJoined,
  messageShortcut,
  payloadForm,
  RETRY,
  shortcut,
  signedForm,
  signedJson,
  viewBack,
} from '../../support/slack-requests.js';
import { type Bot, type BotOptions, eventually, hello, pending, startBot, words } from './bot.js';

type Json = Record<string, unknown>;

const form: Form = {
  command: 'start',
  title: 'Start a migration',
  submit: 'Save',
  channelLabel: 'Channel',
  inputs: [{ name: 'customer', label: 'Customer', required: true, kind: 'text' }],
};

async function startHomeBot(options: BotOptions = {}) {
  const [greeted, looked, opened]: [unknown[], unknown[], Invocation[]] = [[], [], []];
  const ask: Partial<Asking> = {
    greet: async (address, whose) => void greeted.push(whose === undefined ? address : [address, whose]),
    opened: async (actor, locale) => void looked.push([actor, locale]),
    open: async (invocation) => {
      opened.push(invocation);
      return { kind: 'form', form };
    },
    ...options.ask,
  };
  return { ...(await startBot({ ...options, ask })), greeted, looked, opened };
}

const stranger = user('U0001', 'maria', { is_restricted: true });

describe('a person who looks at the home of Ferry', () => {
  it('is told of, with her language', async () => {
    const bot = await startHomeBot();
    expect((await bot.send(signedJson(homeOpened()))).status).toBe(200);
    expect(bot.looked).toEqual([[{ identity: 'slack:T0001/U0001', name: 'Maria Silva', member: true }, 'en-GB']]);
    expect(bot.greeted).toEqual([]);
  });

  it('is greeted in her own conversation, as hers and with her language, when she comes there', async () => {
    const bot = await startHomeBot();
    await bot.send(signedJson(homeOpened({ tab: 'messages' })));
    const whose = { identity: 'slack:T0001/U0001', locale: 'en-GB' };
    expect([bot.greeted, bot.looked]).toEqual([[['slack:T0001/D0001', whose]], []]);
  });

  it.each<[string, (bot: Bot) => void, Json]>([
    ['of a workspace that is not served', () => {}, { team_id: 'T0666', authorizations: [{ team_id: 'T0666' }] }],
    ['nobody that Slack would name', ({ slack }) => slack.fail('users.info', { kind: 'drop' }), {}],
  ])('is passed over when she is %s', async (_, prepare, outer) => {
    const bot = await startHomeBot();
    prepare(bot);
    expect((await bot.send(signedJson(homeOpened({}, outer)))).status).toBe(200);
    expect((await bot.send(signedJson(homeOpened({ tab: 'other' }, outer)))).status).toBe(200);
    expect(bot.looked).toEqual([]);
  });

  it('is told of when she is a guest, so that no board is left there, but is not greeted', async () => {
    const bot = await startHomeBot();
    bot.slack.users.set('U0001', stranger);
    await bot.send(signedJson(homeOpened()));
    await bot.send(signedJson(homeOpened({ tab: 'messages' }, { event_id: 'Ev0099' })));
    expect(bot.looked).toMatchObject([[{ identity: 'slack:T0001/U0001', member: false }, undefined]]);
    expect(bot.greeted).toEqual([]);
  });

  it('is told of once for one delivery', async () => {
    const bot = await startHomeBot();
    await bot.send(signedJson(homeOpened()));
    await bot.send(signedJson(homeOpened(), { headers: RETRY }));
    expect(bot.looked).toHaveLength(1);
  });
});

describe('a channel that Ferry comes into', () => {
  it('is greeted when somebody brought it', async () => {
    const bot = await startHomeBot();
    await bot.send(signedJson(memberJoined()));
    expect(bot.greeted).toEqual(['slack:T0001/C0001']);
  });

  it.each<[string, Json]>([
    ['went there by itself', { inviter: undefined }],
    ['is not who came', { user: 'U0002' }],
  ])('is not greeted when it %s', async (_, event) => {
    const bot = await startHomeBot();
    expect((await bot.send(signedJson(memberJoined(event)))).status).toBe(200);
    expect(bot.greeted).toEqual([]);
  });
});

describe('a board', () => {
  const board: Message = { title: 'Your migrations', blocks: [{ kind: 'text', text: 'Three.' }] };

  it('stands in the home of the person', async () => {
    const { platform, slack } = await startHomeBot();
    expect(await platform.board('slack:T0001/U0001', board, undefined)).toEqual({ kind: 'sent', reference: 'VHU0001' });
    expect(slack.homes.get('U0001')).toMatchObject({
      type: 'home',
      blocks: [{ text: { text: 'Your migrations' } }, {}],
    });
  });

  it('that is long says that there is more', async () => {
    const { platform, slack } = await startHomeBot();
    const blocks = Array.from({ length: 150 }, (_, at) => ({ kind: 'note', text: `n${at}` }) as const);
    expect(await platform.board('slack:T0001/U0001', { ...board, blocks }, 'VHU0001')).toMatchObject({ kind: 'sent' });
    expect(slack.homes.get('U0001')?.blocks).toHaveLength(100);
    expect(JSON.stringify(slack.homes.get('U0001'))).toContain('…');
  });

  it('is for members of served workspaces only', async () => {
    const { platform, slack } = await startHomeBot();
    expect(await platform.board('slack:T0666/U0001', board, undefined)).toEqual({ kind: 'stop', reason: 'not_served' });
    expect(await platform.board('teams:T0001/U0001', board, undefined)).toMatchObject({ kind: 'stop' });
    slack.users.set('U0001', stranger);
    expect(await platform.board('slack:T0001/U0001', board, undefined)).toEqual({
      kind: 'stop',
      reason: 'not_a_member',
    });
    expect(slack.callsOf('views.publish')).toEqual([]);
  });

  it('is taken away from somebody who is a guest by now', async () => {
    const { platform, slack } = await startHomeBot();
    await platform.board('slack:T0001/U0001', board, undefined);
    slack.users.set('U0001', stranger);
    const taken = await platform.board('slack:T0001/U0001', { title: 'Taken away', blocks: [] }, 'VHU0001', 'anyone');
    expect(taken).toMatchObject({ kind: 'sent' });
    expect(JSON.stringify(slack.homes.get('U0001'))).not.toContain('Three.');
  });

  it.each([
    ['views.publish', { kind: 'rate-limit', retryAfter: '7' }, { kind: 'not-sent', retryAfterMs: 7_000 }],
    ['views.publish', { kind: 'drop' }, { kind: 'unknown' }],
    ['views.publish', { kind: 'error', error: 'not_enabled' }, { kind: 'stop', reason: 'not_enabled' }],
    ['views.publish', { kind: 'page' }, { kind: 'unknown' }],
    ['users.info', { kind: 'rate-limit', retryAfter: '7' }, { kind: 'not-sent', retryAfterMs: 7_000 }],
  ] as const)('whose %s meets %j has an outcome that says so', async (method, fault, outcome) => {
    const { platform, slack } = await startHomeBot();
    slack.fail(method, fault);
    expect(await platform.board('slack:T0001/U0001', board, undefined)).toMatchObject(outcome);
  });

  it('waits until the platform has started', async () => {
    const { platform } = await startHomeBot({ early: true });
    expect(await platform.board('slack:T0001/U0001', board, undefined)).toMatchObject({ kind: 'not-sent' });
  });
});

describe('a click in the home', () => {
  const home = viewBack({ type: 'home', callback_id: 'home', blocks: [] }, {}, 'VHU0001');
  const clicked = (bot: Bot, run: Json, trigger_id = bot.slack.trigger()) =>
    bot.send(signedForm(payloadForm(clickInView(JSON.stringify(run), home, { trigger_id }))));

  it('counts as said in the own conversation, and is answered in a modal', async () => {
    const bot = await startHomeBot();
    expect(await clicked(bot, { run: 'show M1', rev: 3 })).toEqual({ status: 200, text: '' });
    expect(bot.heard).toMatchObject([{ text: 'show M1', rev: 3, channel: 'slack:T0001/D0001' }]);
    expect(bot.heard[0]).not.toHaveProperty('aside');
    const [view] = bot.slack.views.values();
    expect(view).toMatchObject({ callback_id: 'answer', private_metadata: '{"channel":"slack:T0001/D0001"}' });
  });

  it('that turns the board shows nothing besides', async () => {
    const bot = await startHomeBot();
    await clicked(bot, { run: 'board late' });
    await bot.platform.stop();
    expect(bot.heard).toMatchObject([{ text: 'board late' }]);
    expect([bot.slack.views.size, bot.slack.messages.length]).toEqual([0, 0]);
  });

  it('that turns the board in vain says why', async () => {
    const bot = await startHomeBot({ answer: async () => ({ ...hello, refused: true }) });
    await clicked(bot, { run: 'board late' });
    expect(bot.slack.views.size).toBe(1);
  });

  it('opens a form that asks for the channel', async () => {
    const bot = await startHomeBot();
    await clicked(bot, { run: 'start', form: true });
    expect(JSON.stringify([...bot.slack.views.values()])).toContain('conversations_select');
    expect(bot.heard).toEqual([]);
  });

  it('that takes long opens a modal first, and fills it later', async () => {
    const answer = pending<Message>();
    const bot = await startHomeBot({ answer: () => answer.promise, ackAfterMs: 100 });
    expect((await clicked(bot, { run: 'show M1' })).status).toBe(200);
    const opened = await eventually(() => bot.slack.callsOf('views.open')[0]);
    expect(JSON.stringify(opened.args.view)).toContain(words.working);
    await eventually(() => [...bot.slack.views][0]);
    answer.resolve(hello);
    const sent = await eventually(
      () => bot.slack.callsOf('views.update')[0] ?? bot.slack.callsOf('chat.postMessage')[0],
    );
    expect(JSON.stringify(sent.args)).toContain('Three moves are due.');
  });

  it('whose modal was closed before its answer was there is answered in the own conversation', async () => {
    const answer = pending<Message>();
    const bot = await startHomeBot({ answer: () => answer.promise, ackAfterMs: 100 });
    await clicked(bot, { run: 'show M1' });
    await eventually(() => [...bot.slack.views][0]);
    bot.slack.views.clear();
    answer.resolve(hello);
    expect(await eventually(() => bot.slack.messages[0])).toMatchObject({ channel: 'D0001' });
  });

  it('is acknowledged in time when Slack does not say where her conversation is', async () => {
    const bot = await startHomeBot({ ackAfterMs: 50 });
    bot.slack.fail('conversations.open', { kind: 'hang' });
    const started = performance.now();
    expect((await clicked(bot, { run: 'show M1' })).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(bot.heard).toEqual([]);
  });

  it('is answered in the own conversation when no modal can be opened', async () => {
    const bot = await startHomeBot();
    await clicked(bot, { run: 'show M1' }, bot.slack.trigger(0));
    const posted = await eventually(() => bot.slack.messages[0]);
    expect(posted).toMatchObject({ channel: 'D0001', text: 'Hello\nThree moves are due.' });
  });

  it.each<[string, Json]>([
    ['on a button of another app', { actions: [{ action_id: 'other', action_ts: '1.2', value: '{"run":"show M1"}' }] }],
    ['of a workspace that is not served', { team: { id: 'T0666' } }],
    ['on a link', { actions: [{ action_id: 'link:1', action_ts: '1.2' }] }],
  ])('%s does nothing', async (_, fields) => {
    const bot = await startHomeBot();
    const payload = clickInView('{"run":"show M1"}', home, fields);
    expect((await bot.send(signedForm(payloadForm(payload)))).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });
});

describe('a shortcut', () => {
  it('from anywhere opens the form of a start, which asks for the channel', async () => {
    const bot = await startHomeBot();
    const payload = shortcut('start', { trigger_id: bot.slack.trigger() });
    expect(await bot.send(signedForm(payloadForm(payload)))).toEqual({ status: 200, text: '' });
    expect(bot.opened).toMatchObject([{ text: 'start', channel: 'slack:T0001/D0001' }]);
    expect(JSON.stringify([...bot.slack.views.values()])).toContain('default_to_current_conversation');
  });

  it('on a message opens the form of a note that holds the message', async () => {
    const bot = await startHomeBot();
    const text = 'Ask <@U0001> about <http://contoso.com|contoso.com> &amp; "quotes" <!channel>';
    const payload = messageShortcut('note', text, { trigger_id: bot.slack.trigger() });
    await bot.send(signedForm(payloadForm(payload)));
    expect(bot.opened).toMatchObject([
      {
        text: 'note',
        channel: 'slack:T0001/C0001',
        filled: { text: 'Ask @maria about contoso.com & "quotes" @channel' },
      },
    ]);
    expect(bot.slack.views.size).toBe(1);
  });

  it.each<[string, string, number]>([
    ['a long message', 'x'.repeat(3_900), 2_000],
    ['a message without words', '', 0],
  ])('on %s takes what a note holds', async (_, text, length) => {
    const bot = await startHomeBot();
    await bot.send(signedForm(payloadForm(messageShortcut('note', text, { trigger_id: bot.slack.trigger() }))));
    expect((bot.opened[0]?.filled?.text ?? '').length).toBe(length);
  });

  it('that is refused says so in a modal', async () => {
    const refusal = { title: 'You may not', blocks: [] };
    const bot = await startHomeBot({ ask: { open: async () => ({ kind: 'message', message: refusal }) } });
    await bot.send(signedForm(payloadForm(shortcut('start', { trigger_id: bot.slack.trigger() }))));
    expect(JSON.stringify([...bot.slack.views.values()])).toContain('You may not');
  });

  it('by a guest, who has no conversation with Ferry, does nothing and says so', async () => {
    const bot = await startHomeBot();
    bot.slack.users.set('U0001', stranger);
    await bot.send(signedForm(payloadForm(shortcut('start', { trigger_id: bot.slack.trigger() }))));
    expect(JSON.stringify([...bot.slack.views.values()])).toContain(words.whoUnknown);
    expect(bot.opened).toEqual([]);
  });

  it('whose trigger is too old leaves a button in the own conversation', async () => {
    const bot = await startHomeBot();
    await bot.send(signedForm(payloadForm(shortcut('start', { trigger_id: bot.slack.trigger(0) }))));
    const posted = await eventually(() => bot.slack.messages[0]);
    expect(posted).toMatchObject({ channel: 'D0001', text: 'Start a migration' });
    expect(JSON.stringify(posted.blocks)).toContain('\\"form\\":true');
  });

  it.each([
    ['that Ferry does not have', shortcut('another')],
    ['of the other kind', shortcut('note')],
    ['of another workspace', shortcut('start', { team: { id: 'T0666' } })],
  ])('%s is ignored', async (_, payload) => {
    const bot = await startHomeBot();
    expect((await bot.send(signedForm(payloadForm(payload)))).status).toBe(200);
    expect(bot.opened).toEqual([]);
    expect(bot.log.join()).toContain('slack view ignored');
  });

  it('works in Socket Mode too, as does the home', async () => {
    const slack = await FakeSlack.start();
    const bot = await startHomeBot({ slack, config: { appToken: slack.appToken } });
    const socket = await eventually(() => [...slack.sockets][0]);
    const chosen = socket.deliver('interactive', shortcut('start', { trigger_id: slack.trigger() }));
    expect(await eventually(() => socket.ackOf(chosen))).toEqual({});
    expect(slack.views.size).toBe(1);
    const looked = socket.deliver('events_api', homeOpened());
    await eventually(() => socket.ackOf(looked));
    expect(bot.looked).toHaveLength(1);
  });
});
