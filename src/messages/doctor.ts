import type { HealthFinding, HealthValue } from '../domain/health.js';
import type { PlainValue } from '../domain/refusal.js';
import type { Words } from './words.js';

/** The same in every language, and first in the line: words are of different lengths. The last line says what they mean. */
const SIGNS = { ok: '✓', look: '!', broken: '✗' } as const;

/** What was found, in a line, and what to do about it in one under it. */
export function sayHealthFinding(words: Words, { state, check, says, mend, values }: HealthFinding): string[] {
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownOf(words, value)]));
  const line = words.say('doctor.line', {
    check: words.say(`doctor.check-${check}`),
    says: words.say(`doctor.says-${says}`, shown),
  });
  return [`${SIGNS[state]} ${line}`, ...(mend === undefined ? [] : [`    ${words.say(`doctor.mend-${mend}`, shown)}`])];
}

/** How many are well, should be looked at, and are broken. */
export function sayHealthSummary(words: Words, findings: readonly HealthFinding[]): string {
  const count = (state: HealthFinding['state']) => findings.filter((finding) => finding.state === state).length;
  return words.say('doctor.summary', { ok: count('ok'), look: count('look'), broken: count('broken') });
}

function shownOf(words: Words, value: HealthValue): PlainValue {
  return typeof value === 'object' && 'list' in value ? words.list(value.list) : value;
}
