import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf, daysBetween, isBefore } from '../../src/domain/calendar.js';
import { isGivenUp } from '../../src/domain/migration.js';
import { incident, openRungs, STAGES, type Stage, stage } from '../../src/domain/stage.js';
import { standing } from '../../src/domain/standing.js';
import type { ListFilter } from '../../src/domain/view.js';
import { Lookup } from '../../src/services/lookup.js';
import type { Store } from '../../src/services/ports.js';
import { Standings } from '../../src/services/standings.js';
import { type Together, together } from '../../src/services/together.js';
import { anyMigrations, anyMoment } from '../domain/any-migration.js';
import { at } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const FILTERS: readonly (ListFilter | undefined)[] = [undefined, 'open', 'late', 'unowned', ...STAGES];

/** What is on the list when every migration is judged anew. */
async function plainList(store: Store, filter: ListFilter | undefined, moment: string): Promise<string[]> {
  const now = at(moment);
  const isWanted = (migration: Together, its: Stage) => {
    const open = its !== 'done' && !isGivenUp(migration);
    if (filter === undefined || filter === 'open') return open;
    if (filter === 'unowned') return open && migration.owner === undefined;
    if (filter === 'late') {
      return its === 'incident' || openRungs(migration, now).some(({ rung }) => !isBefore(now, rung.before));
    }
    return its === filter;
  };
  const rankOf = (migration: Together, its: Stage) =>
    its === 'incident' ? '' : (openRungs(migration, now)[0]?.rung.latest ?? '9999-12-31');
  return together(await store.list('migrations'))
    .map((migration) => ({ migration, its: stage(migration, now) }))
    .filter(({ migration, its }) => isWanted(migration, its))
    .map(({ migration, its }) => ({ id: migration.id, rank: rankOf(migration, its) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : 0))
    .map(({ id }) => id);
}

async function plainDue(store: Store, days: number, moment: string): Promise<string[]> {
  const now = at(moment);
  return together(await store.list('migrations'))
    .flatMap((migration) =>
      openRungs(migration, now)
        .filter(
          ({ original, rung }) =>
            daysBetween(dayOf(now), rung.recommended ?? rung.latest) <= days ||
            incident(migration, original, now) !== undefined,
        )
        .map(({ original, rung }) => ({ id: original.id, day: `${rung.recommended ?? rung.latest} ${rung.latest}` })),
    )
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
    .map(({ id }) => id);
}

/** Either somebody changes the migrations of a customer, or the clock is set; questions are asked after each. */
const anySteps = fc.array(
  fc.oneof(
    fc.record({ customer: fc.integer({ min: 1, max: 3 }), migrations: anyMigrations }),
    fc.record({ moment: anyMoment }),
  ),
  { minLength: 2, maxLength: 8 },
);

async function write(store: Store, customer: number, migrations: readonly Together[] | readonly object[]) {
  await store.change(async (tx) => {
    const id = `C${customer}`;
    const known = await tx.get('customers', id);
    if (!known) await tx.put('customers', { id, rev: 0, name: `customer ${customer}` });
    for (const [index, facts] of migrations.entries()) {
      const own = `M${customer}${index}`;
      const text = JSON.stringify(facts).replaceAll(
        /"M([12])([".])/g,
        (_all, one, rest) => `"M${customer}${one - 1}${rest}`,
      );
      await tx.put('migrations', {
        ...JSON.parse(text),
        ...{ id: own, customer: id, rev: (await tx.get('migrations', own))?.rev ?? 0 },
      });
    }
  });
}

it('lists what it would list if it judged every migration anew, after any change and whatever the clock does', async () => {
  await fc.assert(
    fc.asyncProperty(anySteps, async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'ferry-lookup-'));
      const clock = new ManualClock('2027-01-20T10:00:00Z');
      const { store, close } = await openTestStore(folder);
      try {
        const lookup = new Lookup(store, clock, 'Europe/Berlin', new Standings(store, clock));
        for (const step of steps) {
          if ('moment' in step) clock.set(step.moment);
          else await write(store, step.customer, step.migrations);
          const moment = clock.now().toString();
          for (const filter of FILTERS) {
            const views = await lookup.list(filter, 'chat:T1/maria');
            expect(views.map(({ migration }) => migration.id)).toEqual(await plainList(store, filter, moment));
          }
          for (const days of [0, 30, 1_000_000]) {
            const lines = await lookup.due(days);
            expect(lines.map(({ original }) => original.id)).toEqual(await plainDue(store, days, moment));
          }
        }
      } finally {
        await close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 40 },
  );
});

it('stands as it did until the day that it names', () => {
  fc.assert(
    fc.property(anyMigrations, anyMoment, fc.integer({ min: 1, max: 400 }), (migrations, moment, days) => {
      for (const migration of together(migrations)) {
        const now = at(moment);
        const first = standing(migration, now);
        const later = now.add({ hours: 24 * days });
        if (first.until !== undefined && dayOf(later) >= first.until) continue;
        expect(standing(migration, later)).toEqual(first);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('answers only as many as are asked for, and how many there are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-lookup-'));
  const { store, close } = await openTestStore(folder);
  const clock = new ManualClock('2027-01-20T10:00:00Z');
  const lookup = new Lookup(store, clock, 'Europe/Berlin', new Standings(store, clock));
  const [one] = fc.sample(
    anyMigrations.filter(([first]) => first !== undefined && !isGivenUp(first)),
    { numRuns: 1, seed: 1 },
  );
  for (const customer of [1, 2, 3]) await write(store, customer, [{ ...one?.[0], originals: [], replacements: [] }]);
  const { views, total } = await lookup.listed('open', 'chat:T1/maria', 2);
  expect([views.length, total]).toEqual([2, 3]);
  await close();
  rmSync(folder, { recursive: true, force: true });
});
