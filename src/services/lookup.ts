import type { Temporal } from 'temporal-polyfill';
import { dayIn, dayOf, daysBetween, isBefore } from '../domain/calendar.js';
import { isCalled } from '../domain/customer.js';
import { findOriginal, isGivenUp, type Migration } from '../domain/migration.js';
import { type Person, remindedFor } from '../domain/person.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { isDecidable, isOpenRequest, type Request } from '../domain/request.js';
import { incident, openRungs, type Stage, stage } from '../domain/stage.js';
import type { Original } from '../domain/subscription.js';
import type { DueLine, HistoryLine, ListFilter, MigrationView } from '../domain/view.js';
import { findPerson } from './people.js';
import type { Clock, Reader, Store } from './ports.js';

/** Answers questions; writes nothing. */
export class Lookup {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #zone: string;

  /** `zone`: where a day away begins and ends. */
  constructor(store: Store, clock: Clock, zone: string) {
    this.#store = store;
    this.#clock = clock;
    this.#zone = zone;
  }

  /** `ref`: an id or a customer's name or domain. Throws a UserError that says which migrations it could be. */
  async show(ref: string): Promise<MigrationView> {
    return this.#one(await findMigration(this.#store, ref, this.#clock.now()));
  }

  /** `ref`: an original, or a migration that has only one. Throws a UserError that says which it could be. */
  async original(ref: string): Promise<{ view: MigrationView; original: Original }> {
    const view = await this.show(ref);
    return { view, original: pickOriginal(view.migration, ref) };
  }

  async byId(id: string): Promise<MigrationView | undefined> {
    const migration = await this.#store.get('migrations', id);
    return migration && this.#one(migration);
  }

  async person(id: string): Promise<Person | undefined> {
    return this.#store.get('people', id);
  }

  async #one(migration: Migration): Promise<MigrationView> {
    const asked = await this.#store.list('requests', { migration: migration.id });
    return this.#view({ ...migration, beside: await besideOf(this.#store, migration) }, asked);
  }

  /** `asked`: the requests about it, or those of them that are open. */
  async #view(migration: Together, asked: readonly Request[]): Promise<MigrationView> {
    const customer = await this.#store.get('customers', migration.customer);
    if (!customer) throw new Error(`${migration.id} has no customer record`);
    const person = async (id: string | undefined) => id && (await this.#store.get('people', id));
    const owner = await person(migration.owner);
    const deputy = await person(migration.deputy);
    const now = this.#clock.now();
    const requests = asked.filter((request) => isDecidable(request, migration, now));
    return { migration, customer, owner: owner || undefined, deputy: deputy || undefined, requests, now };
  }

  /** Makes views of many migrations: requests are kept for ever, so they are gone through once and not for each view. */
  async #viewer(): Promise<(migration: Together) => Promise<MigrationView>> {
    const now = this.#clock.now();
    const asked = (await this.#store.list('requests')).filter((request) => isOpenRequest(request, now));
    const byMigration = grouped(asked, ({ migration }) => migration);
    return (migration) => this.#view(migration, byMigration.get(migration.id) ?? []);
  }

  /** Migrations, the one to act on first in front. */
  async list(filter: ListFilter | undefined, identity: string): Promise<MigrationView[]> {
    const now = this.#clock.now();
    const asker = await findPerson(this.#store, identity);
    const people = new Map((await this.#store.list('people')).map((person) => [person.id, person]));
    const isMine = ({ owner = '', deputy = '' }: Migration) =>
      owner === asker?.id ||
      remindedFor(people.get(owner), people.get(deputy), dayIn(this.#zone, now)).some(({ id }) => id === asker?.id);
    const wanted = (migration: Together, at: Stage) => {
      const open = at !== 'done' && !isGivenUp(migration);
      if (filter === undefined || filter === 'open') return open;
      if (filter === 'mine') return open && isMine(migration);
      if (filter === 'unowned') return open && migration.owner === undefined;
      if (filter === 'late') {
        return at === 'incident' || openRungs(migration, now).some(({ rung }) => !isBefore(now, rung.before));
      }
      return at === filter;
    };
    // Incidents first, then by the day to act by; with nothing to do, last.
    const firstDay = (migration: Together, at: Stage) =>
      at === 'incident' ? '' : (openRungs(migration, now)[0]?.rung.latest ?? '9999-12-31');
    const keyed = (await allMoving(this.#store)).flatMap((migration) => {
      const at = stage(migration, now);
      return wanted(migration, at) ? [{ migration, day: firstDay(migration, at) }] : [];
    });
    keyed.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
    const view = await this.#viewer();
    return Promise.all(keyed.map(({ migration }) => view(migration)));
  }

  /** The next rung of each original being moved, where its last day is at most `days` away or past, or it is an incident. */
  async due(days: number): Promise<DueLine[]> {
    const now = this.#clock.now();
    const today = dayOf(now);
    const viewOf = await this.#viewer();
    const lines: DueLine[] = [];
    for (const migration of await allMoving(this.#store)) {
      const urgent = openRungs(migration, now).filter(
        ({ original, rung }) =>
          daysBetween(today, rung.latest) <= days || incident(migration, original, now) !== undefined,
      );
      if (urgent.length === 0) continue;
      const view = await viewOf(migration);
      for (const { original, rung } of urgent) lines.push({ view, original, rung });
    }
    return lines.sort(({ rung: one }, { rung: other }) =>
      one.latest < other.latest ? -1 : one.latest > other.latest ? 1 : 0,
    );
  }

  /** What happened to a migration, the latest first. */
  async history(ref: string): Promise<{ view: MigrationView; lines: HistoryLine[] }> {
    const view = await this.show(ref);
    const entries = await this.#store.list('history', { migration: view.migration.id });
    const people = new Map((await this.#store.list('people')).map((person) => [person.id, person.name]));
    const lines = entries.map((entry) => ({ entry, by: people.get(entry.by) ?? entry.by }));
    return { view, lines: lines.reverse() };
  }

  /** Every original of every migration, and migrations without one, for a spreadsheet. */
  async everything(): Promise<MigrationView[]> {
    const view = await this.#viewer();
    return Promise.all((await allMoving(this.#store)).map((migration) => view(migration)));
  }

  /** The open migrations of `owner`, by whether somebody is reminded of them in her place. */
  async standIns(owner: Person): Promise<{ covered: number; uncovered: Uncovered[] }> {
    const now = this.#clock.now();
    const today = dayIn(this.#zone, now);
    const own = (await allMoving(this.#store)).filter((one) => one.owner === owner.id && isOpen(one, now));
    const uncovered: Uncovered[] = [];
    for (const { id, customer, deputy } of own) {
      const standIn = deputy === undefined ? undefined : await this.#store.get('people', deputy);
      if (!remindedFor(owner, standIn, today).some((one) => one.id === owner.id)) continue;
      uncovered.push({ id, customer: (await this.#store.get('customers', customer))?.name ?? customer });
    }
    return { covered: own.length - uncovered.length, uncovered };
  }

  async counts(): Promise<{ migrations: number; open: number }> {
    const migrations = await allMoving(this.#store);
    const now = this.#clock.now();
    const open = migrations.filter((migration) => isOpen(migration, now));
    return { migrations: migrations.length, open: open.length };
  }
}

/** A migration that nobody stands in for. */
export interface Uncovered {
  readonly id: string;
  readonly customer: string;
}

/** Throws a UserError with the candidates when the words fit none or several. */
export async function findMigration(reader: Reader, ref: string, now: Temporal.Instant): Promise<Migration> {
  const id = REFERENCE.exec(ref)?.[1];
  if (id !== undefined) {
    const migration = await reader.get('migrations', id.toUpperCase());
    if (migration) return migration;
    throw new UserError('no-migration', { ref }, ['list']);
  }
  const called = (await reader.list('customers')).filter((customer) => isCalled(customer, ref));
  const ids = new Set(called.map((customer) => customer.id));
  const all = (await reader.list('migrations')).filter((migration) => ids.has(migration.customer));
  const open = new Set(together(all).flatMap((migration) => (isOpen(migration, now) ? [migration.id] : [])));
  const fitting = open.size > 0 ? all.filter((migration) => open.has(migration.id)) : all;
  const [only, ...others] = fitting;
  if (!only) throw new UserError('no-migration', { ref }, ['list']);
  if (others.length > 0) {
    const names = fitting.map((migration) => migration.id);
    throw new UserError(
      'ambiguous-migration',
      { ref, ids: names.join(', ') },
      names.map((name) => `show ${name}`).slice(0, 5),
    );
  }
  return only;
}

/** Somebody still has to work on it. Never asked of a migration alone, which another one of the customer may serve. */
export function isOpen(migration: Together, now: Temporal.Instant): boolean {
  return !isGivenUp(migration) && stage(migration, now) !== 'done';
}

/** `M12.1`, or a migration that has only one original. */
export function pickOriginal(migration: Migration, ref: string): Original {
  const id = REFERENCE.exec(ref);
  if (id?.[1] !== undefined && id[1].toUpperCase() !== migration.id) {
    throw new UserError('no-original', { ref: ref.toUpperCase(), id: migration.id }, [`show ${migration.id}`]);
  }
  if (id?.[2] !== undefined) {
    const original = findOriginal(migration, ref.toUpperCase());
    if (original) return original;
    throw new UserError('no-original', { ref: ref.toUpperCase(), id: migration.id }, [`show ${migration.id}`]);
  }
  const [only, ...others] = migration.originals;
  if (only && others.length === 0) return only;
  const ids = migration.originals.map((original) => original.id).join(', ');
  throw new UserError('which-original', { id: migration.id, count: migration.originals.length, ids }, [
    `show ${migration.id}`,
  ]);
}

/** The customer's other migrations: seats of one offer in one tenant are one pool. */
export async function besideOf(reader: Reader, { id, customer }: Migration): Promise<Migration[]> {
  return (await reader.list('migrations', { customer })).filter((one) => one.id !== id);
}

/** A migration with the customer's other ones beside it, as it is judged everywhere. */
export type Together = Migration & { readonly beside: readonly Migration[] };

/** Each with those of the same customer beside it; `migrations` are all of one customer, or all that there are. */
export function together(migrations: readonly Migration[]): Together[] {
  const byCustomer = grouped(migrations, ({ customer }) => customer);
  return migrations.map((migration) => {
    const all = byCustomer.get(migration.customer) ?? [];
    return { ...migration, beside: all.length < 2 ? [] : all.filter((one) => one !== migration) };
  });
}

async function allMoving(reader: Reader): Promise<Together[]> {
  return together(await reader.list('migrations'));
}

function grouped<R>(records: readonly R[], keyOf: (record: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const record of records) {
    const known = groups.get(keyOf(record));
    if (known) known.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}
