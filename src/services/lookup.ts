import type { Temporal } from 'temporal-polyfill';
import { dayIn, dayOf, daysBetween, isBefore } from '../domain/calendar.js';
import { isCalled } from '../domain/customer.js';
import { findOriginal, isGivenUp, type Migration, type Moving } from '../domain/migration.js';
import { remindedFor } from '../domain/person.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { isOpenRequest } from '../domain/request.js';
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
    return this.view(await findMigration(this.#store, ref, this.#clock.now()));
  }

  async byId(id: string): Promise<MigrationView | undefined> {
    const migration = await this.#store.get('migrations', id);
    return migration && this.view(migration);
  }

  async view(migration: Moving): Promise<MigrationView> {
    const customer = await this.#store.get('customers', migration.customer);
    if (!customer) throw new Error(`${migration.id} has no customer record`);
    const person = async (id: string | undefined) => id && (await this.#store.get('people', id));
    const owner = await person(migration.owner);
    const deputy = await person(migration.deputy);
    const now = this.#clock.now();
    const asked = await this.#store.list('requests', { migration: migration.id });
    const requests = asked.filter((request) => isOpenRequest(request, now));
    const beside = migration.beside ?? (await besideOf(this.#store, migration));
    return {
      migration: { ...migration, beside },
      customer,
      owner: owner || undefined,
      deputy: deputy || undefined,
      requests,
      now,
    };
  }

  /** Migrations, the one to act on first in front. */
  async list(filter: ListFilter | undefined, identity: string): Promise<MigrationView[]> {
    const now = this.#clock.now();
    const asker = await findPerson(this.#store, identity);
    const people = new Map((await this.#store.list('people')).map((person) => [person.id, person]));
    const isMine = ({ owner = '', deputy = '' }: Migration) =>
      owner === asker?.id ||
      remindedFor(people.get(owner), people.get(deputy), dayIn(this.#zone, now)).some(({ id }) => id === asker?.id);
    const wanted = (migration: Moving, at: Stage) => {
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
    const firstDay = (migration: Moving, at: Stage) =>
      at === 'incident' ? '' : (openRungs(migration, now)[0]?.rung.latest ?? '9999-12-31');
    const keyed = (await allMoving(this.#store)).flatMap((migration) => {
      const at = stage(migration, now);
      return wanted(migration, at) ? [{ migration, day: firstDay(migration, at) }] : [];
    });
    keyed.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
    return Promise.all(keyed.map(({ migration }) => this.view(migration)));
  }

  /** The next rung of each original being moved, where its last day is at most `days` away or past, or it is an incident. */
  async due(days: number): Promise<DueLine[]> {
    const now = this.#clock.now();
    const lines: DueLine[] = [];
    for (const migration of await allMoving(this.#store)) {
      for (const { original, rung } of openRungs(migration, now)) {
        const urgent = incident(migration, original, now) !== undefined;
        if (!urgent && daysBetween(dayOf(now), rung.latest) > days) continue;
        lines.push({ view: await this.view(migration), original, rung });
      }
    }
    return lines.sort((one, other) => daysBetween(other.rung.latest, one.rung.latest));
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
    const migrations = await allMoving(this.#store);
    return Promise.all(migrations.map((migration) => this.view(migration)));
  }

  async counts(): Promise<{ migrations: number; open: number }> {
    const migrations = await allMoving(this.#store);
    const now = this.#clock.now();
    const open = migrations.filter((migration) => !isGivenUp(migration) && stage(migration, now) !== 'done');
    return { migrations: migrations.length, open: open.length };
  }
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
  const open = all.filter((migration) => isOpen(migration, now));
  const fitting = open.length > 0 ? open : all;
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

export function isOpen(migration: Migration, now: Temporal.Instant): boolean {
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

/** All migrations, each with the customer's other ones beside it, as it is judged everywhere. */
export async function allMoving(reader: Reader): Promise<Moving[]> {
  const all = await reader.list('migrations');
  const byCustomer = new Map<string, Migration[]>();
  for (const migration of all) {
    const known = byCustomer.get(migration.customer);
    if (known) known.push(migration);
    else byCustomer.set(migration.customer, [migration]);
  }
  return all.map((migration) => {
    const together = byCustomer.get(migration.customer) ?? [];
    return { ...migration, beside: together.length < 2 ? [] : together.filter((one) => one !== migration) };
  });
}
