import { describe, expect, it } from 'vitest';
import { Language, languageIn, languageNamed, languageOf } from '../../src/domain/language.js';

describe('the language that a platform tells', () => {
  it.each([
    ['en-US', 'en'],
    ['fr-FR', 'fr'],
    ['fr-CA', 'fr'],
    ['fr_FR', 'fr'],
    ['ru', 'ru'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh-CN', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['es-LA', 'es'],
    ['es-419', 'es'],
  ])('%s is %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  it.each([
    'de-DE',
    'zh-TW',
    'zh-Hant-HK',
    'uk-UA',
    'und',
    'und-FR',
    'UND',
    '',
    '!',
    'x'.repeat(300),
    'fr-\u0000',
    undefined,
  ])('%s is none that Ferry speaks', (tag) => {
    expect(languageOf(tag)).toBeUndefined();
  });
});

describe('a language that somebody names', () => {
  it.each([
    ['fr', 'fr'],
    ['FR', 'fr'],
    ['français', 'fr'],
    ['francais', 'fr'],
    ['French', 'fr'],
    ['французский', 'ru', 'fr'],
    ['Русский', 'ru'],
    ['português', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['中文', 'zh-CN'],
    ['chinois', 'zh-CN'],
    ['Español', 'es'],
    ['inglés', 'en'],
  ])('%s is understood', (typed, ...languages) => {
    expect(languageNamed(typed)).toBe(languages.at(-1));
  });

  it('may be called as each language calls each', () => {
    for (const one of Language.options) {
      const names = new Intl.DisplayNames(one, { type: 'language' });
      for (const other of Language.options) expect(languageNamed(names.of(other) ?? ''), `${one} ${other}`).toBe(other);
    }
  });

  it.each(['klingon', '', 'f', 'default', 'und', 'Deutsch'])('%s is none', (typed) => {
    expect(languageNamed(typed)).toBeUndefined();
  });
});

describe('the language in which a customer of a country is written to', () => {
  it.each([
    ['FR', 'en', 'fr'],
    ['LU', 'en', 'fr'],
    ['RU', 'fr', 'ru'],
    ['KZ', 'en', 'ru'],
    ['BR', 'fr', 'pt-BR'],
    ['PT', 'en', 'pt-BR'],
    ['CN', 'en', 'zh-CN'],
    ['ES', 'fr', 'es'],
    ['MX', 'en', 'es'],
    ['US', 'fr', 'en'],
    // Not the reader's own: a German customer has more of English than of French.
    ['DE', 'fr', 'en'],
    // Traditional Chinese is written there.
    ['TW', 'zh-CN', 'en'],
    // Several official languages: the one that the reader shares.
    ['BE', 'fr', 'fr'],
    ['BE', 'es', 'en'],
    ['CH', 'fr', 'fr'],
    ['CA', 'fr', 'fr'],
    ['CA', 'en', 'en'],
  ] as const)('is for %s, by a reader of %s, %s', (country, reader, language) => {
    expect(languageIn(country, reader)).toBe(language);
  });
});
