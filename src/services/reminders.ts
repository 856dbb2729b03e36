import type { Temporal } from 'temporal-polyfill';
import { isGivenUp, type Migration } from '../domain/migration.js';
import { type DueReminder, dueReminders, type ReminderSettings, reminderKey } from '../domain/reminder.js';
import type { Store } from './ports.js';

const RECEIPT_HOURS = 48;

/** Turns what is due into outbox rows, once each. */
export class Reminders {
  readonly #store: Store;
  readonly #settings: ReminderSettings;

  constructor(store: Store, settings: ReminderSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** Enters every reminder that is due at `now` and has no row yet; answers how many. */
  async sweep(now: Temporal.Instant): Promise<number> {
    const missing: { id: string; migration: Migration; due: DueReminder }[] = [];
    for (const migration of await this.#store.list('migrations')) {
      if (isGivenUp(migration)) continue;
      for (const due of dueReminders(migration, this.#settings, now)) {
        const id = reminderKey(due, migration.channel);
        if (!(await this.#store.get('outbox', id))) missing.push({ id, migration, due });
      }
    }
    const expired = await this.#expiredReceipts(now);
    if (missing.length === 0 && expired.length === 0) return 0;
    await this.#store.change(async (tx) => {
      for (const id of expired) await tx.remove('inbound', id);
      const waiting = await tx.list('outbox', { kind: 'reminder', status: 'waiting' });
      for (const { id, migration, due } of missing) {
        if (await tx.get('outbox', id)) continue;
        // What could not be posted in days is said once, by the latest.
        for (const row of waiting.filter(({ subjects }) => subjects[1] === due.original.id)) {
          await tx.put('outbox', { ...row, status: 'dropped', problem: 'a later one took its place' });
        }
        await tx.put('outbox', {
          id,
          rev: 0,
          kind: 'reminder',
          destination: migration.channel,
          subjects: [migration.id, due.original.id],
          due: due.dueAt.toString(),
          reminder: { rung: due.rung.name, latest: due.rung.latest, dueDay: due.dueDay },
          status: 'waiting',
          attempts: 0,
        });
      }
    });
    return missing.length;
  }

  async #expiredReceipts(now: Temporal.Instant): Promise<string[]> {
    const limit = now.subtract({ hours: RECEIPT_HOURS }).toString();
    return (await this.#store.list('inbound')).filter((receipt) => receipt.at < limit).map((receipt) => receipt.id);
  }
}
