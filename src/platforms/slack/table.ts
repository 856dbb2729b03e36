import type { types } from '@slack/bolt';
import { cut, harmless } from './hygiene.js';

/** Characters in one rich text block; several follow one another. */
const CHUNK = 3000;

/**
 * A table as lines, since Slack is too narrow for columns on a phone and wraps preformatted ones: what names the row in
 * bold, then its other cells, each with its head. A table of two columns needs no heads and takes a line per row.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): types.KnownBlock[] {
  const blocks: types.RichTextText[][] = [];
  let room = 0;
  for (const row of rows) {
    const drawn = drawRow(head, row);
    const length = drawn.reduce((sum, { text }) => sum + text.length, 0);
    if (length > room) {
      blocks.push([]);
      room = CHUNK;
    }
    room -= length;
    blocks.at(-1)?.push(...drawn);
  }
  // One section for many rows: each section costs as much of the message's length as a row.
  return blocks.map((elements) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }));
}

function drawRow(head: readonly string[], row: readonly string[]): types.RichTextText[] {
  const name = cut(oneLine(row[0] ?? '') || '–', CHUNK / 2 - 10);
  const rest = cut(restOf(head, row), CHUNK / 2);
  const title = { type: 'text', text: name, style: { bold: true } } as const;
  if (rest === '') return [title, { type: 'text', text: '\n' }];
  // The empty line after a longer row keeps it apart from the next.
  return [title, { type: 'text', text: row.length === 2 ? ` – ${rest}\n` : `\n${rest}\n\n` }];
}

function restOf(head: readonly string[], row: readonly string[]): string {
  const cells = row.slice(1).map((cell) => oneLine(cell));
  if (row.length === 2) return cells.join('');
  return cells.map((cell, index) => `${oneLine(head[index + 1] ?? '')}: ${cell}`).join(' · ');
}

function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}
