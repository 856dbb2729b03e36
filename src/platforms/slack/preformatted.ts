import type { types } from '@slack/bolt';
import { cut, pieces } from './hygiene.js';

/** Characters in one preformatted block; several follow one another. */
const CHUNK = 3000;
/** Columns that a cell may take: wider rows wrap and cannot be read as a table. */
const CELL = 48;

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;
const NO_WIDTH = /\p{Mark}|\u200c|\u200d/gu;

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Text to be copied as it stands, or a table with its head above each part, in blocks that Slack takes. */
export function preformatted(what: string | Table): types.KnownBlock[] {
  const parts = typeof what === 'string' ? pieces(what, CHUNK) : tableParts(what);
  return parts.filter((part) => part !== '').map(block);
}

function block(text: string): types.RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] };
}

function tableParts(table: Table): string[] {
  const rows = [table.head, ...table.rows].map((row) => row.map((cell) => cut(cell.replace(/\s+/g, ' '), CELL)));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const [head = '', ...lines] = rows.map((row) => lineOf(row, widths));
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const top = cut(`${head}\n${rule}`, CHUNK / 2);
  const parts = [top];
  for (const line of lines) {
    const longer = `${parts.at(-1)}\n${cut(line, CHUNK / 2 - 1)}`;
    if (longer.length <= CHUNK) parts[parts.length - 1] = longer;
    else parts.push(`${top}\n${cut(line, CHUNK / 2 - 1)}`);
  }
  return parts;
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, column) => {
    const cell = row[column] ?? '';
    return cell + ' '.repeat(width - widthOf(cell));
  });
  return cells.join('  ').trimEnd();
}

/** Columns of a fixed-width font, as most draw it: two for Chinese, Japanese, Korean and emoji, none for joiners. */
function widthOf(text: string): number {
  const seen = text.replace(NO_WIDTH, '');
  return [...seen].length + (seen.match(WIDE)?.length ?? 0);
}
