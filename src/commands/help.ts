import { type HelpGroup, sayHelp, sayHelpOn } from '../messages/help.js';
import { type Command, command, usage } from './command.js';
import { noSuchCommand } from './no-such-command.js';

export const help = command({
  name: 'help',
  role: 'viewer',
  fields: [{ name: 'command', kind: 'text', positional: true }],
  looks: true,
  example: 'help start',
  async run({ command: name }, { words, commands }) {
    if (name === undefined)
      return sayHelp(
        words,
        Object.entries(commands).map(([group, those]) => ({
          group: group as HelpGroup,
          commands: those.map((one) => ({ name: one.name, usage: shortUsage(one) })),
        })),
      );
    const all = Object.values(commands).flat();
    const found = all.find((one) => one.name === name.toLowerCase());
    if (!found) throw noSuchCommand(name.toLowerCase(), all);
    return sayHelpOn(words, { ...found, usage: usage(found) });
  },
});

/** Only what one must give; `help <command>` shows the rest. */
function shortUsage(one: Command): string {
  const optional = one.fields.some((field) => !field.required);
  return `${usage({ ...one, fields: one.fields.filter((field) => field.required) })}${optional ? ' …' : ''}`;
}
