/** What the rows of one answer can hold, in characters: Slack takes about 12,000 with all that surrounds it, Teams 25 KB. */
const CHARACTERS = 6_000;

/** Which part of a long answer is wanted: `page` counts from 1, `rows` is what fits where it was asked. */
export interface Page {
  readonly page: number;
  readonly rows: number;
  /** The command that leads to another page, without `page=`. */
  readonly command: string;
}

/** So many lines are looked at to draw a page: of it and of those before it, and one more. */
export function mostOn({ page, rows }: Page): number {
  return page * rows + 1;
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
 * last. Only the lines up to its end are drawn, since a long list may have thousands: `lines` need not be all of `total`.
 */
export function partOf<L>(
  lines: readonly L[],
  draw: (line: L) => readonly string[],
  { page, rows }: Page,
  total = lines.length,
): Part {
  let part: Part = { rows: [], page: 0, from: 1, to: 0, isLast: total === 0 };
  while (part.page < page && !(part.isLast && part.page > 0)) {
    const next = nextPart(lines, draw, rows, part.to);
    part = { ...next, page: part.page + 1, isLast: next.to >= total };
  }
  return part;
}

function nextPart<L>(
  lines: readonly L[],
  draw: (line: L) => readonly string[],
  limit: number,
  before: number,
): Omit<Part, 'page' | 'isLast'> {
  const rows: (readonly string[])[] = [];
  let characters = 0;
  for (const line of lines.slice(before)) {
    const row = draw(line);
    characters += row.reduce((sum, cell) => sum + cell.length, 0);
    const full = rows.length >= limit || (characters > CHARACTERS && limit !== Number.POSITIVE_INFINITY);
    if (rows.length > 0 && full) break;
    rows.push(row);
  }
  return { rows, from: before + 1, to: before + rows.length };
}
