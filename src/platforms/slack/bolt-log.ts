import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { codeOf } from './outcomes.js';

/** Bolt warns of these, but anybody can send them: nothing is wrong here, and a stranger must not fill the log. */
const STRANGERS =
  /^(Request verification failed|Request body exceeded|Failed to read request body|Parsing request body failed)/;

/**
 * Bolt's log in ours. Only the sentence that Bolt wrote itself is taken, up to its first colon or bracket: what follows
 * can be a piece of a request, a message's text or an error's. Its debug lines hold whole requests and go nowhere.
 */
export function boltLog(log: Logger): BoltLogger {
  const take = (level: 'error' | 'warn', first: unknown) => {
    if (typeof first === 'string') {
      log[STRANGERS.test(first) ? 'debug' : level]({ bolt: /^[^:(]*/.exec(first)?.[0].trim() }, 'slack library');
      return;
    }
    log[level]({ bolt: codeOf(first) }, 'slack library');
  };
  return {
    debug: () => {},
    info: () => {},
    warn: (first: unknown) => take('warn', first),
    error: (first: unknown) => take('error', first),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** Where an error came from, without its text: a code or class, and the first lines of its stack. */
export function traceOf(error: unknown): { readonly code: string; readonly at: readonly string[] } {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return {
    code: codeOf(error),
    at: lines
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6)
      .map((line) => line.trim()),
  };
}
