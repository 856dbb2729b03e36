import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemOfView } from '../support/block-kit.js';
import { FakeSlack } from '../support/fake-slack.js';
import { type Ferry, run, startFerry, stopProcesses } from '../support/processes.js';
import {
  click,
  clickForm,
  command,
  delivery,
  directMessage,
  messageShortcut,
  payloadForm,
  RETRY,
  SECRET,
  shortcut,
  signedForm,
  signedJson,
  submission,
  viewBack,
} from '../support/slack-requests.js';
import { keptText } from '../support/store.js';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

let slack: FakeSlack;
let folder: string;

beforeEach(async () => {
  slack = await FakeSlack.start();
  folder = mkdtempSync(join(tmpdir(), 'ferry-slack-'));
});

afterEach(async () => {
  await stopProcesses();
  await slack.close();
  rmSync(folder, { recursive: true });
});

async function start(environment: Record<string, string> = {}): Promise<Ferry> {
  return startFerry({
    cwd: folder,
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      TIME_ZONE: 'Europe/Berlin',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      ...environment,
    },
  });
}

let triggers = 0;

/** Types `/csp <text>`, and answers what Slack is answered. */
async function type(ferry: Ferry, text: string, fields: Record<string, string> = {}): Promise<string> {
  triggers += 1;
  const form = command(text, { trigger_id: `trigger.${triggers}`, response_url: slack.responseUrl(), ...fields });
  const response = await fetch(`${ferry.url}/slack/events`, signedForm(form));
  expect(response.status).toBe(200);
  return response.text();
}

/** Does something in Slack's own surfaces, and answers what Slack is answered. */
async function act(ferry: Ferry, payload: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${ferry.url}/slack/events`, signedForm(payloadForm(payload)));
  expect(response.status).toBe(200);
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/** The form that is open, as it comes back with what was filled in. */
function sent(values: Record<string, unknown>): Record<string, unknown> {
  const [id, view] = [...slack.views][0] ?? ['', {}];
  const blocks = view.blocks as { block_id: string; element?: { action_id: string } }[];
  const all = blocks.flatMap(({ block_id, element }) =>
    element === undefined ? [] : [[block_id, { [element.action_id]: values[block_id] ?? {} }] as const],
  );
  return submission(viewBack(view, Object.fromEntries(all), id));
}

const chosen = (value: string) => ({ type: 'external_select', selected_option: { value } });

/** The plain form of an answer, as Slack escapes it. */
function textOf(answer: string): string {
  return (JSON.parse(answer) as { text: string }).text;
}

/** What stands in the channel: one text per message. */
function posts(): string[] {
  return slack.messages.filter((message) => message.channel === 'C0001').map((message) => String(message.text));
}

interface DrawnButton {
  value: string;
  action_id: string;
}

function buttonOf(run: string): DrawnButton {
  const all = JSON.stringify(slack.messages);
  const found = slack.messages
    .flatMap((message) => (message.blocks as { elements?: DrawnButton[] }[] | undefined) ?? [])
    .flatMap((block) => block.elements ?? [])
    .find((element) => element.value?.includes(JSON.stringify(run)));
  if (!found) throw new Error(`no button runs ${run} in ${all}`);
  return found;
}

describe('the whole bot on Slack', () => {
  it('takes a slash command, posts the card once, and redraws it where it stands', async () => {
    const ferry = await start();
    expect(await type(ferry, START)).toContain('M1.1 added: Office 365 E3, 25 seats');
    await expect.poll(posts).toEqual([expect.stringContaining('Stage: new')]);
    expect(await type(ferry, 'accept M1')).toContain('the customer accepted');
    await expect.poll(posts).toEqual([expect.stringContaining('Stage: provisioning')]);
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
    expect(slack.callsOf('chat.update')).toHaveLength(1);
  });

  it('runs what a button carries, and lets the second of a double click change nothing', async () => {
    const ferry = await start();
    await type(ferry, START);
    await expect.poll(posts).toHaveLength(1);
    const { value } = buttonOf('accept M1');
    const press = (at: string) => {
      const [action] = click(value).actions as object[];
      const fields = { response_url: slack.responseUrl(), actions: [{ ...action, action_ts: at }] };
      return fetch(`${ferry.url}/slack/events`, signedForm(clickForm(value, fields)));
    };
    const answers = await Promise.all([press('1.1'), press('1.2')]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    await expect.poll(posts).toEqual([expect.stringContaining('The customer accepted')]);
    await expect.poll(() => slack.responses.length).toBe(2);
    const said = slack.responses.map(({ body }) => JSON.stringify(body));
    expect(said.filter((text) => text.includes('your click changed nothing'))).toHaveLength(1);
    expect(textOf(await type(ferry, 'history M1')).match(/the customer accepted/g)).toHaveLength(1);
  });

  it('changes nothing twice when Slack delivers twice', async () => {
    const ferry = await start();
    const twice = command(START, { trigger_id: 'the.same', response_url: slack.responseUrl() });
    const first = await (await fetch(`${ferry.url}/slack/events`, signedForm(twice))).text();
    const second = await (await fetch(`${ferry.url}/slack/events`, signedForm(twice, { headers: RETRY }))).text();
    expect(second).toBe(first);
    const event = delivery({ text: '<@U0BOT> note M1 &lt;called&gt; <@U0001> about <http://contoso.com|contoso.com>' });
    for (const headers of [{}, RETRY]) {
      expect((await fetch(`${ferry.url}/slack/events`, signedJson(event, { headers }))).status).toBe(200);
    }
    const history = textOf(await type(ferry, 'history M1'));
    expect(history.match(/note:/g)).toHaveLength(1);
    expect(history).toContain('note: &lt;called&gt; @maria about contoso.com');
    expect(posts()).toHaveLength(1);
  });

  it('answers a message to itself', async () => {
    const ferry = await start();
    await fetch(`${ferry.url}/slack/events`, signedJson(directMessage('due 30')));
    await expect
      .poll(() => slack.messages.filter((message) => message.channel === 'D0001').map((message) => message.text))
      .toEqual([expect.stringContaining('Nothing is due')]);
  });

  it('refuses a private channel that it is not in before anything is entered', async () => {
    slack.channels.set('C0002', { id: 'C0002', is_private: true, hidden: true });
    const ferry = await start();
    expect(await type(ferry, START, { channel_id: 'C0002' })).toContain('/invite @Ferry');
    expect(await type(ferry, 'list')).toContain('No migration here');
    expect(slack.messages).toEqual([]);
  });

  it('refuses forged, old and future requests', async () => {
    const ferry = await start();
    const now = Math.floor(Date.now() / 1000);
    const form = command(START);
    const requests = [
      signedForm(form, { secret: 'another' }),
      signedForm(form, { timestamp: now - 400 }),
      signedForm(form, { timestamp: now + 400 }),
      { method: 'POST', body: 'command=/csp' },
    ];
    for (const request of requests) {
      const response = await fetch(`${ferry.url}/slack/events`, request);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toMatch(/error|stack|at /i);
    }
    expect(await type(ferry, 'list')).toContain('No migration here');
  });

  it('posts a due reminder once, mentions the owner, and stays silent after kill -9 and a new start', async () => {
    const past = await wholeBot({ folder: join(folder, 'data'), now: '2025-11-20T10:00:00Z' });
    await past.say(`start contoso.com source=open offer=Visio seats=3 ends=${inDays(3)} renewal=ends`, {
      channel: 'slack:T0001/C0001',
      actor: { identity: 'slack:T0001/U0001', name: 'Maria', member: true },
    });
    await past.stop();
    // Due at the beginning of this very day, which Ferry finds when it starts.
    const due = { TIME_ZONE: 'UTC', REMINDER_TIME: '00:00', REMINDER_WEEKDAYS: 'mon-sun', REMINDER_LEAD_DAYS: '3' };
    const reminders = () => posts().filter((text) => text.startsWith('M1.1 · contoso.com: '));
    const first = await start(due);
    // The card goes first, and a channel takes one post a second.
    await expect.poll(reminders).toHaveLength(1);
    const blocks = JSON.stringify(slack.messages.find((message) => String(message.text).startsWith('M1.1')));
    expect(blocks).toContain('<@U0001>');
    // Only what is on disk survives: that the reminder went out must have been written.
    const state = () => keptText(join(folder, 'data'));
    await expect.poll(state).toMatch(/"kind":"reminder".*"status":"sent"/);
    await first.stop('SIGKILL');
    const second = await start(due);
    await type(second, 'note M1 again');
    await expect.poll(() => slack.callsOf('chat.update').length).toBeGreaterThan(0);
    expect(reminders()).toHaveLength(1);
  });

  it('settles a post whose answer was lost by looking, and does not post it again', async () => {
    slack.fail('chat.postMessage', { kind: 'drop', accepted: true });
    const ferry = await start();
    await type(ferry, START);
    await expect.poll(() => slack.callsOf('chat.postMessage').length).toBe(1);
    await ferry.stop('SIGKILL');
    const again = await start();
    await type(again, 'accept M1');
    expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });
});

describe('a form of the whole bot', () => {
  it('starts a migration from a command that names nothing', async () => {
    const ferry = await start();
    expect(await type(ferry, 'start', { trigger_id: slack.trigger() })).toBe('');
    expect(slack.views.size).toBe(1);
    const nobody = await act(ferry, sent({ 'field:customer': { value: '' } }));
    expect(nobody).toMatchObject({ response_action: 'errors', errors: { 'field:customer': expect.any(String) } });
    const filled = {
      'field:customer': chosen('contoso.com'),
      'field:source': { selected_option: { value: 'open' } },
      'field:offer': chosen('Office 365 E3'),
      'field:seats': { value: '25' },
      'field:ends': { selected_date: '2027-01-31' },
    };
    const answer = await act(ferry, sent(filled));
    expect(answer).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
    expect(problemOfView(answer.view as Record<string, unknown>)).toBeUndefined();
    expect(JSON.stringify(answer)).toContain('M1.1 added');
    await expect.poll(posts).toEqual([expect.stringContaining('Stage: new')]);
    // A second time changes nothing.
    await act(ferry, sent(filled));
    expect(textOf(await type(ferry, 'list'))).not.toContain('M2');
  });

  it('starts a migration from anywhere, in the channel that is chosen', async () => {
    const ferry = await start();
    slack.channels.set('C0003', { id: 'C0003', is_private: true });
    await act(ferry, shortcut('start', { trigger_id: slack.trigger() }));
    const into = (channel: string) => ({
      'field:customer': chosen('contoso.com'),
      channel: { selected_conversation: channel },
    });
    expect(await act(ferry, sent(into('C0003')))).toMatchObject({
      response_action: 'errors',
      errors: { channel: expect.stringContaining('/invite @Ferry') },
    });
    expect(await act(ferry, sent(into('C0001')))).toMatchObject({ response_action: 'update' });
    await expect.poll(posts).toEqual([expect.stringContaining('contoso.com')]);
  });

  it('keeps a message as a note, whatever stands in it', async () => {
    const ferry = await start();
    await type(ferry, START);
    const text = 'They said "no" &lt;!channel&gt; renewal=auto';
    await act(ferry, messageShortcut('note', text, { trigger_id: slack.trigger() }));
    const [view] = slack.views.values();
    expect(JSON.stringify(view)).toContain('They said \\"no\\" <!channel> renewal=auto');
    const answer = await act(
      ferry,
      sent({ 'field:migration': chosen('M1'), 'field:text': { value: 'They said "no" <!channel> renewal=auto' } }),
    );
    expect(answer).toMatchObject({ response_action: 'update' });
    expect(textOf(await type(ferry, 'history M1'))).toContain('They said "no" &lt;!channel&gt; renewal=auto');
  });
});

describe('a start', () => {
  it('ends with code 2 when Slack refuses the token, and names it', async () => {
    slack.fail('auth.test', { kind: 'error', error: 'invalid_auth' });
    const env = {
      PORT: '0',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
    };
    const ended = await run({ cwd: folder, env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('SLACK_BOT_TOKEN');
    expect(ended.stderr).not.toContain('    at ');
  });

  it('waits for a Slack that is away, while the rest is there', async () => {
    slack.fail('auth.test', { kind: 'status', status: 503 });
    const ferry = await start();
    expect((await fetch(`${ferry.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${ferry.url}/slack/events`, signedForm(command('list')))).status).toBe(503);
    await expect.poll(() => slack.callsOf('auth.test').length, { timeout: 15_000 }).toBe(2);
    await expect
      .poll(async () => (await fetch(`${ferry.url}/slack/events`, signedForm(command('list')))).status)
      .toBe(200);
  });
});

it('speaks Socket Mode with the same words, and opens no door for Slack then', async () => {
  const ferry = await start({ SLACK_APP_TOKEN: slack.appToken });
  await expect.poll(() => slack.sockets.size).toBe(1);
  expect((await fetch(`${ferry.url}/slack/events`, { method: 'POST' })).status).toBe(404);
  const [socket] = slack.sockets;
  const envelope = socket?.deliver('slash_commands', command(START, { trigger_id: 'by.socket' })) ?? '';
  await expect.poll(() => JSON.stringify(socket?.ackOf(envelope))).toContain('M1.1 added');
  await expect.poll(posts).toHaveLength(1);
  const begun = socket?.deliver('slash_commands', command('start', { trigger_id: slack.trigger() })) ?? '';
  await expect.poll(() => socket?.ackOf(begun)).toEqual({});
  const form = socket?.deliver('interactive', sent({ 'field:customer': chosen('fabrikam.com') })) ?? '';
  await expect.poll(() => JSON.stringify(socket?.ackOf(form))).toContain('fabrikam.com');
  await expect.poll(posts).toHaveLength(2);
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
