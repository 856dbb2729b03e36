import type { Temporal } from 'temporal-polyfill';
import type { Role } from '../domain/person.js';
import type { CommandName } from '../messages/help.js';
import type { Message } from '../messages/message.js';
import type { Page } from '../messages/pages.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Ask } from '../services/record.js';
import type { Field, Values } from './field.js';
import type { NamedPerson } from './invocation.js';

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
  run(values: Readonly<Record<string, unknown>>, context: Context): Promise<Message>;
}

interface Declaration<Fields extends readonly Field[]> {
  readonly name: CommandName;
  readonly role: Role;
  /** Where changing takes more than looking. */
  readonly roleFor?: (values: Values<Fields>) => Role;
  readonly posts?: true;
  readonly fields: Fields;
  readonly example: string;
  run(values: Values<Fields>, context: Context): Promise<Message>;
}

/** Declares a command; its values are typed by its fields. */
export function command<const Fields extends readonly Field[]>(declaration: Declaration<Fields>): Command {
  return {
    ...declaration,
    posts: declaration.posts ?? false,
    roleFor: (values) => declaration.roleFor?.(values as Values<Fields>) ?? declaration.role,
    // The router has read each value by the field it belongs to.
    run: (values, context) => declaration.run(values as Values<Fields>, context),
  };
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
