import { describe, expect, it, test } from 'vitest';
import { Language } from '../../../src/domain/language.js';
import type { Form, Input } from '../../../src/messages/form.js';
import type { Message } from '../../../src/messages/message.js';
import { plainText } from '../../../src/messages/plain-text.js';
import type { Surface } from '../../../src/platforms/playground/surface.js';
import type { Action, Card, Element, InputElement } from '../../../src/platforms/teams/card.js';
import { teamsSurface } from '../../../src/platforms/teams/surface.js';
import { problemsOfCard } from '../../support/adaptive-cards.js';
import { wholeBot } from '../../support/whole-bot.js';

const surface: Surface = teamsSurface();

interface Drawn {
  readonly type?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: Card }[];
  readonly card?: { readonly content: Card };
  readonly more?: readonly { readonly content: Card }[];
}

const LINES = [
  'help',
  'start contoso.com source=web-direct country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto',
  'start fabrikam.com source=ea',
  'add M1 offer="Visio Plan 2" seats=4 ends=2027-03-14',
  'accept M1 agreement=2026-11-20',
  'show M1',
  'checklist M1',
  'list',
  'due 200',
  'history M1',
  'board all',
  'requests',
  'invite M2',
  'export',
  'end M1.1 cancelled',
  'nonsense',
];

describe.each(Language.options)('what Ferry says in %s', (locale) => {
  it('is drawn as Teams is sent it', async () => {
    const bot = await wholeBot();
    for (const line of LINES) {
      const message = await bot.answer(line, { locale });
      for (const drawing of [surface.message(message), surface.board(message)] as Drawn[]) {
        expect(drawing.type).toBe('message');
        expect(drawing.summary).toContain(message.title.split('\n')[0]);
        expect(cardsOf(drawing).length, line).toBeGreaterThan(0);
        expect(cardsOf(drawing).flatMap(problemsOfCard), line).toEqual([]);
      }
      const answer = surface.answer(message) as Drawn;
      expect(answer).toMatchObject({ height: 'medium', width: 'medium' });
      expect([...cardsOf(answer)].flatMap(problemsOfCard), line).toEqual([]);
    }
  });

  it('has forms, and they are drawn as dialogs', async () => {
    const bot = await wholeBot();
    await bot.say(LINES[1] ?? '');
    for (const line of ['start', 'add M1', 'provision M1.1', 'end M1.1', 'settings', 'change M1.1', 'assign M1']) {
      const reply = await bot.open(line, { locale });
      if (reply.kind !== 'form') throw new Error(`${line}: ${plainText(reply.message)}`);
      const drawn = surface.form(reply.form, { own: false }) as Drawn;
      expect(cardsOf(drawn).flatMap(problemsOfCard), line).toEqual([]);
      expect(drawn.title).toBe(reply.form.title);
      // Sent as it stands, it says what it shows.
      const sent = surface.filled(sentOf(drawn));
      expect(sent, line).toMatchObject({ command: reply.form.command, filled: valuesOf(reply.form) });
      expect(sent?.rev, line).toBe(reply.form.rev);
    }
  });
});

const EVERY_KIND: Form = {
  command: 'add M1',
  title: 'Add a subscription',
  submit: 'Save',
  rev: 7,
  inputs: [
    input('migration', 'lookup', { lookup: 'migration', value: 'M1' }),
    input('offer', 'text', { value: 'Office 365 E3' }),
    input('notes', 'long-text', { value: 'one\ntwo' }),
    input('seats', 'number', { least: 1, value: '25' }),
    input('price', 'amount', { value: '12.50' }),
    input('ends', 'day', { value: '2027-01-31' }),
    input('renewal', 'choice', { value: 'auto', options: [{ value: 'auto', label: 'By itself' }] }),
    input('despite', 'choices', {
      value: 'offer+country',
      options: ['offer', 'country', 'seats'].map((value) => ({ value, label: value })),
    }),
    input('trial', 'yes', { value: 'yes' }),
    input('person', 'person', { value: surface.identityOf('amir'), shown: 'Amir' }),
    input('channel', 'place', { value: 'here' }),
  ],
};

it('reads every kind of input as it was shown', () => {
  const drawn = surface.form(EVERY_KIND, { own: true });
  expect(surface.filled(sentOf(drawn as Drawn))).toEqual({
    command: 'add M1',
    rev: 7,
    filled: {
      migration: 'M1',
      offer: 'Office 365 E3',
      notes: 'one\ntwo',
      seats: '25',
      price: '12.50',
      ends: '2027-01-31',
      renewal: 'auto',
      despite: 'offer+country',
      trial: 'yes',
      person: surface.identityOf('amir'),
      channel: 'here',
    },
  });
});

it('offers the organisation where a person is alone with Ferry, else who is there', () => {
  const own = JSON.stringify(surface.form(EVERY_KIND, { own: true }));
  const among = JSON.stringify(surface.form(EVERY_KIND, { own: false }));
  expect(own).toContain('"graph.microsoft.com/users"');
  expect(among).toContain('"graph.microsoft.com/users?scope=currentContext"');
});

const BUTTONS: Message = {
  title: 'M1',
  opens: { label: 'Fill in the form', run: 'add M1' },
  blocks: [
    {
      kind: 'buttons',
      buttons: [
        { label: 'Accepted', run: 'accept M1', rev: 3, style: 'primary' },
        { label: 'Note', run: 'note M1', form: true },
      ],
    },
  ],
};

it.each([
  ['a conversation', surface.message(BUTTONS)],
  ['a dialog', surface.answer(BUTTONS)],
])('runs what the buttons of %s say', (_, drawn) => {
  const pressed = actionsOf(cardsOf(drawn as Drawn)).map((action) => surface.press('data' in action && action.data));
  expect(pressed).toEqual([
    { run: 'accept M1', rev: 3 },
    { run: 'note M1', form: true },
    { run: 'add M1', form: true },
  ]);
});

it('keeps a message together that takes several cards', () => {
  const rows = Array.from({ length: 300 }, (_, row) => [`M${row}`, 'x'.repeat(200)]);
  const long: Message = { title: 'Many', blocks: [{ kind: 'table', head: ['Id', 'Text'], rows }] };
  const drawn = surface.message(long) as Drawn;
  const answered = surface.answer(long) as Drawn;
  expect(cardsOf(drawn).length).toBeGreaterThan(1);
  expect(cardsOf(answered)).toHaveLength(cardsOf(drawn).length);
  expect(JSON.stringify(cardsOf(answered))).toContain('M299');
  expect(drawn.summary).toBe('Many');
});

test('a person has one address of the shape that Teams gives', () => {
  expect(surface.identityOf('maria')).toMatch(
    /^teams:[0-9a-f-]{36}\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(surface.identityOf('maria')).toBe(surface.identityOf('maria'));
  expect(new Set(['maria', 'amir', 'chen'].map(surface.identityOf)).size).toBe(3);
});

test('people of the playground are mentioned', () => {
  const identities = [surface.identityOf('maria')];
  const drawn = surface.message({ title: 'Due', mentions: [{ name: 'Maria Silva', identities }], blocks: [] }) as Drawn;
  expect(cardsOf(drawn)[0]?.msteams?.entities).toMatchObject([{ text: '<at>Maria Silva</at>' }]);
});

describe('an input that finds', () => {
  const found = [{ value: 'contoso.com', label: 'contoso.com · <at>M1</at>' }];

  it('offers what was found, and what is typed as it stands', () => {
    expect(surface.options(found, ' con ')).toMatchObject({
      value: { results: [{ value: 'contoso.com' }, { value: 'con', title: 'con' }] },
    });
  });

  it('offers once what is there already, and nothing for nothing', () => {
    expect(surface.options(found, 'Contoso.com')).toMatchObject({ value: { results: [{ value: 'contoso.com' }] } });
    expect(surface.options([], '  ')).toMatchObject({ value: { results: [] } });
  });

  it('offers no more than Teams shows', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ value: `M${index}`, label: `M${index}` }));
    expect(surface.options(many, 'x')).toMatchObject({ value: { results: { length: 15 } } });
  });
});

test.each([
  undefined,
  null,
  0,
  'accept M1',
  [],
  {},
  { run: '' },
  { run: 7 },
  { run: 'accept M1', rev: -1 },
  { run: 'x'.repeat(1001) },
  { command: '<script>' },
  { command: 'add M1', 'field:offer': { evil: true } },
  { command: 'add M1', rev: '7' },
  { command: 'add M1; drop', 'field:offer': 'x' },
  {
    command: 'add',
    ...Object.fromEntries(
      Array.from({ length: 41 }, (_, at) => [
        `field:${at < 26 ? 'a' : 'b'}${String.fromCharCode(97 + (at % 26))}`,
        '1',
      ]),
    ),
  },
  { msteams: { type: 'task/fetch' } },
])('what is none of Ferry’s is nothing: %j', (given) => {
  expect(surface.press(given)).toBeUndefined();
  expect(surface.filled(given)).toBeUndefined();
});

function input(name: string, kind: Input['kind'], more: Partial<Input>): Input {
  return { name, label: name, required: false, kind, ...more };
}

function cardsOf({ attachments = [], card, more = [] }: Drawn): Card[] {
  return [...attachments, ...(card ? [card] : []), ...more].map(({ content }) => content);
}

function elementsOf(cards: readonly Card[]): Element[] {
  return cards.flatMap(({ body }) => body);
}

function actionsOf(cards: readonly Card[]): Action[] {
  return elementsOf(cards).flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
}

/** What a client sends of a form in which nobody has changed anything: the button's data, and each input that has a value. */
function sentOf(drawn: Drawn): object {
  const action = actionsOf(cardsOf(drawn)).at(-1);
  const inputs = elementsOf(cardsOf(drawn)).filter((element): element is InputElement =>
    element.type.startsWith('Input.'),
  );
  const values = inputs.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]]));
  return { ...(action && 'data' in action ? action.data : {}), ...Object.fromEntries(values) };
}

/** What the form shows, as it would be typed. */
function valuesOf({ inputs }: Form): Record<string, string> {
  return Object.fromEntries(inputs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}
