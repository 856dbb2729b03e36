import type { Temporal } from 'temporal-polyfill';
import { mayActAs, type Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import type { Message } from '../messages/message.js';
import { sayFault, sayRefusal, sayStoreFault } from '../messages/refusals.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import { type Reader, StoreError } from '../services/ports.js';
import type { AboutFacts, Command, Context } from './command.js';
import { COMMANDS } from './index.js';
import type { Actor, Invocation } from './invocation.js';
import { noSuchCommand } from './no-such-command.js';
import { readValues } from './read-values.js';
import { splitWords } from './words-typed.js';

export interface RouterOptions {
  readonly services: Services;
  readonly about: AboutFacts;
  /** The words to answer in: for the asker's locale, with times as the channel has them. */
  wordsFor(locale: string | undefined, channel: string): Promise<Words>;
  now(): Temporal.Instant;
  /** The address of the person's direct conversation; undefined: she cannot be written to alone. */
  direct(identity: string): Promise<string | undefined>;
  /** Told of each channel in which a member has spoken to Ferry. */
  heardIn(channel: string): void;
  /** Logs a fault of ours and answers the reference under which it can be found. */
  report(error: unknown, what: string): string;
  /** Told of everybody who was refused for who she is: identities, never names. */
  readonly log: RouterLog;
}

export interface RouterLog {
  warn(facts: object, text: string): void;
  info(facts: object, text: string): void;
}

/** Turns what was said into an answer. It never throws: refusals and faults are answers too. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  async answer(invocation: Invocation): Promise<Message> {
    const words = await this.#options.wordsFor(invocation.locale, invocation.channel);
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
    const { actor, channel, once, rev, named } = invocation;
    const role = await this.#roleOf(actor);
    this.#options.heardIn(channel);
    const mentions = named.map(({ as }) => as);
    const typed = splitWords(invocation.text, mentions);
    const command = findCommand(typed.command);
    this.#assertRole(actor, role, command, command.role, words);
    const values = readValues(command, typed);
    const needed = command.roleFor(values);
    this.#assertRole(actor, role, command, needed, words);
    if (command.posts) await assertReach(invocation);
    const context: Context = {
      services: this.#options.services,
      words,
      ask: {
        speaker: actor,
        role,
        recheck: async (reader) => this.#assertRole(actor, await this.#roleOf(actor, reader), command, needed, words),
        from: channel,
        once,
        rev,
      },
      named,
      rows: invocation.rows,
      about: this.#options.about,
      commands: COMMANDS,
      now: () => this.#options.now(),
      direct: (identity) => this.#options.direct(identity),
    };
    return command.run(values, context);
  }

  /** The one place where it is decided who may do anything at all, whatever the door: typed, clicked, or a form. */
  async #roleOf(actor: Actor, reader?: Reader): Promise<Role> {
    const role = await this.#options.services.roles.of(actor, reader);
    if (role !== undefined) return role;
    this.#options.log.warn({ identity: actor.identity }, 'refused: not a member');
    throw new UserError('not-member');
  }

  #assertRole({ identity }: Actor, role: Role, { name }: Command, needed: Role, words: Words): void {
    if (mayActAs(role, needed)) return;
    this.#options.log.info({ identity, command: name, role, needed }, 'refused: the role does not reach');
    throw new UserError('no-role', { command: name, needed: words.say(`role.${needed}`) });
  }
}

function findCommand(typed: string): Command {
  const name = typed === '' ? 'help' : typed;
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) throw noSuchCommand(name, COMMANDS);
  return command;
}

async function assertReach(invocation: Invocation): Promise<void> {
  const reach = await invocation.reach();
  if (reach === 'invite') throw new UserError('channel-invite');
  if (reach === 'closed') throw new UserError('channel-closed');
}
