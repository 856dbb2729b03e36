import { z } from 'zod';
import type { Day } from './calendar.js';
import { type Person, remindedFor } from './person.js';
import type { Standing } from './standing.js';
import type { MigrationView } from './view.js';

/** The parts of a person's board. `week`: what needs her in the next seven days. */
export const BoardPart = z.enum(['week', 'mine', 'unowned', 'incidents', 'all']);
export type BoardPart = z.infer<typeof BoardPart>;

/** What Ferry says to do within so many days stands in `week`. */
export const BOARD_DAYS = 7;

/** What a board has to know of an open migration to place it: the same for every reader. */
export interface Placed extends Pick<Standing, 'stage' | 'actBy' | 'isBare'> {
  readonly owner: string | undefined;
  readonly deputy: string | undefined;
}

/** One page of a person's board, as it is to be read now. */
export interface BoardView {
  readonly part: BoardPart;
  readonly counts: Readonly<Record<BoardPart, number>>;
  /** Those of this page, the one to act on first in front. */
  readonly lines: readonly MigrationView[];
  readonly page: number;
  /** Among all of the part, counted from 1. */
  readonly from: number;
  readonly to: number;
  /** Whose it is; undefined: somebody whom Ferry has not met. */
  readonly reader: Person | undefined;
}

/** Whose board it is, and everybody who could own something, by id. */
export interface BoardReader {
  readonly person: Person | undefined;
  readonly people: ReadonlyMap<string, Person>;
  /** Her day. */
  readonly today: Day;
  /** The last day of those that `week` looks ahead to. */
  readonly soon: Day;
}

/** Whether an open migration stands in a part of this reader's board. */
export function isInPart(part: BoardPart, placed: Placed, reader: BoardReader): boolean {
  switch (part) {
    case 'all':
      return true;
    case 'unowned':
      return placed.owner === undefined;
    case 'incidents':
      return isWrong(placed);
    case 'mine':
      return isMine(placed, reader);
    case 'week': {
      const needs = isWrong(placed) || placed.isBare || placed.actBy <= reader.soon;
      return needs && (placed.owner === undefined || isMine(placed, reader));
    }
  }
}

function isWrong({ stage }: Placed): boolean {
  return stage === 'incident';
}

/** Her own, and those of which she is reminded in somebody's place. */
export function isMine(
  { owner = '', deputy = '' }: Pick<Placed, 'owner' | 'deputy'>,
  { person, people, today }: Pick<BoardReader, 'person' | 'people' | 'today'>,
): boolean {
  if (!person) return false;
  return (
    owner === person.id || remindedFor(people.get(owner), people.get(deputy), today).some(({ id }) => id === person.id)
  );
}
