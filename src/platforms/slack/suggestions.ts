import type { Logger } from 'pino';
import type { Asking } from '../../commands/invocation.js';
import { LOOKUPS } from '../../messages/form.js';
import { Patience } from './answering.js';
import { traceOf } from './bolt-log.js';
import type { Ack } from './desk.js';
import { asker, type Knowledge, teamOf } from './inbound.js';
import { lookupOf, optionsOf } from './input-element.js';
import type { Typing } from './payloads.js';

/** Slack shows no more options. */
const MOST = 100;

export interface SuggestionsOptions {
  readonly ask: Asking;
  readonly known: () => Knowledge;
  readonly log: Logger;
  readonly ackAfterMs: number;
}

/** Offers what fits while somebody types. */
export class Suggestions {
  readonly #options: SuggestionsOptions;

  constructor(options: SuggestionsOptions) {
    this.#options = options;
  }

  /** Nothing, rather than an error beside the input, when it takes too long or cannot be known. */
  async offer(typing: Typing, ack: Ack): Promise<void> {
    const { log, ackAfterMs } = this.#options;
    const searching = this.#search(typing).catch((error: unknown) => {
      log.warn(traceOf(error), 'slack search failed');
      return [];
    });
    await ack({ options: (await new Patience(ackAfterMs).within(searching)) ?? [] });
  }

  async #search(typing: Typing) {
    const { ask, known } = this.#options;
    const team = teamOf(typing);
    const lookup = LOOKUPS.find((one) => one === lookupOf(typing.action_id));
    if (lookup === undefined || team === undefined || !known().served.has(team)) return [];
    const { actor, locale } = await asker(typing.user.id, team, known());
    const search = { actor, lookup, typed: typing.value, limit: MOST, ...(locale === undefined ? {} : { locale }) };
    return optionsOf(await ask.suggest(search));
  }
}
