import { describe, expect, it } from 'vitest';
import type { Parcel } from '../../../src/messages/platform.js';
import { type Fault, user } from '../../support/fake-slack.js';
import { hello, startBot } from './bot.js';

const MARIA = 'slack:T0001/U0001';

const parcelTo = (destination: string): Parcel => ({ destination, key: 'k-7f3a', message: hello });

describe('a person alone', () => {
  it('is found where the bot already talks with her', async () => {
    const bot = await startBot();
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'found', address: 'slack:T0001/D0001' });
    expect(bot.slack.callsOf('conversations.open')).toMatchObject([{ args: { users: 'U0001' } }]);
  });

  it('who never wrote to the bot can be written to, and what was posted there is found and replaced', async () => {
    const bot = await startBot();
    bot.slack.users.set('U0002', user('U0002', 'jonas'));
    const since = Date.now() - 1_000;
    const direct = await bot.platform.direct('slack:T0001/U0002');
    expect(direct).toEqual({ kind: 'found', address: 'slack:T0001/D0002' });
    const parcel = parcelTo('slack:T0001/D0002');
    bot.slack.fail('chat.postMessage', { kind: 'drop', accepted: true });
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'unknown' });
    const reference = `D0002/${bot.slack.messages[0]?.ts}`;
    expect(await bot.platform.find(parcel, since)).toEqual({ kind: 'found', reference });
    expect(await bot.platform.update(reference, parcel)).toEqual({ kind: 'sent', reference });
    expect(bot.slack.messages).toMatchObject([{ channel: 'D0002', text: 'Hello\nThree moves are due.' }]);
  });

  it('can be written to after a restart at the address that was answered before it', async () => {
    const { slack, platform } = await startBot();
    slack.users.set('U0002', user('U0002', 'jonas'));
    await platform.direct('slack:T0001/U0002');
    const restarted = await startBot({ slack });
    expect(await restarted.platform.deliver(parcelTo('slack:T0001/D0002'))).toMatchObject({ kind: 'sent' });
    expect(slack.callsOf('conversations.open')).toHaveLength(1);
  });

  it('is asked for once, also after a day', async () => {
    let now = Date.now();
    const bot = await startBot({ now: () => now });
    await bot.platform.direct(MARIA);
    now += 24 * 60 * 60_000;
    expect(await bot.platform.direct(MARIA)).toMatchObject({ kind: 'found' });
    expect(bot.slack.callsOf('conversations.open')).toHaveLength(1);
  });

  it('is nobody before the start', async () => {
    const bot = await startBot({ early: true });
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'none', reason: 'not_started' });
    expect(bot.slack.calls).toEqual([]);
  });
});

describe('nobody is written to', () => {
  it.each([
    'slack:T0666/U0001',
    'teams:T0001/U0001',
    'slack:T0001/U1/../x',
    'slack:T0001/U0001,U0002',
    'slack:T0001',
    '',
  ])('as %j, and Slack is not asked', async (identity) => {
    const bot = await startBot();
    const before = bot.slack.calls.length;
    expect(await bot.platform.direct(identity)).toEqual({ kind: 'none', reason: 'not_served' });
    expect(bot.slack.calls).toHaveLength(before);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a guest', { is_restricted: true }],
    ['a stranger', { is_stranger: true }],
    ['a person of another organisation', { team_id: 'T0666' }],
    ['somebody who has left', { deleted: true }],
    ['a bot', { is_bot: true }],
  ])('who is %s: what Ferry posts names customers', async (_, fields) => {
    const bot = await startBot();
    bot.slack.users.set('U0001', user('U0001', 'maria', fields));
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'none', reason: 'not_a_member' });
    expect(bot.slack.callsOf('conversations.open')).toEqual([]);
  });

  it('who has left since a minute, though the conversation is known', async () => {
    let now = Date.now();
    const bot = await startBot({ now: () => now });
    expect(await bot.platform.direct(MARIA)).toMatchObject({ kind: 'found' });
    bot.slack.users.set('U0001', user('U0001', 'maria', { deleted: true }));
    now += 60_000;
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'none', reason: 'not_a_member' });
  });

  it('whom Slack does not know', async () => {
    const bot = await startBot();
    expect(await bot.platform.direct('slack:T0001/U0009')).toEqual({ kind: 'none', reason: 'user_not_found' });
  });

  it('while the app lacks the scope, and she is once it has it', async () => {
    const bot = await startBot();
    bot.slack.scopes.delete('im:write');
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'none', reason: 'missing_scope' });
    bot.slack.scopes.add('im:write');
    expect(await bot.platform.direct(MARIA)).toMatchObject({ kind: 'found' });
  });

  it.each<[string, Fault]>([
    ['invalid_auth', { kind: 'error', error: 'invalid_auth' }],
    ['user_disabled', { kind: 'error', error: 'user_disabled' }],
    ['http_500', { kind: 'status', status: 500 }],
    ['slack_webapi_rate_limited_error', { kind: 'rate-limit', retryAfter: '60' }],
    ['UND_ERR_SOCKET', { kind: 'drop' }],
  ])('when Slack answers %s, and she is when it is over', async (reason, fault) => {
    const bot = await startBot();
    bot.slack.fail('conversations.open', fault);
    expect(await bot.platform.direct(MARIA)).toEqual({ kind: 'none', reason });
    expect(bot.slack.callsOf('conversations.open')).toHaveLength(1);
    expect(await bot.platform.direct(MARIA)).toMatchObject({ kind: 'found' });
  });

  it('when Slack does not say where, or who she is', async () => {
    const bot = await startBot();
    bot.slack.fail('conversations.open', { kind: 'page' });
    expect(await bot.platform.direct(MARIA)).toMatchObject({ kind: 'none' });
    bot.slack.fail('users.info', { kind: 'status', status: 503 });
    const restarted = await startBot({ slack: bot.slack });
    expect(await restarted.platform.direct(MARIA)).toEqual({ kind: 'none', reason: 'http_503' });
  });
});

it('nothing goes to a conversation that reaches into another organisation after all', async () => {
  const bot = await startBot();
  await bot.platform.direct(MARIA);
  bot.slack.channels.set('D0001', { id: 'D0001', is_im: true, is_ext_shared: true });
  expect(await bot.platform.deliver(parcelTo('slack:T0001/D0001'))).toEqual({ kind: 'stop', reason: 'channel_closed' });
  expect(bot.slack.callsOf('chat.postMessage')).toEqual([]);
});
