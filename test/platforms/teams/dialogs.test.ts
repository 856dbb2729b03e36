import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asking, Invocation, Search } from '../../../src/commands/invocation.js';
import type { Form, Reply } from '../../../src/messages/form.js';
import { type FakeTeams, startFakeTeams, TENANT } from '../../support/fake-teams.js';
import { dialog, IGOR, inChannel, MARIA, PERSONAL, rosterEntry, typing } from '../../support/teams-activities.js';
import { type Bot, startBot, WORDS } from './bot.js';

const FORM: Form = {
  command: 'assign',
  title: 'Who owns it',
  submit: 'Save',
  rev: 7,
  inputs: [
    { name: 'migration', label: 'Migration', kind: 'lookup', lookup: 'migration', required: true, value: 'M12' },
    { name: 'person', label: 'Person', kind: 'person', required: true },
  ],
};
const SENT = { command: 'assign', rev: 7, 'field:migration': 'M12', 'person:person': IGOR.aadObjectId };
const form: Reply = { kind: 'form', form: FORM };

let fake: FakeTeams;
let bot: Bot;
let asked: Invocation[];
beforeAll(async () => {
  fake = await startFakeTeams();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.requests.length = 0;
  fake.members.clear();
  fake.members.set(MARIA.id, rosterEntry(MARIA));
  fake.members.set(IGOR.id, rosterEntry(IGOR));
  asked = [];
});
afterEach(() => bot.close());

async function start(ask: Partial<Asking> = {}, options: { answerAfterMs?: number } = {}): Promise<void> {
  const noting =
    (reply: (invocation: Invocation) => Promise<Reply>) =>
    async (invocation: Invocation): Promise<Reply> => {
      asked.push(invocation);
      return reply(invocation);
    };
  bot = await startBot(fake, {
    ...options,
    ask: { ...ask, open: noting(ask.open ?? (async () => form)), submit: noting(ask.submit ?? (async () => form)) },
  });
}

/** The dialog that an invoke answers, as JSON. */
async function shown(activity: object): Promise<string> {
  const response = await bot.send(activity);
  expect(response.status).toBe(200);
  return JSON.stringify(((await response.json()) as { task: { value: unknown } }).task.value);
}

const fetchDialog = (data: unknown, more = {}) => dialog(fake.serviceUrl, 'task/fetch', data, more);
const submitDialog = (data: unknown, more = {}) => dialog(fake.serviceUrl, 'task/submit', data, more);

describe('a button that opens a form', () => {
  test('gives the dialog of the command that it carries, for who clicked and where', async () => {
    await start();
    const said = await shown(fetchDialog({ msteams: { type: 'task/fetch' }, run: 'assign M12', rev: 7 }));
    expect(said).toContain('"title":"Who owns it"');
    expect(said).toContain('"id":"person:person"');
    expect(asked).toMatchObject([
      {
        text: 'assign M12',
        rev: 7,
        actor: { identity: `teams:${TENANT}/${MARIA.aadObjectId}`, member: true },
        channel: `teams:${TENANT}/${PERSONAL}`,
      },
    ]);
    expect(asked[0]).not.toHaveProperty('aside');
    expect(fake.of('post')).toEqual([]);
  });

  test('shows the answer in the dialog where there is no form to fill in', async () => {
    await start({ open: async () => ({ kind: 'message', message: { title: 'You may not', blocks: [] } }) });
    expect(await shown(fetchDialog({ run: 'assign M12' }))).toContain('You may not');
  });

  test('in a channel knows that others are there, and lets choose among them', async () => {
    await start();
    expect(await shown(fetchDialog({ run: 'assign M12' }, inChannel()))).toContain('scope=currentContext');
    expect(asked[0]).toMatchObject({ aside: true });
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'assign'],
    ['no command', { rev: 7 }],
    ['a command beyond all measure', { run: 'x'.repeat(1001) }],
    ['a list', [1]],
  ])('with %s does nothing, and says so', async (_name, data) => {
    await start();
    expect(await shown(fetchDialog(data))).toContain(WORDS.notUnderstood);
    expect(asked).toEqual([]);
  });

  test('does nothing for whom Teams cannot name', async () => {
    fake.fault('member', { status: 500 });
    await start();
    expect(await shown(fetchDialog({ run: 'assign M12' }))).toContain(WORDS.whoUnknown);
    expect(asked).toEqual([]);
  });

  test('tells a guest from a member, as with messages', async () => {
    fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' }));
    await start();
    await shown(fetchDialog({ run: 'assign M12' }));
    expect(asked[0]?.actor.member).toBe(false);
  });

  test('is not opened by a request without a token', async () => {
    await start();
    expect((await bot.send(fetchDialog({ run: 'assign M12' }), null)).status).toBe(401);
    expect(asked).toEqual([]);
  });
});

describe('a form that was sent', () => {
  test('arrives as it would be typed, whoever was picked by her name from the roster', async () => {
    await start();
    await shown(submitDialog(SENT, { id: 'f:9' }));
    const igor = `teams:${TENANT}/${IGOR.aadObjectId}`;
    expect(asked).toMatchObject([
      {
        text: 'assign',
        rev: 7,
        filled: { migration: 'M12', person: igor },
        named: [{ as: igor, name: 'Igor Petrov', identities: [igor] }],
        once: expect.stringMatching(new RegExp(`^teams:${PERSONAL}:f:9:[0-9a-f]{16}$`)),
      },
    ]);
  });

  test('delivered twice has the same key twice, and other contents have another', async () => {
    await start();
    await shown(submitDialog(SENT, { id: 'f:1' }));
    await shown(submitDialog(SENT, { id: 'f:1' }));
    await shown(submitDialog({ ...SENT, 'field:migration': 'M13' }, { id: 'f:1' }));
    const [first, second, third] = asked.map(({ once }) => once);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('once more, as it was, is another try: what it was refused for may be mended meanwhile', async () => {
    await start();
    for (const id of ['f:1', 'f:2']) await shown(submitDialog(SENT, { id }));
    expect(new Set(asked.map(({ once }) => once)).size).toBe(2);
  });

  test('comes back with what is wrong and everything that was typed', async () => {
    await start({
      submit: async ({ filled }) => ({
        kind: 'form',
        form: {
          ...FORM,
          problem: 'Please look again.',
          inputs: FORM.inputs.map((input) => ({
            ...input,
            value: filled?.[input.name] ?? '',
            problem: `${input.name}!`,
          })),
        },
      }),
    });
    const said = await shown(submitDialog({ ...SENT, 'field:migration': 'M99' }));
    for (const part of ['⚠ Please look again.', '⚠ migration!', '"value":"M99"', `"value":"${IGOR.aadObjectId}"`]) {
      expect(said).toContain(part);
    }
  });

  test('is answered in the same dialog, whose buttons go on there', async () => {
    await start({
      submit: async () => ({
        kind: 'message',
        message: {
          title: 'Done',
          blocks: [
            {
              kind: 'buttons',
              buttons: [
                { label: 'Show', run: 'show M12' },
                { label: 'Again', run: 'assign M12', rev: 8, form: true },
              ],
            },
          ],
        },
      }),
    });
    const said = await shown(submitDialog(SENT));
    expect(said).toContain('{"type":"Action.Submit","title":"Show","data":{"run":"show M12"}}');
    expect(said).toContain('{"run":"assign M12","rev":8,"form":true}');
    expect(await shown(submitDialog({ run: 'show M12' }))).toContain('heard show M12');
    expect(bot.heard).toMatchObject([{ text: 'show M12', named: [] }]);
    expect(await shown(submitDialog({ run: 'assign M12', rev: 8, form: true }))).toContain('person:person');
    expect(asked.at(-1)).toMatchObject({ text: 'assign M12', rev: 8 });
    expect(fake.of('post')).toEqual([]);
  });

  test('whose answer is for everybody, or too large for a dialog, stands in the chat', async () => {
    const long = 'A line that is rather long. '.repeat(2_000);
    await start({
      submit: async ({ filled }) => ({
        kind: 'message',
        message:
          filled?.migration === 'M1'
            ? { title: 'For all', everyone: true, blocks: [] }
            : { title: 'Long', blocks: [{ kind: 'text', text: long }] },
      }),
    });
    expect(await shown(submitDialog({ ...SENT, 'field:migration': 'M1' }, inChannel()))).toContain(WORDS.answered);
    await expect.poll(() => fake.of('post').map(({ body }) => body.summary)).toEqual(['For all']);
    expect(await shown(submitDialog({ ...SENT, 'field:migration': 'M2' }, inChannel()))).toContain(WORDS.answered);
    await expect.poll(() => fake.of('aside').length).toBeGreaterThan(1);
  });

  test.each<[string, unknown]>([
    ['a value that is no text', { ...SENT, 'field:migration': ['M12'] }],
    ['no command', { 'field:migration': 'M12' }],
    ['a command of several words', { ...SENT, command: 'assign M1 @somebody' }],
  ])('with %s does nothing, and says so', async (_name, data) => {
    await start();
    expect(await shown(submitDialog(data))).toContain(WORDS.notUnderstood);
    expect([asked, bot.heard]).toEqual([[], []]);
  });

  test('names nobody of another tenant, whatever the client says', async () => {
    await start();
    await shown(submitDialog({ ...SENT, 'person:person': 'teams:another-tenant/somebody' }));
    expect(asked[0]).toMatchObject({ filled: { person: 'teams:another-tenant/somebody' }, named: [] });
    const elsewhere = { ...submitDialog(SENT), channelData: { tenant: { id: 'another' } } };
    expect((await bot.send(elsewhere)).status).toBe(403);
  });
});

describe('a reply that takes longer than Teams waits', () => {
  test('is announced in the dialog, and what came of it is posted with all that was typed', async () => {
    let finish = (_reply: Reply): void => undefined;
    const reply = new Promise<Reply>((resolve) => {
      finish = resolve;
    });
    await start({ submit: () => reply }, { answerAfterMs: 20 });
    expect(await shown(submitDialog(SENT))).toContain(WORDS.working);
    finish({ kind: 'form', form: { ...FORM, problem: 'It was too late.' } });
    await expect
      .poll(() =>
        fake
          .of('post')
          .map(({ body }) => JSON.stringify(body))
          .join(),
      )
      .toContain('It was too late.');
    expect(JSON.stringify(fake.of('post')[0]?.body)).toContain('"run":"assign migration=M12"');
  });
});

describe('what is typed into an input', () => {
  const searched: Search[] = [];
  const suggest = async (search: Search) => {
    searched.push(search);
    return [{ value: 'M12', label: 'M12 · contoso.com' }];
  };
  beforeEach(() => {
    searched.length = 0;
  });
  const results = async (activity: object) => {
    const response = await bot.send(activity);
    return ((await response.json()) as { value: { results: unknown } }).value.results;
  };

  test('is looked for among what the input is about, and can be chosen as it stands', async () => {
    await start({ suggest });
    expect(await results(typing(fake.serviceUrl, 'customer', 'cont'))).toEqual([
      { value: 'M12', title: 'M12 · contoso.com' },
      { value: 'cont', title: 'cont' },
    ]);
    expect(await results(typing(fake.serviceUrl, 'migration', 'm12'))).toHaveLength(1);
    expect(searched[0]).toMatchObject({ lookup: 'customer', typed: 'cont', limit: 14, actor: { member: true } });
  });

  test.each<[string, () => void, Record<string, unknown>]>([
    ['a guest', () => fake.members.set(MARIA.id, rosterEntry(MARIA, { userRole: 'guest' })), {}],
    ['somebody of another tenant', () => fake.members.set(MARIA.id, rosterEntry(MARIA, { tenantId: 'other' })), {}],
    ['somebody whom Teams does not know', () => fake.members.clear(), {}],
    ['somebody without an object id', () => undefined, { from: { id: MARIA.id, name: 'Maria' } }],
  ])('finds nothing for %s', async (_name, arrange, more) => {
    arrange();
    await start({ suggest });
    expect(await results(typing(fake.serviceUrl, 'customer', 'cont', more))).toEqual([]);
    expect(searched).toEqual([]);
  });

  test.each([
    ['a list that Ferry does not have', 'passwords', 'cont'],
    ['a list of another kind', { of: 'customer' }, 'cont'],
    ['words of another kind', 'customer', ['cont']],
  ])('finds nothing in %s', async (_name, dataset, words) => {
    await start({ suggest });
    expect(await results(typing(fake.serviceUrl, dataset, words))).toEqual([]);
    expect(searched).toEqual([]);
  });
});
