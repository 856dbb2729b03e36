import { UserError } from '../domain/refusal.js';
import { harmless } from '../messages/harmless.js';

/** What was typed, split: bare words in order, and `name=value` pairs, each with its place in `text`. */
export interface TypedWords {
  readonly text: string;
  readonly command: string;
  readonly bare: readonly string[];
  readonly bareAt: readonly number[];
  readonly named: readonly NamedWord[];
}

export interface NamedWord {
  readonly name: string;
  readonly value: string;
  readonly at: number;
}

/** Quotes that people's keyboards make: straight, curly, low-high, guillemets. Any opening one may be closed by any of its row. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"“”„',
  '“': '"“”',
  '”': '"“”',
  '„': '"“”',
  '«': '»',
  '「': '」',
  '『': '』',
};

/**
 * Splits at spaces outside quotes. A quote counts only at the beginning of a word or of a value, so that names such as
 * O'Neill or 19" stay as they are. One of `mentions`, such as `@Maria Silva`, is one word. Throws a UserError when a quote
 * stays open.
 */
export function splitWords(typed: string, mentions: readonly string[] = []): TypedWords {
  // What nobody sees is not kept either.
  const text = harmless(typed);
  // Of two that begin alike the longer one was meant.
  const whole = mentions.map(harmless).sort((one, other) => other.length - one.length);
  const bare: string[] = [];
  const bareAt: number[] = [];
  const named: NamedWord[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const at = text.length - rest.length;
    const name = /^([A-Za-z][A-Za-z-]*)[=＝]/.exec(rest);
    const start = name ? rest.slice(name[0].length) : rest;
    const { value, after } = takeValue(start, whole);
    if (name?.[1] !== undefined) {
      named.push({ name: name[1].toLowerCase(), value, at });
    } else {
      bare.push(value);
      bareAt.push(at);
    }
    rest = after.trimStart();
  }
  const skipped = /^\/?csp$/i.test(bare[0] ?? '') ? 2 : 1;
  const command = (bare[skipped - 1] ?? '').toLowerCase();
  // A mark alone after the command, as French sets it apart, is how it is said and not of what.
  const isSaidSo = bare.length === skipped + 1 && named.length === 0 && /^[?!？！]+$/.test(bare[skipped] ?? '');
  const first = isSaidSo ? bare.length : skipped;
  return { text, command, bare: bare.slice(first), bareAt: bareAt.slice(first), named };
}

/**
 * For a last field that is free text: what follows the first `before` bare words is one word as it stands, with its quotes
 * and equals signs, unless it is a single quoted value or begins with a field's own name.
 */
export function withFreeText(typed: TypedWords, before: number, fields: readonly string[]): TypedWords {
  const { text, bare, bareAt, named } = typed;
  const from = before === 0 ? -1 : (bareAt[before - 1] ?? text.length);
  const strange = named.filter(({ name }) => !fields.includes(name)).map(({ at }) => at);
  const [at] = [...bareAt.slice(before), ...strange].filter((one) => one > from).sort((one, other) => one - other);
  if (at === undefined) return typed;
  const words = [...bareAt, ...named.map((one) => one.at)].filter((one) => one >= at);
  if (words.length === 1 && bareAt.includes(at)) return typed;
  return {
    ...typed,
    bare: [...bare.slice(0, before), text.slice(at).trimEnd()],
    bareAt: [...bareAt.slice(0, before), at],
    named: named.filter((one) => one.at < at),
  };
}

function takeValue(text: string, whole: readonly string[]): { value: string; after: string } {
  const mention = whole.find((one) => one !== '' && text.startsWith(one) && /^(\s|$)/.test(text.slice(one.length)));
  if (mention !== undefined) return { value: mention, after: text.slice(mention.length) };
  const closing = CLOSING[text.charAt(0)];
  if (closing === undefined) {
    const value = /^\S*/.exec(text)?.[0] ?? '';
    return { value, after: text.slice(value.length) };
  }
  // The end is a closing quote that a space or the end of the text follows: "a 19"-rack" keeps its inner one.
  for (let index = 1; index < text.length; index += 1) {
    const next = text.charAt(index + 1);
    if (closing.includes(text.charAt(index)) && (next === '' || /\s/.test(next))) {
      return { value: text.slice(1, index), after: text.slice(index + 1) };
    }
  }
  throw new UserError('quote-open');
}
