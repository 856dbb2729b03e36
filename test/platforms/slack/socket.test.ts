import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { RefusedError } from '../../../src/messages/platform.js';
import { clientOptions } from '../../../src/platforms/slack/api.js';
import { boltLog } from '../../../src/platforms/slack/bolt-log.js';
import { SocketDoor } from '../../../src/platforms/slack/socket-door.js';
import { FakeSlack, type FakeSocket } from '../../support/fake-slack.js';
import { click, command, delivery } from '../../support/slack-requests.js';
import { type Bot, type BotOptions, eventually, hello, pending, startBot, words } from './bot.js';

async function startSocketBot(options: BotOptions = {}): Promise<{ bot: Bot; socket: FakeSocket }> {
  const slack = await FakeSlack.start();
  const bot = await startBot({ ...options, slack, config: { appToken: slack.appToken } });
  return { bot, socket: await eventually(() => [...slack.sockets][0]) };
}

describe('in Socket Mode', () => {
  it('nothing is served over HTTP', async () => {
    const { bot } = await startSocketBot();
    expect((await fetch(bot.url, { method: 'POST', body: '{}' })).status).toBe(404);
    expect(bot.slack.callsOf('apps.connections.open')).toHaveLength(1);
  });

  it('a command is answered in its acknowledgement', async () => {
    const { bot, socket } = await startSocketBot();
    const envelope = socket.deliver('slash_commands', command('due'));
    const ack = await eventually(() => socket.ackOf(envelope));
    expect(ack).toMatchObject({ response_type: 'ephemeral', text: 'Hello\nThree moves are due.' });
    expect(bot.heard).toMatchObject([{ text: 'due', once: 'slack:T0001:1.2.command', actor: { member: true } }]);
  });

  it('a command that takes long is acknowledged early and answered through the response_url', async () => {
    const answer = pending<Message>();
    const { bot, socket } = await startSocketBot({ answer: () => answer.promise, ackAfterMs: 20 });
    const envelope = socket.deliver('slash_commands', command('due', { response_url: bot.slack.responseUrl() }));
    expect(await eventually(() => socket.ackOf(envelope))).toMatchObject({ text: words.working });
    answer.resolve(hello);
    const late = await eventually(() => bot.slack.responses[0]);
    expect(late.body).toMatchObject({ text: 'Hello\nThree moves are due.' });
  });

  it('a click is acknowledged, run and answered', async () => {
    const { bot, socket } = await startSocketBot();
    const payload = click(JSON.stringify({ run: 'accept M12', rev: 4 }), { response_url: bot.slack.responseUrl() });
    const envelope = socket.deliver('interactive', payload);
    expect(await eventually(() => socket.ackOf(envelope))).toEqual({});
    await eventually(() => bot.slack.responses[0]);
    expect(bot.heard).toMatchObject([{ text: 'accept M12', rev: 4 }]);
  });

  it('an event is acknowledged only when its work is done', async () => {
    const answer = pending<Message>();
    const { bot, socket } = await startSocketBot({ answer: () => answer.promise });
    const envelope = socket.deliver('events_api', delivery());
    await eventually(() => bot.heard[0]);
    // An exchange after it, so that an early acknowledgement would have arrived.
    const other = socket.deliver('events_api', delivery({ type: 'member_joined_channel' }));
    await eventually(() => socket.ackOf(other));
    expect(socket.ackOf(envelope)).toBeUndefined();
    answer.resolve(hello);
    await eventually(() => socket.ackOf(envelope));
    await eventually(() => bot.slack.callsOf('chat.postEphemeral')[0]);
  });

  it('an event whose work fails is not acknowledged, and served when it comes again', async () => {
    let attempt = 0;
    const answer = () => (attempt++ === 0 ? Promise.reject(new Error('disk')) : Promise.resolve(hello));
    const { bot, socket } = await startSocketBot({ answer });
    const first = socket.deliver('events_api', delivery());
    await eventually(() => bot.log.find((line) => line.includes('slack request failed')));
    const second = socket.deliver('events_api', delivery(), { retry_attempt: 1, retry_reason: 'timeout' });
    await eventually(() => socket.ackOf(second));
    expect(socket.ackOf(first)).toBeUndefined();
    expect(bot.heard.map(({ once }) => once)).toEqual(['slack:T0001:Ev0001', 'slack:T0001:Ev0001']);
  });

  it('nonsense is acknowledged, so that it does not come again', async () => {
    const { bot, socket } = await startSocketBot();
    const envelope = socket.deliver('interactive', { type: 'block_actions', actions: [] });
    await eventually(() => socket.ackOf(envelope));
    expect(bot.heard).toEqual([]);
  });

  it.each([
    ['is cut', (socket: FakeSocket) => socket.kill()],
    ['is to be renewed', (socket: FakeSocket) => socket.send({ type: 'disconnect', reason: 'refresh_requested' })],
  ])('a connection that %s is opened again, also when Slack is away for a moment', async (_, part) => {
    const { bot, socket } = await startSocketBot();
    bot.slack.fail('apps.connections.open', { kind: 'status', status: 503 }, { kind: 'error', error: 'invalid_auth' });
    part(socket);
    const next = await eventually(() => [...bot.slack.sockets].find((open) => open !== socket));
    const envelope = next.deliver('slash_commands', command('due'));
    await eventually(() => next.ackOf(envelope));
    expect(bot.slack.callsOf('apps.connections.open')).toHaveLength(4);
  });

  it('the start names the app token when Slack does not know it', async () => {
    const bot = await startBot({ early: true, config: { appToken: 'xapp-wrong' } });
    await expect(bot.platform.start()).rejects.toThrow(
      new RefusedError('Slack does not accept SLACK_APP_TOKEN (invalid_auth)'),
    );
  });

  it('the start may be tried again while Slack is away, and parcels wait for it', async () => {
    const slack = await FakeSlack.start();
    const bot = await startBot({ slack, early: true, config: { appToken: slack.appToken } });
    slack.fail('apps.connections.open', { kind: 'status', status: 503 }, { kind: 'drop' });
    await expect(bot.platform.start()).rejects.toThrow(new Error('Slack cannot be reached (http_503)'));
    await expect(bot.platform.start()).rejects.not.toBeInstanceOf(RefusedError);
    const parcel = { destination: 'slack:T0001/C0001', key: 'k-1', message: hello };
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'not-sent', reason: 'not_started' });
    await bot.platform.start();
    expect(slack.sockets.size).toBe(1);
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'sent' });
  });

  it('attempts that fail leave no listener behind', async () => {
    const slack = await FakeSlack.start();
    const log = pino({ level: 'silent' });
    const door = new SocketDoor({
      appToken: slack.appToken,
      clientOptions: clientOptions(slack.apiUrl, boltLog(log)),
      ready: () => true,
      log,
      boltLog: boltLog(log),
    });
    onTestFinished(async () => {
      await door.stop();
      await slack.close();
    });
    const listeners = () => door.receiver.client.listenerCount('disconnected');
    const before = listeners();
    slack.fail('apps.connections.open', ...Array.from({ length: 5 }, () => ({ kind: 'status', status: 503 }) as const));
    for (let attempt = 0; attempt < 5; attempt++) await expect(door.start()).rejects.toThrow();
    expect(listeners()).toBe(before);
    await door.start();
    expect(listeners()).toBe(before + 1);
  });

  it('stopping closes the connection for good', async () => {
    const { bot } = await startSocketBot();
    await bot.platform.stop();
    await eventually(() => (bot.slack.sockets.size === 0 ? true : undefined));
    expect(bot.slack.callsOf('apps.connections.open')).toHaveLength(1);
  });
});
