import { describe, expect, it } from 'vitest';
import { BoardPart, type BoardView } from '../../src/domain/board.js';
import type { MigrationView } from '../../src/domain/view.js';
import { sayBoard, sayNoBoard, sayWhereBoardStands } from '../../src/messages/board.js';
import { sizeOf } from '../../src/messages/digest-lines.js';
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayWelcome } from '../../src/messages/welcome.js';
import { Words } from '../../src/messages/words.js';
import { BOARD_LINES } from '../../src/services/board.js';
import { aMigration, anOriginal, aView } from '../support/builders.js';

const words = new Words('en', 'Europe/Berlin');
const NOW = '2027-01-20T10:00Z';
/** What Slack takes in a message, with room for what surrounds it; Teams takes twice that in bytes. */
const ROOM = 11_700;

function aBoard(lines: readonly MigrationView[], facts: Partial<BoardView> = {}): BoardView {
  const count = lines.length;
  const counts = { week: count, mine: count, unowned: 0, incidents: 0, all: count };
  return { part: 'week', counts, lines, page: 1, from: 1, to: count, reader: undefined, ...facts };
}

function textsOf({ blocks }: Message): string[] {
  return blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
}

describe('a board', () => {
  it('fits into a message everywhere, however long the names and however many the pages', () => {
    const long = '🧾 <!channel> ['.repeat(20);
    const originals = [1, 2, 3].map((number) => {
      return anOriginal({ id: `M123456789.${number}`, offer: long.slice(0, 200), renewal: 'auto-renews' });
    });
    const migration = aMigration({ id: 'M123456789', source: 'web-direct', originals });
    const line = aView(migration, NOW, {
      customer: { id: 'C1', rev: 1, name: long.slice(0, 200) },
      owner: { id: 'P1', rev: 1, name: long.slice(0, 200), identities: ['chat:T1/maria'] },
    });
    const counts = { week: 10_000, mine: 10_000, unowned: 10_000, incidents: 10_000, all: 10_000 };
    for (const owner of [line.owner, undefined]) {
      const lines = Array.from({ length: BOARD_LINES }, () => ({ ...line, owner }));
      const view = aBoard(lines, { counts, page: 5, from: 33, to: 40 });
      const { blocks } = sayBoard(words, view, { canChange: true });
      expect(sizeOf(blocks)).toBeLessThan(ROOM);
      expect(blocks.length).toBeLessThan(40);
      for (const block of blocks) if (block.kind === 'buttons') expect(block.buttons.length).toBeLessThanOrEqual(5);
    }
  });

  it('never lets a name look like a line of its own', () => {
    const line = aView(aMigration(), NOW, { customer: { id: 'C1', rev: 1, name: 'contoso\nM9.9 · fabrikam' } });
    expect(textsOf(sayBoard(words, aBoard([line]), { canChange: true }))[0]).not.toContain('\nM9');
  });

  it('leads from a migration without subscriptions to the form that adds one', () => {
    const line = aView(aMigration({ originals: [] }), NOW);
    const { blocks } = sayBoard(words, aBoard([line]), { canChange: true });
    expect(blocks).toContainEqual({
      kind: 'buttons',
      buttons: [
        { label: 'Add a subscription', run: 'add M1', form: true },
        { label: 'Show M1', run: 'show M1' },
      ],
    });
  });

  it('has its parts under its title, and at its end the form that starts a migration for who may', () => {
    const board = aBoard([aView(aMigration(), NOW)]);
    const [first, ...rest] = sayBoard(words, board, { canChange: true }).blocks;
    expect(first).toMatchObject({
      kind: 'buttons',
      buttons: BoardPart.options.map((part) => ({ run: `board ${part}` })),
    });
    const start = { kind: 'buttons', buttons: [{ label: 'Start a migration', run: 'start', form: true }] };
    expect(rest.at(-1)).toEqual(start);
    expect(sayBoard(words, board, { canChange: false }).blocks).not.toContainEqual(start);
  });

  it('that stands somewhere is turned there by its buttons', () => {
    const board = aBoard([aView(aMigration(), NOW)], {
      counts: { week: 9, mine: 9, unowned: 0, incidents: 0, all: 9 },
    });
    const text = plainText(sayBoard(words, board, { canChange: false, stands: true }));
    const runs = text.split('\n').filter((line) => line.includes(': board '));
    expect(runs).toHaveLength(6);
    for (const run of runs) expect(run).toContain(' turn=yes');
  });

  it('counts what else of a migration is to be seen to', () => {
    const originals = [anOriginal(), anOriginal({ id: 'M1.2', offer: 'Visio Plan 2' })];
    const text = textsOf(sayBoard(words, aBoard([aView(aMigration({ originals }), NOW)]), { canChange: true }))[0];
    expect(text).toContain('1 more subscription of it');
  });

  it.each(BoardPart.options)('has words of its own for nothing under %s, and for nothing at all', (part) => {
    const none = { week: 0, mine: 0, unowned: 0, incidents: 0, all: 0 };
    const some = plainText(sayBoard(words, aBoard([], { part, counts: { ...none, all: 3 } }), { canChange: true }));
    const nothing = plainText(sayBoard(words, aBoard([], { part, counts: none }), { canChange: false }));
    if (part !== 'all') expect(some).not.toContain('No migration is open yet');
    expect(nothing).toContain('No migration is open yet');
    expect(nothing).not.toContain(': start');
    expect(some).toContain('> Start a migration: start');
    expect(some.split('\n')[1]).toMatch(/^> This week/);
  });
});

it('where a board stands is told with a link, but not in that chat itself', () => {
  const link = { kind: 'link', label: 'Open your board', url: 'https://example.com/1' };
  expect(sayWhereBoardStands(words, false, link.url).blocks).toContainEqual(link);
  expect(sayWhereBoardStands(words, true, link.url).blocks).not.toContainEqual(link);
  expect(sayWhereBoardStands(words, false, undefined).blocks).toHaveLength(1);
});

it('a board that is taken away, and the first word, name no customer and no field', () => {
  for (const message of [sayNoBoard(words), sayWelcome(words)])
    expect(plainText(message)).not.toMatch(/undefined|[{}]/);
});
