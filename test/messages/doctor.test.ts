import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { HEALTH_FACTS, HEALTH_MENDS, type HealthFinding } from '../../src/domain/health.js';
import { Language } from '../../src/domain/language.js';
import { sayHealthFinding, sayHealthSummary } from '../../src/messages/doctor.js';
import en from '../../src/messages/locales/en.json' with { type: 'json' };
import { Words } from '../../src/messages/words.js';

const src = join(import.meta.dirname, '../../src');
const code = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== join('domain', 'health.ts'))
  .map((name) => readFileSync(join(src, name), 'utf8'))
  .join('\n');
const english: Readonly<Record<string, string>> = en;
/** What an operator types, or looks for on a page of Slack's; those of Entra speak the reader's own language. */
const NAMES = new RegExp(
  [
    '[A-Z]+(?:_[A-Z]+)+',
    '[\\w/]*[.](?:json|md|example)\\b',
    'OAuth & Permissions',
    'Bot Token Scopes',
    'Basic Information > App Credentials',
    'Event Subscriptions',
    'Interactivity',
    'Slash Commands',
    'Socket Mode',
    'npx ferry verify',
    'ferry chat',
    'chown -R',
    'date -u',
  ].join('|'),
  'g',
);
const sentences = [
  ...Object.entries(HEALTH_FACTS).map(([name, needs]) => ({ key: `doctor.says-${name}`, name, needs })),
  ...Object.entries(HEALTH_MENDS).map(([name, needs]) => ({ key: `doctor.mend-${name}`, name, needs })),
];

describe.each(Language.options)('in %s', (language) => {
  const words = new Words(language, 'Europe/Berlin');
  const texts = JSON.parse(readFileSync(join(src, `messages/locales/${language}.json`), 'utf8'));

  it.each(sentences)('$key needs what is found, and nothing else', ({ key, needs }) => {
    expect(valuesOf(texts[key])).toEqual([...needs]);
  });

  it('a finding is one line, with what to do about it under it', () => {
    const finding: HealthFinding = {
      state: 'broken',
      check: 'slack-permissions',
      says: 'permissions-missing',
      mend: 'add-permissions',
      values: { scopes: { list: ['chat:write', 'commands', 'im:write'] } },
    };
    const [line, mend, ...rest] = sayHealthFinding(words, finding);
    expect(line).toMatch(/^✗ \S.*chat:write.*commands.*im:write/);
    expect(line).toContain(words.list(['chat:write', 'commands', 'im:write']));
    expect(mend).toMatch(/^ {4}\S.*OAuth & Permissions > Bot Token Scopes/);
    expect(rest).toEqual([]);
  });

  it('times are those of its zone', () => {
    const at = { moment: '2026-11-20T10:00:00Z' };
    const [line] = sayHealthFinding(words, { state: 'ok', check: 'running', says: 'running-well', values: { at } });
    expect(line).toMatch(/^✓ \S.*11:00/);
  });

  it('the last line counts, and says what the signs mean', () => {
    const found = (state: HealthFinding['state']): HealthFinding => ({
      state,
      check: 'lock',
      says: 'lock-free',
      values: {},
    });
    const summary = sayHealthSummary(words, [found('ok'), found('ok'), found('look')]);
    expect(summary).toMatch(/✓.*2.*!.*1.*✗.*0/);
  });

  it.each(sentences)('$key has the names of settings, files, commands and menus as they are', ({ key }) => {
    for (const [name] of (english[key] ?? '').matchAll(NAMES)) expect(texts[key]).toContain(name);
  });
});

it('each sentence is found somewhere', () => {
  expect(sentences.filter(({ name }) => !code.includes(`'${name}'`)).map(({ key }) => key)).toEqual([]);
});

it('counts in the right number', () => {
  const kept = (records: number) =>
    sayHealthFinding(new Words('en', 'UTC'), {
      state: 'ok',
      check: 'kept',
      says: 'kept-good',
      values: { records, journals: 1 },
    });
  expect(kept(1)).toEqual(['✓ What is kept: in order: 1 record, 1 journal']);
  expect(kept(1234)).toEqual(['✓ What is kept: in order: 1,234 records, 1 journal']);
});

/** Names of the values that a text needs. */
function valuesOf(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      // Literals (0) and the `#` of a plural (7) name nothing.
      if (element.type !== 0 && element.type !== 7) names.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, 'en-GB', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}
