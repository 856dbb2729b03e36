import { createHash } from 'node:crypto';
import type { Language } from '../domain/language.js';
import { sayBoardMoved, sayBoardRests, sayNoBoard } from '../messages/board.js';
import type { Message } from '../messages/message.js';
import type { Outcome, Platform } from '../messages/platform.js';
import type { Words } from '../messages/words.js';
import type { Clock } from '../services/ports.js';
import type { StandingBoard } from '../services/standing-boards.js';
import type { JobLog } from './log.js';

/** A platform may ask for a wait; none is longer. */
const LONGEST_WAIT_MS = 60 * 60_000;

type Records = Map<string, StandingBoard>;

export interface BoardSenderOptions {
  readonly clock: Clock;
  readonly log: JobLog;
  wordsOf(identity: string, told: Language | undefined): Promise<Words>;
  /** A platform asks for a wait: what is not sent now is to be tried afterwards. */
  paused(platform: Platform): void;
}

/** Sends boards to where they stand, and enters what became of them. */
export class BoardSender {
  readonly #options: BoardSenderOptions;
  /** Platforms that asked for a wait, until when, in ms since 1970. */
  readonly #pauses = new Map<string, number>();
  /** The latest reason for which somebody's board was not sent: it is logged once. */
  readonly #reasons = new Map<string, string>();

  constructor(options: BoardSenderOptions) {
    this.#options = options;
  }

  /** Answers whether it was certainly sent. */
  async send(boards: Records, board: StandingBoard, platform: Platform, message: Message): Promise<boolean> {
    const { identity, reference, shown, ...rest } = board;
    const outcome = await this.#put(platform, identity, message, reference);
    this.#note(identity, platform, outcome);
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
        return false;
      case 'gone':
        boards.set(identity, { ...rest, identity });
        return false;
      case 'stop':
        // What stands there still, she may not see any more.
        if (shown === undefined) this.forget(boards, identity);
        else await this.takeAway(boards, board, platform);
        return false;
    }
  }

  /** Sends it as a new post, and says in the place of the former one that it is further below. */
  async sendBelow(boards: Records, board: StandingBoard, platform: Platform, message: Message): Promise<boolean> {
    const { reference: former, shown: _, ...anew } = board;
    if (!(await this.send(boards, anew, platform, message))) {
      // The former one is looked after still.
      if (boards.has(board.identity)) boards.set(board.identity, board);
      return false;
    }
    if (former !== undefined && former !== boards.get(board.identity)?.reference) {
      await this.#replace(board, platform, sayBoardMoved(await this.#wordsOf(board)));
    }
    return true;
  }

  /** Says in its place that it is not kept up to date any more. Answers whether something was sent. */
  async rest(boards: Records, board: StandingBoard, platform: Platform): Promise<boolean> {
    const message = sayBoardRests(await this.#wordsOf(board), board.part);
    if (board.shown === undefined || board.shown === hashOf(message)) return false;
    const { kind } = await this.#replace(board, platform, message);
    if (kind === 'sent' || kind === 'unknown') boards.set(board.identity, { ...board, shown: hashOf(message) });
    if (kind === 'gone' || kind === 'stop') this.forget(boards, board.identity);
    return true;
  }

  /** Leaves nothing of customers where it stood. Answers whether that is settled; else it is to be tried again. */
  async takeAway(boards: Records, board: StandingBoard, platform: Platform): Promise<boolean> {
    const { kind } = await this.#replace(board, platform, sayNoBoard(await this.#wordsOf(board)));
    if (kind === 'not-sent' || kind === 'unknown') return false;
    this.forget(boards, board.identity);
    return true;
  }

  forget(boards: Records, identity: string): void {
    boards.delete(identity);
    this.#reasons.delete(identity);
  }

  /** A wait longer than any that is ever set was set by a clock that has been put back since: it has ended. */
  waitOf({ name }: Platform): number | undefined {
    const ms = (this.#pauses.get(name) ?? 0) - this.#options.clock.now().epochMilliseconds;
    return ms > 0 && ms <= LONGEST_WAIT_MS ? ms : undefined;
  }

  /** What is not there any more is put there anew. */
  async #put(platform: Platform, identity: string, message: Message, reference: string | undefined): Promise<Outcome> {
    const outcome = await platform.board(identity, message, reference);
    if (outcome.kind !== 'gone' || reference === undefined) return outcome;
    return platform.board(identity, message, undefined);
  }

  /** Words that name no customer, for whoever sees what stands there. */
  async #replace({ identity, reference }: StandingBoard, platform: Platform, message: Message): Promise<Outcome> {
    const outcome = await platform.board(identity, message, reference, 'anyone');
    this.#note(identity, platform, outcome);
    return outcome;
  }

  #wordsOf({ identity, language }: StandingBoard): Promise<Words> {
    return this.#options.wordsOf(identity, language);
  }

  #note(identity: string, platform: Platform, { kind, ...outcome }: Outcome): void {
    if (kind === 'sent') {
      this.#reasons.delete(identity);
      return;
    }
    if ('retryAfterMs' in outcome && outcome.retryAfterMs !== undefined) this.#pause(platform, outcome.retryAfterMs);
    const reason = 'reason' in outcome ? outcome.reason : kind;
    // That a platform has no such place is nothing to be told of.
    if (kind === 'stop' || this.#reasons.get(identity) === reason) return;
    this.#reasons.set(identity, reason);
    this.#options.log.problem({ identity, outcome: kind, reason }, 'a board was not shown');
  }

  #pause(platform: Platform, ms: number): void {
    this.#pauses.set(platform.name, this.#options.clock.now().epochMilliseconds + Math.min(ms, LONGEST_WAIT_MS));
    this.#options.paused(platform);
  }
}

/** By this it is known whether a board reads otherwise than what stands there. */
export function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}
