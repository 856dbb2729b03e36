import { addDays, type Day } from './calendar.js';
import type { Language } from './language.js';

/** The name of the public holiday that a day is, all day long; undefined: it is none. */
export type PublicHolidays = (day: Day) => string | undefined;

/** Those of a country, or of a part of one: `DE`, `DE-BY`; undefined: not known. The calendars are loaded when first asked for. */
export async function publicHolidays(where: string, language: Language = 'en'): Promise<PublicHolidays | undefined> {
  const calendar = await newCalendar();
  const place = placeNamed(calendar, where.split('-'));
  if (!place) return undefined;
  const [country = '', ...parts] = place;
  calendar.init(country, ...parts);
  // What a calendar has no name for in the language is called in English.
  const isReadable = language !== 'zh-CN' || !TRADITIONAL.has(country);
  calendar.setLanguages(isReadable ? [new Intl.Locale(language).language, 'en'] : ['en']);
  const years = new Map<number, ReadonlyMap<Day, string>>();
  return (day) => {
    const year = Number(day.slice(0, 4));
    const days = years.get(year) ?? daysAround(calendar, year);
    years.set(year, days);
    const name = days.get(day);
    return language === 'zh-CN' && name !== undefined ? simplified(name) : name;
  };
}

/** Whose Chinese names are in Traditional characters throughout (data/countries of date-holidays). */
const TRADITIONAL: ReadonlySet<string> = new Set(['HK', 'TW']);

/** The names of all other countries that date-holidays has in Traditional characters (data/names.yaml, data/countries/CN.yaml). */
const SIMPLIFIED = {
  耶穌受難節翌日: '耶稣受难节次日',
  耶穌受難節: '耶稣受难节',
  復活節星期一: '复活节星期一',
  聖誕節: '圣诞节',
  '清明节 清明節': '清明节',
} as const;

/** A day that stands in for a holiday has the holiday's name, and more behind it. */
function simplified(name: string): string {
  return Object.entries(SIMPLIFIED).reduce((said, [traditional, simple]) => said.replace(traditional, simple), name);
}

/** How the parts of a country, or of a part, are written: `DE-BY`; empty: it has none; undefined: it is not known itself. */
export async function partsOf(where: string): Promise<readonly string[] | undefined> {
  const calendar = await newCalendar();
  const place = placeNamed(calendar, where.split('-'));
  if (!place) return undefined;
  return Object.keys(namesBelow(calendar, place)).map((part) => [...place, part].join('-').toUpperCase());
}

type Calendar = Awaited<ReturnType<typeof newCalendar>>;

async function newCalendar() {
  const { default: Holidays } = await import('date-holidays');
  return new Holidays();
}

/** The codes as the calendars write them, some of which are words (`CK-Atiu`); undefined: one of them is not known. */
function placeNamed(calendar: Calendar, codes: readonly string[]): readonly string[] | undefined {
  const place: string[] = [];
  for (const code of codes) {
    const known = Object.keys(namesBelow(calendar, place)).find((one) => one.toUpperCase() === code.toUpperCase());
    if (known === undefined) return undefined;
    place.push(known);
  }
  return place;
}

function namesBelow(calendar: Calendar, [country, part, ...more]: readonly string[]): Readonly<Record<string, string>> {
  if (country === undefined) return calendar.getCountries();
  if (part === undefined) return calendar.getStates(country) ?? {};
  return more.length === 0 ? (calendar.getRegions(country, part) ?? {}) : {};
}

interface Holiday {
  /** Begins with the local day, wherever this process runs. */
  readonly date: string;
  readonly start: Date;
  readonly end: Date;
  readonly type: string;
  readonly name: string;
}

/** Some begin in one year and last into the next, and a substitute may lie in the year before. */
function daysAround(calendar: Calendar, year: number): ReadonlyMap<Day, string> {
  const holidays: readonly Holiday[] = [year, year - 1, year + 1].flatMap((one) => calendar.getHolidays(one));
  const days = new Map<Day, string>();
  for (const { date, start, end, type, name } of holidays) {
    if (type !== 'public') continue;
    const first = date.slice(0, 10);
    for (let index = 0; index < wholeDays(start, end); index += 1) {
      const day = addDays(first, index);
      if (!days.has(day)) days.set(day, name);
    }
  }
  return days;
}

/** Some last for several days, and some for half a one, which is worked on. A day of the spring change has 23 hours. */
function wholeDays(start: Date, end: Date): number {
  return Math.floor((end.getTime() - start.getTime() + HOUR_MS) / DAY_MS);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
