import { Day } from '../domain/calendar.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { type Command, usage } from './command.js';
import { type Field, readValue, shorten } from './field.js';
import { type DateReader, daysMeant } from './read-day.js';
import { suggest } from './suggest.js';
import { type TypedWords, withFreeText } from './words-typed.js';

/** Kinds of which several bare words make one value, such as `Contoso Ltd` or `31 December 2026`. */
const JOINED: ReadonlySet<Field['kind']> = new Set([
  'text',
  'customer',
  'offer',
  'migration',
  'person',
  'day',
  'until',
]);

/** What was typed of each field, by its name; throws a UserError at the first word that has no place. */
export function typedTexts(command: Command, words: TypedWords, dates: DateReader): Map<string, string> {
  const typed = freeText(command, words);
  const texts = new Map<string, string>();
  for (const { name, value } of typed.named) {
    const field = findField(command, name);
    if (texts.has(field.name)) throw new UserError('field-twice', { field: field.name });
    texts.set(field.name, value);
  }
  placeBareWords(command, typed, texts, dates);
  return texts;
}

/** Matches what was typed with the command's fields, dates as their writer means them; throws a UserError at the first that does not fit. */
export function readValues(command: Command, words: TypedWords, dates: DateReader): Readonly<Record<string, unknown>> {
  const texts = typedTexts(command, words, dates);
  // Given as nothing (`offer=""`) is missing too, unless nothing is what clears the fact.
  const missing = command.fields.filter((field) => {
    const text = texts.get(field.name);
    return text === undefined ? field.required : text.trim() === '' && !field.clearable;
  });
  if (missing.length > 0) {
    throw new UserError('missing-fields', {
      fields: missing.map((field) => field.name).join(', '),
      usage: usage(command),
    });
  }
  const values = new Map<string, unknown>();
  for (const field of command.fields) {
    const text = texts.get(field.name);
    if (text !== undefined) values.set(field.name, readValue(field, text, dates));
  }
  return Object.fromEntries(values);
}

/** A last field that is free text takes the rest of the line as it stands. */
function freeText(command: Command, typed: TypedWords): TypedWords {
  const at = command.fields.findIndex((field) => field.free);
  if (at < 0) return typed;
  const names = command.fields.map((field) => field.name);
  const earlier = command.fields.slice(0, at).filter(({ name }) => !typed.named.some((one) => one.name === name));
  return withFreeText(typed, earlier.length, names);
}

function findField(command: Command, name: string): Field {
  const field = command.fields.find((one) => one.name === name);
  if (field) return field;
  const fields = command.fields.map((one) => one.name);
  const values = { command: command.name, field: shorten(name), fields: fields.join(', ') };
  const suggestion = suggest(name, fields);
  if (suggestion === undefined) throw new UserError('field-unknown', values);
  throw new UserError('field-unknown-suggest', { ...values, suggestion });
}

/**
 * Bare words go to the positional fields in order; what is left over belongs to a last one that is a name or a day. Not after
 * a `name=value`, whose missing quotes it shows, and not after an id or a date in figures, which is whole.
 */
function placeBareWords(command: Command, typed: TypedWords, texts: Map<string, string>, dates: DateReader): void {
  const open = command.fields.filter((field) => field.positional && !texts.has(field.name));
  const last = open.at(-1);
  const { bare, bareAt, named } = withWholeDay(open, typed, dates);
  const firstNamed = Math.min(...named.map(({ at }) => at));
  for (const [index, word] of bare.entries()) {
    const field = open[index];
    const before = last && texts.get(last.name);
    const joins = last !== undefined && JOINED.has(last.kind) && (bareAt[index] ?? 0) < firstNamed;
    if (field) texts.set(field.name, word);
    else if (last && joins && !isWhole(before ?? '')) texts.set(last.name, `${before} ${word}`);
    else throw new UserError('bad-word', { word: shorten(word), usage: usage(command) });
  }
}

/** `20 January 2027` is one word where a day stands before something else, such as the reason of a snooze. */
function withWholeDay(open: readonly Field[], typed: TypedWords, dates: DateReader): TypedWords {
  const { bare, bareAt, named } = typed;
  const from = open.findIndex(({ kind }) => kind === 'until');
  if (from < 0) return typed;
  const firstNamed = Math.min(...named.map(({ at }) => at));
  const room = bareAt.filter((at) => at < firstNamed).length;
  for (let end = Math.min(room, from + MOST_WORDS); end > from + 1; end -= 1) {
    const day = bare.slice(from, end).join(' ');
    if (daysMeant(day, dates).length === 0) continue;
    return {
      ...typed,
      bare: [...bare.slice(0, from), day, ...bare.slice(end)],
      bareAt: [...bareAt.slice(0, from + 1), ...bareAt.slice(end)],
    };
  }
  return typed;
}

/** More than any date has. */
const MOST_WORDS = 8;

function isWhole(value: string): boolean {
  return REFERENCE.test(value) || Day.safeParse(value).success;
}
