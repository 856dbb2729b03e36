import type { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { Happening } from '../domain/history.js';
import { type Migration, ROUTES, type Route } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
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
  if (
    facts['addon-of'] != null &&
    !draft.originals.some((one) => one.id === facts['addon-of'] && one.id !== original.id)
  ) {
    throw new UserError('no-original', { ref: facts['addon-of'], id: draft.id }, [`show ${draft.id}`]);
  }
  const changes = write(original, facts, ORIGINAL_FIELDS);
  if (changes.length === 0) return undefined;
  original.since = now.toString();
  return { did: 'changed', subject: original.id, changes };
}

/** The words of facts that the original has otherwise. */
export function otherFacts(original: Original, facts: OriginalFacts): string[] {
  return write({ ...original }, { ...facts, offer: undefined }, ORIGINAL_FIELDS).map(({ field }) => field);
}

/** Writes the told facts into the migration; a new source brings its route along unless one is named. */
export function changeMigration(
  draft: Migration,
  facts: OriginalFacts & MigrationFacts,
  now: Temporal.Instant,
): Happening | undefined {
  refuseOthers(facts, ORIGINAL_FIELDS, 'not-of-migration', draft.id);
  const route = facts.route ?? (facts.source && facts.source !== draft.source ? ROUTES[facts.source] : undefined);
  const changes = write(draft, { ...facts, route }, MIGRATION_FIELDS);
  if (changes.length === 0) return undefined;
  // Both move the ladders' dates: days that are past on the new ones are not announced.
  if (changes.some(({ field }) => field === 'source' || field === 'route')) {
    for (const original of draft.originals) original.since = now.toString();
  }
  return { did: 'changed', subject: draft.id, changes };
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
