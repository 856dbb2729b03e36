import { Language } from '../domain/language.js';
import { Check, UserError } from '../domain/refusal.js';
import type { Choice, Form, Input, Lookup } from '../messages/form.js';
import { labelOf } from '../messages/refusals.js';
import type { Words } from '../messages/words.js';
import type { Command, Defaults } from './command.js';
import { type Field, type LabelledField, readValue } from './field.js';
import { type DateReader, daysMeant } from './read-day.js';

/** Longer texts get a box of several lines. */
const LONG = 1000;

/** What stands against a form: at its inputs, by their name, and against all of it. */
export interface Problems {
  readonly at: Readonly<Record<string, string>>;
  readonly whole?: string;
}

const NONE: Problems = { at: {} };

/** The form of a command; undefined when it has nothing to fill in. */
export function formOf(
  words: Words,
  command: Command,
  filled: Defaults,
  problems: Problems = NONE,
  dates: DateReader = words,
): Form | undefined {
  // In spite of what is asked once something was found.
  const isAsked = (field: LabelledField) =>
    field.kind !== 'checks' || problems.at[field.name] !== undefined || (filled.values[field.name] ?? '') !== '';
  const fields = fieldsOf(command, filled).filter(isAsked);
  if (fields.length === 0) return undefined;
  const { name } = command;
  const intro = [filled.of?.shown, words.sayIfAny(`form.intro-${name}`)]
    .filter((part) => part !== undefined)
    .join('\n');
  return {
    language: words.language,
    command: filled.of?.words ?? name,
    title: words.sayIfAny(`form.title-${name}`) ?? words.say('form.title', { command: name }),
    submit: words.say('button.send'),
    ...(command.posts ? { channelLabel: words.say('word.channel') } : {}),
    ...(intro === '' ? {} : { intro }),
    ...(problems.whole === undefined ? {} : { problem: problems.whole }),
    ...(filled.rev === undefined ? {} : { rev: filled.rev }),
    inputs: fields.map((field) => inputOf(words, name, field, filled, problems.at[field.name], dates)),
  };
}

/** The fields that the form has now. */
export function fieldsOf({ form, fields }: Command, { of, values }: Defaults): readonly LabelledField[] {
  if (form.length === 0) return [];
  // What was filled in while it was known what the form is of is not lost.
  if (of === undefined) return fields.filter((field) => form.includes(field) || (values[field.name] ?? '') !== '');
  if (of.fields === undefined) return form.filter(({ positional, required }) => !(positional && required));
  return of.fields.flatMap((name) => fields.find((field) => field.name === name) ?? []);
}

function inputOf(
  words: Words,
  command: string,
  field: LabelledField,
  { values, shown = {} }: Defaults,
  problem: string | undefined,
  dates: DateReader,
): Input {
  const value = asPicked(dates, field, values[field.name]);
  const as = shown[field.name];
  const label = labelOf(words, field.name, command) ?? field.name;
  return {
    name: field.name,
    label,
    required: field.required ?? false,
    ...(field.required ? { needed: words.say('refusal.field-missing', { field: label }) } : {}),
    ...drawnAs(words, field),
    ...(value === undefined || value === '' ? {} : { value }),
    ...(value === undefined || as === undefined ? {} : { shown: as }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** A day in another way of writing, as an input for days has it. */
function asPicked(dates: DateReader, { kind }: Field, value: string | undefined): string | undefined {
  if (value === undefined || (kind !== 'day' && kind !== 'until')) return value;
  const [day, ...more] = daysMeant(value, dates);
  return day === undefined || more.length > 0 ? value : day;
}

type Drawn = Pick<Input, 'kind' | 'hint' | 'options' | 'lookup' | 'limit' | 'least' | 'most'>;

function drawnAs(words: Words, field: Field): Drawn {
  switch (field.kind) {
    case 'text':
      return { kind: (field.limit ?? 0) > LONG ? 'long-text' : 'text', ...limitOf(field), ...hintOf(words, field) };
    case 'day':
      return { kind: 'day' };
    case 'until':
      return { kind: 'day', hint: words.say('hint.until') };
    case 'count':
      return { kind: 'number', least: field.zero ? 0 : 1, most: field.most ?? 1_000_000 };
    case 'money':
      return { kind: 'amount' };
    case 'one-of':
      return { kind: 'choice', options: choices(words, field, field.options ?? []) };
    case 'checks':
      return { kind: 'choices', options: choices(words, field, Check.options) };
    case 'language':
      return { kind: 'choice', options: languages(words) };
    case 'yes':
      return { kind: 'yes' };
    case 'person':
      return { kind: 'person' };
    case 'originals':
      return { kind: 'lookup', lookup: 'original' };
    case 'customer':
    case 'offer':
    case 'migration':
    case 'original':
    case 'subject':
    case 'request':
      return { kind: 'lookup', lookup: field.kind satisfies Lookup };
    case 'place':
      return { kind: 'place', hint: words.say('kind.place') };
    case 'moment':
    case 'url':
    case 'country':
    case 'currency':
      return { kind: 'text', hint: words.say(`kind.${field.kind}`) };
  }
}

function hintOf(words: Words, { name }: Field): { hint?: string } {
  const hint = words.sayIfAny(`hint.${name}`);
  return hint === undefined ? {} : { hint };
}

function limitOf({ limit = 200 }: Field): { limit: number } {
  return { limit };
}

function choices(words: Words, { name }: Field, options: readonly string[]): Choice[] {
  return options.map((value) => ({ value, label: words.sayIfAny(`choice.${name}.${value}`) ?? value }));
}

/** Each is called as in itself. */
function languages(words: Words): Choice[] {
  return Language.options.map((value) => ({ value, label: words.in(value).languageName(value) }));
}

/** What was filled in, checked; all inputs that do not fit are told at once. */
export function readFilled(
  command: Command,
  filled: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
  dates: DateReader,
): { readonly values: Record<string, unknown>; readonly wrong: readonly UserError[] } {
  const values: [string, unknown][] = [];
  const wrong: UserError[] = [];
  for (const field of command.fields) {
    const text = (filled[field.name] ?? '').trim();
    // What was there and is not any more was taken away on purpose.
    const isCleared = text === '' && field.clearable === true && (before[field.name] ?? '') !== '';
    if (text === '' && !isCleared) {
      if (field.required) wrong.push(new UserError('field-missing', { field: field.name }));
      continue;
    }
    try {
      values.push([field.name, readValue(field, text, dates)]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      wrong.push(error);
    }
  }
  return { values: Object.fromEntries(values), wrong };
}
