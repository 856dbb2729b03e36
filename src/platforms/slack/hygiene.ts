/** What a text ends with where a limit of Slack's cut it. */
const ELLIPSIS = '…';

/** Embeddings, overrides and isolates turn the rest of a line round; zero-width spaces make two names look alike. */
const INVISIBLE = /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/g;
// Joiners (U+200C, U+200D) stay: emoji families and several scripts need them. Tabs and line breaks stay as well.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The text without what could reorder, hide or break it: lone surrogates become U+FFFD. */
export function harmless(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd').replace(INVISIBLE, '').replace(CONTROL, '').replace(/\r\n?/g, '\n');
}

/** At most `limit` UTF-16 units, never half a character; what is cut ends with "…". */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${head(text, limit - ELLIPSIS.length)}${ELLIPSIS}`;
}

/** The text in pieces of at most `limit` UTF-16 units, parted at a line break or a space where there is one. */
export function pieces(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const whole = head(rest, limit);
    const line = whole.lastIndexOf('\n');
    const space = whole.lastIndexOf(' ');
    // A break in the first half would make many small pieces.
    const at = line > limit / 2 ? line : space > limit / 2 ? space : -1;
    parts.push(at === -1 ? whole : whole.slice(0, at));
    rest = rest.slice(at === -1 ? whole.length : at + 1);
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}

function head(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
