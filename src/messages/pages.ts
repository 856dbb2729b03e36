/** What the rows of one answer can hold, in characters: Slack takes about 12,000 with all that surrounds it, Teams 25 KB. */
const CHARACTERS = 6_000;

/** Which part of a long answer is wanted: `page` counts from 1, `rows` is what fits where it was asked. */
export interface Page {
  readonly page: number;
  readonly rows: number;
  /** The command that leads to another page, without `page=`. */
  readonly command: string;
}

/** The rows of one page; `from` and `to` count from 1 among all lines. */
export interface Part {
  readonly rows: readonly (readonly string[])[];
  readonly page: number;
  readonly from: number;
  readonly to: number;
  readonly isLast: boolean;
}

/**
 * The wanted page of `lines`: at most so many rows, and no more text than a message takes. A page beyond the last is the
 * last. Only the lines up to its end are drawn, since a long list may have thousands.
 */
export function partOf<L>(lines: readonly L[], draw: (line: L) => readonly string[], { page, rows }: Page): Part {
  let part: Part = { rows: [], page: 0, from: 1, to: 0, isLast: lines.length === 0 };
  while (part.page < page && !(part.isLast && part.page > 0)) part = nextPart(lines, draw, rows, part);
  return part;
}

function nextPart<L>(lines: readonly L[], draw: (line: L) => readonly string[], limit: number, before: Part): Part {
  const rows: (readonly string[])[] = [];
  let characters = 0;
  for (const line of lines.slice(before.to)) {
    const row = draw(line);
    characters += row.reduce((sum, cell) => sum + cell.length, 0);
    const full = rows.length >= limit || (characters > CHARACTERS && limit !== Number.POSITIVE_INFINITY);
    if (rows.length > 0 && full) break;
    rows.push(row);
  }
  const to = before.to + rows.length;
  return { rows, page: before.page + 1, from: before.to + 1, to, isLast: to >= lines.length };
}
