import { UserError } from '../domain/refusal.js';

/** What was typed, split: bare words in order, and `name=value` pairs. */
export interface TypedWords {
  readonly command: string;
  readonly bare: readonly string[];
  readonly named: readonly { readonly name: string; readonly value: string }[];
}

/** Quotes that people's keyboards make: straight, curly, low-high, guillemets. Any opening one may be closed by any of its row. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"“”„',
  '“': '"“”',
  '”': '"“”',
  '„': '"“”',
  '«': '»',
};

/**
 * Splits at spaces outside quotes. A quote counts only at the beginning of a word or of a value, so that names such as
 * O'Neill or 19" stay as they are. Throws a UserError when a quote stays open.
 */
export function splitWords(text: string): TypedWords {
  const bare: string[] = [];
  const named: { name: string; value: string }[] = [];
  let rest = storable(text).trimStart();
  while (rest !== '') {
    const name = /^([A-Za-z][A-Za-z-]*)=/.exec(rest);
    const start = name ? rest.slice(name[0].length) : rest;
    const { value, after } = takeValue(start);
    if (name?.[1] !== undefined) named.push({ name: name[1].toLowerCase(), value });
    else bare.push(value);
    rest = after.trimStart();
  }
  if (bare[0]?.toLowerCase() === '/csp') bare.shift();
  const [command = '', ...others] = bare;
  return { command: command.toLowerCase(), bare: others, named };
}

/** Half of a character breaks the encoding of a request, and control characters are read by no one: neither is kept. */
function storable(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD').replace(/(?!\s)\p{Cc}/gu, '');
}

function takeValue(text: string): { value: string; after: string } {
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
