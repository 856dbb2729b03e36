import type { App } from '@slack/bolt';
import { kindOf } from './payloads.js';

/** A signed body that is none of Slack's shapes. */
export class Malformed extends Error {}

/** The bot has not started yet, or not again: Slack delivers events once more. */
export class NotReady extends Error {}

type Event = Parameters<App['processEvent']>[0];

/** What stands before Bolt's own App and looks to a receiver like it. */
export interface Gate {
  readonly ready: () => boolean;
  /** Keep acknowledgements back until the work is done. */
  readonly hold: boolean;
}

/**
 * Bolt's App, for a receiver: what nobody listens to is acknowledged at once (Bolt would let it wait for three seconds
 * and answer 404), and nonsense never reaches it. Bolt acknowledges an event before its listeners run; over HTTP its
 * `processBeforeResponse` keeps the answer back, in Socket Mode nothing does, so that a crash loses the event: `hold`.
 */
export function gated(app: App, gate: Gate): App {
  const processEvent = async (event: Event): Promise<void> => {
    if (!gate.ready()) throw new NotReady();
    const kind = kindOf(event.body);
    // What can never be understood must not be asked for again: over a socket only an acknowledgement says so.
    if (kind === 'malformed' && !gate.hold) throw new Malformed();
    if (kind !== 'ours') return event.ack();
    if (!gate.hold) return app.processEvent(event);
    let answer: { readonly body: unknown } | undefined;
    const keep: Event['ack'] = async (body) => {
      answer ??= { body };
    };
    await app.processEvent({ ...event, ack: keep });
    if (answer !== undefined) await event.ack(answer.body);
  };
  // A receiver calls nothing but processEvent.
  return { processEvent } as unknown as App;
}
