import { createInterface } from 'node:readline';
import type { Asking, Invocation } from '../../commands/invocation.js';
import { saidIn } from '../../commands/said-in.js';
import type { Form } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Outcome, Platform } from '../../messages/platform.js';
import type { Words } from '../../messages/words.js';
import { type Asker, askAgain, askForm } from './questions.js';
import { Typist } from './typist.js';

const ADDRESS = 'terminal:local';
const PROMPT = 'ferry> ';

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** Who sits here. */
  readonly name: string;
  /** Unlike any other process's, so that no two lines count as the same delivery. */
  readonly session: string;
  readonly ask: Pick<Asking, 'answer' | 'open' | 'submit' | 'words'>;
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
  const { input, output, name, session } = options;
  const print = (message: Message) => output.write(`${plainText(message)}\n\n`);
  let count = 0;
  const saidBy: SaidBy = (text) => {
    count += 1;
    return invocation(text, name, `${session}-${count}`);
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
  const talk = input.isTTY
    ? () => talkAtTerminal(options, saidBy, print)
    : () => talkThroughPipe(options, saidBy, print);
  return { platform, talk };
}

/** The bot's words as whoever sits here reads them; a command may have exchanged them. */
function wordsNow({ ask }: Pick<TerminalOptions, 'ask'>): Promise<Words> {
  return ask.words({ identity: ADDRESS }, ADDRESS);
}

/** What is said here, each time as a delivery of its own. */
type SaidBy = (text: string) => Invocation;
type Print = (message: Message) => void;

/** With line editing and history; Ctrl+C and Ctrl+D end it, and a line without its Enter is not run. */
async function talkAtTerminal(options: TerminalOptions, saidBy: SaidBy, print: Print): Promise<void> {
  const { input, output, ask, delivered } = options;
  const typist = new Typist(input, output);
  const seat = { ask: (prompt: string) => typist.ask(prompt), print: (text: string) => output.write(`${text}\n`) };
  seat.print((await wordsNow(options)).say('terminal.welcome'));
  for (;;) {
    const typed = await typist.ask(PROMPT);
    if (typed.kind !== 'line' || /^(exit|quit)$/i.test(typed.text.trim())) break;
    const text = typed.text.trim();
    if (!isCommand(text)) continue;
    const answer = await ask.answer(saidBy(text));
    const words = await wordsNow(options);
    const said = answer.opens ? await fillIn(answer.opens.run, options, saidBy, { ...seat, words }) : answer;
    if (said) print(said);
    else seat.print(`${words.say('terminal.left')}\n`);
    await delivered();
  }
  typist.close();
  output.write('\n');
}

/** Asks for what a command lacks, until it is done or cannot be; undefined: who was asked has left. */
async function fillIn(
  run: string,
  { ask }: TerminalOptions,
  saidBy: SaidBy,
  asker: Asker,
): Promise<Message | undefined> {
  let reply = await ask.open(saidBy(run));
  let before: Form | undefined;
  while (reply.kind === 'form') {
    const { form } = reply;
    const filled = before ? await askAgain(form, before, asker) : await askForm(form, saidIn(saidBy(run).text), asker);
    if (!filled) return undefined;
    before ??= form;
    reply = await ask.submit({ ...saidBy(form.command), filled, ...(form.rev === undefined ? {} : { rev: form.rev }) });
  }
  return reply.message;
}

async function talkThroughPipe(options: TerminalOptions, saidBy: SaidBy, print: Print): Promise<void> {
  const { input, output, ask, delivered } = options;
  const refused: number[] = [];
  let [number, commands] = [0, 0];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    // A byte order mark counts as white space here.
    const text = line.trim();
    if (!isCommand(text)) continue;
    commands += 1;
    const message = await ask.answer(saidBy(text));
    if (message.refused) {
      refused.push(number);
      // Nobody sees what was typed.
      output.write(`${number}> ${text}\n`);
    }
    print(message);
    await delivered();
  }
  if (refused.length === 0) return;
  const words = await wordsNow(options);
  const lines = words.list(refused.map(String));
  output.write(`${words.say('terminal.refused', { count: refused.length, commands, lines })}\n`);
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
    alone: true,
    once: `${ADDRESS} ${once}`,
    named: [],
    rows: Number.POSITIVE_INFINITY,
    reach: async () => 'ok',
  };
}
