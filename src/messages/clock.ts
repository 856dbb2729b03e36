import type { Temporal } from 'temporal-polyfill';
import type { Message } from './message.js';
import type { Words } from './words.js';

export interface Doubt {
  readonly what: 'back' | 'ahead';
  readonly since: Temporal.Instant;
  readonly expected: Temporal.Instant;
}

/** What time it is for Ferry, and whether that can be right. */
export function sayClock(words: Words, now: Temporal.Instant, doubt: Doubt | undefined, isConfirmed: boolean): Message {
  const title = words.say('clock.title', { now: words.moment(now) });
  if (doubt) {
    return {
      title,
      blocks: [
        { kind: 'note', text: sayDoubt(words, doubt), tone: 'caution' },
        { kind: 'text', text: words.say('clock.mend') },
      ],
    };
  }
  return { title, blocks: [{ kind: 'text', text: words.say(isConfirmed ? 'clock.confirmed' : 'clock.trusted') }] };
}

/** Why nothing that is due is posted. */
export function sayDoubt(words: Words, { what, since, expected }: Doubt): string {
  return words.say('clock.doubt', { what, since: words.moment(since), expected: words.moment(expected) });
}
