import { expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

it.each(['hi', 'Hello!', 'hey there', 'hola', '?', 'menu'])(
  '%j is greeted, and told what to do first',
  async (said) => {
    const { say } = await wholeBot();
    expect(await say(said)).toContain('Hello, this is Ferry');
  },
);

it.each([
  ['fr', 'Bonjour !', 'Bonjour'],
  ['ru', 'Здравствуйте!', 'Здравствуйте'],
  ['pt-BR', 'olá', 'Olá'],
  ['zh-CN', '你好！', '你好'],
  ['es', '¡Buenos días!', 'Hola'],
])('in %s %j is greeted in the same language', async (locale, said, greeting) => {
  const { say } = await wholeBot();
  expect(await say(said, { locale })).toContain(greeting);
});
