import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isGivenUp, type Migration } from '../../src/domain/migration.js';
import { dueIncidents, openIncident } from '../../src/domain/notice.js';
import { dueNudges } from '../../src/domain/nudge.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { isUntold } from '../../src/services/due-rows.js';
import { together } from '../../src/services/lookup.js';
import { noticeId } from '../../src/services/outbox.js';
import { type Clock, type OutboxRow, POINTLESS, type Store, StoreError } from '../../src/services/ports.js';
import { Reminders } from '../../src/services/reminders.js';
import { Speaking } from '../../src/services/speaking.js';
import { anyMigrations, anyMoment, anySettings } from '../domain/any-migration.js';
import { aMigration, anOriginal, at } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const berlin: ReminderSettings = {
  zone: 'Europe/Berlin',
  time: '09:00',
  weekdays: new Set([1, 2, 3, 4, 5]),
  leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
};

const clock: Clock = new ManualClock('2026-11-20T10:00:00Z');

async function aStore(): Promise<Store & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-sweep-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return Object.assign(store, { close });
}

async function put(store: Store, migrations: readonly Migration[]): Promise<void> {
  await store.change(async (tx) => {
    for (const one of migrations) {
      await tx.put('migrations', { ...one, rev: (await tx.get('migrations', one.id))?.rev ?? 0 });
    }
  });
}

/** Whether a later day of the same step has a row. */
async function hasLater(store: Store, id: string): Promise<boolean> {
  const [, start, day] = /^(reminder \S+ \S+ \S+ )(\S+) /.exec(id) ?? [];
  if (start === undefined || day === undefined) return false;
  for (const row of await store.list('outbox')) {
    if (row.id.startsWith(start) && (row.reminder?.dueDay ?? '') > day && !(await isUntold(store, row))) return true;
  }
  return false;
}

/** It was dropped because of the state of that moment, by itself or with its digest. */
async function isToBeToldAgain(store: Store, row: OutboxRow): Promise<boolean> {
  if (row.notice?.about === 'incident') return row.status === 'dropped' && row.problem === POINTLESS;
  return row.kind === 'reminder' && isUntold(store, row);
}

/** What is due and has no row, found by going through everything. */
async function missingRows(store: Store, settings: ReminderSettings, now: Temporal.Instant): Promise<string[]> {
  const missing: string[] = [];
  for (const migration of together(await store.list('migrations'))) {
    if (isGivenUp(migration)) continue;
    const due = [
      ...dueReminders(migration, settings, now).map((one) => reminderKey(one, migration.channel)),
      ...dueNudges(migration, settings, now).map(({ sentOn, days }) =>
        noticeId(migration, { about: 'invitation', sentOn, days }, [migration.id]),
      ),
      ...dueIncidents(migration, now).map(({ original, what, since }) =>
        noticeId(migration, { about: 'incident', what, since }, [migration.id, original.id]),
      ),
    ];
    for (const { original, what, since } of dueIncidents(migration, now)) {
      const subjects = [migration.id, original.id];
      const told = await store.get('outbox', noticeId(migration, { about: 'incident', what, since }, subjects));
      if (!told || told.status === 'dropped') continue;
      const open = openIncident(migration, at(told.due), settings, now);
      if (open) due.push(noticeId(migration, { about: 'incident-open', what, since, ...open.link }, subjects));
    }
    for (const id of due) {
      const row = await store.get('outbox', id);
      if (await hasLater(store, id)) continue;
      if (!row || (await isToBeToldAgain(store, row))) missing.push(id);
    }
  }
  return missing.sort();
}

/** The rows that a sweep enters, and those of before that are to be told again. */
async function entered(store: Store, sweep: () => Promise<number>): Promise<{ anew: string[]; again: string[] }> {
  const rows = async () => (await store.list('outbox')).filter(({ kind }) => kind !== 'digest');
  const before = new Set<string>();
  const untold = new Set<string>();
  for (const row of await rows()) {
    before.add(row.id);
    if (await isToBeToldAgain(store, row)) untold.add(row.id);
  }
  const count = await sweep();
  const anew = (await rows()).filter(({ id }) => !before.has(id)).map(({ id }) => id);
  // A line of a digest that was dropped is told again also when another line brings that digest back.
  const again: string[] = [];
  for (const row of await rows()) {
    if (untold.has(row.id) && !(await isToBeToldAgain(store, row))) again.push(row.id);
  }
  expect(count).toBeGreaterThanOrEqual(anew.length);
  return { anew, again };
}

/** Those of a customer, numbered so that each is there once. */
function renamed(migrations: readonly Migration[], customer: number): Migration[] {
  const text = JSON.stringify(migrations).replace(/\bM([12])\b/g, (_, one) => `M${10 * customer + Number(one)}`);
  return (JSON.parse(text) as Migration[]).map((one) => ({ ...one, customer: `C${customer}` }));
}

const customers = (count: number) =>
  fc.tuple(...Array.from({ length: count }, (_, index) => anyMigrations.map((all) => renamed(all, index + 1))));

/** Minutes, most of them ahead. */
const step = fc.constantFrom(1, 29, 7 * 60 + 1, 16 * 60, 23 * 60 + 59, 3 * 24 * 60 + 7, 20 * 24 * 60, -1, -26 * 60, 0);
const happening = fc.record({
  what: fc.constantFrom('time', 'time', 'time', 'change', 'drop', 'send', 'restart'),
  minutes: step,
  customer: fc.nat(3),
  with: customers(4),
});

it('enters what going through everything finds due, whatever changes and however the clock moves', async () => {
  const { SEED = '20270131', RUNS = '40' } = process.env;
  let rows = 0;
  const walk = async (
    settings: ReminderSettings,
    moment: string,
    first: Migration[][],
    happenings: { what: string; minutes: number; customer: number; with: Migration[][] }[],
  ) => {
    const store = await aStore();
    await put(store, first.flat());
    let reminders = new Reminders(store, clock, new Speaking(store, settings));
    let now = at(moment);
    for (const { what, minutes, customer, with: others } of happenings) {
      if (what === 'restart') reminders = new Reminders(store, clock, new Speaking(store, settings));
      if (what === 'change') await put(store, others[customer] ?? []);
      if (what === 'drop' || what === 'send') {
        const status = what === 'drop' ? 'dropped' : 'sent';
        await store.change(async (tx) => {
          const why = what === 'drop' ? { problem: POINTLESS } : {};
          for (const row of await tx.list('outbox', { status: 'waiting' })) {
            await tx.put('outbox', { ...row, ...why, status });
          }
        });
        // A row is dropped because of the state, so a change brings it back.
        if (what === 'drop') await put(store, await store.list('migrations'));
      }
      now = now.add({ minutes });
      const expected = await missingRows(store, settings, now);
      rows += expected.length;
      const { anew, again } = await entered(store, () => reminders.sweep(now));
      const wanted = new Set(expected);
      expect([...anew, ...again.filter((id) => wanted.has(id))].sort(), `${what} ${now}`).toEqual(expected);
    }
    await store.close();
  };
  const property = fc.asyncProperty(
    ...[anySettings, anyMoment, customers(4), fc.array(happening, { minLength: 15, maxLength: 25 })],
    walk as (...all: unknown[]) => Promise<void>,
  );
  await fc.assert(property, { seed: Number(SEED), numRuns: Number(RUNS), endOnFailure: true });
  expect(rows).toBeGreaterThan(500);
}, 120_000);

/** A store that counts what is asked of it. */
function counting(store: Store): { store: Store; asked: string[] } {
  const asked: string[] = [];
  const note =
    <A extends unknown[], R>(name: string, call: (...all: A) => R) =>
    (...all: A) => {
      asked.push(`${name} ${typeof all[0] === 'string' ? all[0] : ''}`.trim());
      return call(...all);
    };
  return {
    asked,
    store: {
      get: note('get', store.get.bind(store)) as Store['get'],
      list: note('list', store.list.bind(store)) as Store['list'],
      change: note('change', store.change.bind(store)) as Store['change'],
      watch: note('watch', store.watch.bind(store)),
    },
  };
}

describe('a sweep', () => {
  it('asks the store for nothing while nothing has changed and nothing has come due', async () => {
    const { store, asked } = counting(await aStore());
    await put(store, [aMigration(), aMigration({ id: 'M2', customer: 'C2', originals: [anOriginal({ id: 'M2.1' })] })]);
    const reminders = new Reminders(store, clock, new Speaking(store, berlin));
    await reminders.sweep(at('2026-11-20T10:00Z'));
    await reminders.sweep(at('2026-11-20T10:01Z'));
    asked.length = 0;
    for (const minute of ['02', '03', '59']) expect(await reminders.sweep(at(`2026-11-20T10:${minute}Z`))).toBe(0);
    expect(asked).toEqual([]);
  });

  it('looks at the customer of what has changed, and at no other', async () => {
    const { store, asked } = counting(await aStore());
    const other = aMigration({ id: 'M2', customer: 'C2', originals: [anOriginal({ id: 'M2.1' })] });
    await put(store, [aMigration(), other]);
    const reminders = new Reminders(store, clock, new Speaking(store, berlin));
    await reminders.sweep(at('2027-01-20T10:00Z'));
    await put(store, [{ ...other, acceptedOn: '2026-12-01' }]);
    asked.length = 0;
    await reminders.sweep(at('2027-01-20T10:01Z'));
    expect(asked.filter((one) => one.endsWith('migrations'))).toEqual(['get migrations', 'list migrations']);
  });

  it('sees a change that was committed a moment before, and one committed while it runs is seen by the next', async () => {
    const store = await aStore();
    const reminders = new Reminders(store, clock, new Speaking(store, berlin));
    await reminders.sweep(at('2027-01-28T10:00Z'));
    await put(store, [aMigration()]);
    expect(await reminders.sweep(at('2027-01-28T10:00Z'))).toBe(1);
    const running = reminders.sweep(at('2027-01-28T10:01Z'));
    const changed = put(store, [aMigration({ id: 'M2', customer: 'C2', originals: [anOriginal({ id: 'M2.1' })] })]);
    const first = await running;
    await changed;
    expect(first + (await reminders.sweep(at('2027-01-28T10:01Z')))).toBe(1);
  });

  it('tries again what the disk refused', async () => {
    const store = await aStore();
    await put(store, [aMigration()]);
    let full = true;
    const refusing: Store = {
      get: store.get.bind(store),
      list: store.list.bind(store),
      watch: store.watch.bind(store),
      change: (work) => (full ? Promise.reject(new StoreError('ENOSPC')) : store.change(work)),
    };
    const reminders = new Reminders(refusing, clock, new Speaking(refusing, berlin));
    await expect(reminders.sweep(at('2027-01-28T10:00Z'))).rejects.toThrow('ENOSPC');
    await expect(reminders.sweep(at('2027-01-28T10:01Z'))).rejects.toThrow('ENOSPC');
    full = false;
    expect(await reminders.sweep(at('2027-01-28T10:02Z'))).toBe(1);
    expect(await reminders.sweep(at('2027-01-28T10:03Z'))).toBe(0);
  });

  it('lets others have their turn while it goes through everything, again after a jump of the clock', async () => {
    const store = await aStore();
    const many = Array.from({ length: 450 }, (_, index) => {
      const id = `M${index + 1}`;
      return aMigration({ id, customer: `C${index + 1}`, originals: [anOriginal({ id: `${id}.1` })] });
    });
    await put(store, many);
    let turns = 0;
    const busy: Clock = {
      now: () => clock.now(),
      after: () => () => undefined,
      turn: async () => {
        turns += 1;
      },
    };
    const reminders = new Reminders(store, busy, new Speaking(store, berlin));
    expect(await reminders.sweep(at('2026-11-20T10:00Z'))).toBe(450);
    expect(turns).toBeGreaterThanOrEqual(8);
    await reminders.sweep(at('2026-11-20T10:01Z'));
    turns = 0;
    await reminders.sweep(at('2026-11-20T10:00Z'));
    expect(turns).toBeGreaterThanOrEqual(4);
    turns = 0;
    await reminders.sweep(at('2026-11-22T10:00Z'));
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('removes receipts two days after they were given, those of before its start too', async () => {
    const store = await aStore();
    const receipt = (id: string, moment: string) =>
      store.change((tx) => tx.put('inbound', { id, rev: 0, at: moment, by: 'chat:T1/maria' }));
    const left = async () => (await store.list('inbound')).map(({ id }) => id);
    await receipt('old', '2026-11-18T10:00:00Z');
    await receipt('newer', '2026-11-18T10:00:30Z');
    const reminders = new Reminders(store, clock, new Speaking(store, berlin));
    await reminders.sweep(at('2026-11-20T10:00:00Z'));
    expect(await left()).toEqual(['old', 'newer']);
    await receipt('new', '2026-11-20T10:00:30Z');
    await reminders.sweep(at('2026-11-20T10:00:01Z'));
    expect(await left()).toEqual(['newer', 'new']);
    await reminders.sweep(at('2026-11-22T10:00:30Z'));
    expect(await left()).toEqual(['new']);
    await reminders.sweep(at('2026-11-22T10:00:31Z'));
    expect(await left()).toEqual([]);
  });
});
