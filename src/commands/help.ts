import { sayHelp, sayHelpOn } from '../messages/help.js';
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
        commands.map((one) => ({ name: one.name, usage: shortUsage(one) })),
      );
    const found = commands.find((one) => one.name === name.toLowerCase());
    if (!found) throw noSuchCommand(name.toLowerCase(), commands);
    return sayHelpOn(words, { ...found, usage: usage(found) });
  },
});

/** Only what one must give; `help <command>` shows the rest. */
function shortUsage(one: Command): string {
  const optional = one.fields.some((field) => !field.required);
  return `${usage({ ...one, fields: one.fields.filter((field) => field.required) })}${optional ? ' …' : ''}`;
}
