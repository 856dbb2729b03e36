import { describe, expect, it } from 'vitest';
import { type Field, type FieldKind, readValue, shorten } from '../../src/commands/field.js';
import type { Language } from '../../src/domain/language.js';
import { UserError } from '../../src/domain/refusal.js';

function field(kind: FieldKind, more: Partial<Field> = {}): Field {
  return { name: 'it', kind, ...more };
}

function refusalOf(one: Field, typed: string, language: Language = 'en'): UserError {
  try {
    readValue(one, typed, { language });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${typed} was taken`);
}

describe('a value that fits', () => {
  const source = { options: ['open', 'open-value', 'ea'] } as const;

  it.each<[FieldKind, Partial<Field>, string, unknown]>([
    ['day', {}, '2028-02-29', '2028-02-29'],
    ['day', {}, ' 2027-01-31 ', '2027-01-31'],
    ['day', {}, '31 Jan 2027', '2027-01-31'],
    ['moment', {}, '2027-01-24T10:12Z', '2027-01-24T10:12:00Z'],
    ['moment', {}, '2027-01-24t11:12:30.5+01:00', '2027-01-24T10:12:30Z'],
    ['moment', {}, '2026-12-31T20:00-05:00', '2027-01-01T01:00:00Z'],
    ['moment', { clearable: true }, 'unknown', null],
    ['checks', {}, 'agreement', ['agreement']],
    ['checks', {}, 'Agreement+country, offer,agreement', ['agreement', 'country', 'offer']],
    ['until', {}, '2027-01-20', { day: '2027-01-20' }],
    ['until', {}, '20 January 2027', { day: '2027-01-20' }],
    ['until', {}, 'Next', { next: true }],
    ['until', {}, 'tomorrow', { next: true }],
    ['until', {}, '7-before', { before: 7 }],
    ['until', {}, '14-BEFORE', { before: 14 }],
    ['until', {}, ' OFF ', 'off'],
    ['count', { most: 366 }, '366', 366],
    ['count', {}, '25', 25],
    ['count', {}, '007', 7],
    ['count', {}, '２５', 25],
    ['original', {}, 'Ｍ１．１', 'M1.1'],
    ['count', {}, '1000000', 1_000_000],
    ['count', { zero: true }, '0', 0],
    ['money', {}, '12.50', 12.5],
    ['money', {}, '12,5', 12.5],
    ['money', {}, '0', 0],
    ['money', {}, '1000000', 1_000_000],
    ['money', {}, '0.0123', 0.0123],
    ['text', {}, ' Contoso Ltd ', 'Contoso Ltd'],
    ['text', {}, 'a'.repeat(200), 'a'.repeat(200)],
    ['text', { limit: 2000 }, 'a'.repeat(2000), 'a'.repeat(2000)],
    ['text', {}, '😀'.repeat(100), '😀'.repeat(100)],
    ['migration', {}, 'Contoso Ltd', 'Contoso Ltd'],
    ['one-of', source, 'EA', 'ea'],
    ['yes', {}, 'Yes', true],
    ['yes', {}, 'no', false],
    ['url', {}, 'https://contoso.com/a?b=c', 'https://contoso.com/a?b=c'],
    ['country', {}, 'fr', 'FR'],
    ['currency', {}, 'eur', 'EUR'],
    ['original', {}, 'm12.1', 'M12.1'],
    ['original', {}, 'm12', 'M12'],
    ['originals', {}, 'm12.1 + M12.2', ['M12.1', 'M12.2']],
    ['subject', {}, 'm12.1', 'M12.1'],
    ['subject', {}, 'contoso.com', 'contoso.com'],
    ['money', { clearable: true }, 'Unknown', null],
    ['day', { clearable: true }, '', null],
    ['language', { clearable: true }, 'default', null],
    ['language', { clearable: true }, 'Unknown', null],
    ['text', { clearable: true }, 'default', 'default'],
    ['country', { clearable: true }, ' ', null],
  ])('%s %j: %s', (kind, more, typed, expected) => {
    expect(readValue(field(kind, more), typed, { language: 'en' })).toEqual(expected);
  });
});

describe('a value that does not fit', () => {
  it.each<[FieldKind, string, string[]]>([
    [
      'day',
      'field-day',
      [
        '2027-02-29',
        '0000-00-00',
        '9999-12-31',
        '1999-12-31',
        '31/12/27',
        '2027-10-31T02:30',
        '31 Jan',
        'tomorrow',
        '',
      ],
    ],
    [
      'moment',
      'field-moment',
      [
        '2027-01-24',
        '2027-01-24T10:12',
        '2027-01-24 10:12Z',
        '2027-02-29T10:12Z',
        '2027-01-24T24:12Z',
        '2027-01-24T10:12+1',
        '1999-12-31T23:59Z',
        '10:12Z',
        '',
      ],
    ],
    [
      'until',
      'field-until',
      ['2027-02-29', '2100-01-01', 'yesterday', '-1', '7', '1000-before', '1000d', '7 days before', 'next week', ''],
    ],
    [
      'count',
      'field-count',
      ['0', '-0', '-1', '+1', '1.0', '1,000', '1e3', '1e400', '0x10', '1000001', '9'.repeat(400), '٢٥', 'NaN', ''],
    ],
    [
      'money',
      'field-money',
      ['-1', '1e400', 'Infinity', 'NaN', '1,000', '1.000', '1,000.00', '.5', '5.', '€5', '1000001', '9999999', ''],
    ],
    [
      'url',
      'field-url',
      ['http://contoso.com', 'javascript:alert(1)', 'contoso.com', `https://contoso.com/${'a'.repeat(2000)}`, ''],
    ],
    ['country', 'field-country', ['FRA', 'F', 'F1', '🇫🇷', '']],
    ['currency', 'field-currency', ['€', 'EU', 'EURO', '']],
    ['original', 'field-original', ['12.1', 'M12.R1', 'M12.1.1', 'M1234567890', 'contoso.com', '']],
    ['originals', 'field-original', ['M12.1+', '+', 'M12.1,M12.2', 'M12.1+x', '']],
    ['subject', 'field-original', ['', 'a'.repeat(201)]],
  ])('%s: %s', (kind, code, values) => {
    for (const typed of values) {
      const refusal = refusalOf(field(kind), typed);
      expect(refusal.code, typed).toBe(code);
      expect(refusal.values).toMatchObject({ field: 'it', value: shorten(typed) });
    }
  });

  it.each([
    ['201 letters', 'a'.repeat(201), 201, 200],
    ['3,001 letters', 'a'.repeat(3001), 3001, 200],
    ['101 emoji, which are two units each', '😀'.repeat(101), 202, 200],
  ])('text: %s', (_case, typed, length, limit) => {
    for (const kind of ['text', 'migration'] as const) {
      const { code, values } = refusalOf(field(kind), typed);
      expect({ code, values }).toEqual({ code: 'too-long', values: { field: 'it', length, limit } });
    }
  });

  it('is shown with all that it can be, and with what was probably meant', () => {
    const one = field('one-of', { options: ['open', 'ea'] });
    expect(refusalOf(one, 'opne')).toMatchObject({
      code: 'field-one-of-suggest',
      values: { field: 'it', value: 'opne', options: 'open, ea', suggestion: 'open' },
    });
    expect(refusalOf(one, 'something else')).toMatchObject({
      code: 'field-one-of',
      values: { options: 'open, ea' },
    });
    expect(refusalOf(field('yes'), 'true').values).toMatchObject({ options: 'yes, no' });
    for (const typed of ['__proto__', 'constructor']) expect(refusalOf(one, typed).code).toBe('field-one-of');
  });

  it('names every check there is when one is not known, and what was probably meant', () => {
    const options = 'accepted, agreement, country, seat-limit, offer, base-first, many-subscriptions';
    expect(refusalOf(field('checks'), 'agreement+agrement')).toMatchObject({
      code: 'field-one-of-suggest',
      values: { value: 'agrement', suggestion: 'agreement', options },
    });
    expect(refusalOf(field('checks'), 'everything')).toMatchObject({ code: 'field-one-of', values: { options } });
    for (const typed of ['', '+', 'agreement+', '__proto__'])
      expect(refusalOf(field('checks'), typed).code).toMatch(/^field-one-of/);
  });

  it('shows both days where one can be read in two ways, and how to type each', () => {
    for (const kind of ['day', 'until'] as const) {
      expect(refusalOf(field(kind), '01/02/2027')).toMatchObject({
        code: 'day-ambiguous',
        values: {
          field: 'it',
          value: '01/02/2027',
          first: { day: '2027-02-01' },
          second: { day: '2027-01-02' },
          typedFirst: '2027-02-01',
          typedSecond: '2027-01-02',
        },
      });
    }
  });

  it('takes `unknown` for a value where the fact cannot be cleared', () => {
    expect(refusalOf(field('count'), 'unknown').code).toBe('field-count');
    expect(refusalOf(field('count', { clearable: true }), 'default').code).toBe('field-count');
    expect(refusalOf(field('count', { zero: true }), '-0').code).toBe('field-count');
  });
});

describe('showing a long value', () => {
  it('cuts it after 60 characters, never inside one', () => {
    expect(shorten('a'.repeat(60))).toBe('a'.repeat(60));
    expect(shorten('😀'.repeat(61))).toBe(`${'😀'.repeat(60)}…`);
  });
});
