import { describe, expect, it } from 'vitest';
import type { Reach } from '../../../src/commands/invocation.js';
import { type FakeChannel, user } from '../../support/fake-slack.js';
import { command, delivery, signedForm, signedJson } from '../../support/slack-requests.js';
import { eventually, startBot, words } from './bot.js';

describe('who asks', () => {
  it.each<[string, boolean, Record<string, unknown>]>([
    ['a full member', true, {}],
    ['a guest', false, { is_restricted: true }],
    ['a guest of one channel', false, { is_ultra_restricted: true }],
    ['a stranger', false, { is_stranger: true }],
    ['a person of another workspace', false, { team_id: 'T0666' }],
    ['a person of no workspace', false, { team_id: undefined }],
    ['a bot', false, { is_bot: true }],
    ['somebody who has left', false, { deleted: true }],
    ['Slackbot', false, { id: 'USLACKBOT' }],
    ['a member through the organisation', true, { team_id: 'E0001', enterprise_user: { teams: ['T0002', 'T0001'] } }],
    ['somebody else of the organisation', false, { team_id: 'E0001', enterprise_user: { teams: ['T0002'] } }],
    ['a guest through the organisation', false, { enterprise_user: { teams: ['T0001'] }, is_restricted: true }],
  ])('%s is a member: %s', async (_, member, fields) => {
    const bot = await startBot();
    bot.slack.users.set('U0001', user('U0001', 'maria', fields));
    await bot.send(signedForm(command('due')));
    expect(bot.heard.map(({ actor }) => actor.member)).toEqual([member]);
  });

  it('counts as member in every workspace that is served', async () => {
    const bot = await startBot({ config: { teamIds: ['T0001', 'T0002'] } });
    bot.slack.users.set('U0001', user('U0001', 'maria', { team_id: 'T0002' }));
    await bot.send(signedForm(command('due')));
    expect(bot.heard).toMatchObject([{ actor: { member: true } }]);
  });

  it.each([
    ['says nothing', { kind: 'status', status: 503 }],
    ['refuses', { kind: 'error', error: 'missing_scope' }],
    ['is too busy', { kind: 'rate-limit', retryAfter: '1' }],
    ['tells no person', { kind: 'page' }],
  ] as const)('is nobody when Slack %s: nothing is done, and the asker is told', async (_, fault) => {
    const bot = await startBot();
    bot.slack.fail('users.info', fault);
    const { text } = await bot.send(signedForm(command('due')));
    expect(JSON.parse(text)).toMatchObject({ text: words.whoUnknown });
    expect(bot.heard).toEqual([]);
    // Not remembered: the next attempt asks again.
    await bot.send(signedForm(command('due')));
    expect(bot.heard).toHaveLength(1);
  });

  it('is told in a channel as well that Slack did not say', async () => {
    const bot = await startBot();
    bot.slack.fail('users.info', { kind: 'drop' });
    expect((await bot.send(signedJson(delivery()))).status).toBe(200);
    const call = await eventually(() => bot.slack.callsOf('chat.postEphemeral')[0]);
    expect(call.args.text).toBe(words.whoUnknown);
  });

  it('is asked of Slack once in a minute, so that who has left has no role for long', async () => {
    let now = Date.now();
    const bot = await startBot({ now: () => now });
    const ask = () => bot.send(signedForm(command('due'), { timestamp: Math.floor(now / 1000) }));
    await ask();
    now += 59_000;
    await ask();
    expect(bot.slack.callsOf('users.info')).toHaveLength(1);
    now += 2_000;
    bot.slack.users.set('U0001', user('U0001', 'maria', { deleted: true }));
    await ask();
    expect(bot.heard.map(({ actor }) => actor.member)).toEqual([true, true, false]);
  });
});

it('the name of a person who is named is asked of Slack once in ten minutes', async () => {
  let now = Date.now();
  const bot = await startBot({ now: () => now });
  bot.slack.users.set('U0002', user('U0002', 'jonas'));
  const ask = () => bot.send(signedForm(command('assign M1 <@U0002>'), { timestamp: Math.floor(now / 1000) }));
  const asked = () => bot.slack.callsOf('users.info').filter(({ args }) => args.user === 'U0002').length;
  await ask();
  now += 9 * 60_000;
  await ask();
  expect(asked()).toBe(1);
  now += 2 * 60_000;
  await ask();
  expect(asked()).toBe(2);
});

describe('where the bot can post', () => {
  const reachOf = async (channel: FakeChannel, name = 'migrations') => {
    const bot = await startBot();
    bot.slack.channels.set(channel.id, channel);
    await bot.send(signedForm(command('due', { channel_id: channel.id, channel_name: name })));
    return { bot, reach: bot.heard[0]?.reach ?? (() => Promise.reject(new Error('not heard'))) };
  };

  it.each<[Reach, string, FakeChannel, string?]>([
    ['ok', 'a channel with the bot', { id: 'C0002', is_member: true }],
    ['ok', 'a private channel with the bot', { id: 'C0002', is_member: true, is_private: true }],
    ['ok', 'a public channel without the bot', { id: 'C0002' }],
    ['ok', "the bot's own direct messages", { id: 'D0002', is_im: true }, 'directmessage'],
    ['invite', 'a private channel without the bot', { id: 'C0002', hidden: true }, 'privategroup'],
    ['invite', 'a private channel that the bot sees', { id: 'C0002', is_private: true }],
    ['closed', "somebody else's direct messages", { id: 'D0002', hidden: true }, 'directmessage'],
    ['closed', 'a group conversation', { id: 'G0002', hidden: true }, 'mpdm-a--b--c-1'],
    ['closed', 'a group conversation with the bot', { id: 'C0002', is_mpim: true, is_member: true }],
    ['closed', 'a channel shared with another organisation', { id: 'C0002', is_member: true, is_ext_shared: true }],
    ['closed', 'an archived channel', { id: 'C0002', is_archived: true }],
  ])('is %s in %s', async (expected, _, channel, name) => {
    const { reach } = await reachOf(channel, name);
    expect(await reach()).toBe(expected);
  });

  it('is closed in a group conversation, which Slack says with the scope that Ferry does not ask for', async () => {
    const { bot, reach } = await reachOf({ id: 'C0002', hidden: true }, '');
    bot.slack.fail('conversations.info', { kind: 'error', error: 'missing_scope' });
    expect(await reach()).toBe('closed');
  });

  it('makes the bot join a public channel, and no other', async () => {
    const { bot, reach } = await reachOf({ id: 'C0002' });
    await reach();
    expect(bot.slack.callsOf('conversations.join')).toMatchObject([{ args: { channel: 'C0002' } }]);
    const closed = await reachOf({ id: 'C0003', is_private: true });
    await closed.reach();
    expect(closed.bot.slack.callsOf('conversations.join')).toEqual([]);
  });

  it('is asked of people when the workspace keeps the bot from joining', async () => {
    const { bot, reach } = await reachOf({ id: 'C0002' });
    bot.slack.fail('conversations.join', { kind: 'error', error: 'missing_scope' });
    expect(await reach()).toBe('invite');
  });

  it('is asked once in half a minute, and a refusal every time', async () => {
    const { bot, reach } = await reachOf({ id: 'C0002', is_member: true });
    await reach();
    await reach();
    expect(bot.slack.callsOf('conversations.info')).toHaveLength(1);
    const closed = await reachOf({ id: 'C0003', hidden: true });
    expect(await closed.reach()).toBe('invite');
    closed.bot.slack.channels.set('C0003', { id: 'C0003', is_member: true });
    expect(await closed.reach()).toBe('ok');
  });

  it.each(['conversations.info', 'conversations.join'])('is not guessed when %s fails', async (method) => {
    const { bot, reach } = await reachOf({ id: 'C0002' });
    bot.slack.fail(method, { kind: 'status', status: 500 });
    await expect(reach()).rejects.toThrow();
  });

  it('is asked of Slack only when a command wants to know', async () => {
    const { bot } = await reachOf({ id: 'C0002' });
    expect(bot.slack.callsOf('conversations.info')).toEqual([]);
  });
});
