import { Language } from '../domain/language.js';
import type { Block, Message } from './message.js';
import type { MessageKey, Words } from './words.js';

/** A command that the catalogue describes: one without a summary does not compile. */
export type CommandName = MessageKey extends infer Key ? (Key extends `summary.${infer Name}` ? Name : never) : never;
type Explained = MessageKey extends infer Key ? (Key extends `kind.${infer Kind}` ? Kind : never) : never;

interface HelpField {
  readonly name: string;
  readonly kind: Explained;
  readonly required?: true;
  readonly options?: readonly string[];
}

export type HelpGroup = MessageKey extends infer Key ? (Key extends `help.group-${infer Name}` ? Name : never) : never;

export interface CommandInShort {
  readonly name: CommandName;
  readonly usage: string;
  /** What else it is called in the reader's language. */
  readonly aliases: readonly string[];
}

/** The commands of a normal week, and where the rest is. */
export function sayWeek(words: Words, commands: readonly CommandInShort[]): Message {
  const more = { kind: 'text', text: words.say('help.more') } as const;
  return helpOf(words, [tableOf(words, words.say('help.week'), commands), more]);
}

/** All commands, a line each, by what they are for. */
export function sayHelp(
  words: Words,
  groups: readonly { readonly group: HelpGroup; readonly commands: readonly CommandInShort[] }[],
): Message {
  return helpOf(
    words,
    groups.map(({ group, commands }) => tableOf(words, words.say(`help.group-${group}`), commands)),
  );
}

function tableOf(words: Words, name: string, commands: readonly CommandInShort[]): Block {
  const rows = commands.map((one) => [one.usage, summaryOf(words, one)]);
  return { kind: 'table', head: [name, words.say('help.head-does')], rows };
}

function summaryOf(words: Words, { name, aliases }: CommandInShort): string {
  const summary = words.say(`summary.${name}`);
  if (aliases.length === 0) return summary;
  return words.say('help.summary-aliases', { summary, aliases: words.enumerate(aliases) });
}

function helpOf(words: Words, blocks: readonly Block[]): Message {
  return {
    title: words.say('help.title'),
    blocks: [
      { kind: 'text', text: words.say('help.intro', { prefix: '/csp' }) },
      ...blocks,
      { kind: 'note', text: words.say('help.footer') },
    ],
  };
}

function optionsOf({ kind, options = [] }: HelpField): readonly string[] {
  return kind === 'language' ? Language.options : options;
}

export interface HelpOn extends CommandInShort {
  readonly fields: readonly HelpField[];
  readonly example: string;
}

/** One command with each of its fields. */
export function sayHelpOn(words: Words, { name, usage, aliases, fields, example }: HelpOn): Message {
  const lines = fields.map((field) => {
    const kind = words.say(`kind.${field.kind}`, { options: words.enumerate(optionsOf(field)) });
    // A hint says how a text is to be written; of any other kind its own words say more.
    const what = (field.kind === 'text' ? words.sayIfAny(`hint.${field.name}`) : undefined) ?? kind;
    return words.say(field.required ? 'help.field' : 'help.field-optional', { name: field.name, what });
  });
  const also = aliases.length === 0 ? [] : [words.say('help.also', { aliases: words.enumerate(aliases) })];
  return {
    title: words.say('help.title-one', { command: name }),
    blocks: [
      { kind: 'text', text: words.say(`summary.${name}`) },
      { kind: 'code', text: usage },
      ...also.map((text) => ({ kind: 'text', text }) as const),
      ...(lines.length > 0 ? [{ kind: 'text', text: [words.say('help.fields'), ...lines].join('\n') } as const] : []),
      { kind: 'text', text: words.say('help.example') },
      { kind: 'code', text: `/csp ${words.sayIfAny(`example.${name}`) ?? example}` },
    ],
  };
}
