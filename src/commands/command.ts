import type { Temporal } from 'temporal-polyfill';
import type { BoardPart } from '../domain/board.js';
import type { Role } from '../domain/person.js';
import type { CommandName } from '../messages/help.js';
import type { Message } from '../messages/message.js';
import type { Page } from '../messages/pages.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Ask } from '../services/record.js';
import type { Field, LabelledField, Values } from './field.js';
import type { Actor, NamedPerson } from './invocation.js';

/** What a command works with besides its fields. */
export interface Context {
  readonly services: Services;
  readonly words: Words;
  readonly ask: Ask;
  /** People mentioned in the words, for fields of the kind `person`. */
  readonly named: readonly NamedPerson[];
  /** How many table rows fit into an answer where it was asked. */
  readonly rows: number;
  readonly about: AboutFacts;
  readonly commands: readonly Command[];
  now(): Temporal.Instant;
  /** The address of the person's direct conversation; undefined: she cannot be written to alone. */
  direct(identity: string): Promise<string | undefined>;
  /** The https address of a post; undefined: it has none. */
  link(destination: string, reference: string): string | undefined;
  readonly boards: Boards;
  /** The answer to a question, nothing for the latest one of this person here; refuses what does more than look. */
  lookAgain(text: string): Promise<Message>;
}

/** Boards that stand somewhere and are kept up to date. */
export interface Boards {
  /** Shows a person's board where her platform has a place for it, and from then on as it changes. False: there is none. */
  show(actor: Actor, part: BoardPart, words: Words): Promise<boolean>;
}

/** What only main knows, for `about`. */
export interface AboutFacts {
  readonly version: string;
  readonly platforms: readonly string[];
  readonly startedAt: string;
  readonly reminders: { readonly time: string; readonly zone: string; readonly leadDays: readonly number[] };
  /** The ISO moment of the last sweep for due reminders. */
  lastSweep(): string | undefined;
}

export interface Command {
  readonly name: CommandName;
  /** The least role that can use it at all. */
  readonly role: Role;
  /** The role that it takes with these values. */
  roleFor(values: Readonly<Record<string, unknown>>): Role;
  /** It ties a migration to the channel it is said in, so Ferry must be able to post there. */
  readonly posts: boolean;
  readonly fields: readonly Field[];
  /** As it could be typed, for help. */
  readonly example: string;
  /** The fields that its form has, in their order; the others can be typed. */
  readonly form: readonly LabelledField[];
  /** It only looks, so that its answer can be shared with everybody. */
  readonly looks: boolean;
  /** What its form holds when it is opened, as it would be typed, beside what `typed` already says. */
  defaults(typed: Readonly<Record<string, string>>, context: Context): Promise<Defaults>;
  run(values: Readonly<Record<string, unknown>>, context: Context): Promise<Message>;
}

/** What a form holds when it is opened. */
export interface Defaults {
  readonly values: Readonly<Record<string, string>>;
  /** How a value is shown that people do not read as it is typed. */
  readonly shown?: Readonly<Record<string, string>>;
  /** The revision of the migration that they were read from. */
  readonly rev?: number;
}

interface Declaration<Fields extends readonly LabelledField[]> {
  readonly name: CommandName;
  readonly role: Role;
  /** Where changing takes more than looking. */
  readonly roleFor?: (values: Values<Fields>) => Role;
  readonly posts?: true;
  readonly fields: Fields;
  readonly example: string;
  /** All fields but those that confirm or repeat, when not given. */
  readonly form?: readonly Fields[number]['name'][];
  readonly looks?: true;
  defaults?(typed: Readonly<Record<string, string>>, context: Context): Promise<Defaults>;
  run(values: Values<Fields>, context: Context): Promise<Message>;
}

/** Declares a command; its values are typed by its fields. */
export function command<const Fields extends readonly LabelledField[]>(declaration: Declaration<Fields>): Command {
  return {
    ...declaration,
    posts: declaration.posts ?? false,
    looks: declaration.looks ?? false,
    form: formFields(declaration.fields, declaration.form),
    defaults: async (typed, context) => (await declaration.defaults?.(typed, context)) ?? { values: {} },
    roleFor: (values) => declaration.roleFor?.(values as Values<Fields>) ?? declaration.role,
    // The router has read each value by the field it belongs to.
    run: (values, context) => declaration.run(values as Values<Fields>, context),
  };
}

const TYPED_ONLY: ReadonlySet<string> = new Set(['again', 'another', 'confirm', 'page', 'ordered']);

function formFields(fields: readonly LabelledField[], names: readonly string[] | undefined): readonly LabelledField[] {
  if (names === undefined) return fields.filter(({ name }) => !TYPED_ONLY.has(name));
  return names.flatMap((name) => fields.find((field) => field.name === name) ?? []);
}

/** `add <migration> offer=… seats=… [renewal=auto|ends|unknown]`. */
export function usage({ name, fields }: Pick<Command, 'name' | 'fields'>): string {
  return [name, ...fields.map(fieldUsage)].join(' ');
}

function fieldUsage(field: Field): string {
  const value = field.kind === 'one-of' ? (field.options ?? []).join('|') : field.kind === 'yes' ? 'yes' : '…';
  const text = field.positional ? (field.kind === 'one-of' ? value : `<${field.name}>`) : `${field.name}=${value}`;
  return field.required ? text : `[${text}]`;
}

export function pageOf(context: Context, page: number | undefined, run: string): Page {
  return { page: page ?? 1, rows: context.rows, command: run };
}
