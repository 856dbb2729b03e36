/** What one answer can hold beside its table, in characters: Slack takes about 12,000 in all, Teams 25 KB. */
const CHARACTERS = 8_000;

/** Which part of a long answer is shown: `page` counts from 1, `rows` is what fits where it was asked. */
export interface Page {
  readonly page: number;
  readonly rows: number;
  /** The command that leads to another page, without `page=`. */
  readonly command: string;
}

/** Rows in pages of at most `rows` rows and a message's worth of text; a terminal, with Infinity rows, gets one. */
export function paginate(rows: readonly (readonly string[])[], limit: number): (readonly string[])[][] {
  if (limit === Number.POSITIVE_INFINITY) return [[...rows]];
  const pages: (readonly string[])[][] = [[]];
  let characters = 0;
  for (const row of rows) {
    const length = row.reduce((sum, cell) => sum + cell.length, 0);
    const page = pages.at(-1);
    if (!page || (page.length > 0 && (page.length >= limit || characters + length > CHARACTERS))) {
      pages.push([row]);
      characters = length;
    } else {
      page.push(row);
      characters += length;
    }
  }
  return pages;
}
