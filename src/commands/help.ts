import { type CommandName, type HelpGroup, sayHelp, sayHelpOn, sayWeek } from '../messages/help.js';
import { sayWelcome } from '../messages/welcome.js';
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
    if (name === undefined) {
      const week = WEEK.flatMap((wanted) => all.filter((one) => one.name === wanted));
      return sayWeek(words, week.map(inShort));
    }
    if (name.toLowerCase() === ALL) {
      const groups = Object.entries(commands);
      return sayHelp(
        words,
        groups.map(([group, those]) => ({ group: group as HelpGroup, commands: those.map(inShort) })),
      );
    }
    const found = all.find((one) => one.name === name.toLowerCase());
    if (!found) throw noSuchCommand(name.toLowerCase(), all);
    return sayHelpOn(words, { ...found, usage: usage(found) });
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

/** Whether somebody only says hello, or asks what there is: the first word of what was typed. */
export function isGreeting(word: string): boolean {
  return /^(?:(?:hi|hello|hey|hola|menu)[!.,]*|\?+)$/iu.test(word);
}

function inShort(one: Command): { name: CommandName; usage: string } {
  return { name: one.name, usage: shortUsage(one) };
}

/** Only what one must give; `help <command>` shows the rest. */
function shortUsage(one: Command): string {
  const optional = one.fields.some((field) => !field.required);
  return `${usage({ ...one, fields: one.fields.filter((field) => field.required) })}${optional ? ' …' : ''}`;
}
