import type { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { isGivenUp, type Moving } from '../domain/migration.js';
import { nextLook } from '../domain/next-look.js';
import { dueIncidents } from '../domain/notice.js';
import { dueNudges } from '../domain/nudge.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import { Agenda, AT_ONCE, NEVER } from './agenda.js';
import {
  enterMissing,
  isBack,
  type Missing,
  type MissingNotice,
  type MissingReminder,
  type Unposted,
  unpostedRows,
} from './due-rows.js';
import { together } from './lookup.js';
import { incidentOf, noticeId } from './outbox.js';
import type { Clock, Store } from './ports.js';
import { Receipts } from './receipts.js';

/** So many originals are looked at before others have their turn: some milliseconds of work, more while zones are new. */
const SLICE = 25;
/** So many rows are entered by one change. */
const ROWS_PER_CHANGE = 50;
/** What is due waits while so many other originals are looked at, so that few changes enter many rows. */
const LOOKED_AT_PER_CHANGE = 2_000;
const DAY_MS = 24 * 60 * 60_000;

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
  readonly #settings: ReminderSettings;
  readonly #receipts: Receipts;
  /** Customers by when to look at their migrations. */
  readonly #customers = new Agenda();
  /** Migrations that have changed since they were looked at. */
  readonly #changed = new Set<string>();
  /** The rows that tell of incidents, by original. */
  readonly #incidentRows = new Map<string, Set<string>>();
  #isWatching = false;
  #lastSweep: number | undefined;

  constructor(store: Store, clock: Clock, settings: ReminderSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
    this.#receipts = new Receipts(store, clock);
  }

  /** Enters every reminder and notice that is due at `now` and has no row yet; answers how many. To be called one at a time. */
  async sweep(now: Temporal.Instant): Promise<number> {
    if (!this.#isWatching) await this.#watch();
    const ms = now.epochMilliseconds;
    // After a jump of the clock nothing is left to what was worked out before it.
    const passed = ms - (this.#lastSweep ?? ms);
    if (passed < 0 || passed > DAY_MS) this.#customers.setAll(AT_ONCE);
    this.#lastSweep = ms;
    if (this.#changed.size > 0) await this.#noteChanges();
    const entered = await this.#lookAt(this.#customers.take(ms), now);
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
    await this.#receipts.watch();
    this.#isWatching = true;
  }

  /** The row of an incident that is over is dropped; if it is not over after all, it is to be entered again. */
  #noteRow(id: string): void {
    const about = incidentOf(id);
    if (!about) return;
    const rows = this.#incidentRows.get(about.original);
    if (rows) rows.add(id);
    else this.#incidentRows.set(about.original, new Set([id]));
    this.#changed.add(about.migration);
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
      next = Math.min(next, nextLook(migration, this.#settings, now)?.epochMilliseconds ?? NEVER);
      for (const due of dueReminders(migration, this.#settings, now)) {
        const id = reminderKey(due, migration.channel);
        if (!(await this.#store.get('outbox', id))) reminders.push({ id, migration, due });
      }
      for (const due of this.#dueNotices(migration, now)) {
        const row = await this.#store.get('outbox', noticeId(migration, due.notice, due.subjects));
        if (!row || isBack(row)) notices.push(due);
      }
    }
    return { customer, reminders, notices, size, next };
  }

  #dueNotices(migration: Moving, now: Temporal.Instant): MissingNotice[] {
    const nudges = dueNudges(migration, this.#settings, now).map(({ sentOn, days, dueAt }): MissingNotice => {
      return { migration, notice: { about: 'invitation', sentOn, days }, subjects: [migration.id], dueAt };
    });
    const incidents = dueIncidents(migration, now).map(({ original, what, since }): MissingNotice => {
      const subjects = [migration.id, original.id];
      // However long ago it began: it is told today, and today's reminders give way to it.
      return { migration, notice: { about: 'incident', what, since }, subjects, dueAt: now };
    });
    return [...nudges, ...incidents];
  }

  /** `known`: the rows that were not posted yet when this sweep began to enter any; answers them. */
  #enter(looks: readonly Look[], known: Unposted | undefined, now: Temporal.Instant): Promise<Unposted> {
    const { zone } = this.#settings;
    const today = dayIn(zone, now);
    const missing = {
      reminders: looks.flatMap(({ reminders }) => reminders),
      notices: looks.flatMap(({ notices }) => notices),
    };
    return this.#store.change(async (tx) => {
      const unposted = known ?? (await unpostedRows(tx));
      await enterMissing(tx, missing, {
        unposted,
        incidentRows: this.#incidentRows,
        isToday: (at) => dayIn(zone, at) === today,
      });
      return unposted;
    });
  }
}
