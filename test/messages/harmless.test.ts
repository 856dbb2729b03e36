import { expect, it } from 'vitest';
import { harmless } from '../../src/messages/harmless.js';

it.each([
  ['an override that turns the line round', 'a\u202eb', 'ab'],
  ['isolates and marks', '\u2066a\u2069\u200e\u061c', 'a'],
  ['spaces that nobody sees', 'con\u200btoso\ufeff\u2060\u00ad', 'contoso'],
  ['codes of a terminal', '\u001b[31mred\u009b0m\u0007', '[31mred0m'],
  ['separators of lines', 'a\u2028b\u2029c\u0085d', 'abcd'],
  ['half a character', 'a\ud83db', 'a\ufffdb'],
  ['line breaks of every kind, which stay as one', 'a\r\nb\rc\nd\te', 'a\nb\nc\nd\te'],
  ['a family, which stays together', '👩‍👩‍👧', '👩‍👩‍👧'],
  ['the flag of England, which stays a flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
])('%s', (_case, text, shown) => {
  expect(harmless(text)).toBe(shown);
});
