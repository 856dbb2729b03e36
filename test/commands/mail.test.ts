import { describe, expect, it } from 'vitest';
import { Language } from '../../src/domain/language.js';
import { wordsIn } from '../../src/messages/words.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const ONLINE = 'start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

it('says what the customer is to do, ready to copy, while a renewal of what was bought online can be stopped', async () => {
  const { say } = await wholeBot();
  await say(ONLINE);
  const mail = await say('mail M1');
  expect(mail).toContain('Subject: Please turn recurring billing off for Office 365 E3');
  expect(mail).toContain('before Sunday, 31 January 2027, 01:00 CET');
  expect(mail).toContain('! Nothing takes its place yet: with its renewal off, service would end on Sun, 31 Jan 2027.');
  await say('change M1.1 renewal=ends term-end=cancel');
  expect(await say('mail M1.1')).toContain('No mail is needed');
});

it.each([
  ['provision M1.1 on=2026-11-20', 'the new subscription that you have from us takes over'],
  ['change M1.1 unneeded="the team left"', 'and ends.'],
])('warns of no end of service after %s', async (text, mailed) => {
  const { say } = await wholeBot();
  for (const one of [ONLINE, 'accept M1 agreement=2026-11-20', text]) await say(one);
  const mail = await say('mail M1.1');
  expect(mail).toContain(mailed);
  expect(mail).not.toContain('Nothing takes its place');
});

it('says who stops a renewal that the customer cannot', async () => {
  const { say } = await wholeBot();
  await say(ONLINE.replace('web-direct', 'open'));
  expect(await say('mail M1.1')).toContain('by the one who sold M1.1');
});

it('is offered in the digest, which has no room for it', async () => {
  const { say, at, platform } = await wholeBot();
  await say(ONLINE);
  await say('accept M1 agreement=2026-11-20');
  await say('provision M1.1 on=2026-11-20');
  await at('2026-12-02T08:00:00Z');
  expect(platform.texts.at(-1)).toContain('> Mail for the customer: mail M1.1');
});

it.each(['mail', 'mail M9', 'mail M1.9', 'mail contoso', 'mail <!channel>'])(
  'refuses %s with the next step',
  async (text) => {
    const { answer, say } = await wholeBot();
    await say(ONLINE);
    expect((await answer(text)).refused).toBe(true);
  },
);

describe('a mail', () => {
  const says = (language: Language, key: 'invite.no-link') => wordsIn(language, 'UTC').say(key);
  const mailOf = async (bot: WholeBot, text: string, how = {}) => {
    const code = (await bot.answer(text, how)).blocks.find((block) => block.kind === 'code');
    return code?.kind === 'code' ? code.text : '';
  };

  it.each([
    ['country=FR', {}, 'fr'],
    ['country=BR', {}, 'pt-BR'],
    ['country=FR language=es', {}, 'es'],
    ['country=DE', {}, 'en'],
    // Of a customer of whom nothing is known, the reader knows more than Ferry.
    ['', { locale: 'ru-RU' }, 'ru'],
    ['country=CN', { locale: 'ru-RU' }, 'zh-CN'],
  ] as const)('to a customer with “%s”, asked for by %o, is in %s', async (facts, how, language) => {
    const bot = await wholeBot();
    await bot.say(`start contoso.com ${facts}`, how);
    const mail = await mailOf(bot, 'invite M1', how);
    expect(mail).toContain(says(language, 'invite.no-link'));
    for (const other of Language.options.filter((one) => one !== language)) {
      expect(mail).not.toContain(says(other, 'invite.no-link'));
    }
  });

  it('is in another language for once, or for all mails of the customer', async () => {
    const bot = await wholeBot();
    await bot.say('start contoso.com country=FR');
    expect(await mailOf(bot, 'invite M1 language=zh-CN')).toContain(says('zh-CN', 'invite.no-link'));
    expect(await mailOf(bot, 'invite M1')).toContain(says('fr', 'invite.no-link'));
    expect(await bot.say('change M1 language=Spanish')).not.toContain('That did not work');
    expect(await mailOf(bot, 'invite M1')).toContain(says('es', 'invite.no-link'));
    await bot.say('change M1 language=default');
    expect(await mailOf(bot, 'invite M1')).toContain(says('fr', 'invite.no-link'));
  });

  it('has English beneath when that is asked for, and once only', async () => {
    const bot = await wholeBot();
    await bot.say(`${ONLINE} country=CN`);
    const mail = await mailOf(bot, 'mail M1.1 english=yes');
    const [theirs = '', english = ''] = mail.split('\n\n———\n\n');
    expect(theirs).toMatch(/[\u4e00-\u9fff]/);
    expect(english).toContain('Subject: Please turn recurring billing off for Office 365 E3');
    expect(await mailOf(bot, 'mail M1.1 english=yes language=en')).not.toContain('———');
  });

  it('says which language it is in, and how to have another', async () => {
    const bot = await wholeBot();
    await bot.say(`${ONLINE} country=FR`);
    const said = await bot.say('mail M1.1');
    expect(said).toContain('The mail is in this language: French.');
    expect(said).toContain('mail M1.1 language=en english=yes');
    expect(said).toContain('change M1 language=en');
  });

  it('stands in a reminder in the customer’s language, and the reminder in the channel’s', async () => {
    const bot = await wholeBot();
    await bot.say('settings language ru');
    await bot.say(`${ONLINE} country=ES`);
    await bot.say('accept M1 agreement=2026-11-20');
    await bot.say('provision M1.1 on=2026-11-20');
    await bot.at('2027-01-28T08:00:00Z');
    const reminder = bot.platform.texts.at(-1) ?? '';
    expect(reminder).toContain(wordsIn('ru', 'Europe/Berlin').say('reminder.customer-intro'));
    expect(reminder).toContain('Office 365 E3');
    expect(reminder).toContain(wordsIn('es', 'Europe/Berlin').say('reminder.customer-mail', MAILED).split('\n')[0]);
  });
});

const MAILED = { customer: 'contoso.com', offer: 'Office 365 E3', before: '', ends: '', replaced: 'yes' };
