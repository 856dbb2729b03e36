import type { Temporal } from 'temporal-polyfill';
import { languageOf } from '../domain/language.js';
import { mayActAs, type Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import type { Choice, Reply } from '../messages/form.js';
import type { Block, Message } from '../messages/message.js';
import { isQuestion, sayFault, sayRefusal, sayStoreFault } from '../messages/refusals.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { LanguageReader } from '../services/languages.js';
import { type Reader, StoreError } from '../services/ports.js';
import { commandNamed, isGreeting } from './aliases.js';
import type { AboutFacts, Boards, Command, Context, Defaults } from './command.js';
import { fieldsOf, formOf, type Problems, readFilled } from './form-of.js';
import { welcome } from './help.js';
import { COMMANDS, GROUPS } from './index.js';
import type { Actor, Asking, Invocation, Search } from './invocation.js';
import { noSuchCommand } from './no-such-command.js';
import { pointAt } from './point-at.js';
import type { DateReader } from './read-day.js';
import { readValues, typedTexts } from './read-values.js';
import { choicesFor } from './suggestions.js';
import { splitWords, type TypedWords } from './words-typed.js';

export interface RouterOptions {
  readonly services: Services;
  readonly about: AboutFacts;
  readonly boards: Boards;
  /** The words to answer one person in: in her language, with times as the channel has them. */
  wordsFor(reader: LanguageReader, channel: string): Promise<Words>;
  /** The words for all who read in a channel. */
  wordsIn(channel: string): Promise<Words>;
  now(): Temporal.Instant;
  /** The address of the person's direct conversation; undefined: she cannot be written to alone. */
  direct(identity: string): Promise<string | undefined>;
  /** The https address of a post; undefined: it has none. */
  link(destination: string, reference: string): string | undefined;
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

/** What is done for one thing said, once it is known who says it and what she may do. */
interface Turn {
  readonly command: Command;
  readonly typed: TypedWords;
  readonly role: Role;
  readonly words: Words;
  readonly dates: DateReader;
  /** Where boards stand, if not where they always do. */
  readonly boards?: Boards;
}

/** What is shown to everybody does not turn anybody's own board: the answer itself is the board. */
const NO_BOARDS: Boards = { show: async () => undefined };

/** What is said with an ellipsis at its end is only begun: the rest is to be asked. */
const BEGUN = /^(.*\S)\s+(?:…+|\.{3})\s*$/s;
const INCOMPLETE: ReadonlySet<string> = new Set(['missing-fields', 'nothing-given']);

/** People whose latest question is remembered, for `share`. */
const MOST_ASKERS = 1_000;

/** Turns what was said into an answer. It never throws: refusals and faults are answers too. */
export class Router implements Pick<Asking, 'answer' | 'open' | 'submit' | 'suggest'> {
  readonly #options: RouterOptions;
  readonly #asked = new Map<string, string>();
  /** As an answer was offered last: one that is remembered is the same again, and need not be drawn anew. */
  readonly #offered = new WeakMap<Message, { readonly key: string; readonly message: Message }>();

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  async answer(invocation: Invocation): Promise<Message> {
    const words = await this.#wordsOf(invocation);
    const said = await this.#guarded(words, async () => message(await this.#say(invocation, words)));
    return said.kind === 'message' ? said.message : sayFault(words, '');
  }

  async open(invocation: Invocation): Promise<Reply> {
    const words = await this.#wordsOf(invocation);
    return this.#guarded(words, async () => {
      const turn = await this.#begin(invocation, words);
      if (turn.command.posts) await assertReach(invocation);
      const texts = { ...Object.fromEntries(typedTexts(turn.command, turn.typed, turn.dates)), ...invocation.filled };
      const defaults = await turn.command.defaults(texts, this.#contextOf(invocation, turn));
      const filled = { ...defaults, values: { ...defaults.values, ...texts } };
      const form = formOf(words, turn.command, filled, undefined, turn.dates);
      return form ? { kind: 'form', form } : message(await this.#say(invocation, words));
    });
  }

  async submit(invocation: Invocation): Promise<Reply> {
    const words = await this.#wordsOf(invocation);
    return this.#guarded(words, async () => {
      const turn = await this.#begin(invocation, words);
      const { command, dates } = turn;
      // What the form is of was settled when it was opened.
      const settled = typedTexts(command, turn.typed, dates);
      const typed = { ...invocation.filled, ...Object.fromEntries(settled) };
      const context = this.#contextOf(invocation, turn);
      const known: Defaults = await command.defaults(typed, context).catch((error: unknown) => {
        // Whatever it names is not there; its own field will say so.
        if (error instanceof UserError) return { values: {} };
        throw error;
      });
      const { of: _, ...open } = known;
      const before = settled.size > 0 ? known : open;
      const again = (wrong: readonly UserError[], whole?: string): Reply => {
        const problems = pointAt(
          words,
          fieldsOf(command, { ...before, values: typed }),
          wrong,
          whole,
          typed,
          command.name,
        );
        return asked(words, turn, { ...before, values: typed }, problems);
      };
      if (invocation.rev !== undefined && before.rev !== invocation.rev) return again([], words.say('form.stale'));
      // Of what was only named in it, the form has shown nothing that could have been taken away.
      const shown = settled.size === 0 && known.of ? {} : before.values;
      const { values, wrong } = readFilled(command, typed, shown, dates);
      if (wrong.length > 0) return again(wrong);
      try {
        return message(await this.#run(invocation, turn, values));
      } catch (error) {
        // What was typed is not lost with a fault of ours.
        if (!(error instanceof UserError)) return again([], this.#apologyFor(error, words));
        // A question is answered by its buttons, not by filling in more.
        if (isQuestion(error)) throw error;
        // So far it was only asked of what: now it is known what there is to fill in.
        if (error.code === 'nothing-given' && settled.size === 0 && known.of) return asked(words, turn, known);
        return again([error]);
      }
    });
  }

  async suggest(search: Search): Promise<readonly Choice[]> {
    try {
      const role = await this.#options.services.roles.of(search.actor);
      if (role === undefined) return [];
      const { actor, locale } = search;
      const words = await this.#options.wordsFor({ identity: actor.identity, locale }, '');
      return await choicesFor(this.#options.services, words, search);
    } catch (error) {
      this.#options.report(error, 'a search failed');
      return [];
    }
  }

  #wordsOf({ actor, locale, channel }: Invocation): Promise<Words> {
    return this.#options.wordsFor({ identity: actor.identity, locale }, channel);
  }

  async #guarded(words: Words, work: () => Promise<Reply>): Promise<Reply> {
    const reply = await work().catch((error: unknown) => message(this.#sayWhatFailed(error, words)));
    return reply.kind === 'message' ? message(inLanguage(words, reply.message)) : reply;
  }

  #sayWhatFailed(error: unknown, words: Words): Message {
    if (error instanceof UserError) return sayRefusal(words, error);
    const reference = this.#options.report(error, 'a command failed');
    return error instanceof StoreError ? sayStoreFault(words) : sayFault(words, reference);
  }

  #apologyFor(error: unknown, words: Words): string {
    const reference = this.#options.report(error, 'a form failed');
    return error instanceof StoreError ? words.say('error.store') : words.say('error.reference', { reference });
  }

  async #say(said: Invocation, words: Words): Promise<Message> {
    const begun = BEGUN.exec(said.text);
    const invocation = begun ? { ...said, text: begun[1] ?? '' } : said;
    const turn = await this.#begin(invocation, words);
    const opens = { label: words.say('button.form'), run: bare(invocation.text) };
    if (begun) return { refused: true, title: words.say('error.title-more'), blocks: [], opens };
    try {
      return await this.#run(invocation, turn, readValues(turn.command, turn.typed, turn.dates));
    } catch (error) {
      if (!(error instanceof UserError) || !INCOMPLETE.has(error.code) || turn.command.form.length === 0) throw error;
      return { ...sayRefusal(words, error), opens };
    }
  }

  /** Who is asking, and for what; nobody gets further who may not. */
  async #begin(invocation: Invocation, words: Words): Promise<Turn> {
    const { actor, channel, locale, named, text } = invocation;
    const role = await this.#roleOf(actor);
    this.#options.heardIn(channel);
    const typed = splitWords(
      text,
      named.map(({ as }) => as),
    );
    const command = findCommand(typed.command, words);
    this.#assertRole(actor, role, command, command.role, words);
    return { command, typed, role, words, dates: { language: words.language, locale } };
  }

  async #run(invocation: Invocation, turn: Turn, values: Readonly<Record<string, unknown>>): Promise<Message> {
    const { command, role, words } = turn;
    const needed = command.roleFor(values);
    this.#assertRole(invocation.actor, role, command, needed, words);
    if (command.posts) await assertReach(invocation);
    const said = await command.run(values, this.#contextOf(invocation, turn, needed));
    if (!command.looks(values)) return said;
    this.#noteQuestion(invocation);
    const key = `${role} ${invocation.aside === true} ${asTyped(invocation)}`;
    const known = this.#offered.get(said);
    if (known?.key === key) return known.message;
    // What she may not do is not offered to her; a card in a channel is drawn for all.
    const shown = inLanguage(words, { ...said, blocks: onlyFor(role, said.blocks) });
    const message = withSharing(invocation, words, shown);
    this.#offered.set(said, { key, message });
    return message;
  }

  #contextOf(invocation: Invocation, turn: Turn, needed: Role = turn.command.role): Context {
    const { command, role, words, dates, boards = this.#options.boards } = turn;
    const { actor, channel, locale, alone, once, rev, named, places = [], rows } = invocation;
    return {
      services: this.#options.services,
      words,
      dates,
      ask: {
        speaker: actor,
        role,
        recheck: async (reader) => this.#assertRole(actor, await this.#roleOf(actor, reader), command, needed, words),
        from: channel,
        told: languageOf(locale),
        alone,
        once,
        rev,
      },
      named,
      places,
      reach: async (address) => {
        return address === channel ? invocation.reach() : ((await invocation.reachOf?.(address)) ?? 'closed');
      },
      rows,
      about: this.#options.about,
      boards,
      commands: GROUPS,
      now: () => this.#options.now(),
      direct: (identity) => this.#options.direct(identity),
      link: (destination, reference) => this.#options.link(destination, reference),
      wordsAnew: () => this.#wordsOf(invocation),
      wordsHere: () => this.#options.wordsIn(channel),
      lookAgain: async (text) => this.#lookAgain({ ...invocation, text }, await this.#options.wordsIn(channel)),
    };
  }

  /** For `share`: what was asked, or the latest question, with its answer. Nothing that changes anything is run. */
  async #lookAgain(invocation: Invocation, words: Words): Promise<Message> {
    const text = invocation.text === '' ? (this.#asked.get(askerOf(invocation)) ?? '') : invocation.text;
    if (text === '') throw new UserError('share-nothing');
    const turn = await this.#begin({ ...invocation, text }, words);
    const { command } = turn;
    const values = readValues(command, turn.typed, turn.dates);
    if (!command.looks(values)) throw new UserError('share-changes', { command: command.name });
    const { aside: _, ...open } = invocation;
    return this.#run({ ...open, text }, { ...turn, boards: NO_BOARDS }, values);
  }

  #noteQuestion(invocation: Invocation): void {
    const asker = askerOf(invocation);
    this.#asked.delete(asker);
    this.#asked.set(asker, asTyped(invocation));
    const oldest = this.#asked.keys().next().value;
    if (this.#asked.size > MOST_ASKERS && oldest !== undefined) this.#asked.delete(oldest);
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

function message(said: Message): Reply {
  return { kind: 'message', message: said };
}

/**
 * What has a language keeps it: an answer for everybody, or in a language that was only chosen by it, is not in the asker's. It
 * stays the same object, too, so that one that is remembered is not drawn anew.
 */
function inLanguage({ language }: Words, said: Message): Message {
  return said.language === undefined ? { ...said, language } : said;
}

function asked(words: Words, { command, dates }: Turn, filled: Defaults, problems?: Problems): Reply {
  const form = formOf(words, command, filled, problems, dates);
  if (!form) throw new Error(`${command.name} has no form that could have been sent`);
  return { kind: 'form', form };
}

function askerOf({ actor, channel }: Invocation): string {
  return `${actor.identity} ${channel}`;
}

/** Without what stands before a command, which is called as it always is: as others, too, can run it again. */
function bare(text: string): string {
  const said = text.trim().replace(/^\/?csp\s+/i, '');
  const [typed = ''] = /^\S*/.exec(said) ?? [];
  const command = commandNamed(typed, COMMANDS);
  return command === undefined ? said : `${command.name}${said.slice(typed.length)}`;
}

/** What was said, or filled in, as one line that says the same. */
function asTyped({ text, filled = {} }: Invocation): string {
  // No quote can end a value early.
  const given = Object.entries(filled).flatMap(([name, value]) =>
    value.trim() === '' ? [] : [`${name}="${value.replace(/["“”„«»]/g, "'")}"`],
  );
  return [bare(text), ...given].join(' ');
}

function withSharing(invocation: Invocation, words: Words, said: Message): Message {
  if (!invocation.aside || said.refused || said.everyone === false) return said;
  const share = { label: words.say('button.share'), run: `share ${asTyped(invocation)}` };
  return { ...said, blocks: [...said.blocks, { kind: 'buttons', buttons: [share] }] };
}

function onlyFor(role: Role, blocks: Message['blocks']): Message['blocks'] {
  const may = (run: string) => {
    const word = splitWords(run).command;
    const needed = COMMANDS.find(({ name }) => name === word)?.role;
    return needed === undefined || mayActAs(role, needed);
  };
  return blocks.flatMap((block): Block[] => {
    if (block.kind !== 'buttons') return [block];
    const buttons = block.buttons.filter(({ run }) => may(run));
    return buttons.length === 0 ? [] : [{ ...block, buttons }];
  });
}

function findCommand(typed: string, { language }: Words): Command {
  const name = typed === '' ? 'help' : typed;
  const command = commandNamed(name, COMMANDS);
  if (command) return command;
  if (isGreeting(name)) return welcome;
  throw noSuchCommand(name, COMMANDS, language);
}

async function assertReach(invocation: Invocation): Promise<void> {
  const reach = await invocation.reach();
  if (reach === 'invite') throw new UserError('channel-invite');
  if (reach === 'closed') throw new UserError('channel-closed');
}
