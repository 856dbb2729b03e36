import { it } from 'vitest';
import type { Language } from '../../../src/domain/language.js';
import { wordsIn } from '../../../src/messages/words.js';
import { sitDown } from './seat.js';

const saying = (language: Language) => wordsIn(language, 'Europe/Berlin');
const [english, french, russian] = [saying('en'), saying('fr'), saying('ru')];

it('a terminal greets, asks and answers in the language of everywhere', async () => {
  const seat = await sitDown({ environment: { LOCALE: 'fr' } });
  await seat.until(french.say('terminal.welcome'));
  seat.type('start\r');
  await seat.until(french.say('form.title-start'));
  await seat.until(french.say('terminal.how'));
  seat.type('.\r');
  await seat.until(french.say('terminal.left'));
  seat.type('help\r');
  await seat.until(french.say('help.title'));
});

it('a language that is chosen at a terminal is spoken from the next line on', async () => {
  const seat = await sitDown();
  await seat.until(english.say('terminal.welcome'));
  seat.type('language ru\rstart\r');
  await seat.until(russian.say('terminal.how'));
  seat.type('\r');
  await seat.until(russian.say('terminal.needed'));
  seat.type('.\rlanguage default\rstart\r');
  await seat.until(russian.say('terminal.left'));
  await seat.until(english.say('terminal.how'));
});

it('a pipe counts what it refused in the language that was chosen in it', async () => {
  const seat = await sitDown({ isTTY: false });
  seat.type('language fr\nshow M7\nnonsense\n');
  const lines = french.list(['2', '3']);
  seat.close();
  await seat.until(french.say('terminal.refused', { count: 2, commands: 3, lines }));
});
