import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.js';
import { readValues } from '../../src/commands/read-values.js';
import { splitWords } from '../../src/commands/words-typed.js';
import { UserError } from '../../src/domain/refusal.js';

function command(...fields: Command['fields'][number][]): Command {
  return {
    name: 'note',
    role: 'operator',
    roleFor: () => 'operator',
    posts: false,
    fields,
    form: [],
    looks: () => false,
    defaults: async () => ({ values: {} }),
    example: 'note M12 "…"',
    run: async () => ({ title: '', blocks: [] }),
  };
}

const note = command(
  { name: 'migration', kind: 'migration', positional: true, required: true },
  { name: 'text', kind: 'text', positional: true, required: true, limit: 2000 },
  { name: 'on', kind: 'day' },
);
const away = command(
  { name: 'how', kind: 'one-of', options: ['until', 'back'], positional: true, required: true },
  { name: 'day', kind: 'day', positional: true },
);
const snooze = command(
  { name: 'what', kind: 'subject', positional: true, required: true },
  { name: 'until', kind: 'until', positional: true, required: true },
  { name: 'reason', kind: 'text', positional: true },
);
const provision = command(
  { name: 'original', kind: 'originals', positional: true, required: true },
  { name: 'offer', kind: 'text' },
  { name: 'seats', kind: 'count' },
  { name: 'price', kind: 'money', clearable: true },
);

function refusalOf(one: Command, typed: string): UserError {
  try {
    readValues(one, splitWords(typed), { language: 'en' });
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${typed} was taken`);
}

describe('values', () => {
  it.each<[string, Command, string, object]>([
    ['by position', note, 'note M12 waiting', { migration: 'M12', text: 'waiting' }],
    ['by name', note, 'note text=waiting migration=M12', { migration: 'M12', text: 'waiting' }],
    ['by both', note, 'note text=waiting M12', { migration: 'M12', text: 'waiting' }],
    [
      'that overflow into free text',
      note,
      'note M12 the admin  is away',
      { migration: 'M12', text: 'the admin is away' },
    ],
    ['that overflow into a day', away, 'away until 31 December 2026', { how: 'until', day: '2026-12-31' }],
    [
      'that are a day of several words before a reason',
      snooze,
      'snooze M1.1 Wed, 20 January 2027 the admin is away',
      { what: 'M1.1', until: { day: '2027-01-20' }, reason: 'the admin is away' },
    ],
    [
      'that are a day of several words before a name',
      snooze,
      'snooze M1.1 20 January 2027 reason="10 March 2027"',
      { what: 'M1.1', until: { day: '2027-01-20' }, reason: '10 March 2027' },
    ],
    [
      'that are no day of several words',
      snooze,
      'snooze M1.1 next 20 January 2027',
      { what: 'M1.1', until: { next: true }, reason: '20 January 2027' },
    ],
    ['that are not given are left out', provision, 'provision M12.1', { original: ['M12.1'] }],
    ['that are cleared', provision, 'provision M12.1 price=', { original: ['M12.1'], price: null }],
  ])('%s', (_case, one, typed, expected) => {
    expect(readValues(one, splitWords(typed), { language: 'en' })).toEqual(expected);
  });
});

describe('a refusal', () => {
  it.each<[string, Command, string, string, object]>([
    ['a name given twice', provision, 'x M12.1 seats=1 SEATS=2', 'field-twice', { field: 'seats' }],
    [
      'an unknown name',
      provision,
      'x M12.1 zzz=1',
      'field-unknown',
      { command: 'note', field: 'zzz', fields: 'original, offer, seats, price' },
    ],
    [
      'a slip in a name',
      provision,
      'x M12.1 seets=1',
      'field-unknown-suggest',
      { field: 'seets', suggestion: 'seats' },
    ],
    ['the beginning of a name', provision, 'x M12.1 pri=1', 'field-unknown-suggest', { suggestion: 'price' }],
    ['a name that objects have', provision, 'x M12.1 constructor=1', 'field-unknown', { field: 'constructor' }],
    [
      'a name of 3,001 letters',
      provision,
      `x M12.1 ${'z'.repeat(3001)}=1`,
      'field-unknown',
      { field: `${'z'.repeat(60)}…` },
    ],
    [
      'nothing at all',
      note,
      'x',
      'missing-fields',
      { fields: 'migration, text', usage: 'note <migration> <text> [on=…]' },
    ],
    ['one of two', note, 'x M12', 'missing-fields', { fields: 'text' }],
    ['one that is empty', note, 'x M12 ""', 'missing-fields', { fields: 'text' }],
    ['one that is blank', note, 'x M12 "  "', 'missing-fields', { fields: 'text' }],
    ['an optional one given as nothing', provision, 'x M12.1 offer=""', 'missing-fields', { fields: 'offer' }],
    [
      'a word too many',
      provision,
      'x M12.1 E3',
      'bad-word',
      { word: 'E3', usage: 'note <original> [offer=…] [seats=…] [price=…]' },
    ],
    ['a word too many, since its place is named', note, 'x migration=M12 text=a b', 'bad-word', { word: 'b' }],
    [
      'a word too many after a day',
      away,
      'away until 2026-12-24 please',
      'bad-word',
      { word: 'please', usage: 'note until|back [<day>]' },
    ],
    ['a name that is none', provision, 'x M12.1 __proto__=x', 'bad-word', { word: '__proto__=x' }],
    [
      'the first value that does not fit',
      provision,
      'x M12.1 seats=-0',
      'field-count',
      { field: 'seats', value: '-0' },
    ],
    ['too long a text', note, `x M12 ${'a'.repeat(3001)}`, 'too-long', { field: 'text', length: 3001, limit: 2000 }],
  ])('names %s', (_case, one, typed, code, values) => {
    expect(refusalOf(one, typed)).toMatchObject({ code, values });
  });
});
