import type { Message } from './message.js';
import type { Words } from './words.js';

/** Somebody asked for a digest of her own each day, or for none any more. */
export function sayDigestAsked(
  words: Words,
  wanted: 'on' | 'off',
  isNew: boolean,
  { time, zone }: { readonly time: string; readonly zone: string },
): Message {
  const text = words.say(`digest.asked-${wanted}`, { isNew: isNew ? 'yes' : 'no', time, zone });
  return { title: words.say('digest.asked-title'), blocks: [{ kind: 'text', text }] };
}

/** There has been none yet. */
export function sayNoDigest(words: Words, whose: 'here' | 'mine'): Message {
  return {
    title: words.say('digest.asked-title'),
    blocks: [{ kind: 'text', text: words.say(`digest.none-${whose}`) }],
  };
}
