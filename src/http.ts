import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  /** Stops listening and waits for the requests under way. */
  close(): Promise<void>;
}

/** A request must have come in within this time, so that a slow sender cannot hold a socket. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;

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
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
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
