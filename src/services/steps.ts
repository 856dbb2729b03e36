import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Migration, RouteStep } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import {
  beforeTransfer,
  changeTo,
  laterStep,
  type Prerequisite,
  prerequisites,
  ROUTE_STEPS,
  routeOf,
} from '../domain/route.js';

/**
 * Records a step of the migration's route in the draft, or with `on` null that it was not done after all; undefined: it was
 * recorded so already. Refuses what is out of order, so that a step that failed never lets a later one run.
 */
export function recordStep(
  draft: Migration,
  name: RouteStep,
  on: Day | null | undefined,
  now: Temporal.Instant,
): Happening | undefined {
  if (on === null) return takeBack(draft, name);
  assertOfRoute(draft, name);
  const known = draft.steps.find((one) => one.name === name);
  const day = on ?? known?.on ?? dayOf(now);
  if (known?.on === day) return undefined;
  if (day > dayOf(now)) throw new UserError('step-in-future', { step: name, on: { day } });
  for (const earlier of prerequisites(draft, name)) assertAfter(draft, name, day, earlier);
  const later = laterStep(draft, name);
  if (later && later.on < day) {
    const after = { day: later.on };
    throw new UserError('step-after-later', { id: draft.id, step: name, on: { day }, later: later.name, after });
  }
  if (known) known.on = day;
  else draft.steps.push({ name, on: day });
  return { did: 'stepped', step: name, on: day };
}

/** Also a step of another route, recorded before the route was changed. */
function takeBack(draft: Migration, name: RouteStep): Happening | undefined {
  const { id } = draft;
  if (!draft.steps.some((one) => one.name === name)) return undefined;
  const later = laterStep(draft, name);
  if (later) {
    throw new UserError('step-later-stands', { id, step: name, later: later.name }, [
      `step ${id} ${later.name} undone=yes`,
    ]);
  }
  draft.steps = draft.steps.filter((one) => one.name !== name);
  return { did: 'stepped', step: name, on: null };
}

/** Refuses a transfer on `day` while a step of its route is missing, or came later. */
export function assertStepsBefore(draft: Migration, day: Day): void {
  for (const earlier of beforeTransfer(draft)) assertAfter(draft, 'transferred', day, earlier);
}

function assertOfRoute(draft: Migration, step: RouteStep): void {
  const { id, route } = draft;
  const steps = ROUTE_STEPS[route];
  if (steps.includes(step)) return;
  const wanted = routeOf(step);
  const offers = [`checklist ${id}`];
  const command = changeTo(draft, wanted);
  if (steps.length === 0) throw new UserError('step-no-steps', { id, step, wanted, command }, offers);
  throw new UserError('step-other-route', { id, step, wanted, route, steps: steps.join(', '), command }, offers);
}

function assertAfter({ id }: Migration, step: RouteStep | 'transferred', day: Day, earlier: Prerequisite): void {
  const { name } = earlier;
  if (earlier.on === undefined) {
    if (name === 'accepted') throw new UserError('step-not-accepted', { id, step }, [`accept ${id}`]);
    if (name === 'agreement') {
      const example = `change ${id} agreement=${day}`;
      throw new UserError('step-no-agreement', { step, example }, [example]);
    }
    throw new UserError('step-missing', { id, step, first: name }, [`step ${id} ${name}`]);
  }
  if (day < earlier.on) {
    throw new UserError('step-too-early', { step, on: { day }, first: name, after: { day: earlier.on } });
  }
}
