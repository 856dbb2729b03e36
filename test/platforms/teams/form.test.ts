import { describe, expect, test } from 'vitest';
import type { Form, Input } from '../../../src/messages/form.js';
import { unfinished } from '../../../src/messages/unfinished.js';
import type { Card, Element } from '../../../src/platforms/teams/card.js';
import { readSent } from '../../../src/platforms/teams/filled.js';
import { renderForm } from '../../../src/platforms/teams/form.js';
import { CARD_BYTES } from '../../../src/platforms/teams/render.js';
import { problemsOfCard } from '../../support/adaptive-cards.js';
import { TENANT } from '../../support/fake-teams.js';
import { IGOR } from '../../support/teams-activities.js';

const IGORS = `teams:${TENANT}/${IGOR.aadObjectId}`;

const ADD: Form = {
  command: 'add',
  title: 'Add a subscription',
  submit: 'Save',
  intro: 'One of the customer’s subscriptions.',
  problem: 'Something has changed.',
  channelLabel: 'Channel',
  rev: 7,
  inputs: [
    { name: 'migration', label: 'Migration', kind: 'lookup', lookup: 'migration', required: true, value: 'M12' },
    { name: 'offer', label: 'Offer', kind: 'lookup', lookup: 'offer', required: true },
    {
      name: 'seats',
      label: 'Seats',
      kind: 'number',
      required: true,
      least: 1,
      most: 1_000_000,
      value: '25',
      problem: 'Too many.',
    },
    { name: 'ends', label: 'Ends', kind: 'day', required: false, value: '2027-01-31' },
    {
      name: 'renewal',
      label: 'Renewal',
      kind: 'choice',
      required: false,
      value: 'auto',
      options: [
        { value: 'auto', label: 'By itself' },
        { value: 'ends', label: 'It ends' },
      ],
    },
    {
      name: 'despite',
      label: 'Looked at',
      kind: 'choices',
      required: false,
      value: 'offer+country',
      options: [
        { value: 'offer', label: 'The offer' },
        { value: 'country', label: 'The country' },
      ],
    },
    { name: 'price', label: 'Price', kind: 'amount', required: false, value: '12.50' },
    { name: 'trial', label: 'Trial', kind: 'yes', required: false },
    { name: 'person', label: 'Person', kind: 'person', required: false, value: IGORS, shown: 'Igor Petrov' },
    { name: 'country', label: 'Country', kind: 'text', required: false, limit: 200, hint: 'Two letters, such as FR' },
    { name: 'text', label: 'Note', kind: 'long-text', required: false, limit: 4000, value: 'Two\nlines' },
  ],
};

function formWith(...inputs: Input[]): Form {
  return { command: 'note', title: 'Note', submit: 'Save', inputs };
}

function drawn(card: Card, id: string): Element | undefined {
  return card.body.find((element) => 'id' in element && element.id === id);
}

describe('a form', () => {
  const card = renderForm(ADD, 'conversation');

  test('looks as agreed', async () => {
    await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot('golden/form.json');
  });

  test('is a card that Microsoft’s own library understands', () => {
    expect(problemsOfCard(card)).toEqual([]);
  });

  test('says in words and with a sign what is wrong, above all or under the input that is meant', () => {
    const texts = card.body.map((element) => JSON.stringify(element));
    const at = (part: string) => texts.findIndex((text) => text.includes(part));
    expect(at('⚠ Something has changed.')).toBeLessThan(at('field:migration'));
    expect(at('⚠ Too many.')).toBe(at('field:seats') + 1);
  });

  test('offers the organisation where there is nobody else to choose from', () => {
    expect(drawn(renderForm(ADD, 'organisation'), 'person:person')).toMatchObject({
      value: IGOR.aadObjectId,
      'choices.data': { dataset: 'graph.microsoft.com/users' },
    });
    expect(drawn(card, 'person:person')).toMatchObject({
      'choices.data': { dataset: 'graph.microsoft.com/users?scope=currentContext' },
    });
  });

  test('says once what a box is for', () => {
    expect(drawn(card, 'yes:trial')).toMatchObject({ title: 'Trial' });
    expect(drawn(card, 'yes:trial')).not.toHaveProperty('label');
  });

  test('takes the channel that is meant as text, with what it holds', () => {
    const hint = 'here, or a channel with #';
    const to: Input = { name: 'to', label: 'To', kind: 'place', required: true, value: 'here', hint };
    const again = renderForm(formWith(to), 'conversation');
    expect(drawn(again, 'field:to')).toMatchObject({ type: 'Input.Text', value: 'here' });
    // Teams names no channel with a `#`.
    expect(JSON.stringify(again)).not.toContain('#');
  });

  test.each<[string, Input]>([
    ['a day typed in another way', { name: 'on', label: 'On', kind: 'day', required: false, value: '31/01/27' }],
    ['a number in words', { name: 'on', label: 'On', kind: 'number', required: false, value: 'twelve' }],
    ['a choice that is none', { name: 'on', label: 'On', kind: 'choice', required: false, value: 'x', options: [] }],
    ['a name where a person is picked', { name: 'on', label: 'On', kind: 'person', required: false, value: '@Maria' }],
    ['what no list has', { name: 'on', label: 'On', kind: 'lookup', lookup: 'offer', required: false, value: 'New' }],
  ])('keeps %s', (_name, input) => {
    const again = renderForm(formWith(input), 'conversation');
    expect(again.body[0]).toMatchObject({ value: input.value });
    expect(problemsOfCard(again)).toEqual([]);
  });

  test('beyond 25 KB leaves out hints, then lists, but nothing that was typed', () => {
    const options = Array.from({ length: 400 }, (_, index) => ({
      value: `v${index}`,
      label: `Choice ${index} `.repeat(5),
    }));
    const long: Input = {
      name: 'how',
      label: 'How',
      kind: 'choice',
      required: true,
      options,
      value: 'v3',
      hint: 'Hint',
    };
    const small = renderForm(formWith(long), 'conversation');
    expect(JSON.stringify(small).length).toBeLessThan(CARD_BYTES);
    expect(small.body[0]).toMatchObject({ type: 'Input.Text', value: 'v3' });
    expect(problemsOfCard(small)).toEqual([]);
  });

  test('whose dialog does not wait any more comes as a message that holds what was typed', () => {
    const message = unfinished({ ...ADD, inputs: [...ADD.inputs, ...formWith().inputs] });
    expect(message.opens?.run).toContain('add migration=M12 seats=25 ends=2027-01-31 renewal=auto');
    expect(JSON.stringify(message.blocks)).toContain('Seats: Too many.');
    expect(JSON.stringify(message.blocks)).toContain('Igor Petrov');
  });
});

describe('what a form sends back', () => {
  const data = {
    command: 'add',
    rev: 7,
    'field:seats': 25,
    'field:offer': 'Office 365 E3',
    'person:person': IGOR.aadObjectId,
    'choices:despite': 'offer,country',
    'yes:trial': 'no',
    'field:ends': null,
  };

  test('is read as it would be typed, people as identities of the verified tenant', () => {
    expect(readSent(data, TENANT)).toMatchObject({
      command: 'add',
      rev: 7,
      filled: { seats: '25', offer: 'Office 365 E3', person: IGORS, despite: 'offer+country', trial: '' },
      picked: [IGOR.aadObjectId],
    });
  });

  test('has a digest of its contents, whatever their order', () => {
    const digest = (sent: object) => readSent(sent as never, TENANT)?.digest;
    expect(digest(Object.fromEntries(Object.entries(data).reverse()))).toBe(digest(data));
    expect(digest({ ...data, 'field:seats': 26 })).not.toBe(digest(data));
  });

  test.each<[string, object]>([
    ['no command', { 'field:seats': '25' }],
    ['a command that is words', { command: 'add M1 seats=3' }],
    ['a command of another kind', { command: ['add'] }],
    ['a value that is an object', { command: 'add', 'field:seats': { toString: 'x' } }],
    ['a value beyond all measure', { command: 'add', 'field:seats': 'x'.repeat(10_001) }],
    ['a number that is none', { command: 'add', 'field:seats': Number.POSITIVE_INFINITY }],
    ['a revision below zero', { command: 'add', rev: -1 }],
    [
      'more inputs than any form has',
      {
        command: 'add',
        ...Object.fromEntries(
          Array.from({ length: 41 }, (_, n) => [`field:x${'a'.repeat(n % 30)}${n < 30 ? '' : '-'}`, '1']),
        ),
      },
    ],
  ])('with %s is no form of Ferry’s', (_name, forged) => {
    expect(readSent(forged as never, TENANT)).toBeUndefined();
  });

  test('keeps nothing that is no input', () => {
    const forged = { command: 'add', '__proto__:x': '1', 'field:__proto__': '1', 'other:x': '1', seats: '3' };
    expect(readSent(forged, TENANT)?.filled).toEqual({});
  });
});
