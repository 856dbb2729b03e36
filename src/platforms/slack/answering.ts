import type { Logger } from 'pino';
import { REQUEST_TIMEOUT } from './api.js';
import { codeOf } from './outcomes.js';
import type { Drawn } from './render.js';

/** The work if it is done within `ms` milliseconds, else undefined; the work goes on. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long a request can wait for its answer, from when it came in. */
export class Patience {
  #over = false;
  readonly #end: Promise<undefined>;

  constructor(ms: number) {
    this.#end = new Promise((resolve) => {
      const end = () => {
        this.#over = true;
        resolve(undefined);
      };
      setTimeout(end, ms).unref();
    });
  }

  get over(): boolean {
    return this.#over;
  }

  /** The work if it is done in time, else undefined; the work goes on. */
  within<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.#end]);
  }
}

/** An answer as an acknowledgement or through a response_url; what was there before stays. */
export interface Answer extends Drawn {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original: false;
}

/** For the asker alone. */
export function ephemeral(drawn: Drawn): Answer {
  return { response_type: 'ephemeral', replace_original: false, ...drawn };
}

/** For all who are there. */
export function inChannel(drawn: Drawn): Answer {
  return { response_type: 'in_channel', replace_original: false, ...drawn };
}

/** Answers that go out after the acknowledgement. They may be lost: a failure is logged, and nothing is sent twice. */
export class LateAnswers {
  readonly #log: Logger;
  readonly #under = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  send(once: string, work: () => Promise<unknown>): void {
    const sending: Promise<void> = work()
      .then(
        () => {},
        (error: unknown) => this.#log.warn({ once, code: codeOf(error) }, 'slack answer not delivered'),
      )
      .finally(() => this.#under.delete(sending));
    this.#under.add(sending);
  }

  /** Resolves when all that were under way have ended, after one request's time at the latest. */
  async settle(): Promise<void> {
    await within(REQUEST_TIMEOUT, Promise.all(this.#under));
  }
}

/** Slack allows five uses of a response_url in thirty minutes; one is one request here. */
export async function respond(url: string, answer: Answer): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  });
  await response.body?.cancel();
  if (!response.ok) throw Object.assign(new Error('response_url refused'), { code: `http_${response.status}` });
}
