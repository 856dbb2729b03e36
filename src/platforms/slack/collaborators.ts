import type { Logger } from 'pino';
import type { LateAnswers } from './answering.js';
import type { Knowledge, WordsFor } from './inbound.js';
import type { Replies } from './replies.js';
import type { Views } from './views.js';

/** What everybody works with who takes something heard and brings its answer back. */
export interface Collaborators {
  readonly replies: Replies;
  readonly views: Views;
  readonly known: () => Knowledge;
  readonly late: LateAnswers;
  readonly words: WordsFor;
  readonly log: Logger;
  /** Milliseconds after which a command, a click or a form is acknowledged without its answer. */
  readonly ackAfterMs: number;
}
