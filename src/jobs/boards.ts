import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { BoardPart } from '../domain/board.js';
import { type Day, dayIn } from '../domain/calendar.js';
import { mayActAs } from '../domain/person.js';
import { sayBoard, sayNoBoard } from '../messages/board.js';
import type { Message } from '../messages/message.js';
import { type Outcome, type Platform, platformOf } from '../messages/platform.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Clock } from '../services/ports.js';
import type { StandingBoard } from '../services/standing-boards.js';
import type { JobLog } from './log.js';

/** What changes is drawn after so long, with all that changed meanwhile: nobody's board is sent more often because of changes. */
const REDRAW_MS = 20_000;
/** Between two boards that are sent, so that posts and answers have their turn with the platform. */
const SPACE_MS = 1_000;
/** Somebody who could not be asked after is asked after again: if she is no member still, her board is taken away. */
const AGAIN_MS = 10 * 60_000;
const MOST_BOARDS = 200;
const FORGOTTEN_DAYS = 14;
/** A platform may ask for a wait; none is longer. */
const LONGEST_WAIT_MS = 60 * 60_000;

export interface BoardsOptions {
  readonly services: Services;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly log: JobLog;
  /** Where a day begins and ends. */
  readonly zone: string;
  readonly words: Words;
}

/** Somebody who asks for her board, as her platform tells. */
export interface BoardOwner {
  readonly identity: string;
  readonly name: string;
  readonly member: boolean;
}

/** A board that is a post in its person's conversation with Ferry. */
export interface BoardInChat {
  readonly address: string;
  readonly link: string | undefined;
}

/**
 * Boards that stand somewhere, kept up to date as things change. They are no posts that anybody waits for: nothing is tried
 * again but with the next change, and whoever looks gets hers at once.
 */
export class Boards {
  readonly #options: BoardsOptions;
  #boards: Promise<Map<string, StandingBoard>> | undefined;
  /** Them as they were last written. */
  #written = '[]';
  /** Identities still to be drawn in this round; undefined: none is under way. */
  #round: string[] | undefined;
  #isWanted = false;
  #drawnOn: Day | undefined;
  /** People who could not be asked after, since when, in ms since 1970. */
  readonly #doubted = new Map<string, number>();
  /** Platforms that asked for a wait, until when, in ms since 1970. */
  readonly #pauses = new Map<string, number>();
  /** The latest reason for which somebody's board was not sent: it is logged once. */
  readonly #reasons = new Map<string, string>();
  /** One request at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(options: BoardsOptions) {
    this.#options = options;
  }

  /**
   * Shows a person's board where her platform has a place for it, and from then on as it changes. Answers where it stands if
   * that is a post in her own conversation with Ferry; undefined: it stands nowhere, or on a page of its own such as Slack's
   * App Home, which is not where one talks, so that the answer to `board` is the board as well.
   */
  async show(who: BoardOwner, part: BoardPart, page: number): Promise<BoardInChat | undefined> {
    const reference = await this.#inTurn(() => this.#showNow(who, { part, page }));
    const platform = platformOf(who.identity, this.#options.platforms);
    if (reference === undefined || !platform) return undefined;
    const direct = await platform.direct(who.identity);
    if (direct.kind === 'none' || !isPostIn(direct.address, reference)) return undefined;
    return { address: direct.address, link: platform.link(reference) };
  }

  /** The person looks at the place where her board stands: the part that she chose last is shown there. */
  async opened(who: BoardOwner): Promise<void> {
    await this.#inTurn(() => this.#showNow(who, undefined));
  }

  /** Something has changed: boards are drawn again soon. */
  wake(): void {
    if (this.#stopped || this.#isWanted) return;
    this.#isWanted = true;
    if (this.#round === undefined) this.#plan(REDRAW_MS);
  }

  /** Looks whether a new day has begun, on which they read otherwise. */
  noteDay(): void {
    const today = dayIn(this.#options.zone, this.#options.clock.now());
    if (this.#drawnOn !== undefined && this.#drawnOn !== today) this.wake();
    this.#drawnOn = today;
  }

  /** Resolves when all that can be drawn now has been. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#last;
  }

  /** Waits for its turn; what fails is logged, and undefined. */
  #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const next = this.#last.then(work).catch((error: unknown) => {
      this.#options.log.fault(error, 'a board could not be drawn');
      return undefined;
    });
    this.#last = next;
    return next;
  }

  #plan(ms: number): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(ms, () => void this.#inTurn(() => this.#step()));
  }

  /** Goes on with the round until something was sent, and after a pause from there. */
  async #step(): Promise<void> {
    if (this.#stopped) return;
    const round = this.#round ?? (await this.#begin());
    this.#round = round;
    for (let identity = round.shift(); identity !== undefined; identity = round.shift()) {
      const isSent = await this.#redraw(identity).catch((error: unknown) => {
        this.#options.log.fault(error, 'a board could not be drawn');
        return false;
      });
      if (this.#stopped) break;
      if (isSent && round.length > 0) return this.#plan(SPACE_MS);
    }
    this.#round = undefined;
    await this.#write();
    if (this.#stopped) return;
    if (this.#isWanted) this.#plan(REDRAW_MS);
    else this.#planAgain();
  }

  /** For those that were passed over, unless something changes before. */
  #planAgain(): void {
    const now = this.#options.clock.now().epochMilliseconds;
    const waits = [...this.#pauses.values()].filter((until) => until > now).map((until) => until - now);
    if (this.#doubted.size > 0) waits.push(AGAIN_MS);
    if (waits.length > 0) this.#plan(Math.max(REDRAW_MS, Math.min(...waits)));
  }

  /** Those not looked at for long are let go. The one looked at last comes first. */
  async #begin(): Promise<string[]> {
    this.#isWanted = false;
    const boards = await this.#all();
    const from = this.#options.clock.now().subtract({ hours: 24 * FORGOTTEN_DAYS });
    for (const { identity, seen } of [...boards.values()]) {
      if (Temporal.Instant.compare(Temporal.Instant.from(seen), from) < 0) this.#forget(boards, identity);
    }
    return [...boards.keys()].reverse();
  }

  /** Answers whether something was sent. */
  async #redraw(identity: string): Promise<boolean> {
    const boards = await this.#all();
    const board = boards.get(identity);
    const platform = platformOf(identity, this.#options.platforms);
    if (!board || !platform || this.#isPaused(platform)) return false;
    const message = await this.#draw({ identity, name: '', member: true }, board);
    if (message && hashOf(message) === board.shown && !this.#doubted.has(identity)) return false;
    // Who has left, or is a guest by now, is told nothing of customers.
    const { kind } = await platform.direct(identity);
    if (message && kind === 'none' && !this.#isLongDoubted(identity)) return false;
    this.#doubted.delete(identity);
    if (message && kind === 'found') {
      if (hashOf(message) === board.shown) return false;
      await this.#send(boards, board, platform, message);
      return true;
    }
    await this.#takeAway(boards, board, platform);
    return true;
  }

  /** A platform that cannot be asked now says no more than that somebody is gone: it is asked once more, later. */
  #isLongDoubted(identity: string): boolean {
    const now = this.#options.clock.now().epochMilliseconds;
    const since = this.#doubted.get(identity);
    if (since === undefined) this.#doubted.set(identity, now);
    return since !== undefined && now - since >= AGAIN_MS;
  }

  /** Answers the reference of where it stands now. */
  async #showNow(
    who: BoardOwner,
    chosen: { readonly part: BoardPart; readonly page: number } | undefined,
  ): Promise<string | undefined> {
    const { identity } = who;
    const platform = platformOf(identity, this.#options.platforms);
    if (!platform || this.#stopped) return undefined;
    const boards = await this.#all();
    const known = boards.get(identity);
    const seen = this.#options.clock.now().toString();
    const board: StandingBoard = { part: 'week', page: 1, ...known, ...chosen, identity, seen };
    const message = await this.#draw(who, board);
    if (!message) {
      await this.#takeAway(boards, board, platform);
      await this.#write();
      return undefined;
    }
    // The one looked at last stands last.
    boards.delete(identity);
    boards.set(identity, board);
    for (const oldest of boards.keys()) {
      if (boards.size <= MOST_BOARDS) break;
      this.#forget(boards, oldest);
    }
    const isSent = !this.#isPaused(platform) && (await this.#send(boards, board, platform, message));
    await this.#write();
    return isSent ? boards.get(identity)?.reference : undefined;
  }

  /** Undefined: she has no role. */
  async #draw(who: BoardOwner, { part, page }: StandingBoard): Promise<Message | undefined> {
    const { services } = this.#options;
    const role = await services.roles.of(who);
    if (role === undefined) return undefined;
    const view = await services.boards.of(who.identity, part, page);
    return sayBoard(this.#options.words, view, { canChange: mayActAs(role, 'operator') });
  }

  async #takeAway(boards: Map<string, StandingBoard>, board: StandingBoard, platform: Platform): Promise<void> {
    this.#forget(boards, board.identity);
    // Who never had one needs none taken away.
    if (board.shown === undefined) return;
    const outcome = await platform.board(board.identity, sayNoBoard(this.#options.words), board.reference);
    if (outcome.kind !== 'sent') this.#problem(board.identity, outcome);
  }

  async #send(
    boards: Map<string, StandingBoard>,
    board: StandingBoard,
    platform: Platform,
    message: Message,
  ): Promise<boolean> {
    const { identity, reference, shown: _shown, ...rest } = board;
    const outcome = await this.#try(platform, identity, message, reference);
    if (outcome.kind === 'sent') this.#reasons.delete(identity);
    else this.#problem(identity, outcome);
    const kept = reference === undefined ? {} : { reference };
    switch (outcome.kind) {
      case 'sent':
        boards.set(identity, { ...rest, identity, reference: outcome.reference, shown: hashOf(message) });
        return true;
      case 'unknown':
        // Perhaps it stands there: it is sent anew only when there is news.
        boards.set(identity, { ...rest, identity, ...kept, shown: hashOf(message) });
        return false;
      case 'not-sent':
        if (outcome.retryAfterMs !== undefined) this.#pause(platform, outcome.retryAfterMs);
        return false;
      case 'gone':
        boards.set(identity, { ...rest, identity });
        return false;
      case 'stop':
        this.#forget(boards, identity);
        return false;
    }
  }

  /** What is not there any more is put there anew. */
  async #try(platform: Platform, identity: string, message: Message, reference: string | undefined): Promise<Outcome> {
    const outcome = await platform.board(identity, message, reference);
    if (outcome.kind !== 'gone' || reference === undefined) return outcome;
    return platform.board(identity, message, undefined);
  }

  #pause({ name }: Platform, ms: number): void {
    this.#pauses.set(name, this.#options.clock.now().epochMilliseconds + Math.min(ms, LONGEST_WAIT_MS));
    this.wake();
  }

  /** A wait longer than any that is ever set was set by a clock that has been put back since: it has ended. */
  #isPaused({ name }: Platform): boolean {
    const ms = (this.#pauses.get(name) ?? 0) - this.#options.clock.now().epochMilliseconds;
    return ms > 0 && ms <= LONGEST_WAIT_MS;
  }

  #forget(boards: Map<string, StandingBoard>, identity: string): void {
    boards.delete(identity);
    this.#doubted.delete(identity);
    this.#reasons.delete(identity);
  }

  #problem(identity: string, { kind, ...outcome }: Outcome): void {
    const reason = 'reason' in outcome ? outcome.reason : kind;
    // That a platform has no such place is nothing to be told of.
    if (kind === 'stop' || this.#reasons.get(identity) === reason) return;
    this.#reasons.set(identity, reason);
    this.#options.log.problem({ identity, outcome: kind, reason }, 'a board was not shown');
  }

  #all(): Promise<Map<string, StandingBoard>> {
    this.#boards ??= this.#read().catch((error: unknown) => {
      this.#boards = undefined;
      throw error;
    });
    return this.#boards;
  }

  async #read(): Promise<Map<string, StandingBoard>> {
    const boards = await this.#options.services.standingBoards.all();
    this.#written = JSON.stringify(boards);
    return new Map(boards.map((board) => [board.identity, board]));
  }

  async #write(): Promise<void> {
    const boards = [...(await this.#all()).values()];
    const text = JSON.stringify(boards);
    if (text === this.#written) return;
    await this.#options.services.standingBoards.keep(boards);
    this.#written = text;
  }
}

/**
 * Whether a board is a post in a person's conversation with Ferry: the reference of a post begins with what its platform calls
 * the conversation, which is what follows the first stroke of an address; that of a page does not.
 */
function isPostIn(address: string, reference: string): boolean {
  const conversation = address.slice(address.indexOf('/') + 1);
  return conversation !== '' && reference.startsWith(conversation);
}

function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}
