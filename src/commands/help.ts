import type { Language } from '../domain/language.js';
import {
  type CommandInShort,
  type CommandName,
  type HelpGroup,
  sayHelp,
  sayHelpOn,
  sayWeek,
} from '../messages/help.js';
import { sayWelcome } from '../messages/welcome.js';
import { aliasesOf, commandNamed } from './aliases.js';
import { type Command, command, usage } from './command.js';
import { noSuchCommand } from './no-such-command.js';

/** What a normal week takes; the rest is found once it is needed. */
const WEEK: readonly CommandName[] = ['start', 'accept', 'provision', 'end', 'due', 'board', 'show'];
const ALL = 'all';

export const help = command({
  name: 'help',
  role: 'viewer',
  fields: [{ name: 'command', kind: 'text', positional: true }],
  looks: true,
  example: 'help start',
  async run({ command: name }, { words, commands }) {
    const all = Object.values(commands).flat();
    const { language } = words;
    const short = (one: Command) => inShort(one, language);
    if (name === undefined) {
      const week = WEEK.flatMap((wanted) => all.filter((one) => one.name === wanted));
      return sayWeek(words, week.map(short));
    }
    if (name.toLowerCase() === ALL) {
      const groups = Object.entries(commands);
      return sayHelp(
        words,
        groups.map(([group, those]) => ({ group: group as HelpGroup, commands: those.map(short) })),
      );
    }
    const found = commandNamed(name, all);
    if (!found) throw noSuchCommand(name.toLowerCase(), all, language);
    return sayHelpOn(words, { ...found, usage: usage(found), aliases: aliasesOf(found.name, language) });
  },
});

/** What answers a greeting. It is no command of its own, and whatever follows the greeting is politeness. */
export const welcome = command({
  name: 'help',
  role: 'viewer',
  fields: [{ name: 'text', kind: 'text', positional: true, free: true }],
  form: [],
  looks: true,
  example: 'help',
  run: async (_, { words }) => sayWelcome(words),
});

function inShort(one: Command, language: Language): CommandInShort {
  return { name: one.name, usage: shortUsage(one), aliases: aliasesOf(one.name, language) };
}

/** Only what one must give; `help <command>` shows the rest. */
function shortUsage(one: Command): string {
  const optional = one.fields.some((field) => !field.required);
  return `${usage({ ...one, fields: one.fields.filter((field) => field.required) })}${optional ? ' …' : ''}`;
}
