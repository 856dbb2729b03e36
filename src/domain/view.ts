import type { Temporal } from 'temporal-polyfill';
import type { Moment } from './calendar.js';
import type { Customer } from './customer.js';
import type { Entry } from './history.js';
import type { Rung } from './ladder.js';
import type { Moving } from './migration.js';
import type { Person, Role } from './person.js';
import type { Request } from './request.js';
import type { Stage } from './stage.js';
import type { Original } from './subscription.js';

/** A migration with what is needed to speak of it at one moment. */
export interface MigrationView {
  readonly migration: Moving;
  readonly customer: Customer;
  readonly owner: Person | undefined;
  readonly deputy: Person | undefined;
  /** Requests that a second person still can decide. */
  readonly requests: readonly Request[];
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

export interface RequestLine {
  readonly request: Request;
  readonly customer: string;
  readonly by: string;
}

/** Who may do more or less than everybody. */
export interface RolesView {
  /** The role of every full member who was given none. */
  readonly everyone: Role;
  readonly lines: readonly RoleLine[];
}

interface RoleLine {
  readonly who: string;
  readonly role: Role;
  /** Who gave it, and when; undefined: the configuration. */
  readonly given: { readonly by: string; readonly at: Moment } | undefined;
}

export type ListFilter = 'mine' | 'late' | 'open' | 'unowned' | Stage;
