import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../src/commands/invocation.js';
import { Language } from '../../../src/domain/language.js';
import type { Form, Input } from '../../../src/messages/form.js';
import type { Button, Message } from '../../../src/messages/message.js';
import type { Surface } from '../../../src/platforms/playground/surface.js';
import { slackSurface } from '../../../src/platforms/slack/surface.js';
import { problemOf, problemOfOptions, problemOfView } from '../../support/block-kit.js';
import { RecordingPlatform } from '../../support/recording-platform.js';
import { type WholeBot, wholeBot } from '../../support/whole-bot.js';

type Json = Record<string, unknown>;

const surface: Surface = slackSurface();
const maria = surface.identityOf('maria');
const inPlayground: Partial<Invocation> = {
  actor: { identity: maria, name: 'Maria', member: true },
  channel: 'slack:TPLAYGROUND/CPLAYGROUND',
};

const LINES = ['M1', 'list', 'due 90', 'history M1', 'next M1', 'csv', 'who', 'about', 'help', 'digest', 'nonsense'];
const OPENING = [
  'start',
  'add M1',
  'provision M1.1',
  'end M1.1',
  'snooze M1.1',
  'settings',
  'change M1.1',
  'change M1',
  'note M1',
  'assign M1',
];

describe('what Ferry says', () => {
  it.each(Language.options)(
    'is drawn in %s as Slack takes it, and each of its buttons comes back as it was',
    async (locale) => {
      const bot = await started();
      for (const line of LINES) {
        const message = await bot.answer(line, { ...inPlayground, locale });
        const drawn = surface.message(message) as Json;
        expect(problemOf(drawn.blocks as Json[]), line).toBeUndefined();
        expect(pressed(drawn.blocks), line).toEqual(buttonsOf(message));
        for (const view of [surface.answer(message), surface.board(message)] as Json[]) {
          expect(problemOfView(view), line).toBeUndefined();
          expect(pressed(view.blocks), line).toEqual(buttonsOf(message));
        }
      }
    },
  );

  it('mentions the people of the playground', () => {
    const mentions = [{ name: 'Maria', identities: ['teams:t/maria', maria] }];
    expect(surface.message({ title: 'Due', mentions, blocks: [] })).toMatchObject({
      blocks: [{ type: 'header' }, { text: { type: 'mrkdwn', text: '<@UMARIA>' } }],
    });
  });
});

describe('a form', () => {
  it.each(Language.options)('that is sent as it was drawn in %s holds what it held', async (locale) => {
    const bot = await started();
    for (const line of OPENING) {
      const form = formIn(await bot.open(line, { ...inPlayground, locale }));
      const view = surface.form(form, { own: false }) as Json;
      expect(problemOfView(view), line).toBeUndefined();
      expect(surface.filled(sent(view)), line).toEqual(sentBack(form));
    }
  });

  it('that is full of mistakes keeps them to be mended', async () => {
    const bot = await started();
    const wrong = { migration: 'M1', offer: 'Visio Plan 2', seats: '-3', ends: '31/01/27' };
    const form = formIn(await bot.submit('add', wrong, inPlayground));
    const back = surface.filled(sent(surface.form(form, { own: false }) as Json));
    expect(back).toEqual(sentBack(form));
    expect(back?.filled).toMatchObject({ seats: '-3', ends: '31/01/27' });
  });

  it('of any inputs with any values comes back with them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anInput, { selector: ({ name }) => name, maxLength: 12 }),
        fc.nat(99),
        (inputs, rev) => {
          const form: Form = { command: 'change M1', title: 'Change', submit: 'Save', inputs, rev };
          expect(surface.filled(sent(surface.form(form, { own: false }) as Json))).toEqual(sentBack(form));
        },
      ),
    );
  });

  it('asks in which channel its card is to stand only in a person’s own conversation', () => {
    const form: Form = { command: 'start', title: 'Start', submit: 'Save', inputs: [], channelLabel: 'Channel' };
    expect(surface.filled(sent(surface.form(form, { own: false }) as Json))).toEqual({ command: 'start', filled: {} });
    const own = surface.form(form, { own: true }) as Json;
    expect(own.blocks).toMatchObject([{ block_id: 'channel', element: { type: 'conversations_select' } }]);
    const chosen = { channel: { channel: { type: 'conversations_select', selected_conversation: 'CPLAYGROUND' } } };
    expect(surface.filled(sent(own, chosen))).toEqual({ command: 'start', filled: {}, inChannel: true });
    const elsewhere = { channel: { channel: { type: 'conversations_select', selected_conversation: 'COTHER' } } };
    expect(surface.filled(sent(own, elsewhere))).toBeUndefined();
  });
});

describe('what is none of Ferry’s', () => {
  const view = surface.form({ command: 'note', title: 'Note', submit: 'Save', inputs: [] }, { own: false }) as Json;

  it.each<[string, unknown]>([
    ['a form of another kind', { ...sent(view), callback_id: 'answer' }],
    ['a form that remembers nothing', { ...sent(view), private_metadata: '' }],
    ['a form of another workspace', { ...sent(view), private_metadata: '{"channel":"slack:T1/C1","command":"note"}' }],
    ['an answer, which has no command', { ...sent(surface.answer({ title: 'Done', blocks: [] }) as Json) }],
    [
      'a value that is too long',
      { ...sent(view), state: { values: { 'field:text': { text: { value: 'x'.repeat(9_999) } } } } },
    ],
    ['inputs that are none', { ...sent(view), state: { values: 'all of them' } }],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'note'],
  ])('is not read: %s', (_, given) => {
    expect(surface.filled(given)).toBeUndefined();
  });

  it('is told by no throw, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.json(),
          fc.record({ private_metadata: fc.constant(view.private_metadata), state: fc.object() }),
        ),
        (given) => {
          expect(() => [surface.press(given), surface.filled(given)]).not.toThrow();
        },
      ),
    );
  });
});

describe('an input that finds while one types', () => {
  it('is shown options as Slack takes them', () => {
    const found = [{ value: 'M1', label: 'M1 · contoso.com' }];
    const { options } = surface.options(found, 'con') as { options: Json[] };
    expect(problemOfOptions(options)).toBeUndefined();
    expect(options).toMatchObject([{ value: 'M1', text: { text: 'M1 · contoso.com' } }]);
  });
});

async function started(): Promise<WholeBot> {
  const bot = await wholeBot({ platform: new RecordingPlatform('slack') });
  await bot.say(
    'start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31',
    inPlayground,
  );
  return bot;
}

function formIn(reply: Awaited<ReturnType<WholeBot['open']>>): Form {
  if (reply.kind !== 'form') throw new Error(JSON.stringify(reply.message));
  return reply.form;
}

/** What a form holds, as it is sent back when nothing is changed. */
function sentBack({ command, rev, inputs }: Form) {
  const filled = inputs.flatMap(({ name, value = '' }) => (value === '' ? [] : [[name, value] as const]));
  return { command, ...(rev === undefined ? {} : { rev }), filled: Object.fromEntries(filled) };
}

/** What Slack sends of a form as it was drawn, but for these inputs. */
function sent({ callback_id, private_metadata, blocks }: Json, changed: Json = {}): Json {
  const inputs = (blocks as Json[]).filter(({ type }) => type === 'input');
  const values = inputs.map((block) => {
    const element = block.element as Json;
    return [String(block.block_id), { [String(element.action_id)]: heldBy(element) }] as const;
  });
  return { callback_id, private_metadata, blocks, state: { values: { ...Object.fromEntries(values), ...changed } } };
}

function heldBy(element: Json): Json {
  const { type, default_to_current_conversation: isHere } = element;
  const held: Json = {
    value: element.initial_value ?? null,
    selected_date: element.initial_date,
    selected_option: element.initial_option,
    selected_options: element.initial_options,
    selected_user: element.initial_user,
    selected_conversation: element.initial_conversation ?? (isHere ? 'CPLAYGROUND' : undefined),
  };
  return { type, ...Object.fromEntries(Object.entries(held).filter(([, value]) => value !== undefined)) };
}

/** What the buttons of drawn blocks run, as they are read when they are clicked. */
function pressed(blocks: unknown): unknown[] {
  const elements = (blocks as Json[]).flatMap((block) => (block.type === 'actions' ? (block.elements as Json[]) : []));
  return elements.flatMap(({ value }) => (value === undefined ? [] : [surface.press(value)]));
}

function buttonsOf({ blocks, opens }: Message): unknown[] {
  const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const all = opens === undefined ? buttons : [...buttons, { ...opens, form: true } as const];
  return all.map(({ label: _, style: __, ...press }: Button) => press);
}

const options = ['auto', 'ends', 'never'].map((value) => ({ value, label: `Option ${value}` }));
const plain = fc.stringMatching(/^[A-Za-zÀ-ÿ0-9<>&*"'`@#,.;:!?-]{1,30}$/);
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const anInput: fc.Arbitrary<Input> = fc
  .oneof(
    fc.record({ kind: fc.constantFrom('text' as const, 'long-text' as const), value: plain }),
    fc.record({ kind: fc.constant('day' as const), value: fc.oneof(day, plain) }),
    fc.record({
      kind: fc.constantFrom('number' as const, 'amount' as const),
      value: fc.oneof(fc.nat().map(String), plain),
    }),
    fc.record({ kind: fc.constant('choice' as const), value: fc.oneof(fc.constantFrom('auto', 'ends'), plain) }),
    fc.record({
      kind: fc.constant('choices' as const),
      value: fc.subarray(['auto', 'ends', 'never'], { minLength: 1 }).map((all) => all.join('+')),
    }),
    fc.record({ kind: fc.constant('yes' as const), value: fc.constant('yes') }),
    fc.record({ kind: fc.constant('person' as const), value: fc.constantFrom(maria, '@maria', 'slack:T1/U1') }),
    fc.record({ kind: fc.constant('place' as const), value: fc.constantFrom('here', '#emea') }),
    fc.record({ kind: fc.constant('lookup' as const), value: plain }),
  )
  .chain((input) =>
    fc
      .record({
        name: fc.stringMatching(/^[a-z][a-z-]{0,10}$/),
        label: plain,
        required: fc.boolean(),
        isEmpty: fc.boolean(),
      })
      .map(({ isEmpty, ...field }): Input => {
        const { value, ...kind } = input;
        return { ...field, ...kind, options, lookup: 'customer', ...(isEmpty ? {} : { value }) };
      }),
  );
