import { yesOrNo } from '../../commands/yes-or-no.js';
import { folded } from '../../domain/folded.js';
import type { Choice, Form, Input } from '../../messages/form.js';
import { pair } from '../../messages/pair.js';
import type { Words } from '../../messages/words.js';
import type { Typed } from './typist.js';

export interface Asker {
  ask(prompt: string): Promise<Typed>;
  print(text: string): void;
  readonly words: Words;
}

/** What was filled in, by field; undefined: the form was left. */
export type Filled = Readonly<Record<string, string>> | undefined;

const LEAVE = '.';
const EMPTY = '-';

/** Asks a form as questions, one at a time. What the line has `said` already is shown, and not asked. */
export async function askForm(form: Form, said: ReadonlySet<string>, asker: Asker): Promise<Filled> {
  const given = form.inputs.filter(({ name, value }) => said.has(name) && value !== undefined);
  const open = form.inputs.filter((input) => !given.includes(input));
  const known = given.map((input) => pair(input.label, shownOf(input), asker.words.language));
  const how = asker.words.say('terminal.how');
  asker.print([form.title, form.intro, ...known, how].filter((line) => line !== undefined).join('\n'));
  // A line that says all of it and asks for the form all the same wants to see it.
  return askInputs(form, open.length > 0 ? open : form.inputs, asker);
}

/**
 * Asks once more for what stood against the form: the inputs that are meant, or all where none is. What was refused is not
 * offered again, but what stood there in the form `before` anybody answered.
 */
export async function askAgain(form: Form, before: Form, asker: Asker): Promise<Filled> {
  if (form.problem !== undefined) asker.print(`! ${form.problem}`);
  const wrong = form.inputs.filter(({ problem }) => problem !== undefined);
  const asked = wrong.map((input): Input => {
    const { value: refused, shown: _, ...rest } = input;
    const first = before.inputs.find(({ name }) => name === input.name);
    if (first?.value === undefined || first.value === refused) return rest;
    return { ...rest, value: first.value, ...(first.shown === undefined ? {} : { shown: first.shown }) };
  });
  return askInputs(form, asked.length > 0 ? asked : form.inputs, asker);
}

async function askInputs(form: Form, inputs: readonly Input[], asker: Asker): Promise<Filled> {
  const filled = new Map(form.inputs.map(({ name, value }) => [name, value ?? '']));
  for (const input of inputs) {
    const value = await askInput(input, asker);
    if (value === undefined) return undefined;
    filled.set(input.name, value);
  }
  return Object.fromEntries(filled);
}

async function askInput(input: Input, { ask, print, words }: Asker): Promise<string | undefined> {
  if (input.problem !== undefined) print(`! ${input.problem}`);
  const explained = explanation(input, words);
  if (explained !== '') print(explained);
  for (;;) {
    const typed = await ask(promptOf(input, words));
    if (typed.kind !== 'line' || typed.text.trim() === LEAVE) return undefined;
    const value = typed.text.trim() === EMPTY ? '' : answerOf(input, typed.text.trim(), words);
    // A yes or a no that nobody understood is asked again.
    if (value === undefined) continue;
    if (value !== '' || !input.required) return value;
    print(`! ${words.say('terminal.needed')}`);
  }
}

function promptOf(input: Input, words: Words): string {
  const { label, required, kind, value } = input;
  const how =
    kind === 'yes' ? ` (${words.say('terminal.yes-or-no')})` : kind === 'day' ? ` (${words.say('kind.day')})` : '';
  const kept = value === undefined ? '' : ` [${shownOf(input)}]`;
  return pair(`${label}${required ? ' *' : ''}${how}${kept}`, '', words.language).replace(/\s*$/, ' ');
}

function shownOf({ value = '', shown, options = [] }: Input): string {
  return shown ?? options.find((option) => option.value === value)?.label ?? value;
}

function explanation({ kind, label, hint, options = [] }: Input, words: Words): string {
  const isList = kind === 'choice' || kind === 'choices';
  const how = words.say(kind === 'choice' ? 'terminal.one-of' : 'terminal.several-of');
  const list = isList ? [pair(label, how, words.language), ...options.map(lineOf)] : [];
  return [...(hint === undefined ? [] : [hint]), ...list].join('\n');
}

function lineOf({ value, label }: Choice): string {
  return value === label ? `  ${value}` : `  ${value}  ${label}`;
}

/** In any of the languages, or by its first letter in English or the reader's; undefined: neither yes nor no. */
function isYes(text: string, words: Words): boolean | undefined {
  const typed = folded(text);
  const begins = (key: 'value.yes' | 'value.no') => folded(words.say(key)).charAt(0) === typed;
  if (typed === 'y' || typed === 'true' || begins('value.yes')) return true;
  if (typed === 'n' || typed === 'false' || begins('value.no')) return false;
  return yesOrNo(text);
}

/** As it would be typed in a command; undefined: it is no answer. */
function answerOf({ kind, value: kept = '', options = [] }: Input, text: string, words: Words): string | undefined {
  if (text === '') return kept;
  if (kind === 'yes') {
    const yes = isYes(text, words);
    return yes === undefined ? undefined : yes ? 'yes' : '';
  }
  const named = (part: string) =>
    options.find(({ value, label }) => [value, label].some((one) => one.toLowerCase() === part.toLowerCase()))?.value ??
    part;
  if (kind === 'choice') return named(text);
  return kind === 'choices'
    ? text
        .split('+')
        .map((part) => named(part.trim()))
        .join('+')
    : text;
}
