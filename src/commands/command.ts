import type { Temporal } from 'temporal-polyfill';
import type { BoardPart } from '../domain/board.js';
import type { Language } from '../domain/language.js';
import type { Role } from '../domain/person.js';
import type { BoardInChat } from '../messages/board.js';
import type { CommandName, HelpGroup } from '../messages/help.js';
import type { Message } from '../messages/message.js';
import type { Page } from '../messages/pages.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Ask } from '../services/record.js';
import type { Field, LabelledField, Values } from './field.js';
import type { Actor, NamedPerson, NamedPlace, Reach } from './invocation.js';
import type { DateReader } from './read-day.js';

/** What a command works with besides its fields. */
export interface Context {
  readonly services: Services;
  readonly words: Words;
  /** How the asker writes dates. */
  readonly dates: DateReader;
  readonly ask: Ask;
  /** People mentioned in the words, for fields of the kind `person`. */
  readonly named: readonly NamedPerson[];
  /** Channels named in the words, for fields of the kind `place`. */
  readonly places: readonly NamedPlace[];
  /** Whether Ferry can post there: in the channel it is said in, or in one of `places`. */
  reach(address: string): Promise<Reach>;
  /** How many table rows fit into an answer where it was asked. */
  readonly rows: number;
  readonly about: AboutFacts;
  readonly commands: Readonly<Record<HelpGroup, readonly Command[]>>;
  now(): Temporal.Instant;
  /** The address of the person's direct conversation; undefined: she cannot be written to alone. */
  direct(identity: string): Promise<string | undefined>;
  /** The https address of a post; undefined: it has none. */
  link(destination: string, reference: string): string | undefined;
  readonly boards: Boards;
  /** The words to answer the asker in, as what she has just chosen has it. */
  wordsAnew(): Promise<Words>;
  /** The words for all who read in the channel, for what they all see. */
  wordsHere(): Promise<Words>;
  /** The answer to a question, in the words for all; nothing for the latest one of this person here; refuses what does more than look. */
  lookAgain(text: string): Promise<Message>;
}

/** Boards that stand somewhere and are kept up to date. */
export interface Boards {
  /**
   * Shows a page of a part of a person's board where her platform has a place for it, and from then on as it changes. Answers
   * where it stands if that is a post in her own conversation with Ferry. Undefined: it stands nowhere, or on a page of its
   * own, so that an answer may show it too. `from`: where it is asked for; in that conversation of hers it is posted anew, so
   * that it is found below what was said. `language`: as her chat tells it.
   */
  show(
    actor: Actor & { readonly language: Language | undefined },
    part: BoardPart,
    page: number,
    from: string | undefined,
  ): Promise<BoardInChat | undefined>;
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
  readonly fields: readonly LabelledField[];
  /** As it could be typed, for help. */
  readonly example: string;
  /** The fields that its form has, in their order; the others can be typed. */
  readonly form: readonly LabelledField[];
  /** With these values it only looks, so that its answer can be shared with everybody. */
  looks(values: Readonly<Record<string, unknown>>): boolean;
  /** What its form holds when it is opened, as it would be typed, beside what `typed` already says. */
  defaults(typed: Readonly<Record<string, string>>, context: Context): Promise<Defaults>;
  run(values: Readonly<Record<string, unknown>>, context: Context): Promise<Message>;
}

/** What a form holds when it is opened. */
export interface Defaults {
  readonly values: Readonly<Record<string, string>>;
  /** How a value is shown that people do not read as it is typed. */
  readonly shown?: Readonly<Record<string, string>>;
  /** The revision of what they were read from: of a migration, or the moment of a channel's settings. */
  readonly rev?: number;
  /** What the form is of, once that is known: its values are of no other, so it cannot be exchanged in it. */
  readonly of?: FormOf;
}

/** What a form is of. */
export interface FormOf {
  /** The words as which it is sent, such as `change M12.1`. */
  readonly words: string;
  /** As people read it. */
  readonly shown: string;
  /** The fields that it then has; the command's own when not given. */
  readonly fields?: readonly string[];
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
  readonly looks?: true | ((values: Values<Fields>) => boolean);
  defaults?(typed: Readonly<Record<string, string>>, context: Context): Promise<Defaults>;
  run(values: Values<Fields>, context: Context): Promise<Message>;
}

/** Declares a command; its values are typed by its fields. */
export function command<const Fields extends readonly LabelledField[]>(declaration: Declaration<Fields>): Command {
  return {
    ...declaration,
    posts: declaration.posts ?? false,
    looks: (values) => looksWith(declaration, values as Values<Fields>),
    form: formFields(declaration.fields, declaration.form),
    defaults: async (typed, context) => (await declaration.defaults?.(typed, context)) ?? { values: {} },
    roleFor: (values) => declaration.roleFor?.(values as Values<Fields>) ?? declaration.role,
    // The router has read each value by the field it belongs to.
    run: (values, context) => declaration.run(values as Values<Fields>, context),
  };
}

function looksWith<Fields extends readonly LabelledField[]>(
  { looks, role, roleFor }: Declaration<Fields>,
  values: Values<Fields>,
): boolean {
  // What takes more than looking takes another role.
  if (roleFor && roleFor(values) !== role) return false;
  return typeof looks === 'function' ? looks(values) : looks === true;
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
