import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { noSuchCommand } from '../../src/commands/no-such-command.js';
import { suggest } from '../../src/commands/suggest.js';
import { Language } from '../../src/domain/language.js';

const known = COMMANDS.map((command) => command.name);

it.each([
  ['strat', 'start'],
  ['acept', 'accept'],
  ['prov', 'provision'],
  ['histroy', 'history'],
  ['lists', 'list'],
  ['hlep', 'help'],
  ['delcine', 'decline'],
])('takes %s for %s', (word, meant) => {
  expect(suggest(word, known)).toBe(meant);
});

it.each(['', 'x', 'zzzzzz', 'a', '😀', '__proto__', 'constructor', 'a'.repeat(10_000)])(
  'takes %j for nothing',
  (word) => {
    expect(suggest(word, known)).toBeUndefined();
  },
);

it.each(['启动', '移', 'on'])('allows no slip in %s, which is too short for one', (word) => {
  expect(suggest(word, ['移动', 'no', '移除'])).toBeUndefined();
});

it('has nothing to suggest where nothing is known', () => {
  expect(suggest('start', [])).toBeUndefined();
});

it('refuses an unknown command with a button to what was meant, else to all', () => {
  expect(noSuchCommand('strat', COMMANDS, 'en')).toMatchObject({
    code: 'no-command-suggest',
    values: { word: 'strat', suggestion: 'start' },
    offers: ['help start'],
  });
  expect(noSuchCommand('z'.repeat(3001), COMMANDS, 'fr')).toMatchObject({
    code: 'no-command',
    values: { word: `${'z'.repeat(60)}…` },
    offers: ['help'],
  });
});

it.each([
  ['demarer', 'fr', 'démarrer', 'start'],
  ['покозать', 'ru', 'показать', 'show'],
  ['ajudaa', 'pt-BR', 'ajuda', 'help'],
  ['帮助吧', 'zh-CN', '帮助', 'help'],
  ['ayud', 'es', 'ayuda', 'help'],
] as const)('takes %s in %s for %s, and says that it is %s', (word, language, alias, suggestion) => {
  expect(noSuchCommand(word, COMMANDS, language)).toMatchObject({
    code: 'no-command-suggest-alias',
    values: { word, alias, suggestion },
    offers: [`help ${suggestion}`],
  });
});

it('suggests the English command to everybody where that is nearer', () => {
  for (const language of Language.options) {
    expect(noSuchCommand('provisio', COMMANDS, language).values, language).toEqual({
      word: 'provisio',
      suggestion: 'provision',
    });
  }
});
