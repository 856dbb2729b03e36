import { mayActAs, type Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import type { Message } from '../messages/message.js';
import { sayFault, sayRefusal, sayStoreFault } from '../messages/refusals.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import { roleOf } from '../services/people.js';
import { StoreError } from '../services/ports.js';
import type { AboutFacts, Command, Context } from './command.js';
import { COMMANDS } from './index.js';
import type { Invocation } from './invocation.js';
import { noSuchCommand } from './no-such-command.js';
import { readValues } from './read-values.js';
import { splitWords } from './words-typed.js';

export interface RouterOptions {
  readonly services: Services;
  readonly admins: readonly string[];
  readonly about: AboutFacts;
  /** The words to answer in, for the asker's locale. */
  wordsFor(locale: string | undefined): Words;
  /** Logs a fault of ours and answers the reference under which it can be found. */
  report(error: unknown, what: string): string;
}

/** Turns what was said into an answer. It never throws: refusals and faults are answers too. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  async answer(invocation: Invocation): Promise<Message> {
    const words = this.#options.wordsFor(invocation.locale);
    try {
      return await this.#run(invocation, words).catch((error: unknown) => {
        if (error instanceof UserError) return sayRefusal(words, error);
        throw error;
      });
    } catch (error) {
      const reference = this.#options.report(error, 'a command failed');
      return error instanceof StoreError ? sayStoreFault(words) : sayFault(words, reference);
    }
  }

  async #run(invocation: Invocation, words: Words): Promise<Message> {
    const { actor, channel, once, rev } = invocation;
    const role = roleOf(actor, this.#options.admins);
    if (role === undefined) throw new UserError('not-member');
    const typed = splitWords(invocation.text);
    const command = findCommand(typed.command);
    assertRole(command, role, words);
    const values = readValues(command, typed);
    if (command.posts) await assertReach(invocation);
    const context: Context = {
      services: this.#options.services,
      words,
      ask: { speaker: actor, from: channel, once, rev },
      rows: invocation.rows,
      about: this.#options.about,
      commands: COMMANDS,
    };
    return command.run(values, context);
  }
}

function findCommand(typed: string): Command {
  const name = typed === '' ? 'help' : typed;
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) throw noSuchCommand(name, COMMANDS);
  return command;
}

function assertRole(command: Command, role: Role, words: Words): void {
  if (mayActAs(role, command.role)) return;
  throw new UserError('no-role', { command: command.name, needed: words.say(`role.${command.role}`) });
}

async function assertReach(invocation: Invocation): Promise<void> {
  const reach = await invocation.reach();
  if (reach === 'invite') throw new UserError('channel-invite');
  if (reach === 'closed') throw new UserError('channel-closed');
}
