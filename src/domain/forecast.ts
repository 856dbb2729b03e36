import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, isBefore, momentAt } from './calendar.js';
import type { Moving } from './migration.js';
import { nextLook } from './next-look.js';
import { type DueIncident, dueIncidents, openIncident } from './notice.js';
import { type DueNudge, dueNudges } from './nudge.js';
import { type DueReminder, dueReminders, type ReminderSettings, reminderKey } from './reminder.js';
import type { PlannedAbout } from './view.js';

/** One thing that will be told of a migration, and when, if nothing changes. */
export interface Planned {
  readonly at: Temporal.Instant;
  readonly unit: 'digest' | 'notice';
  readonly about: PlannedAbout;
}

/** An incident, and when it was told. */
export interface ToldIncident {
  readonly incident: DueIncident;
  readonly at: Temporal.Instant;
}

/** From after `from` to before `until`. */
export interface Span {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/**
 * What the sweeps of a span will find, worked out by the same rules: looked at whenever the answer may be another one, each
 * thing told once. `told`: the incidents that are open at its beginning, and when they were told.
 */
export function plannedOf(
  migration: Moving,
  settings: ReminderSettings,
  { from, until }: Span,
  told: readonly ToldIncident[],
): Planned[] {
  const plan = new Plan(migration, settings, from, told);
  const found: Planned[] = [];
  let next = plan.nextLook(from);
  while (next && isBefore(next, until)) {
    found.push(...plan.look(next));
    next = plan.nextLook(next);
  }
  return found;
}

/** What has been told so far, on the way through the days to come. */
class Plan {
  readonly #migration: Moving;
  readonly #settings: ReminderSettings;
  readonly #from: Temporal.Instant;
  readonly #seen = new Set<string>();
  /** When each incident was told. */
  readonly #told = new Map<string, Temporal.Instant>();
  /** The last day on which an incident was told, by original. */
  readonly #toldOn = new Map<string, Day>();
  /** Somebody is still to hear of an incident. */
  #isFollowed = false;

  /** What is due `from` the beginning on is no matter of the days to come. */
  constructor(migration: Moving, settings: ReminderSettings, from: Temporal.Instant, told: readonly ToldIncident[]) {
    this.#migration = migration;
    this.#settings = settings;
    this.#from = from;
    for (const one of told) this.#tell(one.incident, one.at);
    if (this.#told.size > 0) this.#incidents(from);
  }

  /** While somebody is still to hear of an incident, each morning counts. */
  nextLook(now: Temporal.Instant): Temporal.Instant | undefined {
    const look = nextLook(this.#migration, this.#settings, now);
    if (!this.#isFollowed) return look;
    const { zone, time } = this.#settings;
    const today = dayIn(zone, now);
    const morning = [today, addDays(today, 1)].map((day) => momentAt(day, time, zone)).find((at) => isBefore(now, at));
    return look && morning && isBefore(morning, look) ? morning : (look ?? morning);
  }

  look(now: Temporal.Instant): Planned[] {
    const migration = this.#migration;
    return [
      ...this.#incidents(now),
      ...dueNudges(migration, this.#settings, now).flatMap((due) => this.#nudge(due, now)),
      ...dueReminders(migration, this.#settings, now).flatMap((due) => this.#reminder(due, now)),
    ];
  }

  #incidents(at: Temporal.Instant): Planned[] {
    const { deputy } = this.#migration;
    const { escalation } = this.#settings;
    const last = escalation !== undefined ? 'escalation' : deputy !== undefined ? 'deputy' : undefined;
    this.#isFollowed = false;
    return dueIncidents(this.#migration, at).flatMap((one): Planned[] => {
      const { original, what } = one;
      const planned: Planned = { at, unit: 'notice', about: { kind: 'incident', original, what } };
      const told = this.#told.get(keyOf(one));
      const open = told && openIncident(this.#migration, told, this.#settings, at);
      if (open?.link.to !== last) this.#isFollowed = true;
      if (told === undefined) {
        this.#tell(one, at);
        return [planned];
      }
      if (!open || !this.#isNew(`${keyOf(one)} ${open.link.to} ${open.link.day}`, open.at)) return [];
      this.#toldOn.set(original.id, dayIn(this.#settings.zone, at));
      return [planned];
    });
  }

  #tell(one: DueIncident, at: Temporal.Instant): void {
    this.#told.set(keyOf(one), at);
    this.#toldOn.set(one.original.id, dayIn(this.#settings.zone, at));
  }

  #nudge({ sentOn, days, dueAt }: DueNudge, at: Temporal.Instant): Planned[] {
    if (!this.#isNew(`invitation ${sentOn} ${days}`, dueAt)) return [];
    return [{ at, unit: 'digest', about: { kind: 'invitation', days } }];
  }

  /** On the day on which an incident of it is told, a reminder gives way, and is not made up for. */
  #reminder(due: DueReminder, at: Temporal.Instant): Planned[] {
    const { original, rung, unit, dueAt } = due;
    if (!this.#isNew(reminderKey(due, ''), dueAt)) return [];
    if (this.#toldOn.get(original.id) === dayIn(this.#settings.zone, at)) return [];
    return [{ at, unit, about: { kind: 'rung', original, rung } }];
  }

  /** What was due by the beginning has been told. */
  #isNew(key: string, dueAt: Temporal.Instant): boolean {
    if (this.#seen.has(key) || !isBefore(this.#from, dueAt)) return false;
    this.#seen.add(key);
    return true;
  }
}

function keyOf({ original, what, since }: DueIncident): string {
  return `incident ${original.id} ${what} ${since}`;
}
