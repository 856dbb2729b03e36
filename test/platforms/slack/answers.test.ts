import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import type { Fault } from '../../support/fake-slack.js';
import {
  click,
  clickForm,
  command,
  delivery,
  directMessage,
  RETRY,
  signedForm,
  signedJson,
} from '../../support/slack-requests.js';
import { eventually, hello, pending, startBot, words } from './bot.js';

const press = JSON.stringify({ run: 'accept M12', rev: 4 });

describe('a slash command', () => {
  it('is answered in its acknowledgement, to the asker alone', async () => {
    const bot = await startBot();
    const answer = JSON.parse((await bot.send(signedForm(command('due 30')))).text);
    expect(answer).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Hello\nThree moves are due.',
    });
    expect(answer.blocks).toHaveLength(2);
    expect(bot.slack.responses).toEqual([]);
  });

  it('arrives as an invocation that no longer knows Slack', async () => {
    const bot = await startBot();
    await bot.send(signedForm(command('start contoso.com', { trigger_id: '9.8.seven' })));
    expect(bot.heard).toMatchObject([
      {
        text: 'start contoso.com',
        actor: { identity: 'slack:T0001/U0001', name: 'Maria Silva', member: true },
        channel: 'slack:T0001/C0001',
        locale: 'en-GB',
        once: 'slack:T0001:9.8.seven',
        named: [],
      },
    ]);
    expect(bot.heard[0]).not.toHaveProperty('rev');
  });

  it('has the same key when it is delivered twice', async () => {
    const bot = await startBot();
    const init = signedForm(command('due'));
    await bot.send(init);
    await bot.send(init);
    expect(bot.heard.map(({ once }) => once)).toEqual(['slack:T0001:1.2.command', 'slack:T0001:1.2.command']);
  });

  it('is acknowledged early when its answer takes long, and answered through the response_url', async () => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise, ackAfterMs: 30 });
    const ack = await bot.send(signedForm(command('due', { response_url: bot.slack.responseUrl('late') })));
    expect(JSON.parse(ack.text)).toMatchObject({ response_type: 'ephemeral', text: words.working });
    expect(bot.slack.responses).toEqual([]);
    answer.resolve(hello);
    const late = await eventually(() => bot.slack.responses[0]);
    expect(late.path).toBe('/response/late');
    expect(late.body).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Hello\nThree moves are due.',
    });
  });

  it('is acknowledged at two seconds when nothing else is said', async () => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise });
    const started = performance.now();
    await bot.send(signedForm(command('due', { response_url: bot.slack.responseUrl() })));
    const took = performance.now() - started;
    answer.resolve(hello);
    // No earlier than 2.0 s, and before the 3 s at which Slack gives up.
    expect(took).toBeGreaterThan(1_990);
    expect(took).toBeLessThan(2_900);
  });

  it('is not sent again when the response_url fails', async () => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise, ackAfterMs: 10 });
    bot.slack.responseStatus = 500;
    await bot.send(signedForm(command('due', { response_url: bot.slack.responseUrl() })));
    answer.resolve(hello);
    await eventually(() => bot.log.find((line) => line.includes('slack answer not delivered')));
    await bot.platform.stop();
    expect(bot.slack.responses).toHaveLength(1);
    expect(bot.log.join()).toContain('http_500');
    expect(bot.log.join()).not.toContain('Three moves');
  });

  it('gets an apology when no answer comes of it, and nothing of the error', async () => {
    const bot = await startBot({ answer: () => Promise.reject(new Error('fabrikam.com is broken')) });
    const { status, text } = await bot.send(signedForm(command('due')));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ text: words.failed });
    expect(bot.log.join()).not.toContain('fabrikam');
  });

  it('of another app gets told that there is nothing to do', async () => {
    const bot = await startBot();
    const { text } = await bot.send(signedForm(command('due', { command: '/other' })));
    expect(JSON.parse(text)).toMatchObject({ text: words.nothingHere });
    expect(bot.heard).toEqual([]);
  });

  it('from a workspace that is not served gets told that there is nothing to do', async () => {
    const bot = await startBot();
    const { text } = await bot.send(signedForm(command('due', { team_id: 'T0666' })));
    expect(JSON.parse(text)).toMatchObject({ text: words.nothingHere });
    expect(bot.heard).toEqual([]);
  });
});

describe('a mention in a channel', () => {
  it('is answered to the asker alone, without the mention in its words', async () => {
    const bot = await startBot();
    expect((await bot.send(signedJson(delivery({ text: '<@U0BOT> show M12' })))).status).toBe(200);
    expect(bot.heard).toMatchObject([{ text: 'show M12', channel: 'slack:T0001/C0001', once: 'slack:T0001:Ev0001' }]);
    const call = await eventually(() => bot.slack.callsOf('chat.postEphemeral')[0]);
    expect(call.args).toMatchObject({ channel: 'C0001', user: 'U0001', unfurl_links: 'false', unfurl_media: 'false' });
    expect(call.args).not.toHaveProperty('thread_ts');
  });

  it('in a thread is answered there', async () => {
    const bot = await startBot();
    await bot.send(signedJson(delivery({ thread_ts: '1800000000.000001' })));
    const call = await eventually(() => bot.slack.callsOf('chat.postEphemeral')[0]);
    expect(call.args).toMatchObject({ thread_ts: '1800000000.000001' });
  });

  it('is acknowledged only when its work is done, however long that takes', async () => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise, ackAfterMs: 1 });
    let acknowledged = false;
    const sent = bot.send(signedJson(delivery())).then((response) => {
      acknowledged = true;
      return response;
    });
    await eventually(() => bot.heard[0]);
    // Whatever Bolt does on its own at this point, it has had many turns of the loop to do it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(acknowledged).toBe(false);
    answer.resolve(hello);
    expect((await sent).status).toBe(200);
  });

  it('whose work fails is not acknowledged, so that Slack delivers it again under the same key', async () => {
    let attempt = 0;
    const answer = () => (attempt++ === 0 ? Promise.reject(new Error('disk')) : Promise.resolve(hello));
    const bot = await startBot({ answer });
    expect(await bot.send(signedJson(delivery()))).toEqual({ status: 500, text: '' });
    expect((await bot.send(signedJson(delivery(), { headers: RETRY }))).status).toBe(200);
    expect(bot.heard.map(({ once }) => once)).toEqual(['slack:T0001:Ev0001', 'slack:T0001:Ev0001']);
  });

  it('that is first seen as a second delivery is served', async () => {
    const bot = await startBot();
    await bot.send(signedJson(delivery(), { headers: RETRY }));
    expect(bot.heard).toHaveLength(1);
  });

  it('is served for the workspace that the bot is authorized for, though the sender has another', async () => {
    const bot = await startBot();
    await bot.send(signedJson(delivery({}, { team_id: 'T0666' })));
    expect(bot.heard).toMatchObject([{ channel: 'slack:T0001/C0001' }]);
    await bot.send(signedJson(delivery({}, { authorizations: [{ team_id: 'T0666' }] })));
    expect(bot.heard).toHaveLength(1);
  });

  it.each([
    ['the bot itself', { user: 'U0BOT' }],
    ['another bot', { bot_id: 'B0002' }],
    ['an edit', { edited: { user: 'U0001', ts: '1800000300.000000' } }],
  ])('by %s is ignored', async (_, event) => {
    const bot = await startBot();
    expect((await bot.send(signedJson(delivery(event)))).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });
});

describe('a direct message', () => {
  it('is answered in the conversation', async () => {
    const bot = await startBot();
    await bot.send(signedJson(directMessage('due', {}, { event_id: 'Ev0002' })));
    expect(bot.heard).toMatchObject([{ text: 'due', channel: 'slack:T0001/D0001', once: 'slack:T0001:Ev0002' }]);
    const posted = await eventually(() => bot.slack.messages[0]);
    expect(posted).toMatchObject({ channel: 'D0001', text: 'Hello\nThree moves are due.', unfurl_links: 'false' });
  });

  it.each([
    ['an echo of the bot', { user: 'U0BOT', bot_id: 'B0BOT' }],
    ['a bot of another app', { subtype: 'bot_message', bot_id: 'B0002', user: undefined }],
    ['an edit', { subtype: 'message_changed', message: { text: 'due', user: 'U0001' } }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a message of a channel', { channel_type: 'channel', channel: 'C0001' }],
    ['a message of a group conversation', { channel_type: 'mpim', channel: 'G0001' }],
  ])('is not what the bot takes %s for', async (_, event) => {
    const bot = await startBot();
    expect((await bot.send(signedJson(directMessage('due', event)))).status).toBe(200);
    expect(bot.heard).toEqual([]);
    expect(bot.slack.messages).toEqual([]);
  });
});

describe('an event that Slack delivers again', () => {
  const mention = signedJson(delivery());
  const mentionAgain = signedJson(delivery(), { headers: RETRY });
  const direct = signedJson(directMessage('due'));
  const directAgain = signedJson(directMessage('due'), { headers: RETRY });

  it.each([
    ['a mention', 'chat.postEphemeral', mention, mentionAgain],
    ['a direct message', 'chat.postMessage', direct, directAgain],
  ])('after it was answered is not answered twice: %s', async (_, method, first, again) => {
    const bot = await startBot();
    await bot.send(first);
    expect((await bot.send(again)).status).toBe(200);
    await bot.platform.stop();
    expect([bot.heard.length, bot.slack.callsOf(method).length]).toEqual([1, 1]);
  });

  it.each([
    ['a mention', 'chat.postEphemeral', mention, mentionAgain],
    ['a direct message', 'chat.postMessage', direct, directAgain],
  ])('while it is under way is not answered twice: %s', async (_, method, first, again) => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise });
    const both = [bot.send(first)];
    await eventually(() => bot.heard[0]);
    both.push(bot.send(again));
    // An exchange after it, so that the repeat has arrived.
    await bot.send(signedJson(delivery({ type: 'member_joined_channel' })));
    answer.resolve(hello);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    await bot.platform.stop();
    expect([bot.heard.length, bot.slack.callsOf(method).length]).toEqual([1, 1]);
  });
});

describe('a click', () => {
  it('runs what its button carries, for the revision that the button was drawn from', async () => {
    const bot = await startBot();
    const response_url = bot.slack.responseUrl('click');
    expect(await bot.send(signedForm(clickForm(press, { response_url })))).toEqual({ status: 200, text: '' });
    expect(bot.heard).toMatchObject([
      {
        text: 'accept M12',
        rev: 4,
        channel: 'slack:T0001/C0001',
        once: 'slack:T0001:C0001:1800000000.000100:run:1:0:U0001:1800000100.000200',
      },
    ]);
    const late = await eventually(() => bot.slack.responses[0]);
    expect(late.path).toBe('/response/click');
    expect(late.body).toMatchObject({ response_type: 'ephemeral', replace_original: false });
  });

  it('runs its command as it stands, without undoing escapes that nobody made', async () => {
    const bot = await startBot();
    await bot.send(signedForm(clickForm(JSON.stringify({ run: 'note M1 "a &amp; <@U0BOT>"' }))));
    expect(bot.heard).toMatchObject([{ text: 'note M1 "a &amp; <@U0BOT>"', named: [] }]);
  });

  it('delivered twice has one key; a second click has another', async () => {
    const bot = await startBot();
    const again = {
      ...click(press),
      actions: [{ action_id: 'run:1:0', action_ts: '1800000101.000000', value: press }],
    };
    await bot.send(signedForm(clickForm(press)));
    await bot.send(signedForm(clickForm(press)));
    await bot.send(signedForm(clickForm(press, again)));
    const [first, second, third] = bot.heard.map(({ once }) => once);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  it('is acknowledged early when its answer takes long', async () => {
    const answer = pending<Message>();
    const bot = await startBot({ answer: () => answer.promise, ackAfterMs: 10 });
    const response_url = bot.slack.responseUrl();
    expect((await bot.send(signedForm(clickForm(press, { response_url })))).status).toBe(200);
    expect(bot.slack.responses).toEqual([]);
    answer.resolve(hello);
    await eventually(() => bot.slack.responses[0]);
  });

  it.each([
    ['no JSON', 'accept M12'],
    ['a value of another kind', 7],
    ['without a command', '{"rev":1}'],
    ['with more than Ferry writes', '{"run":"accept M12","as":"U0002"}'],
    ['with a revision that is none', '{"run":"accept M12","rev":"4"}'],
    ['longer than Slack allows', JSON.stringify({ run: 'x'.repeat(2_000) })],
    ['not there', undefined],
  ])('on a button whose value is %s is ignored, with a line in the log', async (_, value) => {
    const bot = await startBot();
    expect((await bot.send(signedForm(clickForm(value)))).status).toBe(200);
    expect(bot.heard).toEqual([]);
    expect(bot.log.join()).toContain('slack click ignored');
  });

  it("on another app's button is ignored, whatever it carries", async () => {
    const bot = await startBot();
    const actions = [{ action_id: 'other:1', action_ts: '1800000100.000200', value: press }];
    expect((await bot.send(signedForm(clickForm(press, { actions })))).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });

  it('from a workspace that is not served is ignored', async () => {
    const bot = await startBot();
    expect((await bot.send(signedForm(clickForm(press, { team: { id: 'T0666' } })))).status).toBe(200);
    expect(bot.heard).toEqual([]);
  });
});

describe('an answer that others who are there do not see', () => {
  const asideOf = async (request: RequestInit) => {
    const bot = await startBot();
    await bot.send(request);
    const heard = await eventually(() => bot.heard[0]);
    return heard.aside;
  };

  it.each([
    ['a command', signedForm(command('due'))],
    ['a mention', signedJson(delivery())],
    ['a click', signedForm(clickForm(press))],
  ])('is known as one to %s in a channel', async (_, request) => {
    expect(await asideOf(request)).toBe(true);
  });

  it.each([
    ['a command', signedForm(command('due', { channel_id: 'D0001', channel_name: 'directmessage' }))],
    ['a message', signedJson(directMessage('due'))],
    ['a click', signedForm(clickForm(press, { channel: { id: 'D0001', name: 'directmessage' } }))],
  ])('is not what %s in a direct conversation gets', async (_, request) => {
    expect(await asideOf(request)).toBeUndefined();
  });
});

describe('an answer for everybody', () => {
  const answer = async (): Promise<Message> => ({ ...hello, everyone: true });

  it('to a command is seen by all', async () => {
    const bot = await startBot({ answer });
    const { text } = await bot.send(signedForm(command('share due')));
    expect(JSON.parse(text)).toMatchObject({ response_type: 'in_channel', replace_original: false });
  });

  it('to a click is seen by all, and leaves what was clicked as it is', async () => {
    const bot = await startBot({ answer });
    await bot.send(signedForm(clickForm(press, { response_url: bot.slack.responseUrl() })));
    const { body } = await eventually(() => bot.slack.responses[0]);
    expect(body).toMatchObject({ response_type: 'in_channel', replace_original: false });
  });

  it('to a mention is posted, in its thread', async () => {
    const bot = await startBot({ answer });
    await bot.send(signedJson(delivery({ thread_ts: '1800000000.000001' })));
    const posted = await eventually(() => bot.slack.messages[0]);
    expect(posted).toMatchObject({ channel: 'C0001', thread_ts: '1800000000.000001' });
    expect(bot.slack.callsOf('chat.postEphemeral')).toEqual([]);
  });

  it('stays with the asker in a channel shared with another organisation', async () => {
    const bot = await startBot({ answer });
    bot.slack.channels.set('C0002', { id: 'C0002', is_member: true, is_ext_shared: true });
    const { text } = await bot.send(signedForm(command('share due', { channel_id: 'C0002' })));
    expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral' });
    bot.slack.fail('conversations.info', { kind: 'status', status: 500 });
    const unsure = await bot.send(signedForm(command('share due')));
    expect(JSON.parse(unsure.text)).toMatchObject({ response_type: 'ephemeral' });
  });

  it.each<[string, Fault | undefined]>([
    ['a private channel without the bot, which may be shared with another organisation', undefined],
    ['a group conversation', { kind: 'error', error: 'missing_scope' }],
  ])('is seen by nobody else in %s, and does not say that it was shared', async (_, fault) => {
    const bot = await startBot({ answer });
    if (fault !== undefined) bot.slack.fail('conversations.info', fault);
    const { text } = await bot.send(signedForm(command('share due', { channel_id: 'C0404' })));
    expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral', text: words.failed });
  });

  it('is shared in a public channel, in which the bot need not be', async () => {
    const bot = await startBot({ answer });
    bot.slack.channels.set('C0003', { id: 'C0003' });
    const { text } = await bot.send(signedForm(command('share due', { channel_id: 'C0003' })));
    expect(JSON.parse(text)).toMatchObject({ response_type: 'in_channel' });
  });
});

it('a click on a link is acknowledged, and nothing else', async () => {
  const bot = await startBot();
  const actions = [{ action_id: 'link:1', action_ts: '1800000100.000200', type: 'button' }];
  expect((await bot.send(signedForm(clickForm(undefined, { actions })))).status).toBe(200);
  expect([bot.heard, bot.slack.responses, bot.log]).toEqual([[], [], []]);
});
