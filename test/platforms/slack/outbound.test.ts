import { describe, expect, it } from 'vitest';
import type { Outcome, Parcel } from '../../../src/messages/platform.js';
import type { Fault } from '../../support/fake-slack.js';
import { FakeSlack } from '../../support/fake-slack.js';
import { type Bot, hello, startBot } from './bot.js';

const parcel: Parcel = { destination: 'slack:T0001/C0001', key: 'k-7f3a', message: hello };

async function sent(bot: Bot): Promise<string> {
  const outcome = await bot.platform.deliver(parcel);
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${outcome.reason}`);
  return outcome.reference;
}

describe('a parcel that is delivered', () => {
  it('is posted with its key, where it can be found again, and nothing that unfurls or links names', async () => {
    const bot = await startBot();
    const reference = await sent(bot);
    expect(bot.slack.callsOf('chat.postMessage')).toHaveLength(1);
    const [message] = bot.slack.messages;
    expect(message).toMatchObject({
      channel: 'C0001',
      text: 'Hello\nThree moves are due.',
      mrkdwn: 'false',
      metadata: { event_type: 'ferry_post', event_payload: { key: 'k-7f3a' } },
      unfurl_links: 'false',
      unfurl_media: 'false',
      blocks: [{ type: 'header', block_id: 'post:k-7f3a' }, { type: 'section' }],
    });
    expect(message).not.toHaveProperty('link_names');
    expect(reference).toBe(`C0001/${message?.ts}`);
  });

  it('can be replaced by its reference', async () => {
    const bot = await startBot();
    const reference = await sent(bot);
    const message = { title: 'Hello again', blocks: [] };
    expect(await bot.platform.update(reference, { ...parcel, message })).toEqual({ kind: 'sent', reference });
    expect(bot.slack.messages).toMatchObject([
      { text: 'Hello again', blocks: [{ type: 'header', text: { text: 'Hello again' } }] },
    ]);
    expect(bot.slack.messages[0]?.metadata).toMatchObject({ event_payload: { key: 'k-7f3a' } });
  });

  it.each(['slack:T0666/C0001', 'slack:T0001/C1/../x', 'teams:T0001/C0001', ''])(
    'is not sent to %j',
    async (destination) => {
      const bot = await startBot();
      expect(await bot.platform.deliver({ ...parcel, destination })).toEqual({ kind: 'stop', reason: 'not_served' });
      expect(bot.slack.callsOf('chat.postMessage')).toEqual([]);
    },
  );
});

describe('the address of a post', () => {
  it('is the one under which Slack opens it', async () => {
    const { platform } = await startBot();
    expect(platform.link('C0001/1800000000.000100')).toBe('https://contoso.slack.com/archives/C0001/p1800000000000100');
  });

  it.each(['', 'C0001', 'C0001/x', 'C0001/1.2/3', '../1.2'])('is unknown for the reference %j', async (reference) => {
    const { platform } = await startBot();
    expect(platform.link(reference)).toBeUndefined();
  });

  it('is unknown before the start, and in a workspace without a safe address', async () => {
    const { platform, slack } = await startBot({ early: true });
    expect(platform.link('C0001/1800000000.000100')).toBeUndefined();
    slack.workspaceUrl = 'http://contoso.slack.com/';
    await platform.start();
    expect(platform.link('C0001/1800000000.000100')).toBeUndefined();
  });
});

describe('one attempt is one request, and its outcome says what is known', () => {
  const cases: readonly [string, Fault, Outcome][] = [
    ['429', { kind: 'rate-limit', retryAfter: '7' }, { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 7_000 }],
    ['429 without a wait', { kind: 'rate-limit' }, { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 30_000 }],
    [
      '429 with a wait that is none',
      { kind: 'rate-limit', retryAfter: 'soon' },
      { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 30_000 },
    ],
    [
      'too fast, said in the body',
      { kind: 'error', error: 'ratelimited' },
      { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 30_000 },
    ],
    [
      'a validation error',
      { kind: 'error', error: 'invalid_arguments' },
      { kind: 'not-sent', reason: 'invalid_arguments' },
    ],
    ['a proxy that forbids', { kind: 'status', status: 403 }, { kind: 'not-sent', reason: 'http_403' }],
    [
      'a channel that is not there',
      { kind: 'error', error: 'channel_not_found' },
      { kind: 'stop', reason: 'channel_not_found' },
    ],
    [
      'a channel without the bot',
      { kind: 'error', error: 'not_in_channel' },
      { kind: 'stop', reason: 'not_in_channel' },
    ],
    ['an archived channel', { kind: 'error', error: 'is_archived' }, { kind: 'stop', reason: 'is_archived' }],
    [
      'an account that is off',
      { kind: 'error', error: 'account_inactive' },
      { kind: 'stop', reason: 'account_inactive' },
    ],
    ['a revoked token', { kind: 'error', error: 'token_revoked' }, { kind: 'stop', reason: 'token_revoked' }],
    ['an unknown token', { kind: 'error', error: 'invalid_auth' }, { kind: 'stop', reason: 'invalid_auth' }],
    ['a channel for few', { kind: 'error', error: 'restricted_action' }, { kind: 'stop', reason: 'restricted_action' }],
    [
      'an error inside Slack',
      { kind: 'error', error: 'internal_error' },
      { kind: 'unknown', reason: 'internal_error' },
    ],
    ['a fatal error', { kind: 'error', error: 'fatal_error' }, { kind: 'unknown', reason: 'fatal_error' }],
    ['500', { kind: 'status', status: 500 }, { kind: 'unknown', reason: 'http_500' }],
    ['502', { kind: 'status', status: 502 }, { kind: 'unknown', reason: 'http_502' }],
    ['504', { kind: 'status', status: 504 }, { kind: 'unknown', reason: 'http_504' }],
    ['408', { kind: 'status', status: 408 }, { kind: 'unknown', reason: 'http_408' }],
    ["a proxy's page", { kind: 'page' }, { kind: 'unknown', reason: 'not_slack' }],
    ['a reset', { kind: 'drop' }, { kind: 'unknown', reason: expect.any(String) }],
    ['a reset after it was taken', { kind: 'drop', accepted: true }, { kind: 'unknown', reason: expect.any(String) }],
  ];

  it.each(cases)('%s', async (_, fault, outcome) => {
    const bot = await startBot();
    bot.slack.fail('chat.postMessage', fault);
    expect(await bot.platform.deliver(parcel)).toEqual(outcome);
    expect(bot.slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('no answer within ten seconds', { timeout: 20_000 }, async () => {
    const bot = await startBot();
    bot.slack.fail('chat.postMessage', { kind: 'hang', accepted: true });
    expect(await bot.platform.deliver(parcel)).toEqual({ kind: 'unknown', reason: expect.any(String) });
    expect(bot.slack.callsOf('chat.postMessage')).toHaveLength(1);
    expect(bot.slack.messages).toHaveLength(1);
  });

  it('a message that cannot be drawn', async () => {
    const bot = await startBot();
    const broken = { title: 'Hello', blocks: [{ kind: 'text' }] } as unknown as Parcel['message'];
    expect(await bot.platform.deliver({ ...parcel, message: broken })).toEqual({
      kind: 'not-sent',
      reason: 'not_drawn',
    });
    expect(bot.slack.callsOf('chat.postMessage')).toEqual([]);
  });

  it('nobody there to take it', async () => {
    const slack = await FakeSlack.start();
    const bot = await startBot({ slack });
    await slack.close();
    expect(await bot.platform.deliver(parcel)).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
  });

  it('one channel told to wait holds up no other', async () => {
    const bot = await startBot();
    bot.slack.channels.set('C0002', { id: 'C0002', is_member: true });
    bot.slack.fail('chat.postMessage', { kind: 'rate-limit', retryAfter: '60' });
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'not-sent' });
    expect(await bot.platform.deliver({ ...parcel, destination: 'slack:T0001/C0002' })).toMatchObject({ kind: 'sent' });
  });

  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long'])(
    '%s is tried once more, as plain text',
    async (error) => {
      const bot = await startBot();
      bot.slack.fail('chat.postMessage', { kind: 'error', error });
      expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'sent' });
      expect(bot.slack.messages).toMatchObject([
        { text: 'Hello\nThree moves are due.', metadata: { event_payload: { key: 'k-7f3a' } } },
      ]);
      expect(bot.slack.messages[0]).not.toHaveProperty('blocks');
      bot.slack.fail('chat.postMessage', { kind: 'error', error }, { kind: 'error', error });
      expect(await bot.platform.deliver(parcel)).toEqual({ kind: 'not-sent', reason: error });
      expect(bot.slack.callsOf('chat.postMessage')).toHaveLength(4);
    },
  );

  it('the log holds no text and no token', async () => {
    const bot = await startBot();
    bot.slack.fail('chat.postMessage', { kind: 'error', error: 'invalid_arguments' }, { kind: 'drop' });
    await bot.platform.deliver(parcel);
    await bot.platform.deliver(parcel);
    expect(bot.log.join()).not.toMatch(/Three moves|xoxb/);
  });
});

describe('before anything is posted or replaced, the channel is looked at', () => {
  const later = () => {
    let now = Date.now();
    const pass = () => {
      now += 31_000;
    };
    return { now: () => now, pass };
  };

  it('and nothing goes to a channel that another organisation has come to share', async () => {
    const { now, pass } = later();
    const bot = await startBot({ now });
    const reference = await sent(bot);
    bot.slack.channels.set('C0001', { id: 'C0001', is_member: true, is_ext_shared: true });
    pass();
    const closed = { kind: 'stop', reason: 'channel_closed' };
    expect(await bot.platform.deliver({ ...parcel, key: 'k-2' })).toEqual(closed);
    expect(await bot.platform.update(reference, parcel)).toEqual(closed);
    expect([bot.slack.callsOf('chat.postMessage').length, bot.slack.callsOf('chat.update').length]).toEqual([1, 0]);
  });

  it('and stops where the bot would have to be invited', async () => {
    const bot = await startBot();
    bot.slack.channels.set('C0001', { id: 'C0001', hidden: true });
    expect(await bot.platform.deliver(parcel)).toEqual({ kind: 'stop', reason: 'channel_invite' });
    expect(bot.slack.callsOf('chat.postMessage')).toEqual([]);
  });

  it.each<[string, Fault, Outcome]>([
    ['500', { kind: 'status', status: 500 }, { kind: 'not-sent', reason: 'http_500' }],
    ['a reset', { kind: 'drop' }, { kind: 'not-sent', reason: expect.any(String) }],
    ['429', { kind: 'rate-limit', retryAfter: '7' }, { kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 7_000 }],
    ['a revoked token', { kind: 'error', error: 'token_revoked' }, { kind: 'stop', reason: 'token_revoked' }],
  ])('and nothing is sent when the look ends with %s', async (_, fault, outcome) => {
    const bot = await startBot();
    bot.slack.fail('conversations.info', fault);
    expect(await bot.platform.deliver(parcel)).toEqual(outcome);
    expect(bot.slack.callsOf('chat.postMessage')).toEqual([]);
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'sent' });
  });

  it('once in half a minute', async () => {
    const bot = await startBot();
    await sent(bot);
    await sent(bot);
    expect(bot.slack.callsOf('conversations.info')).toHaveLength(1);
  });
});

describe('a post that is replaced', () => {
  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'is gone when Slack says %s',
    async (error) => {
      const bot = await startBot();
      const reference = await sent(bot);
      bot.slack.fail('chat.update', { kind: 'error', error });
      expect(await bot.platform.update(reference, parcel)).toEqual({ kind: 'gone', reason: error });
    },
  );

  it('is gone when somebody deleted it, or the reference is none', async () => {
    const bot = await startBot();
    const reference = await sent(bot);
    bot.slack.messages.length = 0;
    expect(await bot.platform.update(reference, parcel)).toMatchObject({ kind: 'gone' });
    expect(await bot.platform.update('nonsense', parcel)).toMatchObject({ kind: 'gone' });
  });

  it('loses its old blocks when Slack takes the new ones as text only', async () => {
    const bot = await startBot();
    const reference = await sent(bot);
    bot.slack.fail('chat.update', { kind: 'error', error: 'invalid_blocks' });
    expect(await bot.platform.update(reference, parcel)).toEqual({ kind: 'sent', reference });
    expect(bot.slack.messages).toMatchObject([{ blocks: [] }]);
  });
});

describe('a parcel of unknown fate', () => {
  const minuteAgo = () => Date.now() - 1_000;

  it('is found when Slack had taken it before the connection broke', async () => {
    const bot = await startBot();
    bot.slack.fail('chat.postMessage', { kind: 'drop', accepted: true });
    const since = minuteAgo();
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'unknown' });
    const ts = bot.slack.messages[0]?.ts;
    expect(await bot.platform.find(parcel, since)).toEqual({ kind: 'found', reference: `C0001/${ts}` });
    expect(bot.slack.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('is absent when Slack had not', async () => {
    const bot = await startBot();
    bot.slack.fail('chat.postMessage', { kind: 'drop' });
    await bot.platform.deliver(parcel);
    await bot.platform.deliver({ ...parcel, key: 'k-other' });
    expect(await bot.platform.find(parcel, minuteAgo())).toEqual({ kind: 'absent' });
  });

  it('is found by its block when the metadata does not come back', async () => {
    const bot = await startBot();
    await sent(bot);
    for (const message of bot.slack.messages) delete message.metadata;
    expect(await bot.platform.find(parcel, minuteAgo())).toMatchObject({ kind: 'found' });
  });

  it('is found on a later page', async () => {
    const bot = await startBot();
    const reference = await sent(bot);
    for (const key of ['k-1', 'k-2', 'k-3']) await bot.platform.deliver({ ...parcel, key });
    bot.slack.pageSize = 1;
    expect(await bot.platform.find(parcel, minuteAgo())).toEqual({ kind: 'found', reference });
    expect(bot.slack.callsOf('conversations.history')).toHaveLength(4);
  });

  it('is not called absent before the whole time was read', async () => {
    const bot = await startBot();
    for (let at = 0; at < 12; at++) await bot.platform.deliver({ ...parcel, key: `k-${at}` });
    bot.slack.pageSize = 1;
    expect(await bot.platform.find(parcel, minuteAgo())).toEqual({ kind: 'unreadable', reason: 'too_many_messages' });
  });

  it('is looked for around the time that it was tried', async () => {
    const bot = await startBot();
    await bot.platform.find(parcel, 1_800_000_000_000);
    const [call] = bot.slack.callsOf('conversations.history');
    expect(call?.args).toMatchObject({ oldest: '1799999940', latest: '1800000900', include_all_metadata: 'true' });
  });

  it("is not mistaken for another app's post with the same metadata", async () => {
    const bot = await startBot();
    await sent(bot);
    for (const message of bot.slack.messages) message.bot_id = 'B0666';
    expect(await bot.platform.find(parcel, minuteAgo())).toEqual({ kind: 'absent' });
  });

  it.each<[string, Fault]>([
    ['missing_scope', { kind: 'error', error: 'missing_scope' }],
    ['http_500', { kind: 'status', status: 500 }],
    ['slack_webapi_rate_limited_error', { kind: 'rate-limit', retryAfter: '60' }],
  ])('is unreadable, never absent, when reading fails with %s', async (reason, fault) => {
    const bot = await startBot();
    bot.slack.fail('conversations.history', fault);
    expect(await bot.platform.find(parcel, minuteAgo())).toEqual({ kind: 'unreadable', reason });
  });
});
