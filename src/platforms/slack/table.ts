import type { types } from '@slack/bolt';
import type { Language } from '../../domain/language.js';
import { harmless } from '../../messages/harmless.js';
import { pair } from '../../messages/pair.js';
import { cut } from './hygiene.js';

/** Characters in one rich text block; several follow one another. */
const CHUNK = 3000;
/** An empty cell, so that the next one does not take its place. */
const NOTHING = '–';
/** Columns that are clear without their heads, and fit on a line. */
const SHORT_ROW = 3;

/**
 * A table as lines, since Slack is too narrow for columns on a phone and wraps preformatted ones: what names the row in
 * bold, then its other cells, each with its head. Rows of up to three columns take a line each and need no heads.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  language?: Language,
): types.KnownBlock[] {
  const blocks: types.RichTextText[][] = [];
  let room = 0;
  for (const row of rows) {
    const drawn = drawRow(head, row, language);
    const length = drawn.reduce((sum, { text }) => sum + text.length, 0);
    if (length > room) {
      blocks.push([]);
      room = CHUNK;
    }
    room -= length;
    blocks.at(-1)?.push(...drawn);
  }
  // One section for many rows: each section costs as much of the message's length as a row.
  return blocks.map((drawn) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: withoutLastBreaks(drawn) }],
  }));
}

function drawRow(head: readonly string[], row: readonly string[], language?: Language): types.RichTextText[] {
  const name = cut(oneLine(row[0] ?? '') || NOTHING, CHUNK / 2 - 10);
  const rest = cut(restOf(head, row, language), CHUNK / 2);
  const title = { type: 'text', text: name, style: { bold: true } } as const;
  if (rest === '') return [title, { type: 'text', text: '\n' }];
  // The empty line after a longer row keeps it apart from the next.
  return [title, { type: 'text', text: row.length <= SHORT_ROW ? ` – ${rest}\n` : `\n${rest}\n\n` }];
}

function restOf(head: readonly string[], row: readonly string[], language?: Language): string {
  const cells = row.slice(1).map((cell) => oneLine(cell));
  if (row.length > SHORT_ROW)
    return cells.map((cell, at) => pair(oneLine(head[at + 1] ?? ''), cell, language)).join(' · ');
  return cells.every((cell) => cell === '') ? '' : cells.map((cell) => cell || NOTHING).join(' · ');
}

/** Slack shows a break at the end of a block as an empty line. An empty text would be refused. */
function withoutLastBreaks(drawn: readonly types.RichTextText[]): types.RichTextText[] {
  const last = drawn.at(-1);
  if (last === undefined) return [];
  const text = last.text.replace(/\n+$/, '');
  return text === '' ? drawn.slice(0, -1) : [...drawn.slice(0, -1), { ...last, text }];
}

function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}
