import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../src/commands/words-typed.js';
import { UserError } from '../../src/domain/refusal.js';

describe('splitting what was typed', () => {
  it.each<[string, string, string[], Record<string, string>]>([
    ['', '', [], {}],
    ['   \t\n ', '', [], {}],
    ['help', 'help', [], {}],
    ['/csp', '', [], {}],
    ['/csp show M12', 'show', ['M12'], {}],
    ['/CSP SHOW M12', 'show', ['M12'], {}],
    ['  show\tM12\n', 'show', ['M12'], {}],
    ['show\u00a0M12', 'show', ['M12'], {}],
    ['csp show M12', 'show', ['M12'], {}],
    ['aide\u00a0!', 'aide', [], {}],
    ['/csp aide ?!', 'aide', [], {}],
    ['note M12 !', 'note', ['M12', '!'], {}],
    ['?', '?', [], {}],
    ['start contoso.com source=ea', 'start', ['contoso.com'], { source: 'ea' }],
    ['start contoso.com SOURCE=ea', 'start', ['contoso.com'], { source: 'ea' }],
    ['change M12.1 term-end=cancel', 'change', ['M12.1'], { 'term-end': 'cancel' }],
    ['start contoso.com offer="Office 365 E3"', 'start', ['contoso.com'], { offer: 'Office 365 E3' }],
    ['add offer=“Office 365 E3”', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer=„Office 365 E3“', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer=„Office 365 E3”', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer=”Office 365 E3”', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer="Office 365 E3”', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer=“Office 365 E3"', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer=«Office 365 E3»', 'add', [], { offer: 'Office 365 E3' }],
    ['add offer="say ‘no’" seats=1', 'add', [], { offer: 'say ‘no’', seats: '1' }],
    ['add offer="«E3»"', 'add', [], { offer: '«E3»' }],
    ['start "Contoso Ltd" country=FR', 'start', ['Contoso Ltd'], { country: 'FR' }],
    ['start O’Neill', 'start', ['O’Neill'], {}],
    ["start O'Neill's", 'start', ["O'Neill's"], {}],
    ["start 's-Hertogenbosch", 'start', ["'s-Hertogenbosch"], {}],
    ['note M12 19" rack', 'note', ['M12', '19"', 'rack'], {}],
    ['note M12 "a 19"-rack"', 'note', ['M12', 'a 19"-rack'], {}],
    ['note M12 "a 19" rack', 'note', ['M12', 'a 19', 'rack'], {}],
    ['note M12 ""', 'note', ['M12', ''], {}],
    ['change M12.1 price=', 'change', ['M12.1'], { price: '' }],
    ['change M12.1 price="" offer=x', 'change', ['M12.1'], { price: '', offer: 'x' }],
    ['invite M12 link=https://contoso.com/?a=b&c="d"', 'invite', ['M12'], { link: 'https://contoso.com/?a=b&c="d"' }],
    ['note M12 https://contoso.com/?a=b', 'note', ['M12', 'https://contoso.com/?a=b'], {}],
    ['show __proto__=x', 'show', ['__proto__=x'], {}],
    ['show =x', 'show', ['=x'], {}],
    ['note M12 "first line\nsecond\tline"', 'note', ['M12', 'first line\nsecond\tline'], {}],
    ['start 👩‍👩‍👧 offer=🎉', 'start', ['👩‍👩‍👧'], { offer: '🎉' }],
  ])('%j', (text, command, bare, named) => {
    const words = splitWords(text);
    expect(words.command).toBe(command);
    expect(words.bare).toEqual(bare);
    expect(words.named.map(({ name, value }) => [name, value])).toEqual(Object.entries(named));
  });

  it('keeps a name that is given twice, for the refusal', () => {
    const named = splitWords('add seats=1 Seats=2').named;
    expect(named.map(({ name, value }) => [name, value])).toEqual([
      ['seats', '1'],
      ['seats', '2'],
    ]);
  });

  it('takes names that an object has by itself as names like any other', () => {
    expect(splitWords('show constructor=x toString=y').named.map(({ name }) => name)).toEqual([
      'constructor',
      'tostring',
    ]);
    expect(splitWords('constructor').command).toBe('constructor');
  });

  it.each(['"', '“', 'add offer="Office 365 E3', 'add offer=«Office 365 E3"', 'note M12 "a" b "c', 'note "a"b'])(
    'refuses a quote that stays open: %s',
    (text) => {
      expect(() => splitWords(text)).toThrow(new UserError('quote-open'));
    },
  );

  it('drops control characters, and replaces halves of characters, which no request could carry', () => {
    expect(splitWords('start con\u0000to\u0007so\u001b[31m').bare).toEqual(['contoso[31m']);
    expect(splitWords('start a\ud800b\udc00').bare).toEqual(['a\ufffdb\ufffd']);
    expect(splitWords('\u0000/csp show').command).toBe('show');
  });

  it('splits very long texts in no time', () => {
    expect(splitWords(`note M12 ${'a" '.repeat(20_000)}`).bare).toHaveLength(20_001);
    expect(() => splitWords(`note "${'a"b '.repeat(20_000)}`)).toThrow(UserError);
  });

  it('never fails otherwise, and loses no letter', () => {
    const parts = fc.constantFrom(
      '"',
      '“',
      '”',
      '„',
      '«',
      '»',
      "'",
      '=',
      ' ',
      '\t',
      '\n',
      '/csp',
      'a',
      'seats=',
      'é',
      '\u0000',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(parts).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let words: ReturnType<typeof splitWords>;
        try {
          words = splitWords(text);
        } catch (error) {
          expect(error).toEqual(new UserError('quote-open'));
          return;
        }
        const letters = (all: string) => all.replace(/[^a-zé]/gi, '').toLowerCase();
        const said = [words.command, ...words.bare, ...words.named.flatMap(({ name, value }) => [name, value])].join(
          '',
        );
        const typed = letters(text).split('');
        const kept = letters(said).split('');
        // `/csp` in front is the one word that is taken away.
        const lost = typed.length - kept.length;
        expect([0, 3]).toContain(lost);
        if (lost === 0) expect(kept.sort()).toEqual(typed.sort());
      }),
      { numRuns: 1_000 },
    );
  });
});
