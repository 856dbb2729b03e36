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

/** All commands, a line each, by what they are for. */
export function sayHelp(
  words: Words,
  groups: readonly {
    readonly group: HelpGroup;
    readonly commands: readonly { readonly name: CommandName; readonly usage: string }[];
  }[],
): Message {
  const tables = groups.map(({ group, commands }): Block => {
    const head = [words.say(`help.group-${group}`), words.say('help.head-does')];
    return { kind: 'table', head, rows: commands.map(({ name, usage }) => [usage, words.say(`summary.${name}`)]) };
  });
  return {
    title: words.say('help.title'),
    blocks: [
      { kind: 'text', text: words.say('help.intro', { prefix: '/csp' }) },
      ...tables,
      { kind: 'note', text: words.say('help.footer') },
    ],
  };
}

export interface HelpOn {
  readonly name: CommandName;
  readonly usage: string;
  readonly fields: readonly HelpField[];
  readonly example: string;
}

/** One command with each of its fields. */
export function sayHelpOn(words: Words, { name, usage, fields, example }: HelpOn): Message {
  const lines = fields.map((field) => {
    const what = words.say(`kind.${field.kind}`, { options: (field.options ?? []).join(', ') });
    return words.say(field.required ? 'help.field' : 'help.field-optional', { name: field.name, what });
  });
  return {
    title: words.say('help.title-one', { command: name }),
    blocks: [
      { kind: 'text', text: words.say(`summary.${name}`) },
      { kind: 'code', text: usage },
      ...(lines.length > 0 ? [{ kind: 'text', text: [words.say('help.fields'), ...lines].join('\n') } as const] : []),
      { kind: 'text', text: words.say('help.example') },
      { kind: 'code', text: `/csp ${example}` },
    ],
  };
}
