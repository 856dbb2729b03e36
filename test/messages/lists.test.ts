import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRungs } from '../../src/domain/stage.js';
import type { HistoryLine } from '../../src/domain/view.js';
import { sayDue, sayHistory, sayList } from '../../src/messages/lists.js';
import type { Message } from '../../src/messages/message.js';
import { type Page, partOf } from '../../src/messages/pages.js';
import { plainText } from '../../src/messages/plain-text.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, at, aView } from '../support/builders.js';

const words = new Words('en', 'UTC');
const NOW = '2026-11-20T10:00Z';
const onePage = (command: string): Page => ({ page: 1, rows: Number.POSITIVE_INFINITY, command });

function rowsOf(message: Message): (readonly string[])[] {
  return message.blocks.flatMap((block) => (block.kind === 'table' ? [...block.rows] : []));
}

function buttonsOf(message: Message): string[] {
  return message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
}

/** Presses the button for more until there is none. */
function walk(say: (page: Page) => Message, rows: number, command: string): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let page = 1; ; page += 1) {
    const message = say({ page, rows, command });
    const part = rowsOf(message);
    expect(part.length).toBeLessThanOrEqual(rows);
    expect(part.length).toBeGreaterThan(0);
    found.push(...part);
    const more = buttonsOf(message);
    if (more.length === 0) return found;
    expect(more).toEqual([`${command} page=${page + 1}`]);
  }
}

const views = (count: number) =>
  Array.from({ length: count }, (_, index) => aView(aMigration({ id: `M${index + 1}` }), NOW));

describe('a list of migrations', () => {
  it('says of each what is next', () => {
    const message = sayList(words, [aView(aMigration({ sample: true }), NOW)], undefined, onePage('list'));
    expect(message.title).toBe('Migrations: open');
    expect(rowsOf(message)).toEqual([
      [
        'M1',
        'contoso.com (sample)',
        expect.stringMatching(/^provisioning/),
        'M1.1: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
        'Maria Silva',
      ],
    ]);
  });

  it('without any says how to start one', () => {
    expect(plainText(sayList(words, [], 'open', onePage('list')))).toContain('start contoso.com');
    expect(plainText(sayList(words, [], 'late', onePage('list late')))).toContain('Nothing here for late');
  });

  it('names the stage that it is of', () => {
    expect(sayList(words, [], 'declined', onePage('list stage=declined')).title).toContain('declined');
  });

  it.each([1, 2, 19, 20, 21, 40, 41, 99])('of %i loses none over its pages', (count) => {
    const found = walk((page) => sayList(words, views(count), undefined, page), 20, 'list');
    expect(found.map(([id]) => id)).toEqual(views(count).map(({ migration }) => migration.id));
  });

  it('says which rows these are and how many there are', () => {
    const page = (number: number) =>
      plainText(sayList(words, views(41), undefined, { page: number, rows: 20, command: 'list' }));
    expect(page(1)).toContain('Rows 1 to 20 of 41. More: list page=2');
    expect(page(3)).toMatch(/Rows 41 to 41 of 41\.$/);
    expect(page(1_000_000)).toBe(page(3));
  });

  it('is one page in a terminal, however long', () => {
    const message = sayList(words, views(500), undefined, onePage('list'));
    expect(rowsOf(message)).toHaveLength(500);
    expect(message.blocks).toHaveLength(1);
  });
});

describe('what is due', () => {
  const originals = Array.from({ length: 45 }, (_, index) => anOriginal({ id: `M1.${index + 1}` }));
  const view = aView(aMigration({ originals }), NOW);
  const lines = originals.map((original) => ({
    view,
    original,
    rung: { name: 'end', latest: '2027-01-31', before: at('2027-02-01T00:00Z'), done: false } as const,
  }));

  it('loses nothing over its pages', () => {
    const found = walk((page) => sayDue(words, lines, 90, page), 20, 'due 90');
    expect(found.map(([, id]) => id)).toEqual(originals.map(({ id }) => id));
    expect(found[0]).toEqual(['Sun, 31 Jan 2027', 'M1.1', 'contoso.com', 'ends on Sun, 31 Jan 2027']);
  });

  it('is told by the day that Ferry advises, with the last one beside it', () => {
    const [original] = originals;
    const soon = aView(aMigration({ originals: original ? [original] : [] }), '2027-01-10T10:00Z');
    const advised = openRungs(soon.migration, soon.now).map(({ original, rung }) => ({ view: soon, original, rung }));
    const [row] = walk((page) => sayDue(words, advised, 30, page), 20, 'due 30');
    expect(row?.[0]).toBe('Sun, 24 Jan 2027');
    expect(row?.[3]).toContain('provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027');
  });

  it('is told as nothing when nothing is', () => {
    expect(plainText(sayDue(words, [], 1, onePage('due 1')))).toBe(
      'Due in the next day\nNothing is due in the next day.',
    );
    expect(plainText(sayDue(words, [], 30, onePage('due 30')))).toContain('the next 30 days');
  });
});

describe('the history', () => {
  const lines: HistoryLine[] = Array.from({ length: 33 }, (_, index) => ({
    by: 'Maria Silva',
    entry: {
      id: `M1@${index}`,
      rev: 1,
      migration: 'M1',
      at: '2026-11-20T10:00:00Z',
      by: 'P1',
      from: 'slack:T0001/C0001',
      what: { did: 'noted', text: `note ${index}` },
    },
  }));

  it('loses nothing over its pages', () => {
    const found = walk((page) => sayHistory(words, aView(aMigration(), NOW), lines, page), 10, 'history M1');
    expect(found.map((row) => row[2])).toEqual(lines.map((_, index) => `note: note ${index}`));
    expect(found[0]?.slice(0, 2)).toEqual(['Fri, 20 Nov 2026, 10:00 UTC', 'Maria Silva']);
  });

  it('of a sample says that it is one', () => {
    const message = sayHistory(words, aView(aMigration({ sample: true }), NOW), lines, onePage('history M1'));
    expect(plainText(message)).toContain('This is a sample');
  });
});

describe('pages', () => {
  it('hold every row once, in order, none of them empty, and no more than fits', () => {
    const rows = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 30 }), (lengths, limit) => {
        const all = lengths.map((length, index) => [String(index), 'x'.repeat(length)]);
        const part = (page: number) => partOf(all, (row) => row, { page, rows: limit, command: 'list' });
        const parts = [part(1)];
        for (let last = parts[0]; last && !last.isLast; last = parts.at(-1)) parts.push(part(parts.length + 1));
        expect(parts.flatMap(({ rows }) => rows)).toEqual(all);
        expect(part(parts.length + 5)).toEqual(parts.at(-1));
        for (const { rows, from, to } of parts) {
          expect(rows.length).toBeLessThanOrEqual(limit);
          expect(rows.length > 0 || all.length === 0).toBe(true);
          expect(to - from + 1).toBe(rows.length);
          expect(rows.length === 1 || rows.flat().join('').length <= 6_000).toBe(true);
        }
      }),
    );
  });
});
