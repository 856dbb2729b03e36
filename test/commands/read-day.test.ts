import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { daysMeant } from '../../src/commands/read-day.js';
import { Language } from '../../src/domain/language.js';
import { wordsIn } from '../../src/messages/words.js';
import { wholeBot } from '../support/whole-bot.js';

const day = fc
  .integer({ min: 0, max: 36_524 })
  .map((days) => Temporal.PlainDate.from('2000-01-01').add({ days }).toString());

describe('a day', () => {
  it('that Ferry itself writes is read as what it is, in every language', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...Language.options), (one, language) => {
        expect(daysMeant(wordsIn(language, 'UTC').day(one), { language })).toEqual([one]);
        expect(daysMeant(one, { language })).toEqual([one]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read as each language writes it out, month and weekday long or short', () => {
    const long = fc.constantFrom('long', 'short', undefined);
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...Language.options, 'en-GB'),
        long,
        fc.constantFrom('long', 'short'),
        (one, rules, weekday, month) => {
          const format = new Intl.DateTimeFormat(rules, {
            weekday,
            month,
            day: 'numeric',
            year: 'numeric',
            timeZone: 'UTC',
          });
          const written = format.format(Date.parse(one));
          const language = rules === 'en-GB' ? 'en' : rules;
          expect(daysMeant(written, { language }), written).toEqual([one]);
          expect(daysMeant(written.toUpperCase(), { language }), written).toEqual([one]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('in English is read in every language', () => {
    for (const language of Language.options) {
      for (const written of [
        '31 Jan 2027',
        'January 31, 2027',
        'Sun, 31 Jan 2027',
        '31st january 2027',
        '31-Jan-2027',
      ]) {
        expect(daysMeant(written, { language }), `${language} ${written}`).toEqual(['2027-01-31']);
      }
    }
  });

  it.each([
    '2027-1-31',
    '2027/01/31',
    '2027.1.31',
    '2027 01 31',
    '2027. 1. 31',
    '２０２７－０１－３１',
    '２０２７年１月３１日',
    '2027 年 1 月 31 日',
    '2027年1月31号',
    '2027年1月31',
    '2027-01\u200b-31\u200e',
    '31st of January 2027',
    'the 31st January 2027',
    ' 2027‑01‑31 ',
  ])('with the year first is read in every language: %s', (written) => {
    for (const language of Language.options) expect(daysMeant(written, { language }), language).toEqual(['2027-01-31']);
  });

  it.each<[Language, string, string]>([
    ['fr', '01/02/2027', '2027-02-01'],
    ['fr', '1er février 2027', '2027-02-01'],
    ['fr', '1er FEVRIER 2027', '2027-02-01'],
    ['fr', '15 fév. 2027', '2027-02-15'],
    ['fr', 'dimanche 31 janvier 2027', '2027-01-31'],
    ['fr', '31 janvier 2027', '2027-01-31'],
    ['fr', 'le 31 janvier 2027', '2027-01-31'],
    ['fr', 'le dimanche 31 janvier 2027', '2027-01-31'],
    ['fr', 'le 01/02/2027', '2027-02-01'],
    ['fr', '1° mars 2027', '2027-03-01'],
    ['fr', '1 août 2027', '2027-08-01'],
    ['fr', '1.août 2027', '2027-08-01'],
    ['fr', 'mar. 2 mars 2027', '2027-03-02'],
    ['ru', '01.02.2027', '2027-02-01'],
    ['ru', '31.01.2027 г.', '2027-01-31'],
    ['ru', '31 янв. 2027 г.', '2027-01-31'],
    ['ru', '31 январь 2027', '2027-01-31'],
    ['ru', '9 мая 2027 года', '2027-05-09'],
    ['ru', '31-го января 2027', '2027-01-31'],
    ['ru', '2-го марта 2027', '2027-03-02'],
    ['ru', '2го марта 2027 г.', '2027-03-02'],
    ['ru', '9 май 2027', '2027-05-09'],
    ['pt-BR', '01-02-2027', '2027-02-01'],
    ['pt-BR', '1º de março de 2027', '2027-03-01'],
    ['pt-BR', '1.º de março de 2027', '2027-03-01'],
    ['pt-BR', '31 de Janeiro de 2027', '2027-01-31'],
    ['pt-BR', '31 jan 2027', '2027-01-31'],
    ['es', '1/2/2027', '2027-02-01'],
    ['es', '31 de enero de 2027', '2027-01-31'],
    ['es', 'el 31 de enero de 2027', '2027-01-31'],
    ['es', 'el domingo, 31 de enero de 2027', '2027-01-31'],
    ['es', '1.º de febrero de 2027', '2027-02-01'],
    ['es', '31 de enero del 2027', '2027-01-31'],
    ['es', '3 sep 2027', '2027-09-03'],
    ['es', 'mar, 2 mar 2027', '2027-03-02'],
    ['en', '31/01/2027', '2027-01-31'],
    ['en', '01/31/2027', '2027-01-31'],
    ['en', '05/05/2027', '2027-05-05'],
    ['en', 'Mon 01/02/2027', '2027-02-01'],
    ['en', '3 Sept 2027', '2027-09-03'],
    ['en', 'Sep 3, 2027', '2027-09-03'],
    ['zh-CN', '31.1.2027', '2027-01-31'],
    ['zh-CN', '2027年1月31日星期日', '2027-01-31'],
    ['zh-CN', '2027年1月31日（周日）', '2027-01-31'],
  ])('in %s is read as its readers mean it: %s', (language, written, meant) => {
    expect(daysMeant(written, { language })).toEqual([meant]);
  });

  it.each(['en', 'zh-CN'] as const)('can be two days in %s, and both are told', (language) => {
    expect(daysMeant('01/02/2027', { language })).toEqual(['2027-02-01', '2027-01-02']);
    expect(daysMeant('1.2.2027', { language })).toEqual(['2027-02-01', '2027-01-02']);
  });

  it.each<[Language, string]>([
    ['es', 'es-US'],
    ['es', 'es_PR'],
    ['es', 'es-PA'],
    ['fr', 'fr-CA'],
    ['fr', 'en-US'],
    ['ru', 'fa-IR'],
    ['en', 'en-GB'],
  ])('can be two days in %s for a reader in %s, where the month or the year goes first', (language, locale) => {
    expect(daysMeant('01/02/2027', { language, locale })).toEqual(['2027-02-01', '2027-01-02']);
    expect(daysMeant('31/01/2027', { language, locale })).toEqual(['2027-01-31']);
  });

  it.each<[Language, string]>([
    ['es', 'es-MX'],
    ['es', 'es-419'],
    ['fr', 'fr-CH'],
    ['pt-BR', 'pt_BR'],
    ['ru', 'de-DE'],
    ['fr', 'x'],
    ['fr', ''],
    ['fr', 'tlh'],
  ])('is one day in %s for a reader in “%s”', (language, locale) => {
    expect(daysMeant('01/02/2027', { language, locale })).toEqual(['2027-02-01']);
  });

  it.each([
    '',
    '31/01/27',
    '31 janvier',
    '31 janvier 27',
    'janvier 2027',
    '30 février 2027',
    '2027-02-29',
    '1999-12-31',
    '2100-01-01',
    '01/31/2027',
    '1/2-2027',
    '2027 131',
    '2027-0131',
    '20270131',
    'lundi 31 janvier 2027',
    'Monday, 31 January 2027',
    '2027年1月31日星期一',
    'lundi',
    '2 ju 2027',
    '2 jui 2027',
    '2 brumaire 2027',
    'le 31',
    'le lundi 31 janvier 2027',
    'le le 31 janvier 2027',
    '31st of 2027',
    '1.ojanvier 2027',
    '2027年1月',
    '2027年1月311',
    '2027年13月1',
    '31 января 2027',
    '2027-01-31 2027-01-31',
    '٢٠٢٧-٠١-٣١',
    'constructor 31, 2027',
    `31 janvier 2027${' '.repeat(60)}`,
    'demain',
  ])('is not guessed from %j', (written) => {
    expect(daysMeant(written, { language: 'fr' })).toEqual([]);
  });

  it('is never made of anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...Language.options), (typed, language) => {
        for (const one of daysMeant(typed, { language })) expect(one).toMatch(/^20\d\d-\d\d-\d\d$/);
      }),
    );
  });
});

describe('said to Ferry', () => {
  const inFrench = { locale: 'fr-FR' } as const;

  it('in the language of the asker, a day is taken on the line, in quotes or as bare words, and in a form', async () => {
    const { say, submit } = await wholeBot();
    await say('start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends="31 janvier 2027"', inFrench);
    expect(await say('show M1')).toContain('31 Jan 2027');
    await submit('change M1.1', { ends: '1er février 2027' }, inFrench);
    expect(await say('show M1')).toContain('1 Feb 2027');
    expect(await say('away until 31 décembre 2026', inFrench)).toContain('31 déc. 2026');
    expect(await say('away until 31.12.2026')).toContain('31 Dec 2026');
  });

  it('stands in a form as a day, so that the platform’s own input can show it', async () => {
    const { open } = await wholeBot();
    const reply = await open('start contoso.com ends="31 janvier 2027"', inFrench);
    const ends = reply.kind === 'form' && reply.form.inputs.find(({ name }) => name === 'ends');
    expect(ends).toMatchObject({ kind: 'day', value: '2027-01-31' });
  });

  it('in a form, one that can be two days is shown at its field with both', async () => {
    const { say, submit } = await wholeBot();
    await say('start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31');
    const reply = await submit('change M1.1', { ends: '01/02/2027' });
    const ends = reply.kind === 'form' && reply.form.inputs.find(({ name }) => name === 'ends');
    expect(ends).toMatchObject({
      value: '01/02/2027',
      problem: expect.stringContaining('Mon, 1 Feb 2027 or Sat, 2 Jan 2027'),
    });
  });

  it('in a region that puts the month first, one that can be two days is asked about, in a form, too', async () => {
    const { say, open, submit } = await wholeBot();
    const there = { locale: 'es-US' } as const;
    await say('start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31', there);
    expect(await say('change M1.1 ends=01/02/2027', { locale: 'es-ES' })).toContain('1 feb 2027');
    for (const reply of [
      await open('change M1.1 ends=03/02/2027', there),
      await submit('change M1.1', { ends: '03/02/2027' }, there),
    ]) {
      const ends = reply.kind === 'form' && reply.form.inputs.find(({ name }) => name === 'ends');
      expect(ends).toMatchObject({ value: '03/02/2027' });
    }
    expect(await say('settings freeze 01/02/2027', there)).toContain('2 ene 2027');
    expect(await say('settings')).not.toContain('freeze,');
  });

  it('a freeze takes its two days so', async () => {
    const { say } = await wholeBot();
    await say('settings freeze 18.12.2026..04.01.2027 "fin d’année"', inFrench);
    expect(await say('settings')).toContain('Fri, 18 Dec 2026 to Mon, 4 Jan 2027: freeze, fin d’année\n');
    for (const written of [
      '18 décembre 2026..4 janvier 2027 fin d’année',
      '18 déc. 2026 … 4 janv. 2027 fin d’année',
      '18/12/2026 4/1/2027 fin d’année',
      '18/12/2026 - 4/1/2027 fin d’année',
    ]) {
      expect(await say(`settings freeze ${written}`, inFrench), written).toContain('Rien n’a été modifié');
    }
    expect(await say('settings freeze 01/02/2027..05/02/2027')).toContain('Mon, 1 Feb 2027 or Sat, 2 Jan 2027');
    expect(await say('settings freeze 2026-12-18 31/02/2027', inFrench)).toContain('n’est pas un gel');
    await say('settings freeze off 18 décembre 2026', inFrench);
    expect(await say('settings')).not.toContain('18 Dec');
  });
});
