import type { JobLog } from './log.js';

const TIMEOUT_MS = 10_000;

/**
 * What tells a watcher outside that all is well, by a GET of `url`: without it for a while, the watcher raises the alarm. It
 * does not throw, and asked for while one is under way it is that one. The log never has the URL, which may hold a secret.
 */
export function createHeartbeat(url: string | undefined, log: JobLog, timeoutMs = TIMEOUT_MS): () => Promise<void> {
  let running: Promise<void> | undefined;
  let failing = false;
  const beat = async (address: string) => {
    const reason = await failureOf(address, timeoutMs);
    if (reason !== undefined && !failing) log.problem({ reason }, 'the heartbeat was not taken');
    if (reason === undefined && failing) log.problem({}, 'the heartbeat is taken again');
    failing = reason !== undefined;
  };
  return async () => {
    if (url === undefined) return;
    running ??= beat(url).finally(() => {
      running = undefined;
    });
    await running;
  };
}

/** Undefined: it was taken. A redirect is not followed, and so not taken. */
async function failureOf(url: string, timeoutMs: number): Promise<string | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    // The status alone decides: a body that breaks off is none of ours.
    await response.body?.cancel().catch(() => undefined);
    return response.ok ? undefined : `http_${response.status}`;
  } catch (error) {
    return codeOf(error);
  }
}

/** A code such as `ECONNREFUSED`, or the name of the error's class; never its text, which may quote the URL. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
