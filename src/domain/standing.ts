import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, earliest, isBefore } from './calendar.js';
import { actBy } from './ladder.js';
import { isGivenUp, type Moving } from './migration.js';
import { serviceEnd } from './service-end.js';
import { openRungs, type Stage, stage } from './stage.js';
import type { Original } from './subscription.js';

/** What lists ask of a migration, as it is on one UTC day and on those after it until `until`. */
export interface Standing {
  readonly stage: Stage;
  /** Somebody still has to work on it. */
  readonly isOpen: boolean;
  /** A step was not done in time, or something has gone wrong. */
  readonly isLate: boolean;
  /** By this the one to act on first comes in front: the last day of its next step; empty for an incident, then none. */
  readonly rank: string;
  /** The earliest day by which Ferry says to act; empty for an incident, which comes before every day. */
  readonly actBy: string;
  /** Nobody has begun with it: the customer is not invited, or nothing to be moved is entered. No day tells that. */
  readonly isBare: boolean;
  /** The first day on which it may stand otherwise although nothing is changed; undefined: none. */
  readonly until: Day | undefined;
}

/** With nothing to do, last. */
const NOTHING_TO_DO = '9999-12-31';

export function standing(migration: Moving, now: Temporal.Instant): Standing {
  const at = stage(migration, now);
  const rungs = openRungs(migration, now);
  return {
    stage: at,
    isOpen: at !== 'done' && !isGivenUp(migration),
    isLate: at === 'incident' || rungs.some(({ rung }) => !isBefore(now, rung.before)),
    rank: at === 'incident' ? '' : (rungs[0]?.rung.latest ?? NOTHING_TO_DO),
    actBy: at === 'incident' ? '' : (earliest(rungs.map(({ rung }) => actBy(rung))) ?? NOTHING_TO_DO),
    isBare: at === 'new' || migration.originals.length === 0,
    until: nextTurn(migration, dayOf(now)),
  };
}

/**
 * Time enters what lists ask by the UTC day alone: a last day begins or is over, a replacement becomes active. Never too late,
 * perhaps too early.
 */
function nextTurn(migration: Moving, today: Day): Day | undefined {
  if (isGivenUp(migration)) return undefined;
  const { originals, replacements, beside = [] } = migration;
  const active = [replacements, ...beside.map((one) => one.replacements)].flat().map((one) => one.provisionedOn);
  const turns = [...active, ...originals.flatMap((original) => turnsOf(migration, original))];
  return earliest(turns.filter((day) => day > today));
}

function turnsOf({ source }: Moving, original: Original): Day[] {
  const { expiresOn, renewals, ended } = original;
  const { accessEnds, lastDayKept } = serviceEnd(original, source);
  const over = [renewals.at(-1)?.from, ended?.on, accessEnds, lastDayKept].flatMap((day) =>
    day === undefined ? [] : [addDays(day, 1)],
  );
  // On its last day but one the renewal comes to the top.
  return [addDays(expiresOn, -1), expiresOn, addDays(expiresOn, 1), ...over];
}
