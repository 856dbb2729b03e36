import { Day } from '../domain/calendar.js';
import { folded } from '../domain/folded.js';
import type { Language } from '../domain/language.js';

/** Languages whose readers do not agree on whether the day or the month stands first in 01/02/2027. */
const EITHER_FIRST: ReadonlySet<Language> = new Set(['en', 'zh-CN']);

/** Who writes a date. */
export interface DateReader {
  readonly language: Language;
  /** As the platform tells it, such as `es-US`: regions of one language do not agree on what stands first. */
  readonly locale?: string | undefined;
}

/** Whether this reader surely means the day by what stands first in 01/02/2027. */
function dayFirst({ language, locale }: DateReader): boolean {
  return !EITHER_FIRST.has(language) && (locale === undefined || isDayFirstIn(locale));
}

/** What is no tag, or of a language that nothing is known of here, changes nothing. */
function isDayFirstIn(locale: string): boolean {
  try {
    const [rules] = Intl.DateTimeFormat.supportedLocalesOf(locale.replaceAll('_', '-'));
    if (rules === undefined) return true;
    // There Spanish is written in both orders, whatever the tables say.
    if (new Intl.Locale(rules).region === 'US') return false;
    const parts = new Intl.DateTimeFormat(rules, { calendar: 'gregory' }).formatToParts(0);
    return parts.find(({ type }) => type !== 'literal')?.type === 'day';
  } catch {
    return true;
  }
}

/** Longer than any date in any of the languages. */
const LONGEST = 60;

/**
 * The days that something typed can mean: none, one, or two where nobody can tell the day from the month that this reader wrote.
 * Every year has four digits, since a reminder in a wrong year costs money; a weekday must be that of the day.
 */
export function daysMeant(typed: string, reader: DateReader): readonly Day[] {
  if (typed.length > LONGEST) return [];
  const text = plain(typed).replace(ARTICLE, '');
  const days = daysIn(text, reader);
  if (days.length > 0) return days;
  const { name = '', date = '' } = (WEEKDAY_FIRST.exec(text) ?? WEEKDAY_LAST.exec(text))?.groups ?? {};
  const wanted = namesOf(reader.language).weekdays.get(name);
  return daysIn(date, reader).filter((day) => wanted?.includes(weekdayOf(day)));
}

/** dimanche 31 janvier 2027, Sun, 31 Jan 2027. */
const WEEKDAY_FIRST = /^(?<name>\p{L}[\p{L}-]*)[.,]*\s+(?<date>.+)$/u;
/** 2027年1月31日周日, 2027年1月31日 (星期日). */
const WEEKDAY_LAST = /^(?<date>.+(?:日|号))\s*\(?(?<name>\p{L}+)\)?$/u;

/** le 31 janvier 2027, el 31 de enero de 2027. */
const ARTICLE = /^(?:le|el|the)\s+/;

/** 2027-01-31, 2027/1/31, 2027.01.31, 2027 01 31. */
const YEAR_FIRST = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/;
/** 2027年1月31日, 2027年1月31. */
const WITH_CHARACTERS = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*(?:日|号)?$/;
/** 31.01.2027, 31/1/2027, 31-01-2027. */
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: ?г\.?)?$/;
/** 31 janvier 2027, 1er mars 2027, 1.º de março de 2027, 31st of January 2027, 31-го янв. 2027 г., 31-Jan-2027. */
const DAY_MONTH =
  /^(\d{1,2})(?:(?:-?(?:е|го)|er|st|nd|rd|th|\.?[oa])(?!\p{L})|°)?\.?[\s/-]*(?:(?:de|of)\s+)?(\p{L}+)\.?[,/-]?\s*(?:del?\s+)?(\d{4})(?:\s*г(?:\.|ода)?)?$/u;
/** January 31, 2027. */
const MONTH_DAY = /^(\p{L}+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(\d{4})$/u;

function daysIn(text: string, reader: DateReader): Day[] {
  const { language } = reader;
  const figures = text.replace(/ ?([-/.]) ?/g, '$1');
  const [, year, , month, day] = YEAR_FIRST.exec(figures) ?? [];
  if (year !== undefined) return existing([year, month, day]);
  const characters = WITH_CHARACTERS.exec(text);
  if (characters) return existing(characters.slice(1));
  const [, first, , second, last] = YEAR_LAST.exec(figures) ?? [];
  if (last !== undefined) {
    return existing([last, second, first], ...(dayFirst(reader) ? [] : [[last, first, second]]));
  }
  const [, dayBefore, monthAfter = '', itsYear] = DAY_MONTH.exec(text) ?? [];
  if (itsYear !== undefined) return existing([itsYear, monthNamed(monthAfter, language), dayBefore]);
  const [, monthBefore = '', dayAfter, thatYear] = MONTH_DAY.exec(text) ?? [];
  return existing([thatYear, monthNamed(monthBefore, language), dayAfter]);
}

/** Those that there are, each once. */
function existing(...written: (string | undefined)[][]): Day[] {
  const days = written.flatMap(([year = '', month = '', day = '']) => {
    const read = Day.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    return read.success ? [read.data] : [];
  });
  return [...new Set(days)];
}

/** With one kind of hyphen and of space, since keyboards and copied texts have many, and without what nobody sees. */
function plain(typed: string): string {
  return folded(typed.replace(/\p{Cf}/gu, ''))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ');
}

interface Names {
  readonly months: ReadonlyMap<string, string>;
  /** A short name can be that of two days. */
  readonly weekdays: ReadonlyMap<string, readonly number[]>;
}

const known = new Map<Language, Names>();

/** Names of months and weekdays, long and short, of a language and of English. */
function namesOf(language: Language): Names {
  const names = known.get(language) ?? makeNames([language, 'en-GB', 'en-US']);
  known.set(language, names);
  return names;
}

function makeNames(rules: readonly string[]): Names {
  const months = new Map<string, string>();
  const weekdays = new Map<string, readonly number[]>();
  for (const rule of rules) {
    // A month's name beside a day is in another case than alone in some languages.
    for (const form of ['long', 'short'] as const) {
      for (const besides of [{ day: 'numeric' }, {}] as const) {
        const format = new Intl.DateTimeFormat(rule, { month: form, ...besides, timeZone: 'UTC' });
        for (let month = 1; month <= 12; month += 1) {
          const name = nameIn(format, 'month', Date.UTC(2027, month - 1, 1));
          // What the asker's own language calls so goes before the English.
          if (!months.has(name)) months.set(name, String(month));
        }
      }
      const format = new Intl.DateTimeFormat(rule, { weekday: form, timeZone: 'UTC' });
      // 4 January 1970 was a Sunday.
      for (let weekday = 0; weekday < 7; weekday += 1) {
        const name = nameIn(format, 'weekday', Date.UTC(1970, 0, 4 + weekday));
        weekdays.set(name, [...(weekdays.get(name) ?? []), weekday]);
      }
    }
  }
  return { months, weekdays };
}

function nameIn(format: Intl.DateTimeFormat, part: 'month' | 'weekday', at: number): string {
  const name = format.formatToParts(at).find(({ type }) => type === part)?.value ?? '';
  return plain(name).replace(/\.$/, '');
}

/** The month whose name it is, or begins: three letters are enough where only one begins so. */
function monthNamed(typed: string, language: Language): string | undefined {
  const { months } = namesOf(language);
  const whole = months.get(typed);
  if (whole !== undefined || typed.length < 3) return whole;
  const begun = new Set([...months].filter(([name]) => name.startsWith(typed)).map(([, month]) => month));
  return begun.size === 1 ? [...begun][0] : undefined;
}

function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
