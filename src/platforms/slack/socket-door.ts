import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type Logger as BoltLogger, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { traceOf } from './bolt-log.js';
import { gated } from './gate.js';

/** Milliseconds between attempts to connect again, doubled after each failure. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;
/** Milliseconds that saying goodbye may take. */
const GOODBYE = 2_000;

export interface SocketDoorOptions {
  readonly appToken: string;
  readonly clientOptions: webApi.WebClientOptions;
  readonly ready: () => boolean;
  readonly log: Logger;
  readonly boltLog: BoltLogger;
}

/**
 * Slack over a web socket that Ferry opens. Reconnecting is done here: the SDK's own way waits five seconds, and leaves
 * a promise that nobody catches when Slack refuses, which would end the process.
 */
export class SocketDoor {
  readonly receiver: SocketModeReceiver;
  readonly routes = undefined;
  readonly #log: Logger;
  readonly #leaving = new AbortController();

  constructor(options: SocketDoorOptions) {
    this.#log = options.log;
    this.receiver = new SocketModeReceiver({
      appToken: options.appToken,
      // Its client writes into its options.
      installerOptions: { clientOptions: { ...options.clientOptions } },
      autoReconnectEnabled: false,
      logger: options.boltLog,
      processEventErrorHandler: async ({ error }) => {
        options.log.error(traceOf(error), 'slack request failed');
        // Not acknowledged: Slack delivers it once more.
        return false;
      },
    });
    const init = this.receiver.init.bind(this.receiver);
    this.receiver.init = (app: App) => init(gated(app, { ready: options.ready, hold: true }));
  }

  /** Resolves when connected; rejects when the first attempt fails, and may then be called again. */
  async start(): Promise<void> {
    const { lost } = await this.#open();
    void this.#stayConnected(lost);
  }

  async stop(): Promise<void> {
    this.#leaving.abort();
    await this.#goodbye();
  }

  async #stayConnected(loss: Promise<void>): Promise<void> {
    let lost = loss;
    let pause = FIRST_PAUSE;
    while (!this.#leaving.signal.aborted) {
      await lost;
      if (this.#leaving.signal.aborted) return;
      await sleep(pause, undefined, { signal: this.#leaving.signal, ref: false }).catch(() => {});
      if (this.#leaving.signal.aborted) return;
      try {
        lost = (await this.#open()).lost;
        pause = FIRST_PAUSE;
      } catch (error) {
        this.#log.warn({ code: traceOf(error).code, pause }, 'slack connection not opened');
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        lost = Promise.resolve();
      }
    }
  }

  /** One attempt to connect. `lost` settles when the connection has ended; a failed attempt leaves no listener behind. */
  async #open(): Promise<{ readonly lost: Promise<void> }> {
    const { client } = this.receiver;
    let tell = () => {};
    const lost = new Promise<void>((resolve) => {
      tell = () => resolve();
    });
    client.once('disconnected', tell);
    try {
      await this.receiver.start();
    } catch (error) {
      client.off('disconnected', tell);
      throw error;
    }
    // Whoever left while it was being opened has closed what was there then, not this.
    if (this.#leaving.signal.aborted) await this.#goodbye();
    return { lost };
  }

  async #goodbye(): Promise<void> {
    await Promise.race([this.receiver.client.disconnect(), sleep(GOODBYE, undefined, { ref: false })]);
  }
}
