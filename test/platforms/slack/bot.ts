import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import type { Asking, Invocation } from '../../../src/commands/invocation.js';
import type { SlackConfig } from '../../../src/config.js';
import type { Message } from '../../../src/messages/message.js';
import type { Platform } from '../../../src/messages/platform.js';
import { wordsIn } from '../../../src/messages/words.js';
import { createSlack } from '../../../src/platforms/slack/index.js';
import { asking } from '../../support/asking.js';
import { FakeSlack } from '../../support/fake-slack.js';
import { SECRET } from '../../support/slack-requests.js';

const english = wordsIn('en', 'UTC');
/** What Ferry says without an answer, to whom no test gives another language. */
export const words = {
  working: english.say('word.working'),
  failed: english.say('word.failed'),
  whoUnknown: english.say('word.who-unknown'),
  nothingHere: english.say('word.nothing-here'),
};

export const hello: Message = { title: 'Hello', blocks: [{ kind: 'text', text: 'Three moves are due.' }] };

/** The Slack platform on a real server, before a fake Slack, with an answer that the test gives. */
export interface Bot {
  readonly slack: FakeSlack;
  readonly platform: Platform;
  readonly url: string;
  readonly heard: Invocation[];
  /** Lines of the log, as text. */
  readonly log: string[];
  /** Sends a request as Slack would. */
  send(request: RequestInit): Promise<{ readonly status: number; readonly text: string }>;
}

export interface BotOptions {
  readonly slack?: FakeSlack;
  readonly answer?: (invocation: Invocation) => Promise<Message>;
  readonly ask?: Partial<Asking>;
  readonly config?: Partial<SlackConfig>;
  readonly ackAfterMs?: number;
  readonly now?: () => number;
  /** Not started: requests come too early. */
  readonly early?: boolean;
}

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const slack = options.slack ?? (await FakeSlack.start());
  const [heard, log]: [Invocation[], string[]] = [[], []];
  const { platform, routes } = createSlack({
    config: {
      botToken: slack.botToken,
      signingSecret: SECRET,
      appToken: undefined,
      apiUrl: slack.apiUrl,
      teamIds: [],
      ...options.config,
    },
    ask: asking(async (invocation) => {
      heard.push(invocation);
      return options.answer === undefined ? hello : options.answer(invocation);
    }, options.ask),
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    now: options.now ?? Date.now,
    ackAfterMs: options.ackAfterMs ?? 2_000,
  });
  const app = express();
  if (routes !== undefined) app.use(routes);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  onTestFinished(async () => {
    await platform.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await slack.close();
  });
  if (options.early !== true) await platform.start();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const send = async (request: RequestInit) => {
    const response = await fetch(url, request);
    return { status: response.status, text: await response.text() };
  };
  return { slack, platform, url, heard, log, send };
}

/** Waits until something is there, and answers it. */
export function eventually<T>(look: () => T | undefined): Promise<T> {
  return vi.waitFor(
    () => {
      const found = look();
      if (found === undefined) throw new Error('not there yet');
      return found;
    },
    { timeout: 5_000, interval: 5 },
  );
}

/** A promise that the test settles. */
export function pending<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
