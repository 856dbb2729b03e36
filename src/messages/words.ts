import { IntlMessageFormat } from 'intl-messageformat';
import { Temporal } from 'temporal-polyfill';
import { startOfDay } from '../domain/calendar.js';
import type { Money, RefusalValue } from '../domain/refusal.js';
import en from './locales/en.json' with { type: 'json' };

export type MessageKey = keyof typeof en;

/** Languages with a catalogue in locales/. */
export const LOCALES = ['en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Which rules `Intl` takes for dates: of English the one that no reader takes the month for the day in. */
const DATE_STYLE: Record<Locale, string> = { en: 'en-GB' };

const CATALOGUES: Record<Locale, Record<MessageKey, string>> = { en };

/** The bot's words in one language, with dates as that language writes them and times in one zone. */
export class Words {
  readonly zone: string;
  readonly #locale: Locale;
  readonly #texts: Record<MessageKey, string>;
  readonly #formats = new Map<MessageKey, IntlMessageFormat>();
  readonly #day: Intl.DateTimeFormat;
  readonly #moment: Intl.DateTimeFormat;

  constructor(locale: Locale, zone: string) {
    this.zone = zone;
    this.#locale = locale;
    this.#texts = CATALOGUES[locale];
    const date = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
    this.#day = new Intl.DateTimeFormat(DATE_STYLE[locale], { ...date, timeZone: 'UTC' });
    this.#moment = new Intl.DateTimeFormat(DATE_STYLE[locale], {
      ...date,
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone: zone,
    });
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

  /** `Sun, 31 Jan 2027`. */
  day(day: string): string {
    return this.#day.format(startOfDay(day).epochMilliseconds);
  }

  /** `Sat, 30 Jan 2027, 16:00 GMT-8`: always with the zone. */
  moment(moment: Temporal.Instant): string {
    return this.#moment.format(moment.epochMilliseconds);
  }

  /** `€1,234.50`; without a currency `1,234.50`. */
  money({ amount, currency }: Money): string {
    const style = currency === undefined ? {} : ({ style: 'currency', currency } as const);
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return new Intl.NumberFormat(DATE_STYLE[this.#locale], { ...style, ...digits }).format(amount);
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
    return new Intl.DisplayNames(DATE_STYLE[this.#locale], { type: 'region' }).of(code) ?? code;
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(DATE_STYLE[this.#locale], { style: 'short', type: 'conjunction' }).format(items);
  }

  #format(key: MessageKey): IntlMessageFormat {
    const known = this.#formats.get(key);
    if (known) return known;
    // Angle brackets are ours to write (`<migration>`), not tags.
    const format = new IntlMessageFormat(this.#texts[key], DATE_STYLE[this.#locale], undefined, { ignoreTag: true });
    this.#formats.set(key, format);
    return format;
  }
}
