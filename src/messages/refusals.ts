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

/** The sentence of a refusal: fields are called as they are typed, with what that means in the reader's language. */
export function sayWhyNot(
  words: Words,
  { code, values }: UserError,
  called = (name: string, command?: string) => sayField(words, name, command),
): string {
  // One that was kept before its day stood apart has it in the place of the word.
  const given = code === 'ended-otherwise' ? { day: values.to ?? '', ...values } : values;
  const said = Object.entries(given).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    // In that sentence the field is a part of what is to be typed.
    if (name === 'field') return [name, code === 'settings-value' ? value : called(value)];
    if (name === 'fields' && code === 'missing-fields') {
      const command = String(values.usage ?? '').split(' ')[0];
      return [name, words.list(value.split(SEPARATOR).map((one) => called(one, command)))];
    }
    return [name, LISTS.has(name) ? words.enumerate(value.split(SEPARATOR)) : value];
  });
  return words.say(`refusal.${code}`, Object.fromEntries(said));
}

/** Values that are several things to be typed, and what is written between them where they are made. */
const LISTS: ReadonlySet<string> = new Set(['days', 'fields', 'identities', 'ids', 'options', 'routes', 'steps']);
const SEPARATOR = ', ';

/** `Last day of its term` of `ends`; undefined: it has none. */
export function labelOf(words: Words, name: string, command = ''): string | undefined {
  return words.sayIfAny(`label.${name}-of-${command}`) ?? words.sayIfAny(`label.${name}`);
}

/** `ends (Last day of its term)`; `command`: the one whose field it is, where that is known. */
export function sayField(words: Words, name: string, command = ''): string {
  const label = labelOf(words, name, command);
  return label === undefined || label.toLowerCase() === name ? name : words.say('value.field', { name, label });
}

/** Says why not, and offers what would help. */
export function sayRefusal(words: Words, error: UserError): Message {
  const buttons = error.offers.map((run) => ({ label: words.say('button.offer', { command: run }), run }));
  return {
    refused: true,
    title: words.say(ASKS.has(error.code) ? 'error.title-more' : 'error.title'),
    blocks: [
      { kind: 'text', text: sayWhyNot(words, error) },
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
