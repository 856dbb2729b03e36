import { describe, expect, it } from 'vitest';
import type { Asking, Invocation } from '../../../src/commands/invocation.js';
import type { Form, Input, Reply } from '../../../src/messages/form.js';
import type { Message } from '../../../src/messages/message.js';
import { problemOfView } from '../../support/block-kit.js';
import { type FakeChannel, FakeSlack, type Fault, user } from '../../support/fake-slack.js';
import {
  clickForm,
  clickInView,
  command,
  delivery,
  payloadForm,
  signedForm,
  signedJson,
  submission,
  viewBack,
} from '../../support/slack-requests.js';
import { type Bot, type BotOptions, eventually, hello, pending, startBot, words } from './bot.js';

type Json = Record<string, unknown>;

const customer: Input = { name: 'customer', label: 'Customer', required: true, kind: 'lookup', lookup: 'customer' };
const seats: Input = { name: 'seats', label: 'Seats', required: false, kind: 'number', least: 1 };
const note: Input = { name: 'text', label: 'Note', required: false, kind: 'long-text' };
const owner: Input = { name: 'person', label: 'Owner', required: false, kind: 'person' };
const form: Form = {
  command: 'start',
  title: 'Start a migration',
  submit: 'Save',
  channelLabel: 'Channel',
  inputs: [customer, seats, note, owner],
};
const asks: Message = { ...hello, opens: { label: 'Fill in the form', run: 'start' } };
const metadata = { command: 'start', channel: 'slack:T0001/C0001', label: 'migrations' };

/** A form as it stands on a screen, with what was filled in. */
function filledIn(values: Json, kept: Json = metadata, id = 'V0001'): Json {
  return viewBack(
    { type: 'modal', callback_id: 'form', private_metadata: JSON.stringify(kept), blocks: [] },
    values,
    id,
  );
}

const typed = {
  'field:customer': { 'lookup:customer': { type: 'external_select', selected_option: { value: 'contoso.com' } } },
  'field:seats': { number: { type: 'number_input', value: '25' } },
  'field:text': { text: { type: 'plain_text_input', value: null } },
  'field:person': { person: { type: 'users_select', selected_user: null } },
};

interface FormBot extends Bot {
  readonly opened: Invocation[];
  readonly submitted: Invocation[];
  /** Sends a form as Slack would, and answers what Slack is answered. */
  submit(view: Json, fields?: Json): Promise<Json>;
}

async function startFormBot(
  options: BotOptions & { reply?: Reply | ((invocation: Invocation) => Promise<Reply>) } = {},
) {
  const [opened, submitted]: [Invocation[], Invocation[]] = [[], []];
  const { reply = { kind: 'message', message: hello } } = options;
  const ask: Partial<Asking> = {
    open: async (invocation) => {
      opened.push(invocation);
      return { kind: 'form', form };
    },
    submit: async (invocation) => {
      submitted.push(invocation);
      return typeof reply === 'function' ? reply(invocation) : reply;
    },
    ...options.ask,
  };
  const bot = await startBot({ answer: async () => asks, ...options, ask });
  const submit = async (view: Json, fields: Json = {}) => {
    const { status, text } = await bot.send(signedForm(payloadForm(submission(view, fields))));
    expect(status).toBe(200);
    return JSON.parse(text) as Json;
  };
  return { ...bot, opened, submitted, submit } satisfies FormBot;
}

function onlyView(slack: FakeSlack): Json {
  expect(slack.views.size).toBe(1);
  return [...slack.views.values()][0] ?? {};
}

describe('a command that is only begun', () => {
  it('opens its form, and the acknowledgement says nothing', async () => {
    const bot = await startFormBot();
    const trigger_id = bot.slack.trigger();
    expect(await bot.send(signedForm(command('start', { trigger_id })))).toEqual({ status: 200, text: '' });
    expect(onlyView(bot.slack)).toMatchObject({ title: { text: 'Start a migration' }, submit: { text: 'Save' } });
    expect(bot.opened).toMatchObject([{ text: 'start', channel: 'slack:T0001/C0001', actor: { member: true } }]);
  });

  it.each<[string, number | undefined, Fault?]>([
    ['is too old', 0],
    ['was never given', undefined],
    ['belongs to a Slack that is down', 3_000, { kind: 'status', status: 500 }],
    ['belongs to a Slack that is busy', 3_000, { kind: 'rate-limit' }],
    ['is answered by nobody', 3_000, { kind: 'drop' }],
  ])('has a button for its form when the trigger %s', async (_, life, fault) => {
    const bot = await startFormBot();
    if (fault !== undefined) bot.slack.fail('views.open', fault);
    const trigger_id = life === undefined ? '1.2.never' : bot.slack.trigger(life);
    const { text } = await bot.send(signedForm(command('start', { trigger_id })));
    expect(JSON.parse(text)).toMatchObject({ response_type: 'ephemeral', text: 'Hello\nThree moves are due.' });
    const button = JSON.parse(text).blocks.at(-1).elements[0];
    expect(button).toMatchObject({ text: { text: 'Fill in the form' } });
    expect(JSON.parse(button.value)).toEqual({ run: 'start', form: true });
  });

  it('is acknowledged in time when Slack does not say whether it opened the form, and answered later', async () => {
    const bot = await startFormBot({ ackAfterMs: 30 });
    bot.slack.fail('views.open', { kind: 'hang' });
    const response_url = bot.slack.responseUrl();
    const ack = await bot.send(signedForm(command('start', { trigger_id: bot.slack.trigger(), response_url })));
    expect(ack.status).toBe(200);
    const later = await eventually(() =>
      ack.text.includes('Fill in') ? ack.text : JSON.stringify(bot.slack.responses[0]),
    );
    expect(later).toContain('Fill in the form');
  });

  it('uses no trigger when its answer comes late', async () => {
    const answer = pending<Message>();
    const bot = await startFormBot({ answer: () => answer.promise, ackAfterMs: 10 });
    const response_url = bot.slack.responseUrl();
    const ack = await bot.send(signedForm(command('start', { trigger_id: bot.slack.trigger(), response_url })));
    expect(JSON.parse(ack.text)).toMatchObject({ text: words.working });
    answer.resolve(asks);
    const late = await eventually(() => bot.slack.responses[0]);
    expect(JSON.stringify(late.body)).toContain('Fill in the form');
    expect(bot.slack.callsOf('views.open')).toEqual([]);
  });

  it('is answered when there is no form after all', async () => {
    const refusal = { title: 'You may not', blocks: [] };
    const bot = await startFormBot({ ask: { open: async () => ({ kind: 'message', message: refusal }) } });
    const { text } = await bot.send(signedForm(command('start', { trigger_id: bot.slack.trigger() })));
    expect(JSON.parse(text)).toMatchObject({ text: 'You may not' });
    expect(bot.slack.views.size).toBe(0);
  });

  it('in a mention, which has no trigger, has a button for its form', async () => {
    const bot = await startFormBot();
    await bot.send(signedJson(delivery({ text: '<@U0BOT> start' })));
    const call = await eventually(() => bot.slack.callsOf('chat.postEphemeral')[0]);
    expect(JSON.stringify(call.args.blocks)).toContain('Fill in the form');
  });

  it('holds whom it mentioned', async () => {
    const bot = await startFormBot({
      ask: { open: async () => ({ kind: 'form', form: { ...form, inputs: [{ ...owner, value: '@jonas' }] } }) },
    });
    bot.slack.users.set('U0002', user('U0002', 'jonas'));
    await bot.send(signedForm(command('assign <@U0002|jonas>', { trigger_id: bot.slack.trigger() })));
    expect(JSON.stringify(onlyView(bot.slack))).toContain('"initial_user":"U0002"');
  });
});

describe('a button that leads to a form', () => {
  const press = JSON.stringify({ run: 'start contoso.com', rev: 4, form: true });

  it('opens it, and does nothing yet', async () => {
    const bot = await startFormBot();
    const fields = { trigger_id: bot.slack.trigger(), response_url: bot.slack.responseUrl() };
    expect(await bot.send(signedForm(clickForm(press, fields)))).toEqual({ status: 200, text: '' });
    await eventually(() => [...bot.slack.views][0]);
    await bot.platform.stop();
    expect(bot.opened).toMatchObject([{ text: 'start contoso.com', rev: 4 }]);
    expect([bot.heard, bot.slack.responses]).toEqual([[], []]);
  });

  it('is offered again when the form could not be opened, and nothing is done', async () => {
    const bot = await startFormBot();
    const fields = { trigger_id: bot.slack.trigger(0), response_url: bot.slack.responseUrl() };
    await bot.send(signedForm(clickForm(press, fields)));
    const late = await eventually(() => bot.slack.responses[0]);
    expect(late.body).toMatchObject({ response_type: 'ephemeral', text: 'Start a migration' });
    expect(JSON.stringify(late.body)).toContain(
      JSON.stringify(JSON.stringify({ run: 'start contoso.com', form: true })),
    );
    expect(bot.heard).toEqual([]);
  });

  it('opens the form of a command that turns out to be only begun', async () => {
    const bot = await startFormBot();
    const fields = { trigger_id: bot.slack.trigger(), response_url: bot.slack.responseUrl() };
    await bot.send(signedForm(clickForm(JSON.stringify({ run: 'start' }), fields)));
    await eventually(() => [...bot.slack.views][0]);
    expect(bot.heard).toHaveLength(1);
  });
});

describe('a form that is sent', () => {
  it('arrives as what could have been typed', async () => {
    const bot = await startFormBot();
    const given = {
      ...typed,
      'field:person': { person: { type: 'users_select', selected_user: 'U0002' } },
      'field:trial': { yes: { type: 'checkboxes', selected_options: [{ value: 'yes' }] } },
      'field:ends': { day: { type: 'datepicker', selected_date: '2027-01-31' } },
      'field:despite': { choices: { selected_options: [{ value: 'offer' }, { value: 'country' }] } },
    };
    bot.slack.users.set('U0002', user('U0002', 'jonas', { real_name: 'Jonas Berg' }));
    await bot.submit(filledIn(given, { ...metadata, rev: 7 }));
    expect(bot.submitted).toMatchObject([
      {
        text: 'start',
        channel: 'slack:T0001/C0001',
        rev: 7,
        actor: { identity: 'slack:T0001/U0001', member: true },
        filled: {
          customer: 'contoso.com',
          seats: '25',
          person: 'slack:T0001/U0002',
          trial: 'yes',
          ends: '2027-01-31',
          despite: 'offer+country',
        },
        named: [{ as: 'slack:T0001/U0002', name: 'Jonas Berg', identities: ['slack:T0001/U0002'] }],
      },
    ]);
    expect(Object.keys(bot.submitted[0]?.filled ?? {})).not.toContain('text');
  });

  it('is answered in the same modal', async () => {
    const bot = await startFormBot();
    const answer = await bot.submit(filledIn(typed));
    expect(answer).toMatchObject({ response_action: 'update', view: { type: 'modal', callback_id: 'answer' } });
    expect(problemOfView(answer.view as Json)).toBeUndefined();
    expect(JSON.stringify(answer)).toContain('Three moves are due.');
  });

  it('has a key of each try, also as it was: what it was refused for may be mended elsewhere meanwhile', async () => {
    const bot = await startFormBot();
    for (const trigger_id of ['1.2.first', '1.2.second']) await bot.submit(filledIn(typed), { trigger_id });
    expect(bot.submitted.map(({ once }) => once)).toEqual(['slack:T0001:1.2.first', 'slack:T0001:1.2.second']);
  });

  it('shows mistakes at their inputs, where Slack keeps all that was typed', async () => {
    const wrong = {
      ...form,
      inputs: [
        { ...customer, problem: 'Who is that?' },
        { ...seats, problem: 'Too many' },
      ],
    };
    const bot = await startFormBot({ reply: { kind: 'form', form: wrong } });
    expect(await bot.submit(filledIn(typed))).toEqual({
      response_action: 'errors',
      errors: { 'field:customer': 'Who is that?', 'field:seats': 'Too many' },
    });
  });

  it.each<[string, Partial<Form>]>([
    ['stands against all of it', { problem: 'Something has changed.' }],
    [
      'is about what has changed since',
      { rev: 9, inputs: [{ ...note, value: 'a long story', problem: 'Look again' }] },
    ],
    ['is at an input that was not there', { inputs: [{ ...seats, name: 'more', problem: 'Too many' }] }],
  ])('is drawn again, with all that was typed, when what is wrong %s', async (_, change) => {
    const inputs = [{ ...note, value: 'a long story' }];
    const bot = await startFormBot({ reply: { kind: 'form', form: { ...form, inputs, ...change } } });
    const answer = await bot.submit(filledIn(typed));
    expect(answer).toMatchObject({ response_action: 'update', view: { callback_id: 'form' } });
    expect(problemOfView(answer.view as Json)).toBeUndefined();
    expect(JSON.stringify(answer)).toContain('⚠');
  });

  it('that was drawn with what is wrong is drawn again, so that it does not say so for ever', async () => {
    const wrong = { ...form, inputs: [{ ...seats, value: '0', problem: 'Too few' }] };
    const bot = await startFormBot({ reply: { kind: 'form', form: wrong } });
    const drawn = { ...filledIn(typed), blocks: [{ type: 'context', block_id: 'problem:customer' }] };
    expect(await bot.submit(drawn)).toMatchObject({ response_action: 'update' });
  });

  it('keeps three thousand characters, and nothing that would reorder or break them', async () => {
    const bot = await startFormBot();
    const value = `<!channel> \u202e${'x'.repeat(2_980)} \ud83d`;
    await bot.submit(filledIn({ ...typed, 'field:text': { text: { type: 'plain_text_input', value } } }));
    expect(bot.submitted[0]?.filled?.text).toBe(`<!channel> ${'x'.repeat(2_980)} \ufffd`);
  });

  it('that takes long says that work goes on, and is answered in the same modal', async () => {
    const reply = pending<Reply>();
    const bot = await startFormBot({ reply: () => reply.promise, ackAfterMs: 20 });
    bot.slack.views.set('V0001', {});
    const early = await bot.submit(filledIn(typed));
    expect(early).toMatchObject({ response_action: 'update', view: { callback_id: 'answer' } });
    expect(problemOfView(early.view as Json)).toBeUndefined();
    expect(JSON.stringify(early)).toContain(words.working);
    reply.resolve({
      kind: 'form',
      form: { ...form, inputs: [{ ...note, value: 'a long story', problem: 'Too long' }] },
    });
    const late = await eventually(() => bot.slack.callsOf('views.update')[0]);
    expect(late.args).toMatchObject({ view_id: 'V0001', view: { callback_id: 'form' } });
    expect(JSON.stringify(late.args.view)).toContain('a long story');
    expect(JSON.stringify(late.args.view)).toContain('Too long');
  });

  it('whose modal was closed meanwhile is answered in the own conversation of the person', async () => {
    const reply = pending<Reply>();
    const bot = await startFormBot({ reply: () => reply.promise, ackAfterMs: 10 });
    await bot.submit(filledIn(typed));
    reply.resolve({ kind: 'message', message: hello });
    const told = await eventually(() => bot.slack.messages[0]);
    expect(told).toMatchObject({ channel: 'D0001', text: 'Hello\nThree moves are due.' });
    expect(bot.log.join()).toContain('not_found');
  });

  it('whose modal was closed before it was refused is there again, with what is wrong and all that was typed', async () => {
    const reply = pending<Reply>();
    const bot = await startFormBot({ reply: () => reply.promise, ackAfterMs: 10 });
    await bot.submit(filledIn(typed));
    const inputs = [
      { ...customer, value: 'contoso.com' },
      { ...seats, value: '0', problem: 'Too few' },
    ];
    reply.resolve({ kind: 'form', form: { ...form, inputs } });
    const told = JSON.stringify(await eventually(() => bot.slack.messages[0]));
    expect(told).toContain('Seats: Too few');
    expect(told).toContain(JSON.stringify(JSON.stringify({ run: 'start customer=contoso.com seats=0', form: true })));
  });

  it('gets an apology when no answer comes of it, and nothing of the error', async () => {
    const bot = await startFormBot({ reply: () => Promise.reject(new Error('fabrikam.com is broken')) });
    expect(JSON.stringify(await bot.submit(filledIn(typed)))).toContain(words.failed);
    expect(bot.log.join()).not.toContain('fabrikam');
  });

  it('stays on the screen as it was filled in when Slack does not say who sends it', async () => {
    const bot = await startFormBot();
    bot.slack.fail('users.info', { kind: 'status', status: 503 });
    expect(await bot.submit(filledIn(typed))).toEqual({
      response_action: 'errors',
      errors: { 'field:customer': words.whoUnknown },
    });
    expect(bot.submitted).toEqual([]);
    await bot.submit(filledIn(typed));
    expect(bot.submitted).toHaveLength(1);
  });

  it('by nobody that Slack would name changes nothing', async () => {
    const bot = await startFormBot();
    bot.slack.fail('users.info', { kind: 'status', status: 503 });
    expect(JSON.stringify(await bot.submit(filledIn(typed)))).toContain(words.whoUnknown);
    expect(bot.submitted).toEqual([]);
  });

  it.each<[string, Json, Json]>([
    ['remembers a channel of another workspace', { ...metadata, channel: 'slack:T0666/C0001' }, {}],
    ['remembers more than Ferry wrote', { ...metadata, as: 'slack:T0001/U0002' }, {}],
    ['remembers no command', { channel: 'slack:T0001/C0001' }, {}],
    ['remembers no channel', { command: 'start' }, {}],
    ['remembers a channel that is none', { ...metadata, channel: 'slack:T0001/C1|x' }, {}],
    [
      'comes from a workspace that is not served',
      { ...metadata, channel: 'slack:T0666/C0001' },
      { team: { id: 'T0666' } },
    ],
    ['says nothing of a workspace', metadata, { team: null, user: { id: 'U0001' } }],
  ])('that %s changes nothing', async (_, kept, fields) => {
    const bot = await startFormBot();
    const answer = await bot.submit(filledIn(typed, kept), fields);
    expect(JSON.stringify(answer)).toContain(words.nothingHere);
    expect(problemOfView(answer.view as Json)).toBeUndefined();
    expect(bot.submitted).toEqual([]);
  });

  it('with fields of strange names has none of them', async () => {
    const bot = await startFormBot();
    const text = { text: { type: 'plain_text_input', value: 'x' } };
    await bot.submit(filledIn({ ...typed, 'field:__proto__': text, 'field:a b': text, other: text }));
    expect(Object.keys(bot.submitted[0]?.filled ?? {})).toEqual(['customer', 'seats']);
  });
});

describe('the channel of a form', () => {
  const kept = { command: 'start', channel: 'slack:T0001/D0001' };
  const choosing = (channel: string) => ({
    ...typed,
    channel: { channel: { type: 'conversations_select', selected_conversation: channel } },
  });
  const reaching = async (invocation: Invocation): Promise<Reply> => {
    const problem = (await invocation.reach()) === 'ok' ? undefined : 'Type /invite @Ferry there first.';
    return problem === undefined ? { kind: 'message', message: hello } : { kind: 'form', form: { ...form, problem } };
  };

  it('is the one that was chosen', async () => {
    const bot = await startFormBot({ reply: reaching });
    await bot.submit(filledIn(choosing('C0001'), kept));
    expect(bot.submitted).toMatchObject([{ channel: 'slack:T0001/C0001' }]);
  });

  it.each<[string, FakeChannel]>([
    ['a private channel without the bot', { id: 'C0002', is_private: true }],
    ['a channel shared with another organisation', { id: 'C0002', is_member: true, is_ext_shared: true }],
    ['an archived channel', { id: 'C0002', is_archived: true }],
  ])('is refused where it was chosen when it is %s', async (_, channel) => {
    const bot = await startFormBot({ reply: reaching });
    bot.slack.channels.set(channel.id, channel);
    expect(await bot.submit(filledIn(choosing('C0002'), kept))).toEqual({
      response_action: 'errors',
      errors: { channel: 'Type /invite @Ferry there first.' },
    });
  });

  it('is still asked when the form is drawn again', async () => {
    const bot = await startFormBot({ reply: { kind: 'form', form: { ...form, problem: 'Look again' } } });
    const { view } = await bot.submit(filledIn(choosing('C0001'), kept));
    expect(JSON.stringify(view)).toContain('"initial_conversation":"C0001"');
    expect(JSON.parse(String((view as Json).private_metadata))).toEqual(kept);
  });
});

describe('a channel that a form asks for', () => {
  const to: Input = { name: 'to', label: 'To', required: true, kind: 'place' };
  const move: Form = { command: 'move', title: 'Move', submit: 'Save', inputs: [to] };
  const kept = { ...metadata, command: 'move' };
  const chosen = { 'field:to': { place: { type: 'conversations_select', selected_conversation: 'C0002' } } };
  const moving = async (channel: FakeChannel, reply?: Reply) => {
    const bot = await startFormBot(reply === undefined ? {} : { reply });
    bot.slack.channels.set(channel.id, channel);
    return { bot, answer: await bot.submit(filledIn(chosen, kept)) };
  };

  it('arrives by the name that people read, with its address', async () => {
    const { bot } = await moving({ id: 'C0002', name: 'emea' });
    const [invocation] = bot.submitted;
    expect(invocation?.filled).toEqual({ to: '#emea' });
    expect(invocation?.places).toContainEqual({ as: '#emea', address: 'slack:T0001/C0002' });
    expect(await invocation?.reachOf?.('slack:T0001/C0002')).toBe('ok');
  });

  it('arrives by its id where the bot may not know its name', async () => {
    const { bot } = await moving({ id: 'C0002', name: 'secret', hidden: true });
    expect(bot.submitted).toMatchObject([{ filled: { to: '#C0002' } }]);
    expect(bot.submitted[0]?.places).toContainEqual({ as: '#C0002', address: 'slack:T0001/C0002' });
  });

  it('stays chosen when the form is drawn again', async () => {
    const again: Form = { ...move, problem: 'Look again', inputs: [{ ...to, value: '#emea' }] };
    const { answer } = await moving({ id: 'C0002', name: 'emea' }, { kind: 'form', form: again });
    expect(problemOfView(answer.view as Json)).toBeUndefined();
    expect(JSON.stringify(answer.view)).toContain('"initial_conversation":"C0002"');
  });

  it('that was named when the form opened is chosen in it', async () => {
    const bot = await startFormBot({
      ask: { open: async () => ({ kind: 'form', form: { ...move, inputs: [{ ...to, value: '#emea' }] } }) },
    });
    await bot.send(signedForm(command('move to=<#C0002|emea>', { trigger_id: bot.slack.trigger() })));
    expect(JSON.stringify(onlyView(bot.slack))).toContain('"initial_conversation":"C0002"');
  });
});

describe('a button under an answer in a modal', () => {
  const press = JSON.stringify({ run: 'accept M12', rev: 4 });
  const answered = viewBack({
    type: 'modal',
    callback_id: 'answer',
    private_metadata: JSON.stringify({ channel: 'slack:T0001/C0001', label: 'migrations' }),
    blocks: [],
  });
  const clicked = (bot: Bot, value: unknown, view: Json = answered, fields: Json = {}) => {
    bot.slack.views.set('V0001', view);
    return bot.send(signedForm(payloadForm(clickInView(value, view, fields))));
  };

  it('runs, and its answer takes the place of the one before', async () => {
    const bot = await startFormBot({ answer: async () => hello });
    expect(await clicked(bot, press)).toEqual({ status: 200, text: '' });
    const call = await eventually(() => bot.slack.callsOf('views.update')[0]);
    expect(call.args).toMatchObject({ view_id: 'V0001', view: { callback_id: 'answer' } });
    expect(bot.heard).toMatchObject([{ text: 'accept M12', rev: 4, channel: 'slack:T0001/C0001' }]);
    expect(bot.heard[0]).not.toHaveProperty('aside');
  });

  it('in a modal that was closed meanwhile is answered in the own conversation of the person', async () => {
    const bot = await startFormBot({ answer: async () => hello });
    await bot.send(signedForm(payloadForm(clickInView(press, answered))));
    expect(await eventually(() => bot.slack.messages[0])).toMatchObject({
      channel: 'D0001',
      text: 'Hello\nThree moves are due.',
    });
  });

  it('that leads to a form shows it there, without a trigger', async () => {
    const bot = await startFormBot();
    await clicked(bot, JSON.stringify({ run: 'start', form: true }));
    const call = await eventually(() => bot.slack.callsOf('views.update')[0]);
    expect(call.args).toMatchObject({ view: { callback_id: 'form' } });
    expect(bot.slack.callsOf('views.open')).toEqual([]);
  });

  it('that leads to a form asks for the channel where the person is alone', async () => {
    const bot = await startFormBot();
    const alone = { ...answered, private_metadata: JSON.stringify({ channel: 'slack:T0001/D0001' }) };
    await clicked(bot, JSON.stringify({ run: 'start', form: true }), alone);
    const call = await eventually(() => bot.slack.callsOf('views.update')[0]);
    expect(JSON.stringify(call.args.view)).toContain('conversations_select');
  });

  it.each<[string, Json]>([
    ['of another workspace', { ...answered, private_metadata: JSON.stringify({ channel: 'slack:T0666/C0001' }) }],
    ['that is not an answer of Ferry', { ...answered, callback_id: 'other' }],
  ])('in a view %s is ignored', async (_, view) => {
    const bot = await startFormBot();
    expect((await clicked(bot, press, view)).status).toBe(200);
    expect(bot.heard).toEqual([]);
    expect(bot.log.join()).toContain('slack view ignored');
  });

  it('that is a link has led there already', async () => {
    const bot = await startFormBot();
    const actions = [{ action_id: 'link:2', action_ts: '1.2', type: 'button' }];
    expect((await clicked(bot, undefined, answered, { actions })).status).toBe(200);
    expect(bot.log.join()).not.toContain('ignored');
  });
});

it('a form opens in Socket Mode too, and is sent there', async () => {
  const slack = await FakeSlack.start();
  const bot = await startFormBot({ slack, config: { appToken: slack.appToken } });
  const socket = await eventually(() => [...slack.sockets][0]);
  const begun = socket.deliver('slash_commands', command('start', { trigger_id: slack.trigger() }));
  expect(await eventually(() => socket.ackOf(begun))).toEqual({});
  expect(onlyView(slack)).toMatchObject({ callback_id: 'form' });
  const sent = socket.deliver('interactive', submission(filledIn(typed)));
  expect(await eventually(() => socket.ackOf(sent))).toMatchObject({ response_action: 'update' });
  expect(bot.submitted).toMatchObject([{ filled: { customer: 'contoso.com', seats: '25' } }]);
});
