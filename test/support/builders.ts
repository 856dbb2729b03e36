import { Temporal } from 'temporal-polyfill';
import type { Customer } from '../../src/domain/customer.js';
import type { Migration, Moving } from '../../src/domain/migration.js';
import { ROUTES } from '../../src/domain/migration.js';
import type { Person } from '../../src/domain/person.js';
import type { Request } from '../../src/domain/request.js';
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
    steps: [],
    licensesDone: 0,
    originals: [anOriginal()],
    replacements: [],
    nextOriginal: 2,
    nextReplacement: 1,
    ...facts,
  };
}

/** A1: asked on Sunday 10 January, that M1.1 be marked as cancelled on the 8th although 25 seats are missing. */
export function aRequest(facts: Partial<Request> = {}): Request {
  return {
    id: 'A1',
    rev: 1,
    migration: 'M1',
    ends: '2027-01-31',
    original: 'M1.1',
    on: '2027-01-08',
    reason: 'the site closed',
    missing: 25,
    by: 'P1',
    at: '2027-01-10T10:00:00Z',
    ...facts,
  };
}

/** A migration as one speaks of it at `now`: of contoso.com, owned by Maria Silva. */
export function aView(migration: Moving, now: string, facts: Partial<MigrationView> = {}): MigrationView {
  const customer: Customer = { id: 'C1', rev: 1, name: 'contoso.com', domain: 'contoso.com' };
  const owner: Person = { id: 'P1', rev: 1, name: 'Maria Silva', identities: ['slack:T0001/U0001'] };
  return { migration, customer, owner, deputy: undefined, requests: [], now: at(now), ...facts };
}
