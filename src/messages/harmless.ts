/**
 * People's text as it may be shown: without what reorders, hides or breaks what stands beside it. Tabs, line breaks, the
 * joiners of emoji and scripts, and the tags of flags stay; half a character becomes U+FFFD.
 */
export function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t]|\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
