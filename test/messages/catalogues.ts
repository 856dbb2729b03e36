import { IntlMessageFormat } from 'intl-messageformat';
import { Language } from '../../src/domain/language.js';
import en from '../../src/messages/locales/en.json' with { type: 'json' };
import es from '../../src/messages/locales/es.json' with { type: 'json' };
import fr from '../../src/messages/locales/fr.json' with { type: 'json' };
import ptBR from '../../src/messages/locales/pt-BR.json' with { type: 'json' };
import ru from '../../src/messages/locales/ru.json' with { type: 'json' };
import zhCN from '../../src/messages/locales/zh-CN.json' with { type: 'json' };

export type Other = Exclude<Language, 'en'>;

export const OTHERS = Language.options.filter((one) => one !== 'en') as readonly Other[];

/** What each language says, by key. */
export const TEXTS: Readonly<Record<Language, ReadonlyMap<string, string>>> = {
  en: new Map(Object.entries(en)),
  fr: new Map(Object.entries(fr)),
  ru: new Map(Object.entries(ru)),
  'pt-BR': new Map(Object.entries(ptBR)),
  'zh-CN': new Map(Object.entries(zhCN)),
  es: new Map(Object.entries(es)),
};

export const KEYS: readonly string[] = [...TEXTS.en.keys()];

export type Part = ReturnType<IntlMessageFormat['getAst']>[number];

const parsed = new Map<string, readonly Part[]>();

/** What ICU makes of a text; throws when it is none. */
export function partsOf(language: Language, key: string): readonly Part[] {
  const name = `${language} ${key}`;
  const known = parsed.get(name);
  if (known) return known;
  const text = TEXTS[language].get(key) ?? '';
  const parts = new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();
  parsed.set(name, parts);
  return parts;
}

export interface Choosing {
  readonly value: string;
  readonly how: 'select' | 'plural' | 'selectordinal';
  readonly options: readonly string[];
}

export interface Shape {
  /** Names of the values that it takes. */
  readonly values: ReadonlySet<string>;
  /** Where it chooses among branches. */
  readonly choices: readonly Choosing[];
}

export function shapeOf(language: Language, key: string): Shape {
  const values = new Set<string>();
  const choices: Choosing[] = [];
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      // Literals (0) and the `#` of a plural (7) name nothing.
      if (part.type === 0 || part.type === 7) continue;
      values.add(part.value);
      if (part.type !== 5 && part.type !== 6) continue;
      const how = part.type === 5 ? 'select' : part.pluralType === 'ordinal' ? 'selectordinal' : 'plural';
      choices.push({ value: part.value, how, options: Object.keys(part.options) });
      for (const option of Object.values(part.options)) visit(option.value);
    }
  };
  visit(partsOf(language, key));
  return { values, choices };
}

interface Read {
  readonly text: string;
  /** The branch that was taken, by the value that it was taken for. */
  readonly taken: Readonly<Record<string, string>>;
}

const read = new Map<string, readonly string[]>();

/** All that a text can become, with `{name}` where a value stands. */
export function readingsOf(language: Language, key: string): readonly string[] {
  const name = `${language} ${key}`;
  const known = read.get(name);
  if (known) return known;
  const readings = [...new Set(follow(partsOf(language, key), { text: '', taken: {} }).map(({ text }) => text))];
  read.set(name, readings);
  return readings;
}

function follow(parts: readonly Part[], from: Read, counted = '#'): readonly Read[] {
  return parts.reduce<readonly Read[]>((all, part) => all.flatMap((one) => step(part, one, counted)), [from]);
}

function step(part: Part, { text, taken }: Read, counted: string): readonly Read[] {
  if (part.type === 0) return [{ text: text + part.value, taken }];
  if (part.type === 7) return [{ text: `${text}{${counted}}`, taken }];
  if (part.type !== 5 && part.type !== 6) return [{ text: `${text}{${part.value}}`, taken }];
  const names = Object.keys(part.options);
  const before = taken[part.value];
  // The same value takes the same branch again, or `other` where this one has no such branch.
  const open = before === undefined ? names : [names.includes(before) ? before : 'other'];
  return open.flatMap((name) =>
    follow(
      part.options[name]?.value ?? [],
      { text, taken: { ...taken, [part.value]: before ?? name } },
      part.type === 6 ? part.value : counted,
    ),
  );
}
