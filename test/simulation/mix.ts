import type { SeededRandom } from '../support/seeded-random.js';

/** What goes wrong in one run, and how often; chances are per call unless said otherwise. */
export interface Mix {
  readonly days: number;
  readonly refused: number;
  readonly limited: number;
  /** The answer is lost; in half of them the post has arrived. */
  readonly lost: number;
  readonly timedOut: number;
  /** Chance per day of each: the platform is down, a channel takes nothing, the history cannot be read. */
  readonly down: number;
  readonly closed: number;
  readonly unreadable: number;
  /** Crashes per day, at any time; and per call to a platform, in the middle of it. */
  readonly crashes: number;
  readonly crashInCall: number;
  /** Per call of the disk. */
  readonly crashInDisk: number;
  /** Of crashes: the power goes, too. */
  readonly cuts: number;
  /** Chance that a call of the disk takes virtual time. */
  readonly slowDisk: number;
  /** The clock can be in doubt; steps of it per run. */
  readonly isGuarded: boolean;
  readonly clockSteps: number;
  /** Commands per day. */
  readonly commands: number;
  /** In quiet hours the audit comes so late. */
  readonly sleepMs: number;
  /** Everybody can be written to alone. */
  readonly directs: boolean;
  readonly channels: number;
  readonly moves: number;
}

/** Whatever a test leaves out: `WITHOUT=crashes,closed`. */
const WITHOUT = new Set((process.env.WITHOUT ?? '').split(','));

const HOUR_MS = 60 * 60_000;

/** All faults together, each in some runs only. */
export function anyMix(random: SeededRandom): Mix {
  const some = (name: string, chance: number, most: number) => {
    const isIn = random.chance(chance);
    const much = random.next() * most;
    return isIn && !WITHOUT.has(name) ? much : 0;
  };
  return {
    days: random.between(30, 70),
    refused: some('refused', 0.5, 0.3),
    limited: some('limited', 0.4, 0.3),
    lost: some('lost', 0.5, 0.3),
    timedOut: some('timedOut', 0.4, 0.2),
    down: some('down', 0.4, 0.15),
    closed: some('closed', 0.35, 0.1),
    unreadable: some('unreadable', 0.4, 0.2),
    crashes: some('crashes', 0.5, 0.5),
    crashInCall: some('crashInCall', 0.4, 0.15),
    crashInDisk: some('crashInDisk', 0.4, 0.01),
    cuts: some('cuts', 0.6, 1),
    slowDisk: some('slowDisk', 0.6, 0.5),
    ...someClock(random),
    commands: some('commands', 0.9, 3),
    sleepMs: random.pick([2, 12, 24, 48, 48, 48, 48, 48]) * HOUR_MS,
    directs: random.chance(0.6),
    channels: random.between(2, 4),
    moves: random.between(1, 5),
  };
}

function someClock(random: SeededRandom): Pick<Mix, 'isGuarded' | 'clockSteps'> {
  const isGuarded = random.chance(0.4);
  const clockSteps = random.chance(0.6) ? random.between(1, 4) : 0;
  return { isGuarded, clockSteps: isGuarded && !WITHOUT.has('clockSteps') ? clockSteps : 0 };
}

/** Nothing goes wrong. */
export const CALM: Omit<Mix, 'channels' | 'moves' | 'days'> = {
  refused: 0,
  limited: 0,
  lost: 0,
  timedOut: 0,
  down: 0,
  closed: 0,
  unreadable: 0,
  crashes: 0,
  crashInCall: 0,
  crashInDisk: 0,
  cuts: 0,
  slowDisk: 0,
  isGuarded: false,
  clockSteps: 0,
  commands: 1.5,
  sleepMs: 24 * HOUR_MS,
  directs: true,
};
