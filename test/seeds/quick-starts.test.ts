import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Language } from '../../src/domain/language.js';
import { wholeBot } from '../support/whole-bot.js';

// What a newcomer types first. The pages give the day on which they were written, and all their days hang on it.
const WRITTEN = '2026-11-22T10:00:00Z';

function pageIn(language: Language): string {
  const path = language === 'en' ? 'README.md' : `docs/quick-start.${language}.md`;
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The lines of the first block that is no shell's. */
function firstLines(page: string): string[] {
  const blocks = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const [, , lines = ''] = blocks.find(([, language]) => language === '') ?? [];
  return lines.split('\n').filter((line) => line !== '');
}

describe('what a quick start has typed first', () => {
  it.each(Language.options)('is understood line by line, in %s', async (language) => {
    const lines = firstLines(pageIn(language));
    expect(lines.length).toBeGreaterThan(5);
    const { answer } = await wholeBot({ now: WRITTEN, environment: { LOCALE: language } });
    for (const line of lines) {
      const { title, refused } = await answer(line, { locale: language });
      expect(refused, `${line}: ${title}`).toBeUndefined();
    }
    expect((await answer('show M1')).title).toContain('contoso.com');
  });
});
