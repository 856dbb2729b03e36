import { harmless } from '../../messages/harmless.js';
import type { RichTextBlock, TextRun } from './card.js';
import { inPieces } from './harmless.js';

/** No element is larger, so that elements can be spread over cards. */
export const ELEMENT_BYTES = 8_000;

/** A text run does not break at a line feed, so each line is a block of its own. */
export function paragraphs(text: string, style: Omit<TextRun, 'type' | 'text'> = {}): RichTextBlock[] {
  return harmless(text)
    .split('\n')
    .flatMap((line) => inPieces(line, ELEMENT_BYTES - 200))
    .map((line, index) => ({
      type: 'RichTextBlock',
      ...(index > 0 ? { spacing: 'none' } : {}),
      // An empty run is refused by some clients; a space keeps the empty line.
      inlines: [{ type: 'TextRun', text: line || ' ', ...style }],
    }));
}
