import type { Temporal } from 'temporal-polyfill';
import type { Asking } from '../../commands/invocation.js';
import type { Words } from '../../messages/words.js';
import type { Services } from '../../services/index.js';
import type { MovingClock } from './clock.js';

/** The whole bot on its store, as the playground plays with it. Starting over exchanges it for another one. */
export interface World {
  readonly asking: Asking;
  readonly services: Services;
  readonly clock: MovingClock;
  /** As Ferry speaks in a channel. */
  wordsHere(channel: string): Promise<Words>;
  /** Resolves when all that was committed so far is delivered and drawn. */
  delivered(): Promise<void>;
  /** Looks at what is due at this instant, and delivers it. */
  settle(): Promise<void>;
  /** The next instant at which something may be due. */
  nextDue(now: Temporal.Instant): Promise<Temporal.Instant>;
  /** Keeps how far the clock is ahead of the real one, for the next start. */
  keepAhead(ms: number): Promise<void>;
}
