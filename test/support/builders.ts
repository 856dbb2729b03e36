import { Temporal } from 'temporal-polyfill';
import type { Customer } from '../../src/domain/customer.js';
import type { Migration } from '../../src/domain/migration.js';
import { ROUTES } from '../../src/domain/migration.js';
import type { Person } from '../../src/domain/person.js';
import type { Original, Replacement } from '../../src/domain/subscription.js';
import type { MigrationView } from '../../src/domain/view.js';

/** `2027-01-24T10:00Z` as an instant. */
export function at(moment: string): Temporal.Instant {
  return Temporal.Instant.from(moment);
}

/** M1.1: 25 seats of Office 365 E3 until 2027-01-31, with its renewal off. */
export function anOriginal(facts: Partial<Original> = {}): Original {
  return {
    id: 'M1.1',
    offer: 'Office 365 E3',
    seats: 25,
    expiresOn: '2027-01-31',
    renewal: 'ends',
    termEnd: 'unknown',
    trial: false,
    renewals: [],
    since: '2026-09-01T08:00:00Z',
    ...facts,
  };
}

/** M1.R1: 25 seats of the same offer for M1.1, active from 2027-01-24. */
export function aReplacement(facts: Partial<Replacement> = {}): Replacement {
  return {
    id: 'M1.R1',
    offer: 'Office 365 E3',
    seats: 25,
    provisionedOn: '2027-01-24',
    covers: ['M1.1'],
    ...facts,
  };
}

/** M1: accepted, one original bought as Open License (30 free days, confirmed), nothing provisioned. */
export function aMigration(facts: Partial<Migration> = {}): Migration {
  const source = facts.source ?? 'open';
  return {
    id: 'M1',
    rev: 3,
    customer: 'C1',
    source,
    route: ROUTES[source],
    channel: 'slack:T0001/C0001',
    owner: 'P1',
    createdAt: '2026-09-01T08:00:00Z',
    sample: false,
    acceptedOn: '2026-10-01',
    originals: [anOriginal()],
    replacements: [],
    nextOriginal: 2,
    nextReplacement: 1,
    ...facts,
  };
}

/** A migration as one speaks of it at `now`: of contoso.com, owned by Maria Silva. */
export function aView(migration: Migration, now: string, facts: Partial<MigrationView> = {}): MigrationView {
  const customer: Customer = { id: 'C1', rev: 1, name: 'contoso.com', domain: 'contoso.com' };
  const owner: Person = { id: 'P1', rev: 1, name: 'Maria Silva', identities: ['slack:T0001/U0001'] };
  return { migration, customer, owner, now: at(now), ...facts };
}
