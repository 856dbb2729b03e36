import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form, Input } from '../../../src/messages/form.js';
import { drawForm, errorsOf, type Place } from '../../../src/platforms/slack/form.js';
import { optionsOf } from '../../../src/platforms/slack/input-element.js';
import { problemOfOptions, problemOfView } from '../../support/block-kit.js';

type Json = Record<string, unknown>;

const place: Place = { team: 'T0001', channel: 'slack:T0001/C0001', label: 'migrations', outside: false };
const plainForm: Form = { command: 'add', title: 'Add', submit: 'Save', inputs: [] };
const options = [
  { value: 'auto', label: 'Renews by itself' },
  { value: 'ends', label: 'Ends' },
];

function drawn(form: Partial<Form>, at: Partial<Place> = {}): Json {
  const view = drawForm({ ...plainForm, ...form }, { ...place, ...at }) as unknown as Json;
  expect(problemOfView(view)).toBeUndefined();
  return view;
}

function blocks(form: Partial<Form>, at: Partial<Place> = {}): Json[] {
  return drawn(form, at).blocks as Json[];
}

function element(input: Partial<Input>): Json {
  const all = blocks({ inputs: [{ name: 'thing', label: 'Thing', required: false, kind: 'text', ...input }] });
  return all.at(-1)?.element as Json;
}

describe('an input of a form', () => {
  it.each<[Partial<Input>, Json]>([
    [
      { kind: 'text', limit: 200 },
      { type: 'plain_text_input', multiline: false, max_length: 200 },
    ],
    [
      { kind: 'long-text', limit: 9_000 },
      { type: 'plain_text_input', multiline: true, max_length: 3_000 },
    ],
    [
      { kind: 'day', value: '2027-01-31' },
      { type: 'datepicker', initial_date: '2027-01-31' },
    ],
    [
      { kind: 'number', least: 1, most: 99, value: '25' },
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '99', initial_value: '25' },
    ],
    [
      { kind: 'amount', value: '12.50' },
      { type: 'number_input', is_decimal_allowed: true, initial_value: '12.50' },
    ],
    [
      { kind: 'choice', options, value: 'ends' },
      { type: 'static_select', initial_option: { value: 'ends' } },
    ],
    [
      { kind: 'choices', options, value: 'auto+ends' },
      { type: 'multi_static_select', initial_options: [{ value: 'auto' }, { value: 'ends' }] },
    ],
    [
      { kind: 'yes', value: 'yes' },
      { type: 'checkboxes', initial_options: [{ text: { text: 'Thing' }, value: 'yes' }] },
    ],
    [
      { kind: 'person', value: 'slack:T0001/U0002' },
      { type: 'users_select', initial_user: 'U0002' },
    ],
    [
      { kind: 'place', value: 'here' },
      {
        type: 'conversations_select',
        default_to_current_conversation: true,
        filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
      },
    ],
    [
      { kind: 'place', value: '#C0002' },
      { type: 'conversations_select', initial_conversation: 'C0002' },
    ],
    [
      { kind: 'lookup', lookup: 'customer', value: 'M1', shown: 'M1 · contoso.com' },
      {
        type: 'external_select',
        action_id: 'lookup:customer',
        initial_option: { text: { text: 'M1 · contoso.com' }, value: 'M1' },
      },
    ],
  ])('%j is drawn by its kind, with what it holds', (input, expected) => {
    expect(element(input)).toMatchObject(expected);
  });

  it.each<[string, Partial<Input>]>([
    ['a day that is none', { kind: 'day', value: '2027-02-30' }],
    ['a word for a day', { kind: 'day', value: 'next' }],
    ['a number with a unit', { kind: 'number', value: '25 seats' }],
    ['a number out of range', { kind: 'number', most: 10, value: '11' }],
    ['an amount with a comma', { kind: 'amount', value: '12,50' }],
    ['a choice that there is not', { kind: 'choice', options, value: 'sometimes' }],
    ['choices of which there is one not', { kind: 'choices', options, value: 'auto+sometimes' }],
    ['a person of another workspace', { kind: 'person', value: 'slack:T0002/U0002' }],
    ['a person by her name', { kind: 'person', value: '@maria' }],
    ['a channel that nobody knows', { kind: 'place', value: '#emea' }],
    ['something looked up that is long', { kind: 'lookup', lookup: 'offer', value: 'x'.repeat(151) }],
    ['something looked up nowhere', { kind: 'lookup', value: 'x' }],
  ])('that holds %s is a line of text, so that nothing is lost', (_, input) => {
    expect(element(input)).toMatchObject({ type: 'plain_text_input', initial_value: input.value });
  });

  it('of a channel says how to type it only where it is typed', () => {
    const to: Input = { name: 'to', label: 'To', required: true, kind: 'place', hint: 'here, or a channel with #' };
    expect(blocks({ inputs: [to] })[0]).not.toHaveProperty('hint');
    expect(blocks({ inputs: [{ ...to, value: '#emea' }] })[0]).toHaveProperty('hint');
  });

  it('that holds more than fits can be shortened', () => {
    const value = 'x'.repeat(2_500);
    expect(element({ limit: 200, value })).toMatchObject({ initial_value: value, max_length: 2_500 });
    const cut = element({ kind: 'long-text', value: 'x'.repeat(4_000) });
    expect(String(cut.initial_value)).toHaveLength(3_000);
  });

  it('with nothing to choose from is a line of text', () => {
    expect(element({ kind: 'choice', options: [] })).toMatchObject({ type: 'plain_text_input' });
  });

  it('has a block that stays the same, so that Slack keeps what was typed', () => {
    const inputs: Input[] = [{ name: 'seats', label: 'Seats', required: true, kind: 'number', hint: 'All of them' }];
    const [before] = blocks({ inputs });
    const after = blocks({ inputs: [{ ...inputs[0], problem: 'Too many' } as Input] });
    expect(before).toMatchObject({ block_id: 'field:seats', optional: false, hint: { text: 'All of them' } });
    expect(after.at(-1)).toEqual(before);
    expect(after[0]).toMatchObject({ type: 'context', elements: [{ type: 'plain_text', text: '⚠ Too many' }] });
  });
});

describe('a form', () => {
  it('says first what stands against all of it, in words', () => {
    const [first, second] = blocks({
      problem: 'Something has changed.',
      intro: 'Only the customer is needed.',
      inputs: [],
    });
    expect(first).toMatchObject({ text: { type: 'plain_text', text: '⚠ Something has changed.' } });
    expect(second).toMatchObject({ text: { type: 'plain_text', text: 'Only the customer is needed.' } });
  });

  it('remembers its command, its channel and its revision, and nothing else', () => {
    const { private_metadata: kept, callback_id } = drawn({
      rev: 4,
      channelLabel: 'Channel',
      intro: 'fabrikam.com',
      inputs: [],
    });
    const expected = { command: 'add', channel: 'slack:T0001/C0001', label: 'migrations', rev: 4 };
    expect(JSON.parse(String(kept))).toEqual(expected);
    expect(callback_id).toBe('form');
  });

  it('asks in which channel its card is to stand where it was opened outside of one, and only then', () => {
    const [asked] = blocks({ channelLabel: 'Channel', intro: 'x' }, { outside: true }).slice(1);
    expect(asked).toMatchObject({
      block_id: 'channel',
      label: { text: 'Channel' },
      element: {
        type: 'conversations_select',
        default_to_current_conversation: true,
        filter: { include: ['public', 'private'], exclude_bot_users: true, exclude_external_shared_channels: true },
      },
    });
    const chosen = blocks({ channelLabel: 'Channel' }, { outside: true, chosen: 'C0002' })[0]?.element;
    expect(chosen).toMatchObject({ initial_conversation: 'C0002' });
    expect(chosen).not.toHaveProperty('default_to_current_conversation');
    expect(JSON.stringify(blocks({ channelLabel: 'Channel', intro: 'x' }))).not.toContain('conversations_select');
    expect(JSON.stringify(blocks({ intro: 'x' }, { outside: true }))).not.toContain('conversations_select');
  });

  it('shows mistakes at inputs that are there, and not where one would be lost', () => {
    const seats: Input = { name: 'seats', label: 'Seats', required: true, kind: 'number', problem: 'Too many' };
    const form = { ...plainForm, inputs: [seats] };
    const shown = new Set(['field:seats']);
    expect(errorsOf(form, shown)).toEqual({ 'field:seats': 'Too many' });
    expect(errorsOf({ ...form, problem: 'And late' }, shown)).toBeUndefined();
    expect(errorsOf(form, new Set())).toBeUndefined();
    expect(errorsOf({ ...form, inputs: [] }, shown)).toBeUndefined();
  });
});

describe('whatever a form holds', () => {
  const hostile = [
    '<!channel> <@U0001> <https://evil.example|admin>',
    'x'.repeat(3_001),
    '😀'.repeat(2_000),
    'lone \ud83d here \ude00',
    '\u202eabc\u202c \u2066x\u2069 O\u200bffice \u0000\u0007',
    'two\nlines',
    '',
    ' \n ',
  ];

  const kinds = [
    'text',
    'long-text',
    'day',
    'number',
    'amount',
    'choice',
    'choices',
    'yes',
    'person',
    'place',
    'lookup',
  ] as const;

  it.each(hostile.map((text) => [text.slice(0, 30), text]))('%j is drawn as harmless plain text', (_, text) => {
    const inputs = kinds.map(
      (kind): Input => ({
        name: kind,
        label: text,
        hint: text,
        required: true,
        kind,
        value: text,
        shown: text,
        problem: text,
        options: [{ value: text, label: text }, ...options],
        lookup: 'offer',
      }),
    );
    const view = drawn({ title: text, submit: text, intro: text, problem: text, inputs });
    const all = JSON.stringify(view);
    expect(all).not.toMatch(/mrkdwn|[\u202a-\u202e\u2066-\u2069\u200b]|\\ud83d[^\\]|\\u0000/);
  });

  it('Slack takes the form', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3_500, size: 'max' });
    const short = fc.string({ unit: 'grapheme', maxLength: 160 });
    const input = fc.record(
      {
        label: text,
        hint: text,
        required: fc.boolean(),
        kind: fc.constantFrom(...kinds),
        value: fc.oneof(text, short, fc.constantFrom('yes', '25', '2027-01-31', 'slack:T0001/U1')),
        shown: short,
        options: fc.array(fc.record({ value: short, label: short }), { maxLength: 120 }),
        lookup: fc.constant('offer' as const),
        limit: fc.integer({ min: 1, max: 9_000 }),
        least: fc.constantFrom(0, 1),
        problem: text,
      },
      { requiredKeys: ['label', 'required', 'kind'] },
    );
    const form = fc.record({
      title: text,
      submit: text,
      intro: text,
      problem: text,
      inputs: fc.array(input, { maxLength: 60 }),
    });
    fc.assert(
      fc.property(form, ({ inputs, ...rest }) => {
        drawn(
          { ...rest, channelLabel: 'Channel', inputs: inputs.map((one, at) => ({ ...one, name: `f${at}` }) as Input) },
          { outside: true },
        );
      }),
      { numRuns: 60, seed: 20261121 },
    );
  });

  it('options are at most a hundred, of which none is cut in its value, twice there or without one', () => {
    const many = Array.from({ length: 150 }, (_, at) => ({ value: `M${at}`, label: 'contoso.com '.repeat(20) }));
    const odd = ['', 'x'.repeat(151), 'M1', '\u202eM2', 'half \ud83d'].map((value) => ({ value, label: value }));
    const drawnOptions = optionsOf([...odd, ...many]) as unknown as Json[];
    expect(drawnOptions).toHaveLength(100);
    expect(problemOfOptions(drawnOptions)).toBeUndefined();
    expect(drawnOptions.map(({ value }) => value)).not.toContain('');
  });
});
