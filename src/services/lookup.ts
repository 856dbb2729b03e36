import type { Temporal } from 'temporal-polyfill';
import { isMine } from '../domain/board.js';
import { dayIn, dayOf, daysBetween } from '../domain/calendar.js';
import { isCalled } from '../domain/customer.js';
import { actBy } from '../domain/ladder.js';
import { findOriginal, isGivenUp, type Migration } from '../domain/migration.js';
import { type Person, remindedFor } from '../domain/person.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { isDecidable, isOpenRequest, type Request } from '../domain/request.js';
import { incident, openRungs, stage } from '../domain/stage.js';
import type { Original } from '../domain/subscription.js';
import type { DueLine, HistoryLine, ListFilter, MigrationView } from '../domain/view.js';
import { noSuchMigration } from './near-names.js';
import { findPerson } from './people.js';
import type { Clock, Reader, Store } from './ports.js';
import type { Ranked, Standings } from './standings.js';
import { grouped, type Together, together } from './together.js';

export { type Together, together } from './together.js';

/** Answers questions; writes nothing. */
export class Lookup {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #zone: string;
  readonly #standings: Standings;

  /** `zone`: where a day away begins and ends. */
  constructor(store: Store, clock: Clock, zone: string, standings: Standings) {
    this.#store = store;
    this.#clock = clock;
    this.#zone = zone;
    this.#standings = standings;
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
    return (await this.listed(filter, identity, Number.POSITIVE_INFINITY)).views;
  }

  /** The first `most` of a list, and how many it has: with thousands, only those that are shown are read. */
  async listed(
    filter: ListFilter | undefined,
    identity: string,
    most: number,
  ): Promise<{ readonly views: MigrationView[]; readonly total: number }> {
    const now = this.#clock.now();
    const asker = await findPerson(this.#store, identity);
    const people = new Map((await this.#store.list('people')).map((person) => [person.id, person]));
    const reader = { person: asker, people, today: dayIn(this.#zone, now) };
    const isWanted = (one: Ranked) => {
      if (filter === undefined || filter === 'open') return one.isOpen;
      if (filter === 'mine') return one.isOpen && isMine(one, reader);
      if (filter === 'unowned') return one.isOpen && one.owner === undefined;
      return filter === 'late' ? one.isLate : one.stage === filter;
    };
    const wanted = (await this.#standings.at(now)).filter(isWanted);
    const shown = most < wanted.length ? wanted.slice(0, most) : wanted;
    return { views: await this.#viewsOf(shown), total: wanted.length };
  }

  /** Few are read one by one, many at once. */
  async #viewsOf(ranked: readonly Ranked[]): Promise<MigrationView[]> {
    if (ranked.length <= FEW) {
      const views = await Promise.all(ranked.map(({ id }) => this.byId(id)));
      return views.filter((view) => view !== undefined);
    }
    const all = new Map((await allMoving(this.#store)).map((migration) => [migration.id, migration]));
    const view = await this.#viewer();
    return Promise.all(ranked.flatMap(({ id }) => all.get(id) ?? []).map((migration) => view(migration)));
  }

  /** The next rung of each original being moved, where the day to act by is at most `days` away or past, or it is an incident. */
  async due(days: number): Promise<DueLine[]> {
    const now = this.#clock.now();
    const today = dayOf(now);
    // An incident stands before every day. Those of one day come in the order in which they were entered.
    const near = (await this.#standings.at(now)).filter(
      (one) => one.actBy === '' || daysBetween(today, one.actBy) <= days,
    );
    const views = await this.#viewsOf(near.sort(asEntered));
    const lines = views.flatMap((view) =>
      openRungs(view.migration, now)
        .filter(
          ({ original, rung }) =>
            daysBetween(today, actBy(rung)) <= days || incident(view.migration, original, now) !== undefined,
        )
        .map(({ original, rung }): DueLine => ({ view, original, rung })),
    );
    return lines.sort(
      ({ rung: one }, { rung: other }) =>
        daysBetween(actBy(other), actBy(one)) || daysBetween(other.latest, one.latest),
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
    const own = (await this.#standings.at(now)).filter((one) => one.owner === owner.id && one.isOpen).sort(asEntered);
    const uncovered: Uncovered[] = [];
    for (const { id, customer, deputy } of own) {
      const standIn = deputy === undefined ? undefined : await this.#store.get('people', deputy);
      if (!remindedFor(owner, standIn, today).some((one) => one.id === owner.id)) continue;
      uncovered.push({ id, customer: (await this.#store.get('customers', customer))?.name ?? customer });
    }
    return { covered: own.length - uncovered.length, uncovered };
  }

  async counts(): Promise<{ migrations: number; open: number }> {
    const migrations = await this.#standings.at(this.#clock.now());
    const open = migrations.filter(({ isOpen }) => isOpen);
    return { migrations: migrations.length, open: open.length };
  }
}

/** So many are read one by one. */
const FEW = 200;

function asEntered(one: Ranked, other: Ranked): number {
  return one.order - other.order;
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
  if (!only) throw await noSuchMigration(reader, ref);
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

async function allMoving(reader: Reader): Promise<Together[]> {
  return together(await reader.list('migrations'));
}
