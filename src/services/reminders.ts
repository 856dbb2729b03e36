import { Temporal } from 'temporal-polyfill';
import { addDays, dayIn, isBefore, momentAt, workingDaysAfter } from '../domain/calendar.js';
import { isGivenUp, type Migration, type Moving } from '../domain/migration.js';
import { nextLook } from '../domain/next-look.js';
import { dueIncidents, openIncident } from '../domain/notice.js';
import { dueNudges } from '../domain/nudge.js';
import { type DueReminder, dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import { Agenda, AT_ONCE, NEVER } from './agenda.js';
import { LATER, openDigest, tellIn } from './digests.js';
import {
  enterMissing,
  isBack,
  isUntold,
  type Missing,
  type MissingNotice,
  type MissingReminder,
  type Unposted,
  unpostedRows,
} from './due-rows.js';
import { together } from './lookup.js';
import { incidentOf, noticeId, reminderOf } from './outbox.js';
import type { Clock, OutboxRow, Store, Transaction } from './ports.js';
import { Receipts } from './receipts.js';
import type { Speaking } from './speaking.js';

/** So many originals are looked at before others have their turn: some milliseconds of work, more while zones are new. */
const SLICE = 25;
/** So many rows are entered by one change. */
const ROWS_PER_CHANGE = 50;
/** What is due waits while so many other originals are looked at, so that few changes enter many rows. */
const LOOKED_AT_PER_CHANGE = 2_000;
const DAY_MS = 24 * 60 * 60_000;
const WAITED_MS = 5_000;

type DueRow = NonNullable<OutboxRow['reminder']>;

interface Look extends Missing {
  readonly customer: string;
  /** How much there was to look at: a customer with nothing to do counts too. */
  readonly size: number;
  /** When it may have another answer, in ms since 1970, although nothing is changed. */
  readonly next: number;
}

/**
 * Turns what is due into outbox rows, once each. What is due is derived from the state; what is remembered here is only when
 * to derive it again, customer by customer, since migrations of one customer are judged together: when one of them has
 * changed, and when time alone may have changed the answer. It is made anew by each process.
 */
export class Reminders {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #speaking: Speaking;
  readonly #receipts: Receipts;
  /** Customers by when to look at their migrations. */
  readonly #customers = new Agenda();
  /** Migrations that have changed since they were looked at. */
  readonly #changed = new Set<string>();
  /** The rows that tell of incidents, by original. */
  readonly #incidentRows = new Map<string, Set<string>>();
  /** The rows of its reminders, by original. */
  readonly #reminderRows = new Map<string, Set<string>>();
  /** What each channel was looked at with. */
  readonly #settings = new Map<string, ReminderSettings>();
  /** Channels of which something has changed: mostly what their platform needs. */
  readonly #changedChannels = new Set<string>();
  /** Whether rows have changed since those were looked for of which nobody can tell whether they were posted. */
  #hasNewRows = true;
  #unsure: readonly OutboxRow[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #isWatching = false;
  #lastSweep: number | undefined;

  constructor(store: Store, clock: Clock, speaking: Speaking) {
    this.#store = store;
    this.#clock = clock;
    this.#speaking = speaking;
    this.#receipts = new Receipts(store, clock);
  }

  /** Enters every reminder and notice that is due at `now` and has no row yet; answers how many. One runs at a time. */
  sweep(now: Temporal.Instant): Promise<number> {
    const sweep = this.#last.then(() => this.#sweep(now));
    this.#last = sweep.catch(() => undefined);
    return sweep;
  }

  /**
   * When a sweep may find something although nothing is changed until then, in ms since 1970; it may be too early. To tell
   * again what may have got lost does not count.
   */
  next(): Promise<number> {
    const next = this.#last.then(() => this.#next());
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #next(): Promise<number> {
    if (!this.#isWatching) return AT_ONCE;
    await this.#noteChannels();
    await this.#noteChanges();
    return this.#customers.earliest;
  }

  async #sweep(now: Temporal.Instant): Promise<number> {
    if (!this.#isWatching) await this.#watch();
    const ms = now.epochMilliseconds;
    // After a jump of the clock nothing is left to what was worked out before it. One that waited for its turn is none.
    const passed = ms - (this.#lastSweep ?? ms);
    if (passed < -WAITED_MS || passed > DAY_MS) this.#customers.setAll(AT_ONCE);
    this.#lastSweep = ms;
    if (this.#changedChannels.size > 0) await this.#noteChannels();
    if (this.#changed.size > 0) await this.#noteChanges();
    const entered = await this.#lookAt(this.#customers.take(ms), now);
    await this.#tellAgain(now);
    await this.#receipts.expire(ms);
    return entered;
  }

  /** From the first sweep on, what changes is heard of; at first that is everything. */
  async #watch(): Promise<void> {
    await this.#store.watch('migrations', (ids) => {
      for (const id of ids) this.#changed.add(id);
    });
    await this.#store.watch('outbox', (ids) => {
      for (const id of ids) this.#noteRow(id);
    });
    await this.#store.watch('channels', (ids) => {
      for (const id of ids) this.#changedChannels.add(id);
    });
    await this.#receipts.watch();
    this.#isWatching = true;
  }

  /** The row of an incident that is over is dropped; if it is not over after all, it is to be entered again. */
  #noteRow(id: string): void {
    this.#hasNewRows = true;
    const original = reminderOf(id);
    if (original !== undefined) add(this.#reminderRows, original, id);
    const about = incidentOf(id);
    if (!about) return;
    add(this.#incidentRows, about.original, id);
    this.#changed.add(about.migration);
  }

  /** Where a channel speaks at other times than before, everything is looked at: that is rare. */
  async #noteChannels(): Promise<void> {
    for (const address of this.#changedChannels) {
      this.#changedChannels.delete(address);
      const known = this.#settings.get(address);
      if (known && known !== (await this.#speaking.in(address))) this.#customers.setAll(AT_ONCE);
    }
  }

  /**
   * What may have got lost where nobody can look is in the digest of the next working day, marked: the lines of a digest, and
   * what had a post of its own twice.
   */
  async #tellAgain(now: Temporal.Instant): Promise<void> {
    if (this.#hasNewRows) {
      this.#hasNewRows = false;
      this.#unsure = (await this.#store.list('outbox', { status: 'unsure' })).filter(
        ({ id, kind, person }) =>
          (kind === 'digest' && person === undefined) || kind === 'reminder' || incidentOf(id) !== undefined,
      );
      // Of two of one original the newer one is told.
      this.#unsure = [...this.#unsure].sort((one, other) => (one.due < other.due ? 1 : -1));
    }
    for (const { id, kind, destination, subjects, reminder, day, due } of this.#unsure) {
      const settings = await this.#speaking.in(destination);
      const told = day ?? dayIn(settings.zone, Temporal.Instant.from(due));
      if (isBefore(now, momentAt(workingDaysAfter(told, 1, settings), settings.time, settings.zone))) continue;
      const isOver = reminder !== undefined && (await this.#hasLater(subjects.at(-1) ?? '', reminder));
      await this.#store.change(async (tx) => {
        const row = await tx.get('outbox', id);
        if (row?.status !== 'unsure') return;
        if (isOver) {
          await tx.put('outbox', { ...row, status: 'dropped', problem: LATER });
          return;
        }
        const digest = await openDigest(tx, destination, dayIn(settings.zone, now), now);
        if (kind !== 'digest') await tellIn(tx, row, digest);
      });
    }
  }

  async #noteChanges(): Promise<void> {
    let size = 0;
    for (const id of this.#changed) {
      const migration = await this.#store.get('migrations', id);
      // What changes from here on is found by the look, or told again.
      this.#changed.delete(id);
      if (migration) this.#customers.set(migration.customer, AT_ONCE);
      size += 1;
      if (size % SLICE === 0) await this.#clock.turn?.();
    }
  }

  async #lookAt(customers: readonly string[], now: Temporal.Instant): Promise<number> {
    const unseen = new Set(customers);
    const done = ({ customer, next }: Look) => {
      this.#customers.set(customer, next);
      unseen.delete(customer);
    };
    let unposted: Unposted | undefined;
    let entered = 0;
    let found: Look[] = [];
    let [rows, size, sizeOfSlice] = [0, 0, 0];
    const enter = async () => {
      if (rows > 0) unposted = await this.#enter(found, unposted, now);
      for (const look of found) done(look);
      entered += rows;
      found = [];
      [rows, size] = [0, 0];
    };
    try {
      for (const customer of customers) {
        const look = await this.#look(customer, now);
        const missing = look.reminders.length + look.notices.length;
        if (missing === 0) done(look);
        else found.push(look);
        rows += missing;
        size += look.size;
        sizeOfSlice += look.size;
        if (rows >= ROWS_PER_CHANGE || size >= LOOKED_AT_PER_CHANGE) await enter();
        if (sizeOfSlice >= SLICE) {
          await this.#clock.turn?.();
          sizeOfSlice = 0;
        }
      }
      await enter();
    } finally {
      // What the disk refused is tried again by the next sweep.
      for (const customer of unseen) this.#customers.set(customer, AT_ONCE);
    }
    return entered;
  }

  async #look(customer: string, now: Temporal.Instant): Promise<Look> {
    const reminders: MissingReminder[] = [];
    const notices: MissingNotice[] = [];
    let [size, next] = [1, NEVER];
    for (const migration of together(await this.#store.list('migrations', { customer }))) {
      if (isGivenUp(migration)) continue;
      size += migration.originals.length;
      const settings = await this.#speaking.in(migration.channel);
      this.#settings.set(migration.channel, settings);
      next = Math.min(next, nextLook(migration, settings, now)?.epochMilliseconds ?? NEVER);
      for (const due of dueReminders(migration, settings, now)) {
        const id = reminderKey(due, migration.channel);
        if (await this.#isMissing(id, due)) reminders.push({ id, migration, due });
      }
      // Who else is to hear of an incident hangs on when it was told, so it is looked at each day.
      if (dueIncidents(migration, now).length > 0) next = Math.min(next, nextMorning(settings, now));
      for (const due of await this.#dueNotices(migration, settings, now)) {
        const row = await this.#store.get('outbox', noticeId(migration, due.notice, due.subjects));
        if (!row || isBack(row)) notices.push(due);
      }
    }
    return { customer, reminders, notices, size, next };
  }

  /** Not where a later day of the same step has had its turn: by a change an earlier one may have become the latest. */
  async #isMissing(id: string, { original, rung, dueDay }: DueReminder): Promise<boolean> {
    const row = await this.#store.get('outbox', id);
    if (row && !(await isUntold(this.#store, row))) return false;
    return !(await this.#hasLater(original.id, { rung: rung.name, latest: rung.latest, dueDay }));
  }

  /** Whether a later day of the same step of this original has had its turn. */
  async #hasLater(original: string, { rung, latest, dueDay }: DueRow): Promise<boolean> {
    for (const id of this.#reminderRows.get(original) ?? []) {
      const row = await this.#store.get('outbox', id);
      const { reminder } = row ?? {};
      if (!row || reminder?.rung !== rung || reminder.latest !== latest || reminder.dueDay <= dueDay) continue;
      if (!(await isUntold(this.#store, row))) return true;
    }
    return false;
  }

  async #dueNotices(migration: Moving, settings: ReminderSettings, now: Temporal.Instant): Promise<MissingNotice[]> {
    const notices = dueNudges(migration, settings, now).map(({ sentOn, days, dueAt }): MissingNotice => {
      return { migration, notice: { about: 'invitation', sentOn, days }, subjects: [migration.id], dueAt };
    });
    for (const { original, what, since } of dueIncidents(migration, now)) {
      const subjects = [migration.id, original.id];
      const notice = { about: 'incident', what, since } as const;
      // However long ago it began: it is told today, and today's reminders give way to it.
      notices.push({ migration, notice, subjects, dueAt: now });
      const told = await this.#store.get('outbox', noticeId(migration, notice, subjects));
      if (!told || told.status === 'dropped') continue;
      const open = openIncident(migration, Temporal.Instant.from(told.due), settings, now);
      if (open)
        notices.push({
          migration,
          notice: { about: 'incident-open', what, since, ...open.link },
          subjects,
          dueAt: open.at,
        });
    }
    return notices;
  }

  /** `known`: the rows that were not posted yet when this sweep began to enter any; answers them. */
  #enter(looks: readonly Look[], known: Unposted | undefined, now: Temporal.Instant): Promise<Unposted> {
    const zoneOf = (channel: string) => (this.#settings.get(channel) ?? this.#speaking.standard).zone;
    const missing = {
      reminders: looks.flatMap(({ reminders }) => reminders),
      notices: looks.flatMap(({ notices }) => notices),
    };
    return this.#store.change(async (tx) => {
      const unposted = known ?? (await unpostedRows(tx));
      await enterMissing(tx, await stillThere(tx, missing), {
        unposted,
        incidentRows: this.#incidentRows,
        today: (channel) => dayIn(zoneOf(channel), now),
        isToday: (channel, at) => dayIn(zoneOf(channel), at) === dayIn(zoneOf(channel), now),
        now,
      });
      return unposted;
    });
  }
}

/** Without what has moved to another channel since it was looked at: it is looked at again for that one. */
async function stillThere(tx: Transaction, { reminders, notices }: Missing): Promise<Missing> {
  const moved = new Set<string>();
  for (const { migration } of [...reminders, ...notices]) {
    const now = await tx.get('migrations', migration.id);
    if (now?.channel !== migration.channel) moved.add(migration.id);
  }
  if (moved.size === 0) return { reminders, notices };
  const stays = ({ migration }: { readonly migration: Migration }) => !moved.has(migration.id);
  return { reminders: reminders.filter(stays), notices: notices.filter(stays) };
}

/** When reminders go out next, on any day, in ms since 1970. */
function nextMorning({ zone, time }: ReminderSettings, now: Temporal.Instant): number {
  const today = dayIn(zone, now);
  const moments = [today, addDays(today, 1), addDays(today, 2)].map((day) => momentAt(day, time, zone));
  return (moments.find((moment) => isBefore(now, moment)) ?? now).epochMilliseconds;
}

function add(to: Map<string, Set<string>>, key: string, id: string): void {
  const known = to.get(key);
  if (known) known.add(id);
  else to.set(key, new Set([id]));
}
