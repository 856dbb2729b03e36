import { createInterface } from 'node:readline';
import type { Invocation } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Outcome, Platform } from '../../messages/platform.js';

const ADDRESS = 'terminal:local';
const PROMPT = 'ferry> ';

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  readonly words: {
    /** Greets at a terminal. */
    readonly welcome: string;
    /** After a pipe: the numbers of the lines that were refused, and how many commands there were. */
    refused(lines: readonly number[], commands: number): string;
  };
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
export function createTerminal(options: TerminalOptions): Terminal {
  const { input, output, name, session, answer, delivered } = options;
  const print = (message: Message) => output.write(`${plainText(message)}\n\n`);
  let count = 0;
  const say: Say = async (text, line) => {
    count += 1;
    const message = await answer(invocation(text, name, `${session}-${count}`));
    if (message.refused && line !== undefined) output.write(`${line}> ${text}\n`);
    print(message);
    await delivered();
    return message;
  };
  const posted: Outcome = { kind: 'sent', reference: ADDRESS };
  const platform: Platform = {
    name: 'terminal',
    pace: { channel: [], all: [] },
    start: async () => undefined,
    deliver: async ({ message }) => {
      print(message);
      return posted;
    },
    // What is printed cannot be changed, and the answer has just told the news.
    update: async () => posted,
    find: async () => ({ kind: 'absent' }),
    direct: async () => ({ kind: 'found', address: ADDRESS }),
    link: () => undefined,
    board: async () => ({ kind: 'stop', reason: 'no_board' }),
    time: async () => undefined,
    stop: async () => undefined,
  };
  const talk = input.isTTY ? () => talkAtTerminal(options, say) : () => talkThroughPipe(options, say);
  return { platform, talk };
}

/** `line`: its number in a pipe, where nobody sees what was typed; it is shown above a refusal. */
type Say = (text: string, line?: number) => Promise<Message>;

/** With line editing and history; Ctrl+C and Ctrl+D end it, and a line without its Enter is not run. */
async function talkAtTerminal({ input, output, words }: TerminalOptions, say: Say): Promise<void> {
  const lines = createInterface({ input, output, terminal: true, prompt: PROMPT });
  lines.on('SIGINT', () => lines.close());
  output.write(`${words.welcome}\n`);
  lines.prompt();
  for await (const line of lines) {
    const text = line.trim();
    if (/^(exit|quit)$/i.test(text)) break;
    if (isCommand(text)) await say(text);
    lines.prompt();
  }
  lines.close();
  output.write('\n');
}

async function talkThroughPipe({ input, output, words }: TerminalOptions, say: Say): Promise<void> {
  const refused: number[] = [];
  let [number, commands] = [0, 0];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    // A byte order mark counts as white space here.
    const text = line.trim();
    if (!isCommand(text)) continue;
    commands += 1;
    if ((await say(text, number)).refused) refused.push(number);
  }
  if (refused.length > 0) output.write(`${words.refused(refused, commands)}\n`);
}

function isCommand(text: string): boolean {
  return text !== '' && !text.startsWith('#');
}

function invocation(text: string, name: string, once: string): Invocation {
  return {
    // As in a channel.
    text: text.replace(/^@ferry\b/i, ''),
    actor: { identity: ADDRESS, name, member: true },
    channel: ADDRESS,
    once: `${ADDRESS} ${once}`,
    named: [],
    rows: Number.POSITIVE_INFINITY,
    reach: async () => 'ok',
  };
}
