/** What a text ends with where a limit of Slack's cut it. */
const ELLIPSIS = '…';

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
