import { Temporal } from 'temporal-polyfill';
import type { BoardPart } from '../domain/board.js';
import { dayIn, dayOf } from '../domain/calendar.js';
import type { Language } from '../domain/language.js';
import { mayActAs } from '../domain/person.js';
import { type BoardInChat, sayBoard } from '../messages/board.js';
import type { Message } from '../messages/message.js';
import { type Platform, platformOf } from '../messages/platform.js';
import type { Words } from '../messages/words.js';
import type { Services } from '../services/index.js';
import type { Clock } from '../services/ports.js';
import type { StandingBoard } from '../services/standing-boards.js';
import { BoardRecords } from './board-records.js';
import { BoardRound } from './board-round.js';
import { BoardSender, hashOf } from './board-sender.js';
import type { JobLog } from './log.js';

/** Somebody who could not be asked after is asked after again: if she is no member still, her board is taken away. */
const AGAIN_MS = 10 * 60_000;
/** So many are kept up to date; those not looked at for longest rest. */
const MOST_BOARDS = 200;
/** So many are known, so that one that rests is turned where it stands when its person comes back. */
const MOST_KNOWN = 400;
const RESTING_DAYS = 14;

export interface BoardsOptions {
  readonly services: Services;
  readonly platforms: readonly Platform[];
  readonly clock: Clock;
  readonly log: JobLog;
  /** Where a day begins and ends. */
  readonly zone: string;
  /** The words of one person; `told`: the language that her platform told last. */
  wordsOf(identity: string, told: Language | undefined): Promise<Words>;
}

/** Somebody who asks for her board, as her platform tells. */
export interface BoardOwner {
  readonly identity: string;
  readonly name: string;
  readonly member: boolean;
  /** That of her chat, where her platform tells it. */
  readonly language?: Language | undefined;
}

interface Chosen {
  readonly part: BoardPart;
  readonly page: number;
}

/**
 * Boards that stand somewhere, kept up to date as things change. They are no posts that anybody waits for: nothing is tried
 * again but with the next change, and whoever looks gets hers at once. Each platform has a round of its own, and each person
 * her turn: a request that hangs holds up nobody else.
 */
export class Boards {
  readonly #options: BoardsOptions;
  readonly #records: BoardRecords;
  readonly #sender: BoardSender;
  readonly #rounds = new Map<Platform, BoardRound>();
  /** What goes on for a person, by her identity: one request at a time. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #drawnOn: string | undefined;
  /** People who could not be asked after, since when, in ms since 1970. */
  readonly #doubted = new Map<string, number>();
  #stopped = false;

  constructor(options: BoardsOptions) {
    this.#options = options;
    this.#records = new BoardRecords(options.services.standingBoards);
    this.#sender = new BoardSender({ ...options, paused: (platform) => this.#roundOf(platform).wake() });
  }

  /**
   * Shows a person's board where her platform has a place for it, and from then on as it changes. Answers where it stands if
   * that is a post in her own conversation with Ferry; undefined: it stands nowhere, or on a page of its own such as Slack's
   * App Home, which is not where one talks, so that the answer to `board` is the board as well. `from`: where she asks for it;
   * in that conversation it is posted anew.
   */
  async show(who: BoardOwner, part: BoardPart, page: number, from?: string): Promise<BoardInChat | undefined> {
    const { identity } = who;
    const platform = platformOf(identity, this.#options.platforms);
    const reference = await this.#inTurn(identity, () => this.#showNow(who, { part, page }, from));
    if (reference === undefined || !platform) return undefined;
    const direct = await platform.direct(identity);
    if (direct.kind === 'none' || !isPostIn(direct.address, reference)) return undefined;
    return { address: direct.address, link: platform.link(reference) };
  }

  /** The person looks at the place where her board stands: the part that she chose last is shown there. */
  async opened(who: BoardOwner): Promise<void> {
    await this.#inTurn(who.identity, () => this.#showNow(who, undefined));
  }

  /** Something has changed: boards are drawn again soon. */
  wake(): void {
    if (this.#stopped) return;
    for (const platform of this.#options.platforms) this.#roundOf(platform).wake();
  }

  /** Looks whether a new day has begun, on which they read otherwise. */
  noteDay(): void {
    const now = this.#options.clock.now();
    // People's days are those of the zone; those of what is to be done are UTC's.
    const today = `${dayIn(this.#options.zone, now)} ${dayOf(now)}`;
    if (this.#drawnOn !== undefined && this.#drawnOn !== today) this.wake();
    this.#drawnOn = today;
  }

  /** Resolves when all that can be drawn now has been. */
  async idle(): Promise<void> {
    await Promise.all([...this.#rounds.values()].map((round) => round.idle()));
    await Promise.all(this.#turns.values());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#rounds.values()].map((round) => round.stop()));
    await Promise.all(this.#turns.values());
  }

  /** Waits for her turn; what fails is logged, and undefined. */
  #inTurn<T>(identity: string, work: () => Promise<T>): Promise<T | undefined> {
    const before = this.#turns.get(identity) ?? Promise.resolve();
    const turn = before.then(work).catch((error: unknown) => {
      this.#fault(error);
      return undefined;
    });
    this.#turns.set(identity, turn);
    void turn.then(() => {
      if (this.#turns.get(identity) === turn) this.#turns.delete(identity);
    });
    return turn;
  }

  #fault(error: unknown): void {
    this.#options.log.fault(error, 'a board could not be drawn');
  }

  #roundOf(platform: Platform): BoardRound {
    const known = this.#rounds.get(platform);
    if (known) return known;
    const round = new BoardRound({
      clock: this.#options.clock,
      begin: () => this.#begin(platform),
      redraw: async (identity) => (await this.#inTurn(identity, () => this.#redraw(identity, platform))) ?? false,
      finish: () => this.#records.write(),
      again: () => this.#again(platform),
      fault: (error) => this.#fault(error),
    });
    this.#rounds.set(platform, round);
    return round;
  }

  /** The one looked at last comes first. */
  async #begin(platform: Platform): Promise<string[]> {
    const known = await this.#records.all();
    for (const identity of this.#doubted.keys()) if (!known.has(identity)) this.#doubted.delete(identity);
    return [...known.keys()].filter((identity) => platformOf(identity, [platform])).reverse();
  }

  /** When to try again with those that were passed over, in ms from now, unless something changes before. */
  #again(platform: Platform): number | undefined {
    const isDoubting = [...this.#doubted.keys()].some((identity) => platformOf(identity, [platform]));
    const waits = [this.#sender.waitOf(platform), isDoubting ? AGAIN_MS : undefined].filter((ms) => ms !== undefined);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** Answers whether something was sent. */
  async #redraw(identity: string, platform: Platform): Promise<boolean> {
    const boards = await this.#records.all();
    const board = boards.get(identity);
    if (!board || this.#sender.waitOf(platform) !== undefined) return false;
    if (this.#isToRest(boards, board)) return this.#sender.rest(boards, board, platform);
    const message = await this.#draw({ identity, name: '', member: true }, board);
    const isNews = !message || hashOf(message) !== board.shown;
    if (!isNews && !this.#doubted.has(identity)) return false;
    // Who has left, or is a guest by now, is told nothing of customers.
    const { kind } = await platform.direct(identity);
    if (message && kind === 'none' && !this.#isLongDoubted(identity)) return false;
    if (message && kind === 'found') {
      this.#doubted.delete(identity);
      if (isNews) await this.#sender.send(boards, board, platform, message);
      return isNews;
    }
    if (await this.#sender.takeAway(boards, board, platform)) this.#doubted.delete(identity);
    else this.#isLongDoubted(identity);
    return true;
  }

  /** A platform that cannot be asked now says no more than that somebody is gone: it is asked once more, later. */
  #isLongDoubted(identity: string): boolean {
    const now = this.#options.clock.now().epochMilliseconds;
    const since = this.#doubted.get(identity);
    if (since === undefined) this.#doubted.set(identity, now);
    return since !== undefined && now - since >= AGAIN_MS;
  }

  #isToRest(boards: ReadonlyMap<string, StandingBoard>, { identity, seen }: StandingBoard): boolean {
    const from = this.#options.clock.now().subtract({ hours: 24 * RESTING_DAYS });
    if (Temporal.Instant.compare(Temporal.Instant.from(seen), from) < 0) return true;
    return boards.size > MOST_BOARDS && [...boards.keys()].indexOf(identity) < boards.size - MOST_BOARDS;
  }

  /** Answers the reference of where it stands now. */
  async #showNow(who: BoardOwner, chosen: Chosen | undefined, from?: string): Promise<string | undefined> {
    const { identity } = who;
    const platform = platformOf(identity, this.#options.platforms);
    if (!platform || this.#stopped) return undefined;
    const boards = await this.#records.all();
    const known = boards.get(identity);
    // To the day: a look that changes nothing else is not worth a write.
    const seen = `${dayOf(this.#options.clock.now())}T00:00:00Z`;
    const language = who.language ?? known?.language;
    const told = language === undefined ? {} : { language };
    const board: StandingBoard = { part: 'week', page: 1, ...known, ...chosen, ...told, identity, seen };
    const message = await this.#draw(who, board);
    if (message) this.#enter(boards, board);
    const isSent = await this.#put(boards, board, platform, message, from);
    await this.#records.write().catch((error: unknown) => this.#fault(error));
    return isSent ? boards.get(identity)?.reference : undefined;
  }

  async #put(
    boards: Map<string, StandingBoard>,
    board: StandingBoard,
    platform: Platform,
    message: Message | undefined,
    from: string | undefined,
  ): Promise<boolean> {
    if (!message) {
      // Also who is not known to have one is told: what stands there may be older than what is remembered.
      const isTaken = await this.#sender.takeAway(boards, board, platform);
      if (!isTaken && boards.has(board.identity)) this.#isLongDoubted(board.identity);
      if (!isTaken) this.wake();
      return false;
    }
    if (this.#sender.waitOf(platform) !== undefined) return false;
    if (await this.#standsIn(from, board, platform)) return this.#sender.sendBelow(boards, board, platform, message);
    return this.#sender.send(boards, board, platform, message);
  }

  async #standsIn(from: string | undefined, { identity, reference }: StandingBoard, platform: Platform) {
    if (from === undefined || reference === undefined || !isPostIn(from, reference)) return false;
    const direct = await platform.direct(identity);
    return direct.kind === 'found' && direct.address === from;
  }

  /** The one looked at last stands last. */
  #enter(boards: Map<string, StandingBoard>, board: StandingBoard): void {
    boards.delete(board.identity);
    boards.set(board.identity, board);
    for (const oldest of boards.keys()) {
      if (boards.size <= MOST_KNOWN) break;
      this.#sender.forget(boards, oldest);
    }
    // The one that has to rest now says so soon.
    if (boards.size > MOST_BOARDS) this.wake();
  }

  /** Undefined: she has no role. */
  async #draw(who: BoardOwner, { part, page, language }: StandingBoard): Promise<Message | undefined> {
    const { services } = this.#options;
    const role = await services.roles.of(who);
    if (role === undefined) return undefined;
    const view = await services.boards.of(who.identity, part, page);
    const words = await this.#options.wordsOf(who.identity, language);
    const shown = sayBoard(words, view, { canChange: mayActAs(role, 'operator'), stands: true });
    return { language: words.language, ...shown };
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
