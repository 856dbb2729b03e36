import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/commands/invocation.js';
import { Language } from '../../src/domain/language.js';
import { type MessageKey, wordsIn } from '../../src/messages/words.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

type How = Partial<Invocation>;

const IGOR = { identity: 'chat:T1/igor', name: 'Igor', member: true } as const;
const FRENCH: How = { locale: 'fr-FR' };
const START = 'start contoso.com offer="Office 365 E3" seats=25 ends=2027-01-31';
const OWN: How = { channel: 'chat:T1/with-maria', alone: true };

function say(language: Language, key: MessageKey, values = {}): string {
  return wordsIn(language, 'Europe/Berlin').say(key, values);
}

describe('an answer', () => {
  it.each(Language.options)('speaks %s when the asker’s chat does', async (language) => {
    const bot = await wholeBot();
    expect(await bot.say('list', { locale: language })).toContain(say(language, 'list.none'));
  });

  it('speaks the language of the channel when a chat tells none, or one that Ferry does not speak', async () => {
    const bot = await wholeBot();
    await bot.say('settings language ru');
    expect(await bot.say('list')).toContain(say('ru', 'list.none'));
    expect(await bot.say('list', { locale: 'de-DE' })).toContain(say('ru', 'list.none'));
    expect(await bot.say('list', FRENCH)).toContain(say('fr', 'list.none'));
  });

  it('is to each in her own language, in one channel', async () => {
    const bot = await wholeBot();
    expect(await bot.say('frobnicate', FRENCH)).toContain(say('fr', 'error.title'));
    expect(await bot.say('frobnicate', { locale: 'es-ES', actor: IGOR })).toContain(say('es', 'error.title'));
  });

  it('to a form that was sent, and the form, too', async () => {
    const bot = await wholeBot();
    const opened = await bot.open('start', FRENCH);
    if (opened.kind !== 'form') throw new Error('no form');
    expect(opened.form.title).toBe(say('fr', 'form.title-start'));
    expect(opened.form.submit).toBe(say('fr', 'button.send'));
    const wrong = await bot.submit('start', { customer: '' }, FRENCH);
    if (wrong.kind !== 'form') throw new Error('no form');
    const label = say('fr', 'label.customer');
    expect(wrong.form.inputs[0]?.problem).toBe(say('fr', 'refusal.field-missing', { field: label }));
  });

  it('that is shared with everybody speaks the language of the channel', async () => {
    const bot = await wholeBot();
    await bot.say('settings language es');
    const shared = await bot.say('share list', FRENCH);
    expect(shared).toContain(say('es', 'list.none'));
    expect(shared).toContain(say('es', 'share.by', { name: 'Maria' }));
  });
});

describe('language', () => {
  it('says which it is, why, and offers the others by their own names', async () => {
    const bot = await wholeBot();
    const said = await bot.answer('language', FRENCH);
    const text = JSON.stringify(said);
    expect(text).toContain(say('fr', 'language.of-chat', { language: 'français' }));
    expect(text).toContain('anglais');
    const buttons = said.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(buttons.map(({ label, run }) => [label, run])).toEqual([
      ['English', 'language en'],
      ['français', 'language fr'],
      ['русский', 'language ru'],
      ['português (Brasil)', 'language pt-BR'],
      ['简体中文', 'language zh-CN'],
      ['español', 'language es'],
      [say('fr', 'button.language-of-chat'), 'language default'],
    ]);
  });

  it('is answered in the language that was chosen, and holds from then on, whatever her chat tells', async () => {
    const bot = await wholeBot();
    const set = say('ru', 'language.set', { language: 'русский' });
    expect(await bot.say('language ru', FRENCH)).toContain(set);
    expect(await bot.say('list', FRENCH)).toContain(say('ru', 'list.none'));
    expect(await bot.say('list', { ...FRENCH, actor: IGOR })).toContain(say('fr', 'list.none'));
    expect(await bot.say('language russe', FRENCH)).toContain(say('ru', 'language.same', { language: 'русский' }));
    expect(await bot.say('language', FRENCH)).toContain(say('ru', 'language.chosen', { language: 'русский' }));
  });

  it('default gives that of her chat again', async () => {
    const bot = await wholeBot();
    await bot.say('language ru', FRENCH);
    expect(await bot.say('language default', FRENCH)).toContain(
      say('fr', 'language.set-of-chat', { language: 'français' }),
    );
    expect(await bot.say('list', FRENCH)).toContain(say('fr', 'list.none'));
  });

  it('is kept over a restart', async () => {
    const bot = await wholeBot();
    await bot.say('language zh-CN');
    await bot.stop();
    const again = await wholeBot({ folder: bot.folder });
    expect(await again.say('list')).toContain(say('zh-CN', 'list.none'));
  });

  it.each(['klingon', 'de', '*', '<!channel>'])('refuses %s, and names those that there are', async (typed) => {
    const bot = await wholeBot();
    expect(await bot.say(`language ${typed}`)).toContain('It speaks: en, fr, ru, pt-BR, zh-CN, es.');
  });
});

describe('a channel', () => {
  it('is posted to in its own language, whoever asked, and its cards are drawn anew when that changes', async () => {
    const bot = await wholeBot();
    await bot.say(START, FRENCH);
    expect(bot.platform.texts.at(-1)).toContain(say('en', 'card.stage'));
    await bot.say('settings language fr');
    expect(bot.platform.texts.at(-1)).toContain(say('fr', 'card.stage'));
    expect(await bot.say('settings')).toContain('français');
    await bot.say('settings language default');
    expect(bot.platform.texts.at(-1)).toContain(say('en', 'card.stage'));
  });

  it('has the language of LOCALE unless it was told otherwise', async () => {
    const bot = await wholeBot({ environment: { LOCALE: 'pt-BR' } });
    await bot.say(START, FRENCH);
    expect(bot.platform.texts.at(-1)).toContain(say('pt-BR', 'card.stage'));
  });

  it('is reminded in its language', async () => {
    const bot = await wholeBot();
    await bot.say('settings language es');
    await bot.say('start contoso.com offer="Office 365 E3" seats=25 ends=2026-12-01', FRENCH);
    await bot.at('2026-11-30T09:00:00Z');
    const words = wordsIn('es', 'Europe/Berlin');
    expect(bot.platform.texts.at(-1)).toContain(
      words.say('reminder.body', { customer: 'contoso.com', offer: 'Office 365 E3', seats: 25 }),
    );
  });

  it('has the digest of the day drawn anew as well', async () => {
    const bot = await wholeBot();
    await bot.say(START);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.at('2026-12-02T08:00:00Z');
    expect(bot.platform.texts.at(-1)).toContain('Due today, Wed, 2 Dec 2026');
    await bot.say('settings language fr');
    const drawn = bot.platform.texts.slice(-2).join('\n');
    expect(drawn).toContain('mer. 2 déc. 2026');
    expect(drawn).not.toContain('Due today');
  });

  it('is left alone where what it speaks stays the same, and what is over is not drawn again', async () => {
    const bot = await wholeBot();
    await bot.say(START);
    const before = bot.platform.texts.length;
    await bot.say('settings language en');
    await bot.say('settings language default');
    expect(bot.platform.texts).toHaveLength(before);
    await bot.say('abandon M1 "they stay"');
    const after = bot.platform.texts.length;
    await bot.say('settings language fr');
    expect(bot.platform.texts).toHaveLength(after);
  });
});

describe('a digest of one’s own', () => {
  it('is in her language, wherever she asked for it', async () => {
    const bot = await wholeBot();
    await bot.say('digest on', FRENCH);
    await bot.say(START, FRENCH);
    await bot.say('accept M1 agreement=2026-11-20', FRENCH);
    await bot.at('2026-12-02T08:00:00Z');
    const own = bot.platform.texts.filter((text) => text.includes('déc. 2026'));
    expect(own.join('\n')).toContain(say('fr', 'digest.title-own', { on: { day: '2026-12-02' }, what: '' }).trim());
  });

  it('is in the language that she chose, also where she asked for it before', async () => {
    const bot = await wholeBot();
    await bot.say('digest on', FRENCH);
    await bot.say('language ru', FRENCH);
    await bot.say(START, FRENCH);
    await bot.say('accept M1 agreement=2026-11-20', FRENCH);
    await bot.at('2026-12-02T08:00:00Z');
    expect(bot.platform.texts.join('\n')).toContain('дек. 2026 г.');
  });
});

describe('somebody’s own conversation with Ferry', () => {
  it('has its cards drawn anew when she chooses another language', async () => {
    const bot = await wholeBot();
    await bot.say(START, { ...OWN, ...FRENCH });
    await bot.say('language ru', FRENCH);
    expect(bot.platform.texts.at(-1)).toContain(say('ru', 'card.stage'));
    await bot.say('language default', FRENCH);
    expect(bot.platform.texts.at(-1)).toContain(say('fr', 'card.stage'));
  });

  it('is posted to in her language, as her chat tells it', async () => {
    const bot = await wholeBot();
    await bot.say(START, { ...OWN, ...FRENCH });
    expect(bot.platform.texts.at(-1)).toContain(say('fr', 'card.stage'));
  });

  it('is posted to in the one that she chose', async () => {
    const bot = await wholeBot();
    await bot.say('language ru', { ...OWN, ...FRENCH });
    await bot.say(START, { ...OWN, ...FRENCH });
    expect(bot.platform.texts.at(-1)).toContain(say('ru', 'card.stage'));
  });

  it('is greeted in her language', async () => {
    const bot = await wholeBot();
    await bot.bot.asking.greet('chat:T1/with-igor', { identity: IGOR.identity, locale: 'es-ES' });
    await bot.at('2026-11-20T10:01:00Z');
    expect(bot.platform.texts.at(-1)).toContain(say('es', 'welcome.title'));
  });
});

describe('a board that stands somewhere', () => {
  it('is in its person’s language, and drawn anew when she chooses another', async () => {
    const platform = new RecordingPlatform('chat');
    platform.hasBoards = true;
    const bot = await wholeBot({ platform });
    await bot.bot.asking.opened({ identity: 'chat:T1/maria', name: 'Maria', member: true }, 'fr-FR');
    expect(JSON.stringify(platform.boards.get('chat:T1/maria')?.at(-1))).toContain(say('fr', 'board.empty-all'));
    await bot.say('language ru', FRENCH);
    bot.clock.set(bot.clock.now().add({ seconds: 25 }).toString());
    await bot.bot.boards.idle();
    expect(JSON.stringify(platform.boards.get('chat:T1/maria')?.at(-1))).toContain(say('ru', 'board.empty-all'));
  });
});
