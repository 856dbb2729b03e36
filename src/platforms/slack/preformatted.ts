import type { types } from '@slack/bolt';
import { pieces } from './hygiene.js';

/** Characters in one preformatted block; several follow one another. */
const CHUNK = 3000;

/** Text to be copied as it stands, in blocks that Slack takes. */
export function preformatted(text: string): types.KnownBlock[] {
  return pieces(text, CHUNK)
    .filter((part) => part !== '')
    .map((part) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: part }] }],
    }));
}
