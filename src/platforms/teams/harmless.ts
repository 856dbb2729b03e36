import { harmless } from '../../messages/harmless.js';

/**
 * A name as it may stand inside `<at>…</at>`, in a field that also reads Markdown. The text must equal the one in the
 * mention's entity, so nothing is escaped: what Markdown or XML could read is left out.
 */
export function mentionName(name: string): string {
  return harmless(name)
    .replace(/[<>&[\]()*_~`#|\\!"\n\t]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Bytes of a text within JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Cuts a text into pieces of at most `limit` bytes within JSON; nothing is lost, no character is cut in two. */
export function inPieces(text: string, limit: number): string[] {
  if (jsonBytes(text) <= limit) return [text];
  const pieces: string[] = [];
  let piece = '';
  let bytes = 2;
  for (const character of text) {
    const size = jsonBytes(character) - 2;
    if (bytes + size > limit) {
      pieces.push(piece);
      piece = '';
      bytes = 2;
    }
    piece += character;
    bytes += size;
  }
  pieces.push(piece);
  return pieces;
}

/** Groups items, in their order, so that each group is at most `limit` bytes and `count` items; a larger item stands alone. */
export function inBatches<T>(items: readonly T[], limit: number, count = Number.POSITIVE_INFINITY): T[][] {
  const batches: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = jsonBytes(item) + 1;
    const last = batches.at(-1);
    if (last && bytes + size <= limit && last.length < count) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
}
