import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';

/** Codes that would move the cursor, colour or reorder what a terminal shows: names come from people. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The message as plain lines. */
export function render(message: Message): string {
  return plainText(message).replace(CONTROLS, '');
}
