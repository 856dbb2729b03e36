import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../../src/messages/platform.js';
import { COMMAND } from '../../../src/platforms/slack/api.js';
import { FakeSlack, type Fault } from '../../support/fake-slack.js';
import {
  click,
  clickForm,
  command,
  delivery,
  messageShortcut,
  payloadForm,
  SECRET,
  shortcut,
  signed,
  signedForm,
  signedJson,
  sslCheck,
  submission,
  typing,
  urlVerification,
  viewBack,
} from '../../support/slack-requests.js';
import { type Bot, eventually, hello, startBot } from './bot.js';

/** An input's value that is an object. */
const ODD = { 'field:text': { text: { type: 'plain_text_input', value: { toString: 'x' } } } };

const seconds = () => Math.floor(Date.now() / 1000);

describe('a request over HTTP', () => {
  it('is served when its signature is right', async () => {
    const bot = await startBot();
    expect((await bot.send(signedForm(command('due')))).status).toBe(200);
    expect(bot.heard).toHaveLength(1);
    expect(COMMAND).toBe('/csp');
  });

  it.each([
    ['was signed with another secret', { secret: 'another' }],
    ['is older than five minutes', { timestamp: seconds() - 400 }],
    ['comes from the future', { timestamp: seconds() + 400 }],
    ['comes from tomorrow', { timestamp: seconds() + 86_400 }],
    ['has a timestamp that is no number', { timestamp: 'NaN' }],
    ['has an empty timestamp', { timestamp: '' }],
    ['has a timestamp in another notation', { timestamp: '0x7fffffff' }],
    ['has an empty signature', { headers: { 'x-slack-signature': '' } }],
    ['has a signature of another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ])('is refused without a word when it %s', async (_, signing) => {
    const bot = await startBot();
    expect(await bot.send(signedForm(command('due'), signing))).toEqual({ status: 401, text: '' });
    expect(bot.heard).toEqual([]);
  });

  it.each(['x-slack-signature', 'x-slack-request-timestamp'])('is refused without its %s', async (name) => {
    const bot = await startBot();
    const init = signedForm(command('due'));
    const headers = new Headers(init.headers);
    headers.delete(name);
    expect(await bot.send({ ...init, headers })).toEqual({ status: 401, text: '' });
  });

  it('is refused when its timestamp comes twice', async () => {
    const bot = await startBot();
    const init = signedForm(command('due'));
    const headers = {
      ...(init.headers as Record<string, string>),
      'x-slack-request-timestamp': [String(seconds()), '1'],
    };
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(bot.url, { method: 'POST', headers }, (response) => resolve(response.resume().statusCode));
      sent.on('error', reject).end(init.body);
    });
    expect(status).toBe(401);
    expect(bot.heard).toEqual([]);
  });

  it('is judged by the clock that the platform was given', async () => {
    const bot = await startBot({ now: () => Date.now() - 3_600_000 });
    expect((await bot.send(signedForm(command('due')))).status).toBe(401);
  });

  it('is refused with 413 when it is longer than a megabyte', async () => {
    const bot = await startBot();
    expect(await bot.send(signedForm(command('x'.repeat(1_100_000))))).toEqual({ status: 413, text: '' });
  });

  const json = 'application/json';
  it.each([
    ['no JSON', signed('{"type":', json)],
    ['null', signed('null', json)],
    ['a number', signed('7', json)],
    ['a list', signed('[]', json)],
    ['nothing', signed('', json)],
    ['an empty object', signed('{}', json)],
    ['an event that is none', signedJson({ type: 'event_callback', team_id: 'T0001', event_id: 'E', event: null })],
    ['an event without a workspace', signedJson(delivery({}, { team_id: undefined }))],
    ['a command without a person', signedForm({ command: '/csp', text: 'due' })],
    ['a click on nothing', signedForm(clickForm('{}', { actions: [] }))],
    ['a click by nobody', signedForm(clickForm('{}', { user: null }))],
    ['a form that nobody sent', signedForm(payloadForm(submission({ id: 'V0001' }, { user: null })))],
    ['a form without a view', signedForm(payloadForm(submission({ id: 'V1 or more' })))],
    ['a form whose fields are no texts', signedForm(payloadForm(submission(viewBack({ type: 'modal' }, ODD))))],
    ['a search without words', signedForm(payloadForm(typing('lookup:customer', '', { value: 7 })))],
    ['a shortcut that opens nothing', signedForm(payloadForm(shortcut('start', { trigger_id: '' })))],
    ['a shortcut on no message', signedForm(payloadForm(messageShortcut('note', '', { message: null })))],
    ['a payload that is no JSON', signedForm({ payload: '{' })],
    ['ids with markup in them', signedForm(command('due', { user_id: 'U1>' }))],
  ])('is refused with 400 and no word of the error when it is %s', async (_, init) => {
    const bot = await startBot();
    expect(await bot.send(init)).toEqual({ status: 400, text: '' });
    expect(bot.heard).toEqual([]);
  });

  it('leaves nothing of a malformed body in the log', async () => {
    const bot = await startBot();
    // V8 quotes the body in its error, and Bolt logs that error.
    await bot.send(signed('fabrikam.com secret', json));
    expect(bot.log.join()).not.toMatch(/fabrikam|secret/);
    expect(bot.log.length).toBeGreaterThan(0);
  });

  it.each([
    ['a forged signature', signedForm(command('due'), { secret: 'another' })],
    ['a body that is too long', signedForm(command('x'.repeat(1_100_000)))],
    ['a body that is no JSON', signed('{"type":', json)],
  ])('is no warning in the log, since anybody can send %s', async (_, init) => {
    const bot = await startBot();
    await bot.send(init);
    const levels = bot.log.map((line) => JSON.parse(line).level);
    // 20 is pino's debug.
    expect(levels).toEqual([20]);
  });

  it('answers the question that Slack asks when the address is entered', async () => {
    const bot = await startBot();
    const answer = await bot.send(signedJson(urlVerification));
    expect(JSON.parse(answer.text)).toEqual({ challenge: 'the-challenge' });
  });

  it('runs nothing that an unsigned check of the certificate carries with it', async () => {
    const bot = await startBot();
    const smuggled = sslCheck(click(JSON.stringify({ run: 'abandon M1 "x"' })));
    const body = new URLSearchParams(smuggled);
    const plain = await bot.send({ method: 'POST', body });
    const forged = await bot.send(signedForm(smuggled, { secret: `not ${SECRET}` }));
    expect([plain.status, forged.status]).toEqual([401, 401]);
    expect(bot.heard).toEqual([]);
  });

  it('acknowledges at once what nobody listens to', async () => {
    const bot = await startBot();
    const started = performance.now();
    const kinds = [
      signedJson({ type: 'app_rate_limited', team_id: 'T0001', minute_rate_limited: 1 }),
      signedForm(payloadForm(shortcut('another'))),
      signedForm(payloadForm({ type: 'view_closed', user: { id: 'U0001' }, view: { id: 'V0001' } })),
      signedJson(delivery({ type: 'member_joined_channel' })),
      signedForm(clickForm('{}', { actions: [{ action_id: 'another-apps', action_ts: '1.2', value: 'x' }] })),
    ];
    for (const kind of kinds) expect((await bot.send(kind)).status).toBe(200);
    // Bolt by itself answers 404 after three seconds.
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(bot.heard).toEqual([]);
  });

  it('is told to come again while the bot has not started', async () => {
    const bot = await startBot({ early: true });
    expect(await bot.send(signedJson(delivery()))).toEqual({ status: 503, text: '' });
    expect(bot.heard).toEqual([]);
  });
});

describe('the start', () => {
  const start = async (config: Parameters<typeof startBot>[0]): Promise<Bot> => startBot({ early: true, ...config });

  it('names the bot token when Slack does not know it', async () => {
    const bot = await start({ config: { botToken: 'xoxb-wrong' } });
    await expect(bot.platform.start()).rejects.toThrow(
      new RefusedError('Slack does not accept SLACK_BOT_TOKEN (invalid_auth)'),
    );
  });

  it.each(['not_authed', 'account_inactive', 'token_revoked'])(
    'is refused for good when Slack says %s',
    async (error) => {
      const bot = await start({});
      bot.slack.fail('auth.test', { kind: 'error', error });
      await expect(bot.platform.start()).rejects.toBeInstanceOf(RefusedError);
    },
  );

  it.each<[string, Fault]>([
    ['breaks the connection', { kind: 'drop' }],
    ['has a fault', { kind: 'status', status: 502 }],
    ['is too busy', { kind: 'rate-limit', retryAfter: '1' }],
    ['has an error inside', { kind: 'error', error: 'internal_error' }],
    ['is a proxy', { kind: 'page' }],
  ])('fails, but is not refused, when Slack %s', async (_, fault) => {
    const bot = await start({});
    bot.slack.fail('auth.test', fault);
    await expect(bot.platform.start()).rejects.not.toBeInstanceOf(RefusedError);
    await bot.platform.start();
  });

  it('keeps parcels waiting until it has succeeded', async () => {
    const bot = await start({});
    const parcel = { destination: 'slack:T0001/C0001', key: 'k-1', message: hello };
    const waiting = { kind: 'not-sent', reason: 'not_started', retryAfterMs: 5_000 };
    expect(await bot.platform.deliver(parcel)).toEqual(waiting);
    expect(await bot.platform.update('C0001/1.2', parcel)).toEqual(waiting);
    expect(await bot.platform.find(parcel, 0)).toEqual({ kind: 'unreadable', reason: 'not_started' });
    expect(bot.slack.calls).toEqual([]);
    await bot.platform.start();
    expect(await bot.platform.deliver(parcel)).toMatchObject({ kind: 'sent' });
  });

  it('says so when Slack cannot be reached', async () => {
    const gone = await FakeSlack.start();
    const { apiUrl } = gone;
    await gone.close();
    const bot = await start({ config: { apiUrl } });
    await expect(bot.platform.start()).rejects.toThrow(new Error('Slack cannot be reached (ECONNREFUSED)'));
  });

  it('names the list of workspaces when it leaves out the one of the token', async () => {
    const bot = await start({ config: { teamIds: ['T0009'] } });
    await expect(bot.platform.start()).rejects.toSatisfy(
      (error) => error instanceof RefusedError && error.message.includes('SLACK_TEAM_IDS leaves out T0001'),
    );
  });

  it('asks Slack who the bot is once, with one request', async () => {
    const bot = await start({});
    bot.slack.fail('auth.test', { kind: 'status', status: 503 });
    await expect(bot.platform.start()).rejects.toThrow('http_503');
    expect(bot.slack.callsOf('auth.test')).toHaveLength(1);
    await bot.platform.start();
    await bot.send(signedForm(command('due')));
    expect(bot.slack.callsOf('auth.test')).toHaveLength(2);
    await eventually(() => bot.heard[0]);
  });
});
