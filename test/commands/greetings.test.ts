import { expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

it.each(['hi', 'Hello!', 'hey there', 'hola', '?', 'menu'])(
  '%j is greeted, and told what to do first',
  async (said) => {
    const { say } = await wholeBot();
    expect(await say(said)).toContain('Hello, this is Ferry');
  },
);
