import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import { noSuchCommand } from '../../src/commands/no-such-command.js';
import { suggest } from '../../src/commands/suggest.js';

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

it('has nothing to suggest where nothing is known', () => {
  expect(suggest('start', [])).toBeUndefined();
});

it('refuses an unknown command with a button to what was meant, else to all', () => {
  expect(noSuchCommand('strat', COMMANDS)).toMatchObject({
    code: 'no-command-suggest',
    values: { word: 'strat', suggestion: 'start' },
    offers: ['help start'],
  });
  expect(noSuchCommand('z'.repeat(3001), COMMANDS)).toMatchObject({
    code: 'no-command',
    values: { word: `${'z'.repeat(60)}…` },
    offers: ['help'],
  });
});
