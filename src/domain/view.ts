import type { Temporal } from 'temporal-polyfill';
import type { Customer } from './customer.js';
import type { Entry } from './history.js';
import type { Rung } from './ladder.js';
import type { Migration } from './migration.js';
import type { Person } from './person.js';
import type { Stage } from './stage.js';
import type { Original } from './subscription.js';

/** A migration with what is needed to speak of it at one moment. */
export interface MigrationView {
  readonly migration: Migration;
  readonly customer: Customer;
  readonly owner: Person | undefined;
  readonly now: Temporal.Instant;
}

export interface DueLine {
  readonly view: MigrationView;
  readonly original: Original;
  readonly rung: Rung;
}

export interface HistoryLine {
  readonly entry: Entry;
  readonly by: string;
}

export type ListFilter = 'mine' | 'late' | 'open' | Stage;
