import type { Temporal } from 'temporal-polyfill';
import type { Day, Moment } from './calendar.js';
import type { Customer } from './customer.js';
import type { Entry } from './history.js';
import type { Rung } from './ladder.js';
import type { Moving } from './migration.js';
import type { Person, Role } from './person.js';
import type { Request } from './request.js';
import type { Incident, Stage } from './stage.js';
import type { Original } from './subscription.js';

/** A migration with what is needed to speak of it at one moment. */
export interface MigrationView {
  readonly migration: Moving;
  readonly customer: Customer;
  readonly owner: Person | undefined;
  readonly deputy: Person | undefined;
  /** Requests that a second person still can decide. */
  readonly requests: readonly Request[];
  /** What was done last, where it is asked for. */
  readonly lastChange?: HistoryLine | undefined;
  readonly now: Temporal.Instant;
}

export interface DueLine {
  readonly view: MigrationView;
  readonly original: Original;
  readonly rung: Rung;
}

/** Something told in a digest, as it stands now. */
export interface DigestLine {
  readonly view: MigrationView;
  /** What is told: a step of an original, or an invitation that nobody has answered for so many working days. */
  readonly about:
    | { readonly kind: 'rung'; readonly original: Original; readonly rung: Rung }
    | { readonly kind: 'invitation'; readonly days: number }
    /** Something else is next by now, or nothing; or it is told in another channel from now on. */
    | { readonly kind: 'over'; readonly original: Original | undefined; readonly isElsewhere?: true };
  /** It is quiet until that day. */
  readonly snoozed: Day | undefined;
  /** The day on which it was due, which may lie before the digest's. */
  readonly dueDay: Day;
  /** It may have been told at that moment already, in a post that nobody can look for. */
  readonly doubted: Moment | undefined;
}

/** Somebody still has to act on it, and it is not quiet. */
export function isOpenLine({ about, snoozed }: Pick<DigestLine, 'about' | 'snoozed'>): boolean {
  return about.kind !== 'over' && snoozed === undefined;
}

/** Why originals are not in a digest, and how many; each is counted once. */
export interface Silence {
  /** They renew by themselves, and nobody moves them. */
  readonly renewing: number;
  /** Nobody moves them: abandoned, or declined by the customer. */
  readonly notMoved: number;
  readonly snoozed: number;
  /** The first day on which one of those is spoken of again. */
  readonly snoozedUntil: Day | undefined;
  /** They have posts of their own: near their end, past it, or gone wrong. */
  readonly noticed: number;
  /** Nothing is due today. */
  readonly notDue: number;
}

/** What one channel, or one person, is told on one day. */
export interface DigestView {
  readonly day: Day;
  /** Whose own digest it is; undefined: a channel's. */
  readonly person: Person | undefined;
  /** The one to act on first in front; what is over, last. */
  readonly lines: readonly DigestLine[];
  readonly silence: Silence;
  /** Open migrations of the channel without an owner. */
  readonly unowned: number;
  /** Requests that wait for a second person. */
  readonly requests: readonly Request[];
  /** The last full check of everything, and how many originals it covered. */
  readonly checked: { readonly at: Temporal.Instant; readonly originals: number } | undefined;
  readonly now: Temporal.Instant;
}

/** What is told of a migration in a planned post. */
export type PlannedAbout =
  | { readonly kind: 'rung'; readonly original: Original; readonly rung: Rung }
  | { readonly kind: 'invitation'; readonly days: number }
  /** Something has gone wrong, or is not seen to yet. */
  | { readonly kind: 'incident'; readonly original: Original; readonly what: Incident };

/** What will be posted, if nothing changes until then. */
export interface PlannedPost {
  readonly at: Temporal.Instant;
  readonly channel: string;
  /** Where the channel is: its readers read the clocks of that zone. */
  readonly zone: string;
  readonly unit: 'digest' | 'notice';
  /** In a digest several; a notice is of one. */
  readonly lines: readonly { readonly view: MigrationView; readonly about: PlannedAbout }[];
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

/** That the clock seems to stand wrong. */
export interface ClockDoubt {
  readonly what: 'back' | 'ahead';
  /** The clock's own moment when it was noticed. */
  readonly since: Temporal.Instant;
  /** Where it should have stood; after a start, where it stood when it was last seen. */
  readonly expected: Temporal.Instant;
}
