import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Message } from '../../../src/messages/message.js';
import { render } from '../../../src/platforms/slack/render.js';
import { problemOf } from '../../support/block-kit.js';

type Json = Record<string, unknown>;

const card: Message = {
  title: 'M12 · contoso.com · accepted',
  mentions: [
    { name: 'Maria Silva', identities: ['teams:contoso/8d2c', 'slack:T0001/U0001'] },
    { name: 'Jonas <Berg>', identities: ['slack:T0002/U0002'] },
  ],
  blocks: [
    { kind: 'text', text: 'Provision the replacement by Fri, 29 Jan 2027.' },
    {
      kind: 'facts',
      facts: [
        { label: 'Original', value: 'M12.1 Office 365 E3, 25 seats' },
        { label: 'Ends', value: 'Sun, 31 Jan 2027' },
        { label: 'Owner', value: '@Maria Silva' },
      ],
    },
    {
      kind: 'steps',
      steps: [
        { state: 'done', text: 'Invited on Mon, 4 Jan 2027' },
        { state: 'next', text: 'Provision the replacement by Fri, 29 Jan 2027' },
        { state: 'open', text: 'End the original' },
        { state: 'late', text: 'Late: stop the renewal, due Sat, 2 Jan 2027' },
      ],
    },
    {
      kind: 'table',
      head: ['Id', 'Customer', 'Seats'],
      rows: [
        ['M12', 'contoso.com', '25'],
        ['M13', '法布里卡', '1,000'],
      ],
    },
    { kind: 'code', text: 'id,customer\nM12,contoso.com\n' },
    { kind: 'note', text: 'Dates are in Europe/Paris.' },
    { kind: 'note', text: 'The original renews in 4 days.', tone: 'caution' },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Provisioned', run: 'provision M12.1', rev: 4, style: 'primary' },
        { label: 'Show', run: 'show M12' },
        { label: 'Abandon', run: 'abandon M12 "declined"', rev: 4, style: 'danger' },
      ],
    },
  ],
};

const blocksOf = (message: Message): Json[] => render(message, 'T0001').blocks as unknown as Json[];
const blocks = (...all: Block[]): Json[] => blocksOf({ title: 'Title', blocks: all });

/** All text objects and rich texts in drawn blocks. */
function textsOf(drawn: unknown): { type: string; text: string }[] {
  if (Array.isArray(drawn)) return drawn.flatMap(textsOf);
  if (typeof drawn !== 'object' || drawn === null) return [];
  const inner = Object.values(drawn).flatMap(textsOf);
  return 'text' in drawn && typeof drawn.text === 'string'
    ? [drawn as { type: string; text: string }, ...inner]
    : inner;
}

const everywhere = (text: string): Message => ({
  title: text,
  mentions: [{ name: text, identities: [] }],
  blocks: [
    { kind: 'text', text },
    { kind: 'facts', facts: [{ label: text, value: text }] },
    { kind: 'steps', steps: [{ state: 'late', text }] },
    { kind: 'table', head: [text], rows: [[text], [`${text} again`]] },
    { kind: 'buttons', buttons: [{ label: text, run: text }] },
    { kind: 'code', text },
    { kind: 'note', text },
  ],
});

describe('a message on Slack', () => {
  it('looks as it did when it was last looked at', async () => {
    const drawn = render(card, 'T0001', 'post:k-7f3a');
    expect(problemOf(drawn.blocks as unknown as Json[])).toBeUndefined();
    await expect(`${JSON.stringify(drawn, null, 2)}\n`).toMatchFileSnapshot('golden/card.json');
  });

  it('that is hostile looks harmless', async () => {
    const drawn = render(
      everywhere('<!channel> *b* <https://evil.example|admin> & \u202egnp.exe\u200b \ud83d'),
      'T0001',
    );
    await expect(`${JSON.stringify(drawn, null, 2)}\n`).toMatchFileSnapshot('golden/hostile.json');
  });

  it('mentions a person by the identity of this workspace, and names all others', () => {
    const [, mentioned, named] = blocksOf(card);
    expect(mentioned).toMatchObject({ text: { type: 'mrkdwn', verbatim: true, text: '<@U0001>' } });
    expect(named).toMatchObject({ text: { type: 'plain_text', text: '@Jonas <Berg>' } });
  });

  it.each(['slack:T0001/U1><!channel>', 'slack:T0001/C0001', 'slack:T0001/', 'slack:T0001/U1/U2'])(
    'mentions nobody by %j',
    (identity) => {
      const [, mentions] = blocksOf({ title: 'x', mentions: [{ name: 'Maria', identities: [identity] }], blocks: [] });
      expect(mentions).toMatchObject({ text: { text: '@Maria' } });
    },
  );

  it('carries in each button what a click runs', () => {
    const actions = blocksOf(card).at(-1) as { elements: { value: string; action_id: string; style?: string }[] };
    expect(actions.elements.map(({ value }) => JSON.parse(value))).toEqual([
      { run: 'provision M12.1', rev: 4 },
      { run: 'show M12' },
      { run: 'abandon M12 "declined"', rev: 4 },
    ]);
    expect(actions.elements.map(({ style }) => style)).toEqual(['primary', undefined, 'danger']);
  });

  it('leaves what it draws as it was', () => {
    const before = structuredClone(card);
    render(card, 'T0001', 'post:k');
    expect(card).toEqual(before);
  });
});

describe("Slack's limits", () => {
  it('part a long text into sections without losing a word', () => {
    const text = Array.from({ length: 1_100 }, (_, at) => `word${at}`).join(' ');
    const sections = blocks({ kind: 'text', text }).slice(1) as { text: { text: string } }[];
    expect(sections.length).toBeGreaterThan(2);
    expect(sections.map((section) => section.text.text).join(' ')).toBe(text);
  });

  it('leave a section of 3,000 characters whole and part one of 3,001', () => {
    expect(blocks({ kind: 'text', text: 'x'.repeat(3_000) })).toHaveLength(2);
    expect(blocks({ kind: 'text', text: 'x'.repeat(3_001) })).toHaveLength(3);
  });

  it('cut a title, a label and a value with "…" where they cannot be parted', () => {
    const drawn = render(
      {
        title: 't'.repeat(151),
        blocks: [
          { kind: 'facts', facts: [{ label: 'l'.repeat(2_001), value: 'v'.repeat(2_001) }] },
          { kind: 'buttons', buttons: [{ label: 'b'.repeat(76), run: 'due' }] },
        ],
      },
      'T0001',
    );
    const texts = textsOf(drawn.blocks).map(({ text }) => text);
    expect(texts.map((text) => text.length)).toEqual([150, 151, 2_000, 2_000, 75]);
    expect(texts.map((text) => text.replace(/\*$/, '').endsWith('…'))).toEqual([true, false, true, true, true]);
  });

  it('leave a long title whole below its header, so that the deadline at its end is seen', () => {
    const title = `${'Provision the replacement of contoso.com '.repeat(5)}by Fri, 29 Jan 2027`;
    const [header, whole] = textsOf(render({ title, blocks: [] }, 'T0001', 'post:k').blocks);
    expect([header?.text.length, whole?.text]).toEqual([150, title]);
    expect(blocksOf({ title: 't'.repeat(150), blocks: [] })).toHaveLength(1);
  });

  it('never cut through a character', () => {
    const emoji = blocks({ kind: 'buttons', buttons: [{ label: `${'x'.repeat(73)}😀😀`, run: 'due' }] });
    expect(textsOf(emoji).at(-1)?.text).toBe(`${'x'.repeat(73)}…`);
    const [, first, second] = blocks({ kind: 'text', text: `${'x'.repeat(2_999)}😀` }) as { text: { text: string } }[];
    expect([first?.text.text.length, second?.text.text]).toEqual([2_999, '😀']);
  });

  it('never leave half an escape', () => {
    const { text } = render({ title: 'x', blocks: [{ kind: 'text', text: `${'x'.repeat(3_995)}&&` }] }, 'T0001');
    expect(text).toBe(`x\n${'x'.repeat(3_995)}…`);
  });

  it('put five facts into a section and 25 buttons into a row', () => {
    const facts = Array.from({ length: 11 }, (_, at) => ({ label: `l${at}`, value: `v${at}` }));
    expect(blocks({ kind: 'facts', facts })).toHaveLength(4);
    const buttons = Array.from({ length: 26 }, (_, at) => ({ label: `b${at}`, run: `show M${at}` }));
    expect(blocks({ kind: 'buttons', buttons })).toHaveLength(3);
  });

  it('show a command that is too long for a button, so that it can be typed', () => {
    const long = `note M1 "${'x'.repeat(1_990)}"`;
    const [, shown] = blocks({ kind: 'buttons', buttons: [{ label: 'Note', run: long }] });
    expect(shown).toMatchObject({ type: 'context' });
    expect(textsOf(shown)[0]?.text).toMatch(/^Note: note M1 "xxx/);
  });

  it('part a long table, and lose no row of it', () => {
    const rows = Array.from({ length: 70 }, (_, at) => [`M${at}`, 'contoso.com', 'Office 365 E3', '25']);
    const drawn = blocks({ kind: 'table', head: ['Id', 'Customer', 'Offer', 'Seats'], rows }).slice(1);
    expect(drawn.length).toBeGreaterThan(1);
    for (const block of drawn) {
      const length = textsOf(block).reduce((sum, { text }) => sum + text.length, 0);
      expect(length).toBeLessThanOrEqual(3000);
    }
    expect(textsOf(drawn).filter(({ text }) => /^M\d+$/.test(text))).toHaveLength(70);
    expect(textsOf(drawn)[1]?.text).toBe('\nCustomer: contoso.com · Offer: Office 365 E3 · Seats: 25\n\n');
  });

  it('draw a table of up to three columns a line each, without heads', () => {
    const lines = (...rows: string[][]) =>
      textsOf(blocks({ kind: 'table', head: ['Id', 'Customer', 'Seats'], rows }).slice(1)).map(({ text }) => text);
    expect(lines(['due', 'what is due'], ['show', 'a move'])).toEqual(['due', ' – what is due\n', 'show', ' – a move']);
    expect(lines(['M1', 'contoso.com', '25'])).toEqual(['M1', ' – contoso.com · 25']);
    expect(lines(['M1', '', '25'])).toEqual(['M1', ' – – · 25']);
    expect(lines(['M1', '', ''])).toEqual(['M1']);
  });

  it('leave no empty line at the end of a table', () => {
    const head = ['Id', 'Customer', 'Offer', 'Seats'];
    const rows = Array.from({ length: 70 }, (_, at) => [`M${at}`, 'contoso.com', 'Office 365 E3', '25']);
    const drawn = blocks({ kind: 'table', head, rows }).slice(1);
    expect(drawn.length).toBeGreaterThan(1);
    for (const block of drawn) expect(textsOf(block).at(-1)?.text).toMatch(/25$/);
  });

  it('keep a message at fifty blocks, with its buttons, and say that there is more', () => {
    const many: Block[] = Array.from({ length: 60 }, (_, at) => ({ kind: 'note', text: `n${at}` }));
    const drawn = blocks(...many, { kind: 'buttons', buttons: [{ label: 'Show', run: 'show M1' }] });
    expect(drawn).toHaveLength(50);
    expect(drawn.at(-1)).toMatchObject({ type: 'actions' });
    expect(textsOf(drawn.at(-2))[0]?.text).toBe('…');
  });

  it('keep a message below the length that Slack does not document, with its buttons', () => {
    const drawn = blocks(
      { kind: 'buttons', buttons: [{ label: 'First', run: 'due' }] },
      { kind: 'code', text: 'a line of a long list\n'.repeat(2_000) },
      { kind: 'buttons', buttons: [{ label: 'Last', run: 'due' }] },
    );
    expect(problemOf(drawn)).toBeUndefined();
    expect(drawn.filter((block) => block.type === 'actions')).toHaveLength(2);
    expect(JSON.stringify(drawn)).toContain('…');
  });

  it('draw nothing for lists that are empty, and a dash for an empty text', () => {
    expect(
      blocks({ kind: 'facts', facts: [] }, { kind: 'steps', steps: [] }, { kind: 'buttons', buttons: [] }),
    ).toHaveLength(1);
    expect(textsOf(blocks({ kind: 'text', text: ' ' })).at(-1)?.text).toBe('–');
    expect(textsOf(blocks({ kind: 'facts', facts: [{ label: 'Owner', value: '' }] })).at(-1)?.text).toBe('–');
  });
});

describe('buttons', () => {
  const button = (label: string, run: string) => ({ label, run });
  const elementsOf = (...all: Block[]) => blocks(...all).flatMap((block) => (block.elements ?? []) as Json[]);

  it('of equal labels are told apart by who hears them', () => {
    const [first, other, third] = elementsOf(
      { kind: 'buttons', buttons: [button('Accept', 'accept M1'), button('Show', 'show M1')] },
      { kind: 'buttons', buttons: [button('Accept', `accept M2 ${'x'.repeat(80)}`)] },
    );
    expect(first).toMatchObject({ accessibility_label: 'Accept: accept M1' });
    expect(other).not.toHaveProperty('accessibility_label');
    expect(String(third?.accessibility_label)).toHaveLength(75);
  });

  it('that lead to a form say so, and what is only begun has one', () => {
    const buttons = [{ ...button('Accept', 'accept M1'), form: true } as const];
    const message: Message = {
      title: 'Title',
      opens: button('Fill in', 'start'),
      blocks: [{ kind: 'buttons', buttons }],
    };
    const values = blocksOf(message).flatMap((block) => ((block.elements ?? []) as Json[]).map(({ value }) => value));
    expect(values.map((value) => JSON.parse(String(value)))).toEqual([
      { run: 'accept M1', form: true },
      { run: 'start', form: true },
    ]);
  });

  it.each(['https://contoso.slack.com/archives/C1/p1', 'HTTPS://contoso.com'])('lead to %s', (url) => {
    const [link] = elementsOf({ kind: 'link', label: 'Open the card', url });
    expect(link).toMatchObject({ type: 'button', action_id: 'link:0', text: { text: 'Open the card' } });
    expect(String(link?.url)).toBe(new URL(url).href);
  });

  it.each(['http://contoso.com', 'javascript:alert(1)', 'https:', '', `https://contoso.com/${'x'.repeat(3_000)}`])(
    'do not lead to %s',
    (url) => {
      expect(blocks({ kind: 'link', label: 'Open', url })).toHaveLength(1);
    },
  );
});

describe('whatever a text holds', () => {
  const hostile = [
    '<!channel> <!here> @everyone',
    '<https://evil.example|https://admin.microsoft.com>',
    '<@U0001> <#C0001>',
    '[Renew now](https://evil.example)',
    '*bold* _it_ ~no~ `code` &lt;!channel&gt;',
    'x'.repeat(3_001),
    '&'.repeat(5_000),
    '😀'.repeat(2_000),
    '👩‍👩‍👧'.repeat(500),
    'lone \ud83d here \ude00',
    '\u202eabc\u202c \u2066x\u2069 O\u200bffice \u0000\u0007',
    '',
    ' \n ',
  ];

  it.each(hostile.map((text) => [text.slice(0, 30), text]))('%j is drawn as harmless plain text', (_, text) => {
    const drawn = render(everywhere(text), 'T0001');
    expect(problemOf(drawn.blocks as unknown as Json[])).toBeUndefined();
    for (const object of [...textsOf(drawn.blocks), { type: 'mrkdwn', text: drawn.text }]) {
      expect(object.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\p{Surrogate}]/u);
      if (object.type === 'mrkdwn') expect(object.text).not.toMatch(/<|&(?!lt;|gt;|amp;)/u);
    }
  });

  it('Slack takes the message', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4_000, size: 'max' });
    const line = fc.string({ unit: 'grapheme', maxLength: 200 });
    const block = fc.oneof<fc.Arbitrary<Block>[]>(
      fc.record({ kind: fc.constant('text' as const), text }),
      fc.record({ kind: fc.constant('note' as const), text }),
      fc.record({ kind: fc.constant('code' as const), text }),
      fc.record({
        kind: fc.constant('facts' as const),
        facts: fc.array(fc.record({ label: line, value: text }), { maxLength: 12 }),
      }),
      fc.record({
        kind: fc.constant('table' as const),
        head: fc.tuple(line, line, line),
        rows: fc.array(fc.tuple(line, line, line), { maxLength: 60 }),
      }),
      fc.record({
        kind: fc.constant('buttons' as const),
        buttons: fc.array(fc.record({ label: line, run: line }), { maxLength: 30 }),
      }),
    );
    const message = fc.record({ title: text, blocks: fc.array(block, { maxLength: 8 }) });
    fc.assert(
      fc.property(message, (any) => {
        const drawn = render(any, 'T0001', 'post:k');
        expect(problemOf(drawn.blocks as unknown as Json[])).toBeUndefined();
        expect(drawn.text.length).toBeLessThanOrEqual(4_000);
      }),
      { numRuns: 150, seed: 20261120 },
    );
  });
});
