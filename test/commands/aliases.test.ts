import { describe, expect, it } from 'vitest';
import { aliasesOf, commandNamed, isGreeting } from '../../src/commands/aliases.js';
import { COMMANDS } from '../../src/commands/index.js';
import { splitWords } from '../../src/commands/words-typed.js';
import { folded } from '../../src/domain/folded.js';
import { Language } from '../../src/domain/language.js';
import { wholeBot } from '../support/whole-bot.js';

const OTHERS = Language.options.filter((language) => language !== 'en');

/** Every word of every language, as it is compared, with what it means. */
function everyWord(): [word: string, meaning: string][] {
  const meanings = [...COMMANDS.map(({ name }) => name), 'greeting' as const];
  return meanings.flatMap((meaning) =>
    Language.options.flatMap((language) => [
      ...aliasesOf(meaning, language).map((word): [string, string] => [word, meaning]),
    ]),
  );
}

describe('the words for a command', () => {
  it('are at least one in every language but English', () => {
    const lacking = COMMANDS.flatMap(({ name }) =>
      OTHERS.filter((language) => aliasesOf(name, language).length === 0).map((language) => `${name} ${language}`),
    );
    expect(lacking).toEqual([]);
  });

  it('are no other command’s word in any language, nor a greeting', () => {
    const meant = new Map<string, string>(COMMANDS.map(({ name }) => [name, name]));
    for (const [word, meaning] of everyWord()) {
      expect(meant.get(folded(word)) ?? meaning, word).toBe(meaning);
      meant.set(folded(word), meaning);
    }
  });

  it('are each one word, which means the command whatever its case and accents', () => {
    for (const [word, meaning] of everyWord()) {
      for (const typed of [word, word.toUpperCase(), folded(word), word.normalize('NFD')]) {
        const { command, bare, named } = splitWords(`/csp ${typed} M1`);
        expect({ bare, named }, typed).toEqual({ bare: ['M1'], named: [] });
        const found = commandNamed(command, COMMANDS)?.name ?? (isGreeting(command) ? 'greeting' : undefined);
        expect(found, typed).toBe(meaning);
      }
    }
  });

  it.each(['', 'x', 'constructor', '__proto__', 'strat', '😀'])('are none of %j', (word) => {
    expect(commandNamed(word, COMMANDS)).toBeUndefined();
    expect(isGreeting(word)).toBe(false);
  });
});

describe('a command in another language', () => {
  it('does the same, whoever says it, and whatever language the channel has', async () => {
    const { say } = await wholeBot();
    const facts = 'source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31';
    await say(`démarrer contoso.com ${facts}`);
    expect(await say('показать M1', { locale: 'fr-FR' })).toContain('contoso.com');
    expect(await say('LISTE')).toContain('contoso.com');
    expect(await say('/csp 列表')).toContain('contoso.com');
    await say('nota M1 démarrer "tal cual"');
    expect(await say('histórico M1')).toContain('démarrer "tal cual"');
  });

  it('opens its form, and is sent as the English one', async () => {
    const { open } = await wholeBot();
    expect(await open('démarrer contoso.com')).toMatchObject({ kind: 'form', form: { command: 'start' } });
  });

  it('is offered again, and shared, by its English word', async () => {
    const { say, answer } = await wholeBot();
    expect(await answer('démarrer')).toMatchObject({ opens: { run: 'start' } });
    const aside = await answer('/csp liste late', { aside: true });
    expect(JSON.stringify(aside.blocks)).toContain('"run":"share list late"');
    expect(await say('partager')).toContain('Maria shared this');
    expect(await say('partager liste late')).toContain('Maria shared this');
  });

  it('is named where one in the asker’s language was nearly typed', async () => {
    const { say } = await wholeBot();
    expect(await say('demarer', { locale: 'fr' })).toContain('démarrer (start)');
    expect(await say('aide demarer', { locale: 'fr' })).toContain('démarrer (start)');
  });
});

describe('help', () => {
  it('explains a command by any of its words, and lists those of the asker’s language', async () => {
    const { say } = await wholeBot();
    const said = await say('aide commencer', { locale: 'fr' });
    expect(said).toContain('démarrer, commencer');
    expect(said).toContain('/csp start');
    expect(await say('помощь начать', { locale: 'ru' })).toContain('Также: начать');
    expect(await say('help démarrer')).not.toContain('Also:');
    expect(await say('help licenses')).toContain('Also: licences');
  });

  it('lists them beside each command', async () => {
    const { say } = await wholeBot();
    for (const text of ['help', 'help all']) {
      expect(await say(text, { locale: 'fr' }), text).toContain('(démarrer, commencer)');
      expect(await say(text), text).not.toContain('(démarrer');
    }
  });
});
