import type { RefusalCode, UserError } from '../domain/refusal.js';
import type { Message } from './message.js';
import type { Words } from './words.js';

/** Nothing is wrong here: something is only missing. */
const ASKS: ReadonlySet<RefusalCode> = new Set([
  'confirm-cancel',
  'confirm-forget',
  'missing-fields',
  'nothing-given',
  'renewed-until',
  'start-near',
  'which-original',
]);

/** What was said can be done, once it is answered. */
export function isQuestion({ code }: UserError): boolean {
  return code === 'confirm-cancel' || code === 'confirm-forget' || code === 'start-near';
}

/** Says why not, and offers what would help. */
export function sayRefusal(words: Words, error: UserError): Message {
  const buttons = error.offers.map((run) => ({ label: words.say('button.offer', { command: run }), run }));
  return {
    refused: true,
    title: words.say(ASKS.has(error.code) ? 'error.title-more' : 'error.title'),
    blocks: [
      { kind: 'text', text: words.say(`refusal.${error.code}`, error.values) },
      ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
    ],
  };
}

/** Our own fault: an apology with the reference under which the log has it. */
export function sayFault(words: Words, reference: string): Message {
  return {
    refused: true,
    title: words.say('error.title'),
    blocks: [{ kind: 'text', text: words.say('error.reference', { reference }) }],
  };
}

export function sayStoreFault(words: Words): Message {
  return { refused: true, title: words.say('error.title'), blocks: [{ kind: 'text', text: words.say('error.store') }] };
}
