import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf, isBefore } from './calendar.js';
import { isTransfer, ladder, nextRung, type Rung, type RungName } from './ladder.js';
import { licensesLeft, peopleToReassign } from './licenses.js';
import { isGivenUp, type Migration, type Moving, ROUTES, type Route, type RouteStep } from './migration.js';
import { stage } from './stage.js';
import type { Source } from './subscription.js';

/** What is done outside Ferry on each route, in the order of doing. */
export const ROUTE_STEPS: Record<Route, readonly RouteStep[]> = {
  manual: [],
  // Renew to CSP, for originals of an Enterprise Agreement (Partner Center, "Transition seat-based services", 2026).
  'channel-transfer': ['scheduled'],
  // The new partner creates it, the old one fills in its lines (Partner Center, "Create a transfer", 2025).
  'partner-transfer': ['requested', 'lines'],
  // Microsoft's own migration (Partner Center, "Migrate subscriptions to new commerce", 2023-10).
  'new-commerce': ['validated', 'started'],
};

/** The ways that fit each source, the usual one first. */
export const ROUTES_OF: Record<Source, readonly Route[]> = {
  'web-direct': ['manual'],
  open: ['manual'],
  'open-value': ['manual'],
  ea: ['channel-transfer', 'manual'],
  'other-csp': ['partner-transfer', 'manual'],
  'own-legacy': ['new-commerce', 'manual'],
  unknown: ['manual'],
};

/** What to change so that the migration goes by this route: the route, or else where it was bought, which brings it along. */
export function changeTo({ id, source }: Pick<Migration, 'id' | 'source'>, route: Route): string {
  if (ROUTES_OF[source].includes(route)) return `change ${id} route=${route}`;
  const sources = Object.keys(ROUTES) as Source[];
  return `change ${id} source=${sources.find((one) => ROUTES[one] === route)}`;
}

export type CheckName =
  | 'originals'
  | 'invited'
  | 'accepted'
  | 'agreement'
  | 'limits'
  | 'grace'
  | RouteStep
  | 'provision'
  | 'stop-renewal'
  | 'licenses'
  | 'transfer'
  | 'end'
  | 'carry-on';

/** Everything that each route asks for, in the order of doing; Ferry knows of some of it only by what follows it. */
const CHECKLISTS: Record<Route, readonly CheckName[]> = {
  manual: [
    'originals',
    'invited',
    'accepted',
    'agreement',
    'limits',
    'provision',
    'stop-renewal',
    'licenses',
    'end',
    'carry-on',
  ],
  'channel-transfer': [
    'originals',
    'invited',
    'accepted',
    'agreement',
    'limits',
    'grace',
    'scheduled',
    'provision',
    'stop-renewal',
    'licenses',
    'end',
    'carry-on',
  ],
  'partner-transfer': ['originals', 'invited', 'accepted', 'requested', 'lines', 'transfer', 'carry-on'],
  'new-commerce': ['originals', 'validated', 'started', 'transfer', 'carry-on'],
};

/** `late`: its last day is past. `not-needed`: overtaken by what happened, or nothing to do. Several can be `next`. */
export type CheckState = 'done' | 'next' | 'late' | 'open' | 'not-needed';

export interface CheckItem {
  readonly name: CheckName;
  readonly state: CheckState;
  /** The day it was done; of several, the last one. */
  readonly on?: Day;
  /** Where it is done. `elsewhere`: with another partner, or in the customer's own admin center. */
  readonly where: 'ferry' | 'partner-center' | 'customer' | 'elsewhere';
  /** The step that records it. */
  readonly step?: RouteStep;
  /** Ids of the originals for which it is still to be done. */
  readonly left: readonly string[];
}

/** Everything that is to be done on the migration's route, in order, with how far it is. */
export function checklist(migration: Moving, now: Temporal.Instant): CheckItem[] {
  const givenUp = isGivenUp(migration);
  const ladders = migration.originals.map((original) => ({ id: original.id, rungs: ladder(migration, original, now) }));
  const rungs = givenUp ? [] : migration.originals.map((original) => nextRung(migration, original, now)?.name);
  let waits = givenUp;
  const names = CHECKLISTS[migration.route].filter((name) => !isPastAdvice(migration, name));
  return names.map((name) => {
    const { done, on, left = [], late = false, unneeded = false } = progress(migration, ladders, name, now);
    const step = STEPS.find((one) => one === name);
    const rest = { where: whereOf(name, migration.source), left, ...(step === undefined ? {} : { step }) };
    if (done) return { name, state: 'done', ...rest, ...(on === undefined ? {} : { on }) };
    if (unneeded) return { name, state: 'not-needed', ...rest };
    if (late && !givenUp) return { name, state: 'late', ...rest };
    // Where it is due at once, stopping the renewal waits for nothing.
    const due = name === 'stop-renewal' && rungs.includes('stop-renewal');
    const ready = !waits && !(migration.originals.length === 0 && OF_ORIGINALS.has(name));
    if (blocks(migration, name)) waits = true;
    return { name, state: ready || due ? 'next' : 'open', ...rest };
  });
}

const STEPS: readonly RouteStep[] = Object.values(ROUTE_STEPS).flat();

/** Nothing can be done about them before there is an original. */
const OF_ORIGINALS: ReadonlySet<CheckName> = new Set([
  'provision',
  'stop-renewal',
  'licenses',
  'transfer',
  'end',
  'carry-on',
]);

/** Advice that nobody records holds nothing up. */
const ADVICE: ReadonlySet<CheckName> = new Set(['originals', 'limits', 'grace', 'licenses']);

/** Nobody records that it was looked at, so it is never done; it is of no use any more once the order has gone out. */
function isPastAdvice({ steps, replacements }: Migration, name: CheckName): boolean {
  if (name !== 'limits' && name !== 'grace') return false;
  return replacements.length > 0 || steps.some((one) => one.name === 'scheduled');
}

function blocks({ replacements }: Migration, name: CheckName): boolean {
  // An order went through without it being recorded.
  if (name === 'agreement') return replacements.length === 0;
  return !ADVICE.has(name);
}

/** An original's rungs, made once for the whole list. */
interface Ladder {
  readonly id: string;
  readonly rungs: readonly Rung[];
}

interface Progress {
  readonly done: boolean;
  readonly on?: Day | undefined;
  readonly left?: readonly string[];
  readonly late?: boolean;
  readonly unneeded?: boolean;
}

function progress(migration: Moving, ladders: readonly Ladder[], name: CheckName, now: Temporal.Instant): Progress {
  const { originals, invitation, acceptedOn, agreementOn, replacements } = migration;
  switch (name) {
    case 'originals':
      return { done: originals.length > 0 };
    case 'invited':
      // That it was asked is clear from the answer.
      return { done: invitation !== undefined || acceptedOn !== undefined, on: invitation?.sentOn };
    case 'accepted':
      return { done: acceptedOn !== undefined, on: acceptedOn };
    case 'agreement':
      return { done: agreementOn !== undefined && agreementOn <= dayOf(now), on: agreementOn };
    case 'limits':
    case 'grace':
      return { done: false };
    case 'scheduled':
      return { ...stepProgress(migration, name), unneeded: isSettled(ladders, 'provision', now) };
    case 'requested':
    case 'lines':
    case 'validated':
    case 'started':
      return { ...stepProgress(migration, name), unneeded: isSettled(ladders, 'transfer', now) };
    case 'provision': {
      const on = last(replacements.map(({ provisionedOn }) => provisionedOn));
      const all = rungProgress(ladders, 'provision', now, on);
      return { ...all, done: all.done && replacements.length > 0, unneeded: all.done };
    }
    case 'stop-renewal':
      return rungProgress(ladders, 'stop-renewal', now);
    case 'licenses': {
      const total = peopleToReassign(migration);
      return {
        done: total > 0 && licensesLeft(migration) === 0,
        // Until the replacements are known, so is not whether they are another offer.
        unneeded: total === 0 && isSettled(ladders, 'provision', now),
      };
    }
    case 'transfer':
    case 'end':
      return rungProgress(ladders, name, now, last(originals.flatMap(({ ended }) => (ended ? [ended.on] : []))));
    case 'carry-on':
      return { done: stage(migration, now) === 'done' };
  }
}

function stepProgress({ steps }: Migration, name: RouteStep): Progress {
  const on = steps.find((one) => one.name === name)?.on;
  return { done: on !== undefined, on };
}

function rungProgress(ladders: readonly Ladder[], name: RungName, now: Temporal.Instant, on?: Day): Progress {
  const open = ladders.flatMap(({ id, rungs }) => {
    const rung = rungs.find((one) => one.name === name);
    return rung && !rung.done ? [{ id, late: !isBefore(now, rung.before) }] : [];
  });
  return {
    done: ladders.length > 0 && open.length === 0,
    on,
    left: open.map(({ id }) => id),
    late: open.some(({ late }) => late),
  };
}

function isSettled(ladders: readonly Ladder[], name: RungName, now: Temporal.Instant): boolean {
  return rungProgress(ladders, name, now).done;
}

function last(days: readonly Day[]): Day | undefined {
  return [...days].sort().at(-1);
}

function whereOf(name: CheckName, source: Source): CheckItem['where'] {
  switch (name) {
    case 'originals':
    case 'transfer':
      return 'ferry';
    case 'accepted':
    case 'carry-on':
      return 'customer';
    case 'grace':
    case 'lines':
    case 'licenses':
      return 'elsewhere';
    case 'stop-renewal':
    case 'end':
      return WHERE_BOUGHT[source];
    default:
      return 'partner-center';
  }
}

/** Who can change an original: its renewal and its cancellation are in the hands of whoever it was bought from. */
const WHERE_BOUGHT: Record<Source, CheckItem['where']> = {
  'web-direct': 'customer',
  open: 'customer',
  'open-value': 'customer',
  ea: 'elsewhere',
  'other-csp': 'elsewhere',
  'own-legacy': 'partner-center',
  unknown: 'customer',
};

export interface Prerequisite {
  readonly name: 'accepted' | 'agreement' | RouteStep;
  /** Undefined: it is missing. */
  readonly on: Day | undefined;
}

/** What must be recorded before a step of its route, in the order of doing. */
export function prerequisites(migration: Migration, step: RouteStep): Prerequisite[] {
  const { acceptedOn, agreementOn, steps } = migration;
  const names = ROUTE_STEPS[routeOf(step)];
  const earlier = names
    .slice(0, names.indexOf(step))
    .map((name) => ({ name, on: steps.find((one) => one.name === name)?.on }));
  switch (routeOf(step)) {
    case 'channel-transfer':
      return [{ name: 'accepted', on: acceptedOn }, { name: 'agreement', on: agreementOn }, ...earlier];
    case 'partner-transfer':
      return [{ name: 'accepted', on: acceptedOn }, ...earlier];
    default:
      return earlier;
  }
}

/** What must be recorded before an original counts as transferred, in the order of doing; nothing on other routes. */
export function beforeTransfer(migration: Migration): Prerequisite[] {
  const last = ROUTE_STEPS[migration.route].at(-1);
  if (last === undefined || !isTransfer(migration.route)) return [];
  const on = migration.steps.find((one) => one.name === last)?.on;
  return [...prerequisites(migration, last), { name: last, on }];
}

/** The first of those that is not recorded. */
export function missingBeforeTransfer(migration: Migration): Prerequisite['name'] | undefined {
  return beforeTransfer(migration).find(({ on }) => on === undefined)?.name;
}

/** The first step of the same route that comes after this one and is recorded. */
export function laterStep({ steps }: Migration, step: RouteStep): { name: RouteStep; on: Day } | undefined {
  const names = ROUTE_STEPS[routeOf(step)];
  const later = names.slice(names.indexOf(step) + 1);
  return later.flatMap((name) => steps.filter((one) => one.name === name))[0];
}

/** The one route that has this step. */
export function routeOf(step: RouteStep): Route {
  const routes = Object.keys(ROUTE_STEPS) as Route[];
  return routes.find((route) => ROUTE_STEPS[route].includes(step)) ?? 'manual';
}

/**
 * Third parties report that a transfer request lapses 30 days after it was created; no text of Microsoft's was found that
 * says so (2026-11), hence only a caution.
 */
const REQUEST_DAYS = 30;
/**
 * A migration takes up to 6 hours usually and 72 at most (Partner Center, "Migrate subscriptions to new commerce", 2023-10);
 * of its start only the day is known, so the third day after it counts whole.
 */
const MIGRATION_DAYS = 3;

/** A date of the route's own, told beside the ladder. */
export interface RouteDate {
  readonly name: 'request-lapses' | 'migration-through';
  readonly on: Day;
  readonly past: boolean;
}

/** Undefined while its step is not recorded, and once every original has ended. */
export function routeDate(migration: Migration, now: Temporal.Instant): RouteDate | undefined {
  const { originals, route, steps } = migration;
  if (isGivenUp(migration) || (originals.length > 0 && originals.every(({ ended }) => ended !== undefined)))
    return undefined;
  const day = (name: RouteStep) => steps.find((one) => one.name === name)?.on;
  const requested = day('requested');
  const started = day('started');
  if (route === 'partner-transfer' && requested !== undefined) {
    const on = addDays(requested, REQUEST_DAYS);
    return { name: 'request-lapses', on, past: dayOf(now) >= on };
  }
  if (route === 'new-commerce' && started !== undefined) {
    const on = addDays(started, MIGRATION_DAYS);
    return { name: 'migration-through', on, past: dayOf(now) > on };
  }
  return undefined;
}

/** Another way that this migration could take: what its source is usually moved by, or else by hand where that works too. */
export function otherRoute({ source, route }: Migration): Route | undefined {
  const usual = ROUTES[source];
  if (route !== usual) return usual;
  return source === 'ea' || source === 'other-csp' ? 'manual' : undefined;
}
