import type { Language } from '../../domain/language.js';
import type { Fact } from '../../messages/message.js';
import { pair } from '../../messages/pair.js';
import type { Element, RichTextBlock, Table, TextRun } from './card.js';
import { inBatches, inPieces, jsonBytes } from './harmless.js';

/** More columns are too narrow to read on a telephone: then each row is drawn as lines of its own. */
const COLUMNS = 4;
/** A longer cell, or one of several lines, makes its row lines of its own. */
const CELL_BYTES = 1_000;
/** One table element; a longer table goes on in another with the same head. */
const TABLE_BYTES = 6_000;

/** Label and value side by side, as a table without lines: a FactSet would read Markdown. */
export function drawFacts(facts: readonly Fact[]): Element[] {
  const rows = facts.map((fact) => [fact.label, fact.value]);
  if (!rows.every((row) => row.every(fitsCell))) return rows.flatMap(([label = '', value = '']) => lines(label, value));
  return inBatches(
    rows.map((cells) => row(cells, 'label')),
    TABLE_BYTES,
  ).map((part) => ({
    type: 'Table',
    showGridLines: false,
    ...headed(false),
    columns: [{ width: 1 }, { width: 2 }],
    rows: part,
  }));
}

/** The schema says `firstRowAsHeader`; Microsoft's own library, which clients are made of, reads it with an s. */
function headed(isHeaded: boolean): Pick<Table, 'firstRowAsHeader' | 'firstRowAsHeaders'> {
  return { firstRowAsHeader: isHeaded, firstRowAsHeaders: isHeaded };
}

export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  language?: Language,
): Element[] {
  if (
    head.length > COLUMNS ||
    ![head, ...rows].every((cells) => cells.length === head.length && cells.every(fitsCell))
  ) {
    return rows.flatMap((cells) => record(head, cells, language));
  }
  return inBatches(
    rows.map((cells) => row(cells)),
    TABLE_BYTES,
  ).map((part) => ({
    type: 'Table',
    showGridLines: true,
    ...headed(true),
    columns: head.map(() => ({ width: 1 })),
    rows: [row(head, 'head'), ...part],
  }));
}

function fitsCell(cell: string): boolean {
  return jsonBytes(cell) <= CELL_BYTES && !cell.includes('\n');
}

/** `label`: the first cell is in bold type; `head`: all are. */
function row(cells: readonly string[], kind?: 'label' | 'head'): Table['rows'][number] {
  return {
    type: 'TableRow',
    cells: cells.map((cell, index) => ({
      type: 'TableCell',
      items: [{ type: 'RichTextBlock', inlines: [run(cell, kind === 'head' || (kind === 'label' && index === 0))] }],
    })),
  };
}

/** One row as lines: the first cell in bold type, below it each other cell with the name of its column. */
function record(head: readonly string[], cells: readonly string[], language?: Language): RichTextBlock[] {
  const [first = '', ...others] = cells;
  const below = others.map((cell, index) => {
    const name = head[index + 1] ?? '';
    return name === '' || cell === '' ? name + cell : pair(name, cell, language);
  });
  return lines(first, below.join(' · '));
}

function lines(title: string, text: string): RichTextBlock[] {
  const pieces = [...inLines(title).map((line) => run(line, true)), ...inLines(text).map((line) => run(line, false))];
  return pieces.map((inline, index) => ({
    type: 'RichTextBlock',
    spacing: index === 0 ? 'medium' : 'none',
    inlines: [inline],
  }));
}

function inLines(text: string): string[] {
  return text.split('\n').flatMap((line) => inPieces(line, TABLE_BYTES));
}

function run(text: string, bold: boolean): TextRun {
  return { type: 'TextRun', text: text || ' ', ...(bold ? { weight: 'bolder' } : {}) };
}
