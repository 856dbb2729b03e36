import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { createTerminal } from '../../../src/platforms/terminal/index.js';
import { type WholeBot, wholeBot } from '../../support/whole-bot.js';

export interface Seat {
  readonly whole: WholeBot;
  /** Resolves when the conversation has ended. */
  readonly ended: Promise<void>;
  type(keys: string): void;
  /** Nothing more will be typed. */
  close(): void;
  /** What is shown next, up to these words. */
  until(words: string): Promise<string>;
}

interface SeatOptions {
  readonly isTTY?: boolean;
  readonly environment?: Record<string, string>;
}

/** Somebody at a terminal, or at the end of a pipe. */
export async function sitDown({ isTTY = true, environment = {} }: SeatOptions = {}): Promise<Seat> {
  const whole = await wholeBot({ environment });
  const { asking: ask, delivery } = whole.bot;
  const [input, output] = [Object.assign(new PassThrough(), { isTTY }), new PassThrough()];
  let [shown, read] = ['', 0];
  output.on('data', (chunk: Buffer) => {
    shown += chunk;
  });
  const terminal = createTerminal({
    input,
    output,
    name: 'Maria',
    session: 'test',
    ask,
    delivered: () => delivery.idle(),
  });
  const ended = terminal.talk();
  onTestFinished(async () => {
    input.end();
    await ended;
  });
  const fresh = () => stripVTControlCharacters(shown).replaceAll('\r', '').slice(read);
  return {
    whole,
    ended,
    type: (keys) => void input.write(keys),
    close: () => void input.end(),
    until: async (end) => {
      await expect.poll(fresh).toContain(end);
      const text = fresh().slice(0, fresh().indexOf(end) + end.length);
      read += text.length;
      return text;
    },
  };
}
