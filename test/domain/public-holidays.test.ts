import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDays, type Day, daysBetween, type Weekday, workingDayUpTo } from '../../src/domain/calendar.js';
import { ChannelSettings } from '../../src/domain/channel-settings.js';
import type { Language } from '../../src/domain/language.js';
import { type PublicHolidays, partsOf, publicHolidays } from '../../src/domain/public-holidays.js';
import { dueReminders, type ReminderSettings } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, at } from '../support/builders.js';

async function known(where: string): Promise<PublicHolidays> {
  const holidays = await publicHolidays(where);
  if (!holidays) throw new Error(`${where} is not known`);
  return holidays;
}

async function daysOff(where: string, from: Day, until: Day): Promise<Day[]> {
  const nameOf = await known(where);
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => addDays(from, index));
  return days.filter((day) => nameOf(day) !== undefined);
}

describe('public holidays', () => {
  it('are those of the country, by name, and no other days', async () => {
    const france = await known('FR');
    expect(france('2027-07-14')).toBe('Bastille Day');
    expect(france('2027-07-13')).toBeUndefined();
    expect(await daysOff('DE', '2026-12-01', '2027-01-31')).toEqual(['2026-12-25', '2026-12-26', '2027-01-01']);
  });

  it('are named in the language of the reader, in English where the calendar has no name in it', async () => {
    const inWords = async (...[where, language, day]: [string, Language, Day]) =>
      (await publicHolidays(where, language))?.(day);
    expect(await inWords('FR', 'fr', '2027-07-14')).toBe('Fête Nationale de la France');
    expect(await inWords('DE', 'es', '2026-12-25')).toBe('Navidad');
    expect(await inWords('DE', 'zh-CN', '2026-10-03')).toBe('National Holiday');
  });

  it('are named in Simplified characters in Chinese, in English where the calendar has Traditional ones only', async () => {
    const names = async (where: string) => {
      const nameOf = await publicHolidays(where, 'zh-CN');
      const days = Array.from({ length: 3 * 365 }, (_, index) => addDays('2026-01-01', index));
      return days.flatMap((day) => nameOf?.(day) ?? []);
    };
    expect(await names('GB')).toEqual(expect.arrayContaining(['耶稣受难节', '圣诞节', '圣诞节 (更换日)']));
    expect(await names('AU-VIC')).toEqual(expect.arrayContaining(['耶稣受难节', '耶稣受难节次日', '复活节星期一']));
    expect(await names('CN')).toEqual(expect.arrayContaining(['清明节', '国庆节']));
    const everywhere = await Promise.all(['GB', 'AU-VIC', 'CN', 'DE', 'FR', 'HK', 'TW', 'SG', 'US'].map(names));
    expect(everywhere.flat().filter((name) => /[復節聖誕穌難農曆淸兒國慶勞陽紀華後]/.test(name))).toEqual([]);
    expect(await names('HK')).toContain('Christmas Day');
  });

  it('are more of them in a part of the country', async () => {
    expect((await known('DE'))('2027-01-06')).toBeUndefined();
    expect((await known('DE-BY'))('2027-01-06')).toBe('Epiphany');
  });

  it('are also the days that stand in for those on a weekend, in the year before too', async () => {
    expect(await daysOff('GB', '2027-12-24', '2028-01-03')).toEqual([
      '2027-12-25',
      '2027-12-26',
      '2027-12-27',
      '2027-12-28',
      '2028-01-01',
      '2028-01-03',
    ]);
    expect(await daysOff('US', '2027-12-30', '2028-01-02')).toEqual(['2027-12-31', '2028-01-01']);
  });

  it('can last for days, over the end of a year too, and begin by the sun or the moon', async () => {
    expect(await daysOff('SA', '2027-03-01', '2027-03-31')).toEqual([
      '2027-03-09',
      '2027-03-10',
      '2027-03-11',
      '2027-03-12',
    ]);
    expect(await daysOff('SZ', '2027-12-27', '2028-01-03')).toContain('2028-01-02');
    expect(await daysOff('CN', '2027-02-01', '2027-02-28')).toEqual(['2027-02-05', '2027-02-06', '2027-02-07']);
    expect(await daysOff('IL', '2027-10-01', '2027-10-03')).toEqual(['2027-10-02', '2027-10-03']);
  });

  it('are none on days of which half is worked, and one on a day that the clock makes an hour short', async () => {
    // The bairam of 2027 begins at noon before 9 March and ends with the 11th.
    expect(await daysOff('TR', '2027-03-01', '2027-03-31')).toEqual(['2027-03-09', '2027-03-10', '2027-03-11']);
    expect((await known('CN'))('2027-03-08')).toBeUndefined();
    expect((await known('PL'))('2027-03-28')).toBeDefined();
  });

  it('are none, but no fault either, where the calendars do not reach', async () => {
    for (const where of ['SA', 'CN', 'IL', 'DE', 'IR', 'IN']) {
      const nameOf = await known(where);
      for (const day of ['2000-01-01', '2099-12-31']) expect(() => nameOf(day), `${where} ${day}`).not.toThrow();
    }
    expect((await known('DE'))('2099-12-25')).toBeDefined();
  });

  it.each(['XX', '', 'fr-', 'DE-XX', 'DE-BY-XX', 'DE-BY-A-B', '__proto__', 'constructor', 'DE-constructor', 'Germany'])(
    'are not known of %j',
    async (where) => {
      expect(await publicHolidays(where)).toBeUndefined();
    },
  );

  it('are found under every name that Ferry shows, each of which can be kept', async () => {
    for (const country of ['DE', 'CK', 'NZ', 'BR', 'US', 'ES']) {
      for (const part of (await partsOf(country)) ?? []) {
        for (const where of [part, ...((await partsOf(part)) ?? [])]) {
          expect(ChannelSettings.shape.holidays.safeParse(where).success, where).toBe(true);
          expect(await publicHolidays(where), where).toBeDefined();
        }
      }
    }
    expect(await partsOf('DE')).toContain('DE-BY');
    expect(await partsOf('MC')).toEqual([]);
    expect(await partsOf('XX')).toBeUndefined();
  });

  it('are the same local days wherever the process runs', async () => {
    const here = await daysIn(undefined);
    expect(here).toContain('GB 2027-12-28');
    expect(await daysIn('Pacific/Kiritimati')).toEqual(here);
    expect(await daysIn('America/Los_Angeles')).toEqual(here);
  });
});

/** A process of its own, because a zone is only read as one starts; it runs the files as a build would make them. */
async function daysIn(zone: string | undefined): Promise<string[]> {
  const root = join(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'ferry-holidays-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['calendar', 'public-holidays']) {
    const source = readFileSync(join(root, 'src/domain', `${name}.ts`), 'utf8');
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
    writeFileSync(join(folder, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
  writeFileSync(
    join(folder, 'ask.js'),
    `import { addDays } from './calendar.js';
    import { publicHolidays } from './public-holidays.js';
    for (const where of ['GB', 'US', 'DE-BY', 'CN', 'IL', 'SA', 'NZ', 'AU', 'TO', 'JP']) {
      const nameOf = await publicHolidays(where);
      for (let day = '2026-12-20'; day < '2028-01-10'; day = addDays(day, 1))
        if (nameOf(day) !== undefined) console.log(where, day);
    }`,
  );
  const env = { PATH: process.env.PATH, ...(zone === undefined ? {} : { TZ: zone }) };
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'ask.js')], { env });
  return stdout.trim().split('\n');
}

const MON_TO_FRI: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5]);
const berlin: ReminderSettings = { zone: 'Europe/Berlin', time: '09:00', weekdays: MON_TO_FRI, leadDays: [30] };

/** The days on which a lead of 30 days before the end is announced. */
function announced(ends: Day, isOff: (day: Day) => boolean, leadDays: number[] = [30]): string[] {
  const migration = aMigration({ originals: [anOriginal({ expiresOn: ends })] });
  const days = new Set<string>();
  for (let day = addDays(ends, -60); day <= ends; day = addDays(day, 1)) {
    for (const one of dueReminders(migration, { ...berlin, leadDays, isOff }, at(`${day}T12:00Z`)))
      days.add(one.dueDay);
  }
  return [...days];
}

describe('a reminder', () => {
  it('on Christmas comes on the last working day before', async () => {
    const christmas = await known('DE');
    // 30 days before 24 January is Friday 25 December, 30 before the 25th is Saturday.
    expect(announced('2027-01-24', (day) => christmas(day) !== undefined)).toEqual(['2026-12-24']);
    expect(announced('2027-01-25', (day) => christmas(day) !== undefined)).toEqual(['2026-12-24']);
    const both = (day: Day) => christmas(day) !== undefined || day === '2026-12-24';
    expect(announced('2027-01-24', both)).toEqual(['2026-12-23']);
  });

  it('in a freeze of two weeks and more comes before it, once for all its days', () => {
    const isOff = (day: Day) => day >= '2026-12-18' && day <= '2027-01-04';
    expect(announced('2027-01-24', isOff)).toEqual(['2026-12-17']);
    expect(announced('2027-01-24', isOff, [37, 30, 25, 20])).toEqual(['2026-12-17']);
    expect(announced('2027-02-04', isOff)).toEqual(['2027-01-05']);
  });

  it('comes on its own day where every day is off, and that is found out in bounded time', () => {
    let asked = 0;
    const isOff = () => {
      asked += 1;
      return true;
    };
    expect(workingDayUpTo('2026-12-25', { weekdays: MON_TO_FRI, isOff })).toBe('2026-12-25');
    expect(asked).toBeLessThan(120);
    expect(announced('2027-01-24', () => true)).toEqual(['2026-12-25']);
  });
});
