import { describe, expect, it } from 'vitest';
import { Words } from '../../src/messages/words.js';
import { KEYS, OTHERS, type Other, TEXTS } from './catalogues.js';
import { EXCEPTIONS, TERMS, type Term } from './glossary.js';
import { proseIn } from './typed-words.js';
import { WRONG, type Wrong } from './wrong-words.js';

const terms = Object.entries<Term>(TERMS);
/** Other words for commands are no sentences. */
const SENTENCES = KEYS.filter((key) => !key.startsWith('alias.'));

/** Any of the words, whole, in any case; of Chinese, which has no spaces, anywhere. */
function anyOf(words: readonly string[], language: string): RegExp {
  const patterns = words.map((word) => {
    const isOpen = word.endsWith('…');
    const exact = (isOpen ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (language === 'zh-CN') return exact;
    return `(?<![\\p{L}\\p{M}])${exact}${isOpen ? '' : '(?![\\p{L}\\p{M}])'}`;
  });
  return new RegExp(patterns.join('|'), 'iu');
}

/** Where English says the term. */
function keysOf({ english, but = [], not = [] }: Term): string[] {
  const said = anyOf(english, 'en');
  const others = but.length > 0 ? new RegExp(anyOf(but, 'en'), 'giu') : undefined;
  return SENTENCES.filter((key) => {
    const prose = proseIn('en', key).map((text) => (others ? text.replace(others, '') : text));
    return !not.includes(key) && prose.some((text) => said.test(text));
  });
}

const places = new Map(terms.map(([name, term]) => [name, keysOf(term)]));

function says(language: Other, key: string, term: Term): boolean {
  const said = anyOf(term.is[language], language);
  return proseIn(language, key).some((text) => said.test(text));
}

function isExcepted(language: Other, key: string, name: string): boolean {
  return EXCEPTIONS.some((one) => one.key === key && one.term === name && one.languages.includes(language));
}

describe.each(OTHERS)('the words of the field in %s', (language) => {
  it('are those of Microsoft’s pages, wherever English has them', () => {
    const without = terms.flatMap(([name, term]) =>
      (places.get(name) ?? [])
        .filter((key) => !isExcepted(language, key, name) && !says(language, key, term))
        .map((key) => `${language} ${key} lacks “${name}”: ${TEXTS[language].get(key)}`),
    );
    expect(without).toEqual([]);
  });

  it('are not others that mean nearly the same', () => {
    const wrong = WRONG[language].flatMap(({ term, words, unless, not = [] }: Wrong) => {
      const found = anyOf(words, language);
      return SENTENCES.filter((key) => !not.includes(key) && !unless?.test(TEXTS.en.get(key) ?? '')).flatMap((key) => {
        const said = proseIn(language, key).map((text) => found.exec(text)?.[0]);
        const word = said.find((one) => one !== undefined);
        return word === undefined ? [] : [`${language} ${key} has “${word}” for “${term}”`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe('the list of words', () => {
  it('has none that English does not say', () => {
    expect([...places].filter(([, keys]) => keys.length === 0).map(([name]) => name)).toEqual([]);
    expect(places.get('subscription')?.length).toBeGreaterThan(40);
    expect(places.get('seats')?.length).toBeGreaterThan(30);
  });

  it('has no exception that is not needed any more, and few of them', () => {
    const idle = EXCEPTIONS.flatMap(({ key, term, languages }) =>
      languages
        .filter((language) => !places.get(term)?.includes(key) || says(language, key, TERMS[term]))
        .map((language) => `${language} ${key} ${term}`),
    );
    expect(idle).toEqual([]);
    for (const [name, keys] of places) {
      for (const language of OTHERS) {
        const excepted = keys.filter((key) => isExcepted(language, key, name)).length;
        expect(excepted, `${language} ${name}`).toBeLessThanOrEqual(Math.max(2, keys.length * 0.08));
      }
    }
  });
});

describe('a number of seats', () => {
  const seats = (language: Other, count: number) =>
    new Words(language, 'UTC').say('digest.offer', { offer: 'E3', seats: count }).replace(/\s/g, ' ');

  it.each([
    [0, '0 рабочих мест'],
    [1, '1 рабочее место'],
    [2, '2 рабочих места'],
    [5, '5 рабочих мест'],
    [11, '11 рабочих мест'],
    [21, '21 рабочее место'],
    [22, '22 рабочих места'],
    [25, '25 рабочих мест'],
    [112, '112 рабочих мест'],
    [1_001, '1 001 рабочее место'],
  ])('of %i is said in Russian: %s', (count, said) => {
    expect(seats('ru', count)).toBe(`E3, ${said}.`);
  });

  it.each([
    ['fr', 0, '0 licence'],
    ['fr', 1, '1 licence'],
    ['fr', 2, '2 licences'],
    ['fr', 1_000_000, '1 000 000 de licences'],
    ['pt-BR', 1, '1 assento'],
    ['pt-BR', 25, '25 assentos'],
    ['pt-BR', 1_000_000, '1.000.000 de assentos'],
    ['es', 0, '0 puestos'],
    ['es', 1, '1 puesto'],
    ['es', 25, '25 puestos'],
    ['es', 1_000_000, '1.000.000 de puestos'],
    ['zh-CN', 1, '1 个席位'],
    ['zh-CN', 25, '25 个席位'],
  ] as const)('in %s of %i is said: %s', (language, count, said) => {
    expect(seats(language, count)).toContain(said);
  });
});
