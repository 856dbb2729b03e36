import { describe, expect, it } from 'vitest';
import { Language } from '../../src/domain/language.js';
import { KEYS, TEXTS } from './catalogues.js';
import { proseIn } from './typed-words.js';

/** Other words for commands are no sentences. */
const SENTENCES = KEYS.filter((key) => !key.startsWith('alias.'));

/** What must not be found in what is to be read; what is to be typed is left out. */
interface Rule {
  readonly says: string;
  readonly breaks: RegExp;
  /** A key and why it may. */
  readonly but?: Readonly<Record<string, string>>;
}

const EVERYWHERE: readonly Rule[] = [
  { says: 'an ellipsis is one sign', breaks: /\.\.\./ },
  { says: 'quotes are not straight', breaks: /["']/ },
  { says: 'a dash is no hyphen', breaks: /\s-\s/, but: { 'terminal.how': 'the sign that empties an answer' } },
  { says: 'no space stands before a comma or a full stop', breaks: /[^\s\u00a0·→][ \u00a0\u202f][,.](?:\s|$)/ },
];

const GUILLEMETS_ONLY: Rule = { says: 'quotes are « »', breaks: /[“”„]/ };
const CURLY_ONLY: Rule = { says: 'quotes are “ ”', breaks: /[«»„]/ };
const CJK = '\\p{Script=Han}';

const RULES: Readonly<Record<Language, readonly Rule[]>> = {
  en: [CURLY_ONLY],
  fr: [
    GUILLEMETS_ONLY,
    { says: 'a no-break space stands before a colon', breaks: /[^\u00a0]:(?=\s|$)/ },
    { says: 'a narrow no-break space stands before ; ! ?', breaks: /[^\u202f?!][;!?](?=[\s).»\u00a0]|$)/ },
    { says: 'a narrow no-break space stands before %', breaks: /[^\u202f]%/ },
    { says: 'a no-break space stands inside « »', breaks: /«[^\u00a0]|[^\u00a0]»/ },
  ],
  ru: [
    GUILLEMETS_ONLY,
    { says: 'no space stands inside « »', breaks: /«\s|\s»/ },
    { says: 'a dash has spaces around it', breaks: /[^\s]—|—[^\s]/ },
  ],
  'pt-BR': [CURLY_ONLY],
  'zh-CN': [
    CURLY_ONLY,
    {
      says: 'punctuation beside Chinese is full-width',
      breaks: new RegExp(`${CJK}[,.;:!?]|[,;:!?]\\s?${CJK}|\\([^)]*${CJK}`, 'u'),
    },
    { says: 'no space stands beside full-width punctuation', breaks: /[，。：；？！（“] | [，。：；？！）”]/ },
    {
      says: 'a space stands between Chinese and Latin',
      breaks: new RegExp(`${CJK}[A-Za-z0-9]|[A-Za-z0-9]${CJK}`, 'u'),
    },
  ],
  es: [GUILLEMETS_ONLY, { says: 'no space stands inside « »', breaks: /«\s|\s»/ }],
};

/** Signs that come in pairs. */
const PAIRS: Readonly<Record<Language, readonly string[]>> = {
  en: ['“”', '()'],
  fr: ['«»', '()'],
  ru: ['«»', '()'],
  'pt-BR': ['“”', '()'],
  'zh-CN': ['“”', '（）', '()'],
  es: ['«»', '()', '¿?', '¡!'],
};

/** The sign of what deserves a look, which stands before a number. */
const SIGN = /(?<=^|\s)! (?=\{)/g;

describe.each(Language.options)('the writing in %s', (language) => {
  it.each([...EVERYWHERE, ...RULES[language]])('has it that $says', ({ breaks, but = {} }) => {
    const wrong = SENTENCES.flatMap((key) => {
      const text = proseIn(language, key).find((one) => breaks.test(one.replace(SIGN, '')));
      return text === undefined || key in but ? [] : [`${language} ${key}: ${text}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(PAIRS[language])('closes what it opens: %s', (pair) => {
    const [opening = '', closing = ''] = pair;
    const count = (text: string, sign: string) => text.split(sign).length;
    const wrong = SENTENCES.filter((key) =>
      proseIn(language, key)
        .map((text) => text.replace(SIGN, ''))
        .some((text) => count(text, opening) !== count(text, closing)),
    );
    expect(wrong.map((key) => `${language} ${key}: ${TEXTS[language].get(key)}`)).toEqual([]);
  });
});
