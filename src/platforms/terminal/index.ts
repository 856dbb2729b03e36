import { createInterface } from 'node:readline';
import type { Invocation } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import type { Outcome, Platform } from '../../messages/platform.js';
import { render } from './render.js';

const ADDRESS = 'terminal:local';
const PROMPT = 'ferry> ';

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** Who sits here. */
  readonly name: string;
  /** Unlike any other process's, so that no two lines count as the same delivery. */
  readonly session: string;
  answer(invocation: Invocation): Promise<Message>;
  /** Resolves when what a line led to has been delivered, so that its card follows its answer. */
  delivered(): Promise<void>;
}

export interface Terminal {
  readonly platform: Platform;
  /** Reads a command per line until the input ends; empty lines and lines that begin with # are passed over. */
  talk(): Promise<void>;
}

/** The bot in a terminal or a pipe: answers and posts are printed as text. */
export function createTerminal({ input, output, name, session, answer, delivered }: TerminalOptions): Terminal {
  const print = (message: Message) => output.write(`${render(message)}\n\n`);
  const posted: Outcome = { kind: 'sent', reference: ADDRESS };
  const platform: Platform = {
    name: 'terminal',
    start: async () => undefined,
    deliver: async ({ message }) => {
      print(message);
      return posted;
    },
    // What is printed cannot be changed, and the answer has just told the news.
    update: async () => posted,
    find: async () => ({ kind: 'absent' }),
    stop: async () => undefined,
  };
  const talk = async () => {
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    const ask = () => input.isTTY && output.write(PROMPT);
    let count = 0;
    ask();
    for await (const line of lines) {
      count += 1;
      // A byte order mark counts as white space here.
      const text = line.trim();
      if (text !== '' && !text.startsWith('#')) {
        print(await answer(invocation(text, name, `${session}-${count}`)));
        await delivered();
      }
      ask();
    }
  };
  return { platform, talk };
}

function invocation(text: string, name: string, once: string): Invocation {
  return {
    text,
    actor: { identity: ADDRESS, name, member: true },
    channel: ADDRESS,
    once: `${ADDRESS} ${once}`,
    named: [],
    rows: Number.POSITIVE_INFINITY,
    reach: async () => 'ok',
  };
}
