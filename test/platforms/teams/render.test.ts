import { describe, expect, test } from 'vitest';
import type { Block, Message } from '../../../src/messages/message.js';
import { ACTIONS } from '../../../src/platforms/teams/buttons.js';
import type { Card } from '../../../src/platforms/teams/card.js';
import { CARD_BYTES, renderCards } from '../../../src/platforms/teams/render.js';
import { problemsOfCard } from '../../support/adaptive-cards.js';
import { TENANT } from '../../support/fake-teams.js';
import { IGOR, MARIA } from '../../support/teams-activities.js';

const MIGRATION: Message = {
  title: 'M12 · Contoso Ltd',
  mentions: [
    { name: 'Maria Diaz', identities: ['slack:T1/U1', `teams:${TENANT}/${MARIA.aadObjectId}`] },
    { name: 'Igor Petrov', identities: ['slack:T1/U2'] },
  ],
  blocks: [
    { kind: 'text', text: 'Provision Office 365 E3 by 31 January 2027.\nThe customer has accepted.' },
    {
      kind: 'facts',
      facts: [
        { label: 'Owner', value: 'Maria Diaz' },
        { label: 'Overlap', value: '8 days' },
      ],
    },
    {
      kind: 'steps',
      steps: [
        { state: 'done', text: 'Customer accepted, 10 January 2027' },
        { state: 'next', text: 'Provision by 31 January 2027' },
        { state: 'late', text: 'Stop the renewal by 31 January 2027, 01:00' },
        { state: 'open', text: 'Ends 31 January 2027' },
      ],
    },
    { kind: 'note', tone: 'caution', text: 'It renews by itself.' },
    { kind: 'note', text: 'Reminders come at 09:00.' },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Provisioned', run: 'provision M12.1', rev: 7, style: 'primary' },
        { label: 'History', run: 'history M12' },
        { label: 'Abandon', run: 'abandon M12', rev: 7, style: 'danger' },
      ],
    },
  ],
};

const LIST: Message = {
  title: 'Open moves',
  blocks: [
    {
      kind: 'table',
      head: ['Id', 'Customer', 'Stage', 'Next'],
      rows: [
        ['M12', 'Contoso Ltd', 'provisioning', '31 Jan'],
        ['M13', 'Fabrikam', 'invited', ''],
      ],
    },
  ],
};

const WIDE: Message = {
  title: 'Due',
  blocks: [
    {
      kind: 'table',
      head: ['Original', 'Customer', 'Offer', 'Seats', 'By', 'Owner'],
      rows: [
        ['M12.1', 'Contoso Ltd', 'Office 365 E3', '25', '31 January', 'Maria Diaz'],
        ['M13.2', 'Fabrikam', 'Visio Plan 2', '3', '2 February', ''],
      ],
    },
  ],
};

const EXPORT: Message = {
  title: 'Export',
  blocks: [{ kind: 'code', text: 'id;customer\nM12;Contoso Ltd\n\nM13;Fabrikam' }],
};

const EVIL = [
  '<!channel> <!here> @everyone',
  '<https://evil.example|https://admin.microsoft.com>',
  '[Renew now](https://evil.example)',
  '<at>Maria Diaz</at> **bold** # head',
  '👨‍👩‍👧‍👦 \ud83d cut',
  'Office\u202e3E 563 \u200bE3\u0000\u2066',
];

const HOSTILE: Message = {
  title: EVIL[2] ?? '',
  mentions: [
    { name: '[Maria](https://evil.example) </at><at>', identities: [`teams:${TENANT}/${MARIA.aadObjectId}`] },
    { name: '<>', identities: [`teams:${TENANT}/${IGOR.aadObjectId}`] },
  ],
  blocks: [
    ...EVIL.map((text): Block => ({ kind: 'text', text })),
    { kind: 'facts', facts: EVIL.map((text) => ({ label: text, value: text })) },
    { kind: 'steps', steps: EVIL.map((text) => ({ state: 'open', text })) },
    { kind: 'table', head: EVIL.slice(0, 2), rows: [EVIL.slice(2, 4), EVIL.slice(4, 6)] },
    { kind: 'note', text: EVIL[2] ?? '' },
    { kind: 'code', text: EVIL.join('\n') },
    { kind: 'buttons', buttons: [{ label: EVIL[2] ?? '', run: 'show M12' }] },
  ],
};

const golden: Record<string, Message> = {
  migration: MIGRATION,
  list: LIST,
  wide: WIDE,
  export: EXPORT,
  hostile: HOSTILE,
};

test.each(Object.keys(golden))('%s looks as agreed', async (name) => {
  const cards = renderCards(golden[name] as Message, TENANT);
  await expect(`${JSON.stringify(cards, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
});

test.each(Object.keys(golden))(
  '%s is made of what Microsoft’s own library understands, in a chat and in a dialog',
  (name) => {
    for (const standing of ['chat', 'dialog'] as const) {
      const cards = renderCards(golden[name] as Message, TENANT, standing);
      expect(cards.flatMap(problemsOfCard)).toEqual([]);
    }
  },
);

type Node = Record<string, unknown>;

/** Every object within a card, the card included. */
function nodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodes)];
}

/** What is read in the card, top to bottom. */
function words(cards: readonly Card[]): string {
  return nodes(cards.map(({ body }) => body))
    .flatMap(({ type, text }) => (type === 'TextRun' ? [text] : []))
    .join('\n');
}

describe("people's text", () => {
  const cards = renderCards(HOSTILE, TENANT);
  const all = nodes(cards.map(({ body }) => body));

  test('stands in text runs only, which read no Markdown', () => {
    const readers = all.filter(({ type }) => type === 'TextBlock' || type === 'FactSet');
    expect(readers.map(({ text }) => text)).toEqual(['<at>Maria https://evil.example /at at</at>']);
    expect(JSON.stringify(readers)).not.toMatch(/\]\(|\*\*/);
  });

  test('keeps its letters, but nothing that turns its neighbours around', () => {
    expect(words(cards)).toContain('[Renew now](https://evil.example)');
    expect(words(cards)).toContain('👨‍👩‍👧‍👦 \ufffd cut');
    expect(JSON.stringify(cards)).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]|\\u0000|\\ud83d/);
  });
});

describe('mentions', () => {
  test('notify people of this tenant, and name all others', () => {
    const [card] = renderCards(MIGRATION, TENANT);
    expect(card?.msteams?.entities).toEqual([
      { type: 'mention', text: '<at>Maria Diaz</at>', mentioned: { id: MARIA.aadObjectId, name: 'Maria Diaz' } },
    ]);
    expect(card?.body[1]).toMatchObject({ type: 'TextBlock', text: '<at>Maria Diaz</at>' });
    expect(words([card as Card])).toContain('@Igor Petrov');
  });

  test('of another tenant are names', () => {
    const [card] = renderCards(MIGRATION, 'another-tenant');
    expect(card?.msteams).toBeUndefined();
    expect(words([card as Card])).toContain('@Maria Diaz @Igor Petrov');
  });

  test('cannot be forged by a name', () => {
    const [card] = renderCards(HOSTILE, TENANT);
    const texts = card?.msteams?.entities?.map(({ text }) => text) ?? [];
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/^<at>[^<>[\]()]*<\/at>$/);
    expect(card?.body.find(({ type }) => type === 'TextBlock')).toMatchObject({ text: texts[0] });
    expect(words([card as Card])).toContain('@<>');
  });
});

describe('limits', () => {
  test('at most six buttons stand in a row', () => {
    const buttons = Array.from({ length: 14 }, (_, index) => ({ label: `B${index}`, run: `show M${index}` }));
    const [card] = renderCards({ title: 'B', blocks: [{ kind: 'buttons', buttons }] }, TENANT);
    const rows = card?.body.flatMap((element) => (element.type === 'ActionSet' ? [element.actions.length] : []));
    expect(rows).toEqual([ACTIONS, ACTIONS, 2]);
  });

  test.each<[string, Block]>([
    [
      'a table',
      {
        kind: 'table',
        head: ['Id', 'Customer'],
        rows: Array.from({ length: 500 }, (_, index) => [`M${index}`, 'ж'.repeat(40)]),
      },
    ],
    [
      'a wide table',
      {
        kind: 'table',
        head: ['a', 'b', 'c', 'd', 'e'],
        rows: Array.from({ length: 500 }, (_, index) => [`M${index}`, 'б', 'в', 'г', 'д']),
      },
    ],
    [
      'a table with one huge cell',
      { kind: 'table', head: ['Customer', 'Customer'], rows: [['M1', '移'.repeat(20_000)]] },
    ],
    ['a text without a space', { kind: 'text', text: '移'.repeat(20_000) }],
    ['a text of quotation marks', { kind: 'text', text: '"'.repeat(40_000) }],
    [
      'many facts',
      {
        kind: 'facts',
        facts: Array.from({ length: 500 }, (_, index) => ({ label: `L${index}`, value: 'ж'.repeat(40) })),
      },
    ],
    ['a huge fact', { kind: 'facts', facts: [{ label: 'L', value: 'ж\n'.repeat(20_000) }] }],
    [
      'many steps',
      {
        kind: 'steps',
        steps: Array.from({ length: 500 }, (_, index) => ({ state: 'open' as const, text: `step ${index}` })),
      },
    ],
    ['a long export', { kind: 'code', text: 'M1;Contoso Ltd;25\n'.repeat(3000) }],
    [
      'many buttons',
      {
        kind: 'buttons',
        buttons: Array.from({ length: 200 }, (_, index) => ({ label: `B${index}`, run: 'x'.repeat(200) })),
      },
    ],
  ])('%s is spread over cards below 25 KB, and nothing is lost', (_name, block) => {
    const message: Message = { title: 'Long', mentions: MIGRATION.mentions ?? [], blocks: [block] };
    const cards = renderCards(message, TENANT);
    expect(cards.length).toBeGreaterThan(1);
    for (const card of cards) expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(CARD_BYTES);
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value
          ? Object.values(value).flatMap(strings)
          : [];
    const { kind: _kind, ...contents } = block;
    const letters = (texts: string[]) => texts.join('').replace(/\s/g, '');
    const drawn = JSON.stringify(cards);
    for (const wanted of new Set(strings(contents).filter((text) => text.length < 300 && text !== 'open')))
      expect(drawn).toContain(wanted);
    const long = strings(contents).filter((text) => text.length >= 300);
    if (long.length > 0)
      expect(letters(nodes(cards).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])))).toContain(
        letters(long),
      );
  });

  test('a cut falls between characters', () => {
    const cards = renderCards({ title: 'T', blocks: [{ kind: 'text', text: '👍'.repeat(10_000) }] }, TENANT);
    expect(words(cards).match(/👍/gu)).toHaveLength(10_000);
    expect(words(cards)).not.toMatch(/\p{Surrogate}/u);
  });
});

test.each<[string, Block, boolean]>([
  ['a table', LIST.blocks[0] as Block, true],
  ['a table whose rows became lines', WIDE.blocks[0] as Block, false],
  ['facts', { kind: 'facts', facts: [{ label: 'Owner', value: 'Maria Diaz' }] }, false],
])('the card of %s takes the full width: only a grid needs it', (_name, block, isWide) => {
  const [card] = renderCards({ title: 'T', blocks: [block] }, TENANT);
  expect(card?.msteams?.width === 'Full').toBe(isWide);
});

test('drawing leaves the message alone and is always the same', () => {
  const before = JSON.stringify(HOSTILE);
  const frozen = JSON.parse(before, (_key, value) =>
    typeof value === 'object' && value ? Object.freeze(value) : value,
  );
  expect(renderCards(frozen, TENANT)).toEqual(renderCards(frozen, TENANT));
  expect(JSON.stringify(HOSTILE)).toBe(before);
});

test('a button carries its command twice, for clients of both ages', () => {
  const [card] = renderCards(MIGRATION, TENANT);
  const actions = card?.body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
  expect(actions?.[0]).toEqual({
    type: 'Action.Execute',
    title: 'Provisioned',
    verb: 'ferry',
    style: 'positive',
    data: { run: 'provision M12.1', rev: 7 },
    fallback: { type: 'Action.Submit', title: 'Provisioned', data: { run: 'provision M12.1', rev: 7 } },
  });
  expect(actions?.[1]).toMatchObject({ data: { run: 'history M12' } });
});

describe('what leads somewhere', () => {
  const drawn = (message: Omit<Message, 'title'>) => {
    const cards = renderCards({ title: 'Where', ...message }, TENANT);
    expect(cards.flatMap(problemsOfCard)).toEqual([]);
    return cards.flatMap(({ body }) => body);
  };

  test('a link opens an https address, and any other is words only', () => {
    const [, link] = drawn({ blocks: [{ kind: 'link', label: 'The card', url: 'https://teams.microsoft.com/l/1' }] });
    expect(link).toMatchObject({ actions: [{ type: 'Action.OpenUrl', title: 'The card' }] });
    for (const url of ['http://contoso.com', 'javascript:alert(1)', 'https://']) {
      const elements = drawn({ blocks: [{ kind: 'link', label: 'The card', url }] });
      expect(JSON.stringify(elements)).not.toContain('Action.OpenUrl');
      expect(JSON.stringify(elements)).toContain(`The card: ${url}`);
    }
  });

  test('a form opens as a dialog, from a button and from what was only begun', () => {
    const [, asked, begun] = drawn({
      blocks: [{ kind: 'buttons', buttons: [{ label: 'Add', run: 'add M12', rev: 7, form: true }] }],
      opens: { label: 'Fill in the form', run: 'start' },
    });
    expect(asked).toMatchObject({
      actions: [{ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' }, run: 'add M12', rev: 7 } }],
    });
    expect(begun).toMatchObject({ actions: [{ data: { msteams: { type: 'task/fetch' }, run: 'start' } }] });
  });

  test('buttons of one label are told apart by what they run, and others need nothing', () => {
    const elements = drawn({
      blocks: [
        {
          kind: 'buttons',
          buttons: [
            { label: 'Expired', run: 'end M1.1 expired' },
            { label: 'Show', run: 'show M1' },
          ],
        },
        { kind: 'buttons', buttons: [{ label: 'Expired', run: 'end M1.2 expired' }] },
      ],
    });
    expect(nodes(elements).flatMap(({ tooltip }) => tooltip ?? [])).toEqual(['end M1.1 expired', 'end M1.2 expired']);
  });
});
