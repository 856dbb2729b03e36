import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/messages/message.js';
import { sayExport } from '../../src/messages/spreadsheet.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, aView } from '../support/builders.js';

const words = new Words('en', 'UTC');
const NOW = '2026-11-20T10:00Z';
const ALL = { page: 1, rows: Number.POSITIVE_INFINITY, command: 'export' };

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const close = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (quoted && letter === '"' && text.charAt(index + 1) === '"') {
      cell += '"';
      index += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ',') close();
    else if (!quoted && letter === '\n') {
      close();
      rows.push([]);
    } else cell += letter;
  }
  close();
  if (quoted) throw new Error('a quote stays open');
  return rows;
}

function csvOf(message: Message): string {
  const [block] = message.blocks;
  if (block?.kind !== 'code') throw new Error('no CSV');
  return block.text;
}

/** Rows as records by column name. */
function recordsOf(message: Message): Record<string, string>[] {
  const [head = [], ...rows] = readCsv(csvOf(message));
  for (const row of rows) expect(row).toHaveLength(head.length);
  return rows.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])));
}

describe('the export', () => {
  it('has a row for each original, with all that is known of it', () => {
    const migration = aMigration({
      country: 'FR',
      invitation: { sentOn: '2026-09-10' },
      originals: [
        anOriginal({ assigned: 20, price: 12.5, currency: 'EUR' }),
        anOriginal({ id: 'M1.2', seats: 10, ended: { how: 'cancelled', on: '2026-11-01' } }),
      ],
      replacements: [aReplacement({ covers: ['M1.2'], provisionedOn: '2026-10-20' })],
    });
    const [first, second, ...others] = recordsOf(sayExport(words, [aView(migration, NOW)], ALL));
    expect(others).toEqual([]);
    expect(first).toEqual({
      migration: 'M1',
      customer: 'contoso.com',
      domain: 'contoso.com',
      stage: 'provisioning',
      owner: 'Maria Silva',
      source: 'open',
      route: 'manual',
      country: 'FR',
      invited: '2026-09-10',
      accepted: '2026-10-01',
      original: 'M1.1',
      offer: 'Office 365 E3',
      seats: '25',
      assigned: '20',
      ends: '2027-01-31',
      renewal: 'ends',
      next: 'provision',
      act_by: '2027-01-31',
      ended: '',
      ended_on: '',
      replacements: '',
      sample: '',
      agreement: '',
      deputy: '',
      price: '12.5',
      currency: 'EUR',
      overlap_days: '',
      gap_days: '',
    });
    expect(second).toMatchObject({
      original: 'M1.2',
      assigned: '',
      next: '',
      ended: 'cancelled',
      ended_on: '2026-11-01',
      replacements: 'M1.R1 Office 365 E3 x25 from 2026-10-20',
      overlap_days: '13',
      gap_days: '0',
    });
  });

  it('has a row for a migration without originals, and marks samples', () => {
    const view = aView(aMigration({ originals: [], sample: true }), NOW);
    expect(recordsOf(sayExport(words, [view], ALL))).toEqual([
      expect.objectContaining({ migration: 'M1', original: '', seats: '', sample: 'yes' }),
    ]);
  });

  it('has its head alone when there is nothing', () => {
    const message = sayExport(words, [], ALL);
    expect(message.title).toBe('0 rows of CSV');
    expect(recordsOf(message)).toEqual([]);
    expect(readCsv(csvOf(message))[0]).toHaveLength(28);
  });

  it.each([
    '=HYPERLINK("http://x","ok")',
    '+1+1',
    '-2',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    "=cmd|'/C calc'!A0",
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
  ])('never lets a spreadsheet run %j', (name) => {
    const view = aView(aMigration({ originals: [anOriginal({ offer: name })] }), NOW, {
      customer: { id: 'C1', rev: 1, name },
      owner: { id: 'P1', rev: 1, name, identities: ['slack:T0001/U0001'] },
    });
    const [record] = recordsOf(sayExport(words, [view], ALL));
    for (const column of ['customer', 'owner', 'offer']) expect(record?.[column]).toBe(`'${name}`);
  });

  it.each([
    'a "quoted" name',
    'a, b',
    'first\nsecond',
    'first\r\nsecond',
    '"',
    ',,',
    "O'Neill",
    ' x',
    '法布里卡',
    '👩‍👩‍👧',
  ])('brings back %j unharmed', (name) => {
    const view = aView(aMigration(), NOW, { customer: { id: 'C1', rev: 1, name } });
    expect(recordsOf(sayExport(words, [view], ALL))[0]).toMatchObject({ customer: name, sample: '' });
  });

  it('brings back any name, and starts no cell with a sign that runs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (name) => {
        const view = aView(aMigration(), NOW, { customer: { id: 'C1', rev: 1, name } });
        const [record] = recordsOf(sayExport(words, [view], ALL));
        expect([name, `'${name}`]).toContain(record?.customer);
        expect(record?.customer).not.toMatch(/^[=+\-@\t\r＝＋－＠]/u);
      }),
    );
  });

  it('in parts loses no row, and leads from each part to the next', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 25 }), (lengths, rows) => {
        const originals = lengths.map((length, index) =>
          anOriginal({ id: `M1.${index + 1}`, offer: 'x'.repeat(length) }),
        );
        const views = [aView(aMigration({ originals }), NOW)];
        const found: string[] = [];
        for (let page = 1; ; page += 1) {
          const message = sayExport(words, views, { page, rows, command: 'export' });
          found.push(...recordsOf(message).map((record) => record.original ?? ''));
          const buttons = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
          if (buttons.length === 0) break;
          expect(buttons.map(({ run }) => run)).toEqual([`export page=${page + 1}`]);
        }
        expect(found).toEqual(originals.map(({ id }) => id));
      }),
      { numRuns: 50 },
    );
  });
});
