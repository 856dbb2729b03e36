import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express, { type ErrorRequestHandler, type Router } from 'express';

/** What a platform mounts. */
export type Routes = Router;

export interface Health {
  readonly ok: boolean;
  readonly [fact: string]: unknown;
}

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  /** What each platform mounts. */
  readonly routes: readonly Router[];
  health(): Health;
  /** Logs a fault of ours; nothing of it is answered. */
  report(error: unknown, what: string): string;
}

export interface Http {
  readonly url: string;
  /** Stops listening and waits for the requests under way, a few seconds at most. */
  close(): Promise<void>;
}

/** A request must have come in within this time, so that a slow sender cannot hold a socket. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** How long `close` waits: longer than any platform waits for our answer, shorter than an init system's patience. */
const CLOSING_MS = 5_000;

/** The one HTTP server: what the platforms mount, and /healthz. */
export async function serve({ host, port, routes, health, report }: HttpOptions): Promise<Http> {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.get('/healthz', (_request, response) => {
    const state = health();
    response.status(state.ok ? 200 : 503).json(state);
  });
  for (const router of routes) app.use(router);
  app.use((_request, response) => {
    response.status(404).type('text').send('Not found');
  });
  app.use(errors(report));
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS }, app);
  const close = closing(server);
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close,
  };
}

/**
 * Answers what closes the server in order: connections on which nothing is being answered end at once, the others with
 * their answer. `closeIdleConnections` would spare those that have not said a whole request yet, such as the spare ones
 * that browsers and load balancers open, and Node's own time limits end with `close`: they would hold us for ever.
 */
function closing(server: Server): () => Promise<void> {
  let isClosing = false;
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    idle.delete(socket);
    response.once('close', () => {
      if (isClosing) socket.destroySoon();
      else if (!socket.destroyed) idle.add(socket);
    });
  });
  return () =>
    new Promise((resolve) => {
      isClosing = true;
      const late = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      for (const socket of idle) socket.destroy();
    });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A bad request gets its plain status, a fault of ours a 500; neither tells anything about the inside. */
function errors(report: HttpOptions['report']): ErrorRequestHandler {
  return (error, _request, response, next) => {
    const status = typeof error?.status === 'number' ? error.status : 500;
    if (status >= 500) report(error, 'a request failed');
    if (response.headersSent) next(error);
    else
      response
        .status(status)
        .type('text')
        .send(status >= 500 ? 'Something went wrong' : 'Bad request');
  };
}
