import { isDeepStrictEqual } from 'node:util';
import type { Migration } from '../../src/domain/migration.js';
import type { Original } from '../../src/domain/subscription.js';

/** One who speaks to the bot, and what she may do. Two of them with one `human` are the same one in two chats. */
export interface Somebody {
  readonly human: string;
  readonly may: 'nothing' | 'look' | 'change' | 'decide';
  readonly actor: { readonly identity: string; readonly name: string; readonly member: boolean };
}

/** The migrations as they are stored, by id. */
export type Stored = ReadonlyMap<string, Migration>;

/** One command that was said, and the migrations before it and after it. */
export interface Said {
  readonly by: Somebody;
  readonly text: string;
  readonly refused: boolean;
  readonly before: Stored;
  readonly after: Stored;
}

/** A request as the one who watches the chat knows it: who asked, and for what. */
interface Asked {
  readonly by: Somebody;
  readonly original: string;
  approvedBy?: Somebody;
}

/**
 * What must hold whatever is said, worked out a second time and on purpose otherwise than in `src/domain`: from the stored
 * facts and from who spoke, by trying out every group of subscriptions.
 */
export class Model {
  readonly #requests = new Map<string, Asked>();
  /** People whom an administrator has joined, by identity. */
  readonly #joined = new Map<string, string>();
  /** What a migration was before its last change; undefined: there is nothing to take back. */
  readonly #earlier = new Map<string, Migration | undefined>();

  /** What is wrong about a command's outcome, in words; empty when it is as it must be. */
  check(said: Said): string[] {
    const changed = changesOf(said);
    const wrong = [
      ...(said.refused && changed.length > 0 ? [`it was refused and has changed ${changed.join(', ')}`] : []),
      ...(said.by.may !== 'nothing' || said.refused ? [] : ['somebody without any role was answered']),
      ...(said.by.may !== 'look' || changed.length === 0 ? [] : ['somebody who may only look has changed something']),
      ...[...said.after.values()].flatMap((migration) => this.#wrongEnds(migration, said)),
      ...lostSeats(said),
      ...this.#wrongUndo(said, changed),
    ];
    this.#remember(said, changed);
    return wrong;
  }

  /** Somebody was seen to ask that an original be cancelled although something is missing. */
  asked(request: string, original: string, by: Somebody): void {
    this.#requests.set(request, { by, original });
  }

  #join(one: string, other: string): void {
    const [kept, gone] = [this.#personOf(one), this.#personOf(other)];
    for (const [identity, person] of this.#joined) if (person === gone) this.#joined.set(identity, kept);
    this.#joined.set(one, kept).set(other, kept);
  }

  #personOf(identity: string): string {
    return this.#joined.get(identity) ?? identity;
  }

  /** One who was joined with somebody may do what that one may. */
  #mayDecide({ may, actor }: Somebody): boolean {
    return may === 'decide' || this.#joined.has(actor.identity);
  }

  #areTwo(one: Somebody, other: Somebody): boolean {
    return one.human !== other.human && this.#personOf(one.actor.identity) !== this.#personOf(other.actor.identity);
  }

  /** Every cancellation that this command has recorded, otherwise than it stood, without seats or two people. */
  #wrongEnds(migration: Migration, said: Said): string[] {
    return migration.originals.flatMap((original) => {
      const { ended, id } = original;
      if (ended?.how !== 'cancelled') return [];
      const earlier = said.before.get(migration.id)?.originals.find((one) => one.id === id)?.ended;
      if (isDeepStrictEqual(earlier, ended)) return [];
      if (ended.approval !== undefined) return this.#wrongApproval(ended.approval, id, said);
      const tenant = [...said.after.values()].filter(({ customer }) => customer === migration.customer);
      const missing = seatsWithout(tenant, original, ended.on);
      return missing > 0 ? [`${id} was marked as cancelled on ${ended.on}, and ${missing} seats are missing`] : [];
    });
  }

  #wrongApproval(id: string, original: string, { by, text }: Said): string[] {
    const request = this.#requests.get(id);
    if (!request || request.original !== original) return [`${original} was cancelled by ${id}, which nobody asked`];
    if (/^approve\b/.test(text)) request.approvedBy = by;
    const { approvedBy } = request;
    if (!approvedBy || !this.#mayDecide(approvedBy))
      return [`${original} was cancelled by ${id}, which nobody approved who may`];
    return this.#areTwo(request.by, approvedBy) ? [] : [`${id} was asked and approved by one human`];
  }

  #wrongUndo({ text, before, after }: Said, changed: readonly string[]): string[] {
    if (!/^undo\b/.test(text)) return [];
    return changed.flatMap((id) => {
      if (!this.#earlier.has(id)) return [];
      const earlier = this.#earlier.get(id);
      if (!earlier || !before.has(id)) return [`${id} has nothing that could be taken back`];
      return isDeepStrictEqual(facts(after.get(id)), facts(earlier)) ? [] : [`${id} is not what it was before`];
    });
  }

  #remember({ text, before, refused }: Said, changed: readonly string[]): void {
    const isTakenBack = /^undo\b/.test(text);
    for (const id of changed) this.#earlier.set(id, isTakenBack ? undefined : before.get(id));
    if (refused) return;
    const [, verb, one = '', other = ''] = /^(link|unlink|forget) (\S+) ?(\S*)/.exec(text) ?? [];
    if (verb === 'link') this.#join(one, other);
    if (verb === 'unlink') this.#joined.set(one, `${one} alone`);
    // The bot rewrites what it keeps, so what was before is not known.
    if (verb) this.#earlier.clear();
  }
}

/** Cancellations that were safe, with a seat for everybody, until one person said something else. */
function lostSeats({ text, before, after }: Said): string[] {
  // That something expired is a fact, whoever else needs the seats; and a second person may leave people without.
  if (/^(end|approve)\b/.test(text)) return [];
  const short = (stored: Stored) =>
    new Set(
      [...stored.values()].flatMap(({ originals, customer }) =>
        originals.flatMap((original) => {
          const { ended, id } = original;
          if (ended?.how !== 'cancelled' || ended.approval !== undefined) return [];
          const tenant = [...stored.values()].filter((one) => one.customer === customer);
          return seatsWithout(tenant, original, ended.on) > 0 ? [id] : [];
        }),
      ),
    );
  const earlier = short(before);
  return [...short(after)]
    .filter((id) => !earlier.has(id))
    .map((id) => `${id} has lost the seats it was cancelled for`);
}

/** The ids of the migrations that are otherwise than before. */
export function changesOf({ before, after }: Pick<Said, 'before' | 'after'>): string[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => !isDeepStrictEqual(before.get(id), after.get(id)));
}

/** A migration without what only counts its changes. */
function facts(migration: Migration | undefined): unknown {
  if (!migration) return undefined;
  const {
    rev: _rev,
    nextOriginal: _original,
    nextReplacement: _replacement,
    originals,
    invitation,
    ...rest
  } = migration;
  const sent = invitation && { sentOn: invitation.sentOn, link: invitation.link };
  return { ...rest, invitation: sent, originals: originals.map(({ since: _since, ...original }) => original) };
}

/**
 * How many more people are without a seat on `day` once `original` is over. People of an ended subscription may sit where
 * its own offer is provisioned and where the offers of its replacements are; so may others, and nobody sits twice.
 */
function seatsWithout(tenant: readonly Migration[], original: Original, day: string): number {
  const others = othersThan(tenant, original);
  return unseated(tenant, [original, ...others], day) - unseated(tenant, others, day);
}

/** How many people are without a seat in the whole tenant once `original` is over, too. */
export function allSeatsWithout(tenant: readonly Migration[], original: Original, day: string): number {
  return unseated(tenant, [original, ...othersThan(tenant, original)], day);
}

/** The other ended ones, without the people whom two others have left without a seat: those take none from anybody. */
function othersThan(tenant: readonly Migration[], original: Original): Original[] {
  return endedIn(tenant)
    .filter(({ id }) => id !== original.id)
    .map((one) => ({ ...one, assigned: Math.max(0, (one.assigned ?? one.seats) - (one.ended?.short ?? 0)) }));
}

/** Tried out: of all groups of subscriptions, what the one lacks that has the least room for its people. */
function unseated(tenant: readonly Migration[], ended: readonly Original[], day: string): number {
  const replacements = tenant.flatMap((migration) => migration.replacements);
  const rooms = (one: Original) => [
    named(one.offer),
    ...replacements.filter(({ covers }) => covers.includes(one.id)).map(({ offer }) => named(offer)),
  ];
  const missing = groupsOf(ended).map((group) => {
    const open = new Set(group.flatMap(rooms));
    const active = replacements.filter(({ offer, provisionedOn }) => open.has(named(offer)) && provisionedOn <= day);
    return sum(group.map((one) => one.assigned ?? one.seats)) - sum(active.map(({ seats }) => seats));
  });
  return Math.max(...missing);
}

function endedIn(tenant: readonly Migration[]): Original[] {
  return tenant
    .flatMap(({ originals }) => originals)
    .filter(({ ended, unneeded }) => ended && ended.how !== 'transferred' && unneeded === undefined);
}

/** Every choice of them, the empty one, too. */
function groupsOf(all: readonly Original[]): Original[][] {
  const groups: Original[][] = [[]];
  for (const one of all) groups.push(...groups.map((group) => [...group, one]));
  return groups;
}

function named(offer: string): string {
  return offer.toLowerCase();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
