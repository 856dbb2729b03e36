import { describe, expect, it } from 'vitest';
import { Language } from '../../src/domain/language.js';
import { KEYS, OTHERS, type Other, partsOf, readingsOf, shapeOf, TEXTS } from './catalogues.js';
import { proseIn } from './typed-words.js';

/** Words that only English has. */
const ENGLISH =
  /(?<!\p{L})(the|and|of|is|are|by|with|from|this|that|was|were|not|until|before|after|yet|its|their|which)(?!\p{L})/iu;

/** Names of products and programs that Microsoft and Slack do not translate. */
const NAMES =
  'doctor\\.check-(node|slack|slack-socket|teams)|(choice\\.)?source\\.(open|open-value)|page\\.outside-partner-center';
const NAMES_AND_EA = `${NAMES}|(choice\\.)?source\\.ea`;

/** What is written as in English. */
const SAME: Readonly<Record<Other, RegExp>> = {
  // Incidents, invitation, format, messages, conversations, migration, page and note are French.
  fr: new RegExp(
    `^(${NAMES}|(board|choice)\\.part.incidents|stage\\.incident|invite\\.label|label\\.(format|migration|page|text)|page\\.(messages|places))$`,
  ),
  ru: new RegExp(`^(${NAMES_AND_EA})$`),
  // A tour is one in Portuguese.
  'pt-BR': new RegExp(`^(${NAMES_AND_EA}|page\\.tour-tab)$`),
  'zh-CN': new RegExp(`^(${NAMES})$`),
  es: new RegExp(`^(${NAMES})$`),
};

// One test for each language and rule, with all the keys that break it.

describe.each(Language.options)('the catalogue in %s', (language) => {
  const texts = TEXTS[language];

  it('has the keys of the English one, sorted, so that languages can be compared line by line', () => {
    expect([...texts.keys()].filter((key) => !TEXTS.en.has(key))).toEqual([]);
    expect(KEYS.filter((key) => !texts.has(key))).toEqual([]);
    expect([...texts.keys()]).toEqual([...texts.keys()].sort());
  });

  it('is ICU that can be read', () => {
    const wrong = KEYS.flatMap((key) => {
      try {
        partsOf(language, key);
        return [];
      } catch (error) {
        return [`${key}: ${error}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  it('has every plural in all the numbers of its language, and in no other', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wrong = KEYS.flatMap((key) =>
      shapeOf(language, key).choices.flatMap(({ value, how, options }) => {
        if (how === 'select') return options.includes('other') ? [] : [`${key}: ${value} has no “other”`];
        if (how === 'selectordinal') return [`${key}: ${value} is ordinal`];
        const missing = needed.filter((one) => !options.includes(one));
        const strange = options.filter((one) => !(needed as string[]).includes(one) && !/^=\d+$/.test(one));
        return [
          ...missing.map((one) => `${key}: ${value} lacks ${one}`),
          ...strange.map((one) => `${key}: ${value} has ${one}`),
        ];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has no straight apostrophe, which ICU takes for a sign of its own', () => {
    expect(KEYS.filter((key) => texts.get(key)?.includes("'"))).toEqual([]);
  });

  it('has no two spaces on end, and none at an end, in whatever it becomes', () => {
    const odd = KEYS.filter((key) => readingsOf(language, key).some((text) => /^\s|\s$|[ \u00a0\u202f]{2}/.test(text)));
    expect(odd).toEqual([]);
  });

  it('has no tag', () => {
    expect(KEYS.filter((key) => /<\/?[a-z]+>/.test(texts.get(key) ?? ''))).toEqual([]);
  });
});

describe.each(OTHERS)('the catalogue in %s, beside the English one', (language) => {
  it('takes the same values, and leaves none out', () => {
    const wrong = KEYS.flatMap((key) => {
      const [mine, english] = [shapeOf(language, key).values, shapeOf('en', key).values];
      return [
        ...[...english].filter((name) => !mine.has(name)).map((name) => `${key}: {${name}} is missing`),
        ...[...mine].filter((name) => !english.has(name)).map((name) => `${key}: {${name}} is not in English`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('chooses by the same words', () => {
    const chosen = (one: Language, key: string) => {
      const selects = shapeOf(one, key).choices.filter(({ how }) => how === 'select');
      return new Set(selects.flatMap(({ value, options }) => options.map((option) => `${value} ${option}`)));
    };
    const wrong = KEYS.flatMap((key) => {
      const [mine, english] = [chosen(language, key), chosen('en', key)];
      return [
        ...[...english].filter((name) => !mine.has(name)).map((name) => `${key}: lacks ${name}`),
        ...[...mine].filter((name) => !english.has(name)).map((name) => `${key}: has ${name}`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('has no English left', () => {
    const left = KEYS.filter((key) => !key.startsWith('alias.')).flatMap((key) => {
      const prose = proseIn(language, key);
      const isWritten = prose.some((text) => /[a-z]{3}/i.test(text));
      const isSame = isWritten && TEXTS[language].get(key) === TEXTS.en.get(key) && !SAME[language].test(key);
      return isSame || prose.some((text) => ENGLISH.test(text))
        ? [`${language} ${key}: ${TEXTS[language].get(key)}`]
        : [];
    });
    expect(left).toEqual([]);
  });

  it('is silent where the English one is, and nowhere else', () => {
    // Other words for a command: English has next to none, and every other language has some.
    const rest = KEYS.filter((key) => !key.startsWith('alias.'));
    const isEmpty = (one: Language, key: string) => TEXTS[one].get(key)?.trim() === '';
    expect(rest.filter((key) => isEmpty(language, key) !== isEmpty('en', key))).toEqual([]);
  });
});
