import type { Router } from 'express';
import type { Language } from '../../domain/language.js';
import type { Outcome, Platform } from '../../messages/platform.js';
import { addressOf, placeOf } from './chat.js';
import { personOf } from './people.js';
import { Play, type PlayOptions } from './play.js';
import { createRoutes } from './routes.js';
import type { World } from './world.js';

export { MOST_AHEAD_MS, MovingClock } from './clock.js';
export { identityOf } from './people.js';
export { addPeople, addSamples } from './samples.js';
export type { World } from './world.js';

export interface Playground {
  readonly platform: Platform;
  readonly routes: Router;
  /** Plays with this world from now on. `isNew`: it is not the one that the conversations are of. */
  enter(world: World, isNew: boolean): void;
  /** Has the channel speak a language. */
  speak(language: Language): Promise<unknown>;
  /** It runs: people are met in it, and pages are told all there is. */
  welcome(): Promise<void>;
  /** Lines that the journal has got. */
  wrote(lines: string): void;
  /** Lets the pages go that look on, and ends a move of the clock where it is: what is asked for is answered at once. */
  leave(): void;
  /** Resolves when nothing is under way any more. After `leave`. */
  close(): Promise<void>;
}

/**
 * Ferry on a page of this machine, with nothing connected: two panes that show the same conversations as Slack and Teams
 * would, a clock that can be moved, and what lies outside. Everything behind it is the real thing.
 */
export function createPlayground(options: PlayOptions): Playground {
  const play = new Play(options);
  const platform: Platform = {
    name: 'playground',
    pace: { channel: [], all: [] },
    start: async () => undefined,
    deliver: async ({ destination, key, message }) => {
      const where = placeOf(destination);
      if (where === undefined) return { kind: 'stop', reason: 'no_such_place' };
      if (!play.isPlaying) return { kind: 'not-sent', reason: 'starting_over' };
      return posted(play.post(where, key, message));
    },
    update: async (reference, { message }) =>
      play.chat.replace(reference, message) ? posted(reference) : { kind: 'gone', reason: 'not_there' },
    find: async ({ key }) => {
      const found = play.chat.find(key);
      return found ? { kind: 'found', reference: found.id } : { kind: 'absent' };
    },
    direct: async (identity) => {
      const person = personOf(identity);
      return person ? { kind: 'found', address: addressOf('own', person) } : { kind: 'none', reason: 'nobody' };
    },
    link: () => undefined,
    board: async (identity, board) => {
      const person = personOf(identity);
      if (person === undefined) return { kind: 'stop', reason: 'nobody' };
      play.chat.setBoard(person, board);
      return posted(`board/${person}`);
    },
    time: async () => undefined,
    stop: async () => undefined,
  };
  return {
    platform,
    routes: createRoutes(play, options),
    enter: (world, isNew) => play.enter(world, isNew),
    speak: (language) => play.speak(language),
    welcome: () => play.welcome(),
    wrote: (lines) => play.wrote(lines),
    leave: () => play.leave(),
    close: () => play.close(),
  };
}

function posted(reference: string): Outcome {
  return { kind: 'sent', reference };
}
