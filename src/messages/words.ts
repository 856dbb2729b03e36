import { IntlMessageFormat } from 'intl-messageformat';
import { Temporal } from 'temporal-polyfill';
import { startOfDay } from '../domain/calendar.js';
import type { Language } from '../domain/language.js';
import type { Money, RefusalValue } from '../domain/refusal.js';
import en from './locales/en.json' with { type: 'json' };
import es from './locales/es.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };
import ptBR from './locales/pt-BR.json' with { type: 'json' };
import ru from './locales/ru.json' with { type: 'json' };
import zhCN from './locales/zh-CN.json' with { type: 'json' };

export type MessageKey = keyof typeof en;
type Catalogue = Readonly<Record<MessageKey, string>>;

/** Which rules `Intl` takes: of English the one that no reader takes the month for the day in. */
const RULES: Record<Language, string> = {
  en: 'en-GB',
  fr: 'fr-FR',
  ru: 'ru-RU',
  'pt-BR': 'pt-BR',
  'zh-CN': 'zh-CN',
  es: 'es-ES',
};

/** In Chinese a comma alone, since the word for “and” would stand against Latin letters and digits without a space. */
const LIST_STYLE: Partial<Record<Language, 'narrow'>> = { 'zh-CN': 'narrow' };

/** As which `Intl` names a language, where that is not as Ferry does: by its script, not by its country. */
const NAMED_AS: Partial<Record<Language, string>> = { 'zh-CN': 'zh-Hans' };

const CATALOGUES: Record<Language, Catalogue> = {
  en,
  fr: complete(fr),
  ru: complete(ru),
  'pt-BR': complete(ptBR),
  'zh-CN': complete(zhCN),
  es: complete(es),
};

/** A catalogue that lacks a key of the English one, or has one more, does not compile. */
function complete<Its extends Catalogue>(catalogue: Its & Record<Exclude<keyof Its, MessageKey>, never>): Catalogue {
  return catalogue;
}

const DATES = {
  short: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  time: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Made when first needed, then kept: each takes a while, and much memory. */
function dateFormat(rules: string, style: keyof typeof DATES, zone: string): Intl.DateTimeFormat {
  const name = `${rules} ${style} ${zone}`;
  const format = dateFormats.get(name) ?? new Intl.DateTimeFormat(rules, { ...DATES[style], timeZone: zone });
  dateFormats.set(name, format);
  return format;
}

/** The parsed texts of a language are those of all its zones: they are megabytes. */
const textFormats = new Map<Language, Map<MessageKey, IntlMessageFormat>>();

function textFormatsOf(language: Language): Map<MessageKey, IntlMessageFormat> {
  const formats = textFormats.get(language) ?? new Map<MessageKey, IntlMessageFormat>();
  textFormats.set(language, formats);
  return formats;
}

const known = new Map<string, Words>();

/** The bot's words in a language, with times of a zone: one object for each pair. */
export function wordsIn(language: Language, zone: string): Words {
  const name = `${language} ${zone}`;
  const words = known.get(name) ?? new Words(language, zone);
  known.set(name, words);
  return words;
}

/** The bot's words in one language, with dates as that language writes them and times in one zone. */
export class Words {
  readonly language: Language;
  readonly zone: string;
  readonly #rules: string;
  readonly #texts: Record<MessageKey, string>;
  readonly #formats: Map<MessageKey, IntlMessageFormat>;

  constructor(language: Language, zone: string) {
    this.language = language;
    this.zone = zone;
    this.#rules = RULES[language];
    this.#texts = CATALOGUES[language];
    this.#formats = textFormatsOf(language);
  }

  /** The same words in another language, such as the one of a customer. */
  in(language: Language): Words {
    return wordsIn(language, this.zone);
  }

  /** The sentence of the catalogue with its values; days, moments and money are written as this language writes them. */
  say(key: MessageKey, values: Readonly<Record<string, RefusalValue>> = {}): string {
    const shown = Object.entries(values).map(([name, value]) => [name, this.#shown(value)]);
    return String(this.#format(key).format(Object.fromEntries(shown)));
  }

  /** As `say`, for a key that there may be: undefined when the catalogue has no such text. */
  sayIfAny(key: string, values: Readonly<Record<string, RefusalValue>> = {}): string | undefined {
    return Object.hasOwn(this.#texts, key) ? this.say(key as MessageKey, values) : undefined;
  }

  /** All texts whose keys begin so, by key: for a page that is drawn elsewhere. They have no holes. */
  allOf(prefix: `${string}.`): Readonly<Record<string, string>> {
    const keys = Object.keys(this.#texts).filter((key) => key.startsWith(prefix)) as MessageKey[];
    return Object.fromEntries(keys.map((key) => [key, this.say(key)]));
  }

  /** `Sun, 31 Jan 2027`. */
  day(day: string): string {
    return this.#written(dateFormat(this.#rules, 'short', 'UTC'), startOfDay(day).epochMilliseconds);
  }

  /** `Mon` of 1, as ISO counts the days of a week. */
  weekday(day: number): string {
    // The first of January 2024 was a Monday.
    return dateFormat(this.#rules, 'weekday', 'UTC').format(Date.UTC(2024, 0, day));
  }

  /** `Sat, 30 Jan 2027, 16:00 GMT-8`: always with the zone. */
  moment(moment: Temporal.Instant): string {
    return this.#momentOn('short', moment.epochMilliseconds);
  }

  /** `Sunday, 31 January 2027`: for a letter. */
  longDay(day: string): string {
    return this.#written(dateFormat(this.#rules, 'long', 'UTC'), startOfDay(day).epochMilliseconds);
  }

  /** `Saturday, 30 January 2027, 16:00 GMT-8`: for a letter. */
  longMoment(moment: Temporal.Instant): string {
    return this.#momentOn('long', moment.epochMilliseconds);
  }

  /** French has the first of a month as `1er`, which `Intl` does not know. */
  #written(date: Intl.DateTimeFormat, at: number): string {
    if (this.language !== 'fr') return date.format(at);
    const parts = date.formatToParts(at);
    return parts.map(({ type, value }) => (type === 'day' && value === '1' ? '1er' : value)).join('');
  }

  /** The order of the three is the language's: Chinese `Intl` alone would put the zone before the time. */
  #momentOn(style: 'short' | 'long', at: number): string {
    const parts = dateFormat(this.#rules, 'time', this.zone).formatToParts(at);
    const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? this.zone;
    const time = parts
      .filter(({ type }) => type !== 'timeZoneName')
      .map(({ value }) => value)
      .join('')
      .trim();
    const date = dateFormat(this.#rules, style, this.zone);
    return this.say('word.moment', { day: this.#written(date, at), time, zone });
  }

  /** `€1,234.50`; without a currency `1,234.50`. */
  money({ amount, currency }: Money): string {
    const style = currency === undefined ? {} : ({ style: 'currency', currency } as const);
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return new Intl.NumberFormat(this.#rules, { ...style, ...digits }).format(amount);
  }

  #shown(value: RefusalValue): string | number {
    if (typeof value !== 'object') return value;
    if ('day' in value) return this.day(value.day);
    if ('moment' in value) return this.moment(Temporal.Instant.from(value.moment));
    if ('amount' in value) return this.money(value);
    return value.findings.map((one) => `– ${this.say(`finding.${one.name}`, one.values)}`).join('\n');
  }

  /** `Germany` of `DE`. */
  country(code: string): string {
    return new Intl.DisplayNames(this.#rules, { type: 'region' }).of(code) ?? code;
  }

  /** `French` of `fr`, in these words. */
  languageName(language: Language): string {
    return new Intl.DisplayNames(this.#rules, { type: 'language' }).of(NAMED_AS[language] ?? language) ?? language;
  }

  /** `a, b, c`: words that can be typed, and ids, with the comma of this language and no “and”. */
  enumerate(items: readonly string[]): string {
    const parts = new Intl.ListFormat(this.#rules, { style: 'short', type: 'conjunction' }).formatToParts([
      'a',
      'b',
      'c',
    ]);
    return items.join(parts[1]?.value ?? ', ');
  }

  /** `a, b and c`. */
  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.#rules, {
      style: LIST_STYLE[this.language] ?? 'short',
      type: 'conjunction',
    }).format(items);
  }

  #format(key: MessageKey): IntlMessageFormat {
    const known = this.#formats.get(key);
    if (known) return known;
    // Angle brackets are ours to write (`<migration>`), not tags.
    const format = new IntlMessageFormat(this.#texts[key], this.#rules, undefined, { ignoreTag: true });
    this.#formats.set(key, format);
    return format;
  }
}
