import type { Temporal } from 'temporal-polyfill';
import type { Migration } from '../domain/migration.js';
import { type Identity, lowerOf, type Person, placeOf, type Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import { isOpenRequest } from '../domain/request.js';
import type { Changes } from './changes.js';
import { queueCard } from './outbox.js';
import { enter, identityNamed, type PersonNamed, personNamed } from './people.js';
import type { Transaction } from './ports.js';
import type { Ask } from './record.js';

export interface Linked {
  readonly name: string;
  readonly id: string;
  readonly identities: readonly Identity[];
  /** They were one person already. */
  readonly unchanged: boolean;
  /** Where both had been given a role: the lower one, which stays. */
  readonly role: Role | undefined;
  /** Migrations that lost their deputy, because she turned out to be their owner. */
  readonly undeputised: readonly string[];
}

export interface Unlinked {
  readonly identity: Identity;
  readonly name: string;
  /** The new person; undefined when the identity was one of its own already. */
  readonly id: string | undefined;
}

/** Makes one person of a human who is in two chats, and two again. */
export class Linking {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  link(ask: Ask, one: PersonNamed, other: PersonNamed): Promise<Linked> {
    return this.#changes.apply(ask, async (tx, now) => {
      const first = await personNamed(tx, ask.speaker, one);
      const second = await personNamed(tx, ask.speaker, other);
      if (first.id === second.id) return { ...first, unchanged: true, role: undefined, undeputised: [] };
      const clash = first.identities.find((mine) => second.identities.some((hers) => placeOf(hers) === placeOf(mine)));
      if (clash !== undefined) throw new UserError('link-same-place', { place: placeOf(clash) });
      const [kept, gone] = numberOf(first) < numberOf(second) ? [first, second] : [second, first];
      const joined = await tx.put('people', join(kept, gone, now));
      await tx.remove('people', gone.id);
      const undeputised = await rewrite(tx, gone.id, kept.id, now);
      const role = kept.role && gone.role && joined.role?.is;
      return { ...joined, unchanged: false, role, undeputised };
    });
  }

  /** What was done stays with the first person. A role that was to hold somebody back goes with both. */
  unlink(ask: Ask, who: PersonNamed): Promise<Unlinked> {
    return this.#changes.apply(ask, async (tx, now) => {
      const person = await personNamed(tx, ask.speaker, who);
      const [only, ...others] = person.identities;
      const named = identityNamed(ask.speaker, who)?.identity;
      if (only !== undefined && others.length === 0) return { identity: only, name: person.name, id: undefined };
      if (named === undefined) {
        const [, second = ''] = person.identities;
        const identities = person.identities.join(', ');
        throw new UserError('unlink-which', { name: person.name, identities }, [`unlink ${second}`]);
      }
      const asked = (await tx.list('requests', { by: person.id })).find((one) => isOpenRequest(one, now));
      // Apart, one of the two could answer what the other has asked.
      if (asked) throw new UserError('unlink-request', { id: asked.id, name: person.name }, [`withdraw ${asked.id}`]);
      await tx.put('people', { ...person, identities: person.identities.filter((one) => one !== named) });
      const apart = await enter(tx, named, person.name);
      if (person.role?.is === 'viewer') await tx.put('people', { ...apart, role: person.role });
      return { identity: named, name: person.name, id: apart.id };
    });
  }
}

function numberOf({ id }: Person): number {
  return Number(id.slice(1));
}

function join(kept: Person, gone: Person, now: Temporal.Instant): Person {
  const role = kept.role && gone.role ? lowerRole(kept.role, gone.role) : (kept.role ?? gone.role);
  const awayUntil = [kept.awayUntil, gone.awayUntil]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  // One who was only named by her identity has no name yet.
  const unmet = kept.identities.includes(kept.name) && !gone.identities.includes(gone.name);
  return {
    ...kept,
    name: unmet ? gone.name : kept.name,
    identities: [...kept.identities, ...gone.identities],
    ...(role ? { role } : {}),
    ...(kept.language || !gone.language ? {} : { language: gone.language }),
    ...(awayUntil === undefined ? {} : { awayUntil }),
    ...(kept.digest || !gone.digest ? {} : { digest: { ...gone.digest, since: now.toString() } }),
  };
}

function lowerRole(one: NonNullable<Person['role']>, other: NonNullable<Person['role']>): NonNullable<Person['role']> {
  return lowerOf(one.is, other.is) === one.is ? one : other;
}

/** Puts `to` wherever a record names `from`; answers the migrations that lost their deputy by it. */
async function rewrite(tx: Transaction, from: string, to: string, now: Temporal.Instant): Promise<string[]> {
  const renamed = (id: string) => (id === from ? to : id);
  const undeputised: string[] = [];
  for (const migration of await tx.list('migrations')) {
    const { deputy } = migration;
    if (!names(migration, from)) continue;
    const saved = await tx.put('migrations', withPeople(migration, renamed, now));
    if (deputy !== undefined && saved.deputy === undefined) undeputised.push(migration.id);
    await queueCard(tx, saved, now);
    // Nothing of it was changed that could be taken back, so its last change still can.
    const undo = await tx.get('undos', migration.id);
    if (undo?.after === migration.rev) await tx.put('undos', { ...undo, after: saved.rev });
  }
  for (const undo of await tx.list('undos')) {
    if (names(undo.before, from)) await tx.put('undos', { ...undo, before: withPeople(undo.before, renamed, now) });
  }
  for (const entry of await tx.list('history', { by: from })) await tx.put('history', { ...entry, by: to });
  for (const request of await tx.list('requests')) {
    const { by, decided } = request;
    if (by !== from && decided?.by !== from) continue;
    const deciding = decided && { decided: { ...decided, by: renamed(decided.by) } };
    await tx.put('requests', { ...request, by: renamed(by), ...deciding });
  }
  for (const channel of await tx.list('channels')) {
    const { settings } = channel;
    if (settings?.by !== from && settings?.escalation !== from) continue;
    const { escalation, by } = settings;
    const named = escalation === undefined ? {} : { escalation: renamed(escalation) };
    await tx.put('channels', { ...channel, settings: { ...settings, ...named, by: renamed(by) } });
  }
  for (const row of await tx.list('outbox', { person: from })) await tx.put('outbox', { ...row, person: to });
  for (const row of await tx.list('outbox', { status: 'waiting' })) {
    const { notice } = row;
    if (notice?.about !== 'unreachable' || notice.person !== from) continue;
    await tx.put('outbox', { ...row, notice: { ...notice, person: to } });
  }
  for (const person of await tx.list('people')) {
    if (person.role?.by === from) await tx.put('people', { ...person, role: { ...person.role, by: to } });
  }
  return undeputised;
}

function names({ owner, deputy, originals }: Migration, id: string): boolean {
  return owner === id || deputy === id || originals.some(({ snooze }) => snooze?.by === id);
}

function withPeople(migration: Migration, renamed: (id: string) => string, now: Temporal.Instant): Migration {
  const { owner, deputy, deputySince, ...rest } = migration;
  const originals = migration.originals.map(({ snooze, ...original }) =>
    snooze ? { ...original, snooze: { ...snooze, by: renamed(snooze.by) } } : original,
  );
  const nowOwner = owner === undefined ? undefined : renamed(owner);
  const nowDeputy = deputy === undefined ? undefined : renamed(deputy);
  const isDeputyGone = deputy !== undefined && nowDeputy === nowOwner;
  const since = isDeputyGone ? now.toString() : deputySince;
  return {
    ...rest,
    originals,
    ...(nowOwner === undefined ? {} : { owner: nowOwner }),
    ...(nowDeputy === undefined || isDeputyGone ? {} : { deputy: nowDeputy }),
    ...(since === undefined ? {} : { deputySince: since }),
  };
}
