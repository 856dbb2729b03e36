import { type App, type Logger as BoltLogger, ExpressReceiver } from '@slack/bolt';
import express, { type Router } from 'express';
import type { Logger } from 'pino';
import { traceOf } from './bolt-log.js';
import { fresh } from './freshness.js';
import { gated, Malformed, NotReady } from './gate.js';

const PATH = '/slack/events';
/** Slack's requests are a few kilobytes; a card that comes back with a click is the longest. */
const BODY_LIMIT = '1mb';

export interface HttpDoorOptions {
  readonly signingSecret: string;
  readonly now: () => number;
  readonly ready: () => boolean;
  readonly log: Logger;
  readonly boltLog: BoltLogger;
}

/** Slack over HTTP: Bolt checks the signature and parses; answers to errors have a status and no body. */
export class HttpDoor {
  readonly routes: Router = express.Router();
  readonly receiver: ExpressReceiver;

  constructor(options: HttpDoorOptions) {
    this.routes.post(PATH, fresh(options.now));
    this.receiver = new ExpressReceiver({
      signingSecret: options.signingSecret,
      endpoints: PATH,
      router: this.routes,
      bodyLimit: BODY_LIMIT,
      // An event is answered after its listener has finished: what a crash interrupts, Slack delivers again.
      processBeforeResponse: true,
      logger: options.boltLog,
      processEventErrorHandler: async ({ error, response }) => {
        const status = error instanceof Malformed ? 400 : error instanceof NotReady ? 503 : 500;
        if (status === 500) options.log.error(traceOf(error), 'slack request failed');
        else options.log.warn({ status }, 'slack request refused');
        if (!response.headersSent) response.writeHead(status).end();
        return true;
      },
    });
    const init = this.receiver.init.bind(this.receiver);
    this.receiver.init = (app: App) => init(gated(app, { ready: options.ready, hold: false }));
  }

  /** The server that the routes are mounted on belongs to others. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}
