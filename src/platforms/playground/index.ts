import { Router } from 'express';
import type { Invocation } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Outcome, Platform } from '../../messages/platform.js';
import { page, STYLE } from './page.js';
import { PLAYGROUND_CHANNEL } from './samples.js';

export { addSamples } from './samples.js';

export interface PlaygroundOptions {
  answer(invocation: Invocation): Promise<Message>;
}

/** What runs when nothing is connected: a page that says what this is, with sample data, for this machine only. */
export function createPlayground({ answer }: PlaygroundOptions): { platform: Platform; routes: Router } {
  const posted: Outcome = { kind: 'sent', reference: PLAYGROUND_CHANNEL };
  const platform: Platform = {
    name: 'playground',
    pace: { channel: [], all: [] },
    start: async () => undefined,
    // The page draws its boards from the state each time, so a post has nothing to add to it.
    deliver: async () => posted,
    update: async () => posted,
    find: async () => ({ kind: 'absent' }),
    direct: async () => ({ kind: 'found', address: PLAYGROUND_CHANNEL }),
    link: () => undefined,
    board: async () => ({ kind: 'stop', reason: 'no_board' }),
    time: async () => undefined,
    stop: async () => undefined,
  };
  const routes = Router();
  routes.use(['/', '/ferry.css'], (request, response, next) => {
    // Another site's page could reach this one by a name that it points at 127.0.0.1.
    if (isLoopbackName(request.hostname)) next();
    else response.status(403).type('text').send('This page is for this machine only');
  });
  routes.get('/', async (_request, response) => {
    const boards = await Promise.all(['list', 'due 90', 'reminders 30', 'about'].map((text) => ask(answer, text)));
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    );
    response.type('html').send(page(boards));
  });
  routes.get('/ferry.css', (_request, response) => {
    response.type('css').send(STYLE);
  });
  return { platform, routes };
}

/** Only commands that look, which change nothing and are never delivered twice. */
async function ask(answer: PlaygroundOptions['answer'], text: string): Promise<{ title: string; text: string }> {
  const message = await answer({
    text,
    actor: { identity: 'playground:visitor', name: 'visitor', member: true },
    channel: PLAYGROUND_CHANNEL,
    once: `page ${text}`,
    named: [],
    rows: Number.POSITIVE_INFINITY,
    reach: async () => 'ok',
  });
  return { title: `/csp ${text}`, text: plainText(message) };
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
