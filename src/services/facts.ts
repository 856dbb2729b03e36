import type { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import type { Language } from '../domain/language.js';
import { type Migration, ROUTES, type Route } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { ROUTES_OF } from '../domain/route.js';
import type { Original, Renewal, Source, TermEnd } from '../domain/subscription.js';

/** Facts of an original that can be told; undefined leaves one as it is, null takes it away. */
export interface OriginalFacts {
  readonly offer?: string | undefined;
  readonly seats?: number | undefined;
  readonly assigned?: number | null | undefined;
  readonly ends?: Day | undefined;
  readonly renewal?: Renewal | undefined;
  readonly bought?: Day | null | undefined;
  readonly price?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly 'term-end'?: TermEnd | undefined;
  readonly 'addon-of'?: string | null | undefined;
  readonly trial?: boolean | undefined;
  /** Why nobody needs a replacement. */
  readonly unneeded?: string | null | undefined;
}

export interface MigrationFacts {
  readonly country?: string | null | undefined;
  readonly language?: Language | null | undefined;
  readonly agreement?: Day | null | undefined;
  readonly source?: Source | undefined;
  readonly route?: Route | undefined;
}

/** The words people type for facts, and where each is kept. */
const ORIGINAL_FIELDS = {
  offer: 'offer',
  seats: 'seats',
  assigned: 'assigned',
  ends: 'expiresOn',
  renewal: 'renewal',
  bought: 'boughtOn',
  price: 'price',
  currency: 'currency',
  'term-end': 'termEnd',
  'addon-of': 'addonOf',
  trial: 'trial',
  unneeded: 'unneeded',
} as const satisfies Record<keyof OriginalFacts, keyof Original>;

const MIGRATION_FIELDS = {
  country: 'country',
  language: 'language',
  agreement: 'agreementOn',
  source: 'source',
  route: 'route',
} as const satisfies Record<keyof MigrationFacts, keyof Migration>;

type Change = Extract<Happening, { did: 'changed' }>['changes'][number];

/** Writes the told facts into the original; undefined when all were so already. */
export function changeOriginal(
  draft: Migration,
  original: Original,
  facts: OriginalFacts & MigrationFacts,
  now: Temporal.Instant,
): Happening | undefined {
  refuseOthers(facts, MIGRATION_FIELDS, 'not-of-original', original.id);
  if (facts['addon-of'] === original.id) throw new UserError('addon-of-itself', { id: original.id });
  if (facts['addon-of'] != null && !draft.originals.some((one) => one.id === facts['addon-of'])) {
    throw new UserError('no-original', { ref: facts['addon-of'], id: draft.id }, [`show ${draft.id}`]);
  }
  assertNoCircle(draft, original, facts['addon-of'] ?? undefined);
  assertNotOver(original, facts);
  // A trial turns into a paid subscription by itself.
  const isUntold = facts.renewal === undefined || facts.renewal === 'unknown';
  const turns = facts.trial && !original.trial && isUntold && original.renewal === 'unknown';
  const changes = write(original, turns ? { ...facts, renewal: 'auto-renews' } : facts, ORIGINAL_FIELDS);
  if (changes.length === 0) return undefined;
  original.since = now.toString();
  return { did: 'changed', subject: original.id, changes };
}

/** An add-on of its own add-on could never be ended before its base. */
function assertNoCircle({ originals }: Migration, { id }: Original, base: string | undefined): void {
  for (let at = base, steps = 0; at !== undefined && steps <= originals.length; steps += 1) {
    if (at === id) throw new UserError('addon-circle', { id, base: base ?? '' });
    at = originals.find((one) => one.id === at)?.addonOf;
  }
}

/** Facts of how a term ends say nothing of one that is over; nor does a statement give a cancellation's seats away. */
function assertNotOver({ id, ended }: Original, facts: OriginalFacts): void {
  if (!ended) return;
  const fixed = ['ends', 'renewal', 'term-end', 'trial', ...(ended.how === 'cancelled' ? ['unneeded'] : [])];
  const field = Object.entries(facts).find(([name, value]) => value !== undefined && fixed.includes(name))?.[0];
  if (field !== undefined) throw new UserError('ended-fact', { id, on: { day: ended.on }, field });
}

/** The words of facts that the original has otherwise. */
export function otherFacts(original: Original, facts: OriginalFacts): string[] {
  return write({ ...original }, { ...facts, offer: undefined }, ORIGINAL_FIELDS).map(({ field }) => field);
}

/** Where the customer bought decides the ways that there are. `id`: undefined before it is started. */
export function assertRouteFits(id: string | undefined, source: Source, route: Route): void {
  const routes = ROUTES_OF[source];
  if (routes.includes(route)) return;
  const command = id === undefined ? `start … source=${source} route=${routes[0]}` : `change ${id} route=${routes[0]}`;
  throw new UserError('route-of-other-source', { source, route, routes: routes.join(', '), command });
}

/** Writes the told facts into the migration; a new source brings its route along unless one is named. */
export function changeMigration(
  draft: Migration,
  facts: OriginalFacts & MigrationFacts,
  now: Temporal.Instant,
): Happening | undefined {
  refuseOthers(facts, ORIGINAL_FIELDS, 'not-of-migration', draft.id);
  const route = facts.route ?? (facts.source && facts.source !== draft.source ? ROUTES[facts.source] : undefined);
  const { agreement } = facts;
  if (agreement != null && agreement > dayOf(now)) {
    throw new UserError('agreement-in-future', { id: draft.id, on: { day: agreement }, today: dayOf(now) });
  }
  const before = { ...draft };
  const changes = write(draft, { ...facts, route }, MIGRATION_FIELDS);
  if (changes.length === 0) return undefined;
  // Both move the ladders' dates: days that are past on the new ones are not announced.
  if (changes.some(({ field }) => field === 'source' || field === 'route')) {
    assertNothingTransferred(before);
    assertRouteFits(draft.id, draft.source, draft.route);
    for (const original of draft.originals) original.since = now.toString();
  }
  return { did: 'changed', subject: draft.id, changes };
}

/** A transfer stands on its route: without it, its original would have to be replaced. */
function assertNothingTransferred({ id, route, originals }: Migration): void {
  const transferred = originals.find(({ ended }) => ended?.how === 'transferred');
  if (!transferred?.ended) return;
  throw new UserError(
    'route-after-transfer',
    { id, route, original: transferred.id, on: { day: transferred.ended.on } },
    [`history ${id}`],
  );
}

function refuseOthers(facts: object, others: object, code: 'not-of-original' | 'not-of-migration', id: string): void {
  const wrong = Object.entries(facts).find(([name, value]) => value !== undefined && Object.hasOwn(others, name));
  if (wrong) throw new UserError(code, { field: wrong[0], id });
}

function write(record: object, facts: object, fields: Record<string, string>): Change[] {
  const target = record as Record<string, Change['to'] | undefined>;
  const changes: Change[] = [];
  for (const [word, value] of Object.entries(facts) as [string, Change['to'] | undefined][]) {
    const field = Object.hasOwn(fields, word) ? fields[word] : undefined;
    if (field === undefined || value === undefined) continue;
    const from = target[field] ?? null;
    if (from === value) continue;
    if (value === null) delete target[field];
    else target[field] = value;
    changes.push({ field: word, from, to: value });
  }
  return changes;
}
