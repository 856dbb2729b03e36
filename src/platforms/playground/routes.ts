import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { Language } from '../../domain/language.js';
import { html } from './html.js';
import { Person } from './people.js';
import type { Play, PlayOptions } from './play.js';
import type { Asks, Drawing, Reply } from './protocol.js';

/** What a page may send at once: a form filled to its limits, and more. */
const LIMIT = '256kb';
const LONGEST = 4_000;

/** No third party, no inline script or style, and nobody frames it. */
const POLICY = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'connect', 'font'].map((kind) => `${kind}-src 'self'`),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ASSETS: ReadonlyMap<string, string> = new Map([
  ['app.js', 'text/javascript'],
  ['app.css', 'text/css'],
  ['icon.svg', 'image/svg+xml'],
]);

const Doing = {
  as: Person,
  pane: z.enum(['slack', 'teams']),
  place: z.enum(['channel', 'own']),
};
/** As the page asks. It comes from a browser on this machine, and can say no more than could be typed. */
const ASKS = {
  say: z.object({ ...Doing, text: z.string().max(LONGEST) }),
  click: z.object({ ...Doing, given: z.unknown(), dialog: z.literal(true).optional() }),
  submit: z.object({ ...Doing, given: z.unknown() }),
  clock: z.object({ to: z.union([z.enum(['day', 'week', 'next']), z.iso.date()]) }),
  restart: z.object({ with: z.enum(['samples', 'empty']) }),
  language: z.object({ language: Language }),
  board: z.object({ as: Doing.as }),
  suggest: z.object({ ...Doing, lookup: z.string().max(100), typed: z.string().max(LONGEST) }),
} satisfies { readonly [Name in keyof Asks]: z.ZodType<Asks[Name]> };

/** The page, what it is made of, the stream that tells it, and what it can ask for. */
export function createRoutes(play: Play, { report, language }: Pick<PlayOptions, 'report' | 'language'>): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  // In front of everything, by whatever path.
  routes.use((request, response, next) => {
    // Another site's page could reach this one by a name that it points at 127.0.0.1.
    if (!isLoopbackName(request.hostname)) return void refuse(response, 403, 'This page is for this machine only');
    response.set('Content-Security-Policy', POLICY);
    response.set({ 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Resource-Policy': 'same-origin' });
    next();
  });
  routes.get('/', (_request, response) => {
    response.type('html').send(html(language));
  });
  routes.get('/playground/:asset', async (request, response, next) => {
    const { asset } = request.params;
    const type = ASSETS.get(asset);
    if (type === undefined) return next();
    const built = await readFile(join(import.meta.dirname, 'page', asset)).catch(() => undefined);
    if (built === undefined) refuse(response, 503, 'The page is not built: npm run build');
    else response.type(type).send(built);
  });
  routes.get('/playground/events', async (_request, response) => {
    play.stream.open(response, await play.greeting());
  });
  routes.post('/playground/:ask', onlyFromThePage, json({ limit: LIMIT }), async (request, response, next) => {
    const { ask } = request.params;
    if (!isAsk(ask)) return next();
    const asked = ASKS[ask].safeParse(request.body);
    if (!asked.success) return void refuse(response, 400, 'Bad request');
    response.json(await answerTo(ask, asked.data, play, report));
  });
  return routes;
}

async function answerTo(
  ask: keyof Asks,
  asked: unknown,
  play: Play,
  report: PlayOptions['report'],
): Promise<Reply | Drawing> {
  try {
    const answer = play[ask] as (asked: unknown) => Promise<Reply | Drawing>;
    return await answer.call(play, asked);
  } catch (error) {
    report(error, `the playground could not do this: ${ask}`);
    return { problem: await play.apology() };
  }
}

function isAsk(name: unknown): name is keyof Asks {
  return typeof name === 'string' && Object.hasOwn(ASKS, name);
}

/** A form of another site could send words here, and a script of one, too: browsers say from where they come. */
function onlyFromThePage(request: Request, response: Response, next: () => void): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOurs =
    (origin === undefined || origin === `http://${host}`) && (site === undefined || site === 'same-origin');
  if (isOurs && request.is('json')) next();
  else refuse(response, 403, 'Only the page itself may ask for this');
}

function refuse(response: Response, status: number, text: string): void {
  response.status(status).type('text').send(text);
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
