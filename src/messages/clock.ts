import type { Temporal } from 'temporal-polyfill';
import type { ClockDoubt } from '../domain/view.js';
import type { Message } from './message.js';
import type { Words } from './words.js';

/** What time it is for Ferry, and whether that can be right. */
export function sayClock(
  words: Words,
  now: Temporal.Instant,
  doubt: ClockDoubt | undefined,
  isConfirmed: boolean,
): Message {
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
export function sayDoubt(words: Words, { what, since, expected }: ClockDoubt): string {
  return words.say('clock.doubt', { what, since: words.moment(since), expected: words.moment(expected) });
}
