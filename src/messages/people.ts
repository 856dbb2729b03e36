import { Temporal } from 'temporal-polyfill';
import type { Day } from '../domain/calendar.js';
import type { Role } from '../domain/person.js';
import type { RolesView } from '../domain/view.js';
import type { Block, Message } from './message.js';
import type { Words } from './words.js';

/** More are a list of their own. */
const MOST_LINES = 15;

export function sayRoles(words: Words, { everyone, lines }: RolesView): Message {
  const head = (['who', 'role', 'given'] as const).map((name) => words.say(`roles.head-${name}`));
  const rows = lines.map(({ who, role, given }) => {
    const by = given && { by: given.by, at: words.moment(Temporal.Instant.from(given.at)) };
    return [who, words.say(`role.${role}`), by ? words.say('roles.given', by) : words.say('roles.configured')];
  });
  const table: Block[] = rows.length > 0 ? [{ kind: 'table', head, rows }] : [];
  const rest = text(words.say('roles.everyone', { role: words.say(`role.${everyone}`) }));
  return { title: words.say('roles.title'), blocks: [...table, rest] };
}

interface RoleGiven {
  readonly who: string;
  readonly role: Role;
  readonly unchanged: boolean;
}

export function sayRoleGiven(words: Words, { who, role, unchanged }: RoleGiven): Message {
  const values = { who, role: words.say(`role.${role}`) };
  return { title: words.say('roles.title'), blocks: [text(words.say(unchanged ? 'roles.same' : 'roles.set', values))] };
}

export function sayEveryonesRole(words: Words, role: Role, { unchanged }: { readonly unchanged: boolean }): Message {
  const key = unchanged ? 'roles.same-everyone' : 'roles.set-everyone';
  return { title: words.say('roles.title'), blocks: [text(words.say(key, { role: words.say(`role.${role}`) }))] };
}

interface Absence {
  readonly until: Day | undefined;
  readonly covered: number;
  readonly uncovered: readonly { readonly id: string; readonly customer: string }[];
}

export function sayAbsence(words: Words, { until, covered, uncovered }: Absence): Message {
  if (until === undefined) return { title: words.say('away.title-back'), blocks: [text(words.say('away.back'))] };
  const title = words.say('away.title', { on: { day: until } });
  if (covered + uncovered.length === 0) return { title, blocks: [text(words.say('away.none'))] };
  const lines = uncovered.slice(0, MOST_LINES).map(({ id, customer }) => words.say('away.line', { id, customer }));
  const more = uncovered.length - lines.length;
  return {
    title,
    blocks: [
      ...(covered > 0 ? [text(words.say('away.covered', { count: covered }))] : []),
      ...(lines.length > 0 ? [text([words.say('away.uncovered'), ...lines].join('\n'))] : []),
      ...(more > 0 ? [text(words.say('away.more', { count: more }))] : []),
    ],
  };
}

interface Linked {
  readonly name: string;
  readonly id: string;
  readonly identities: readonly string[];
  readonly unchanged: boolean;
  readonly role: Role | undefined;
  readonly undeputised: readonly string[];
}

export function sayLinked(words: Words, linked: Linked): Message {
  const { name, id, role, undeputised: ids } = linked;
  const identities = words.list(linked.identities);
  return {
    title: words.say('linked.title', { name, id }),
    blocks: [
      text(words.say(linked.unchanged ? 'linked.same' : 'linked.done', { identities })),
      ...(role ? [text(words.say('linked.role', { role: words.say(`role.${role}`), id }))] : []),
      ...(ids.length > 0 ? [text(words.say('linked.undeputised', { ids: words.list(ids) }))] : []),
    ],
  };
}

interface Unlinked {
  readonly identity: string;
  readonly name: string;
  readonly id: string | undefined;
}

export function sayUnlinked(words: Words, { identity, name, id }: Unlinked): Message {
  const said =
    id === undefined ? words.say('unlinked.same', { identity }) : words.say('unlinked.done', { identity, id });
  return { title: name, blocks: [text(said)] };
}

interface Forgotten {
  readonly customer: string;
  readonly migrations: readonly string[];
  readonly unchanged: boolean;
  /** A file still has the name, until the disk has room. */
  readonly lingers?: true;
}

export function sayForgotten(words: Words, { customer, migrations, unchanged, lingers }: Forgotten): Message {
  const title = words.say('forgotten.title', { customer });
  if (unchanged) return { title, blocks: [text(words.say('forgotten.same'))] };
  return {
    title,
    blocks: [
      text(words.say('forgotten.done', { count: migrations.length })),
      ...(lingers ? [text(words.say('forgotten.lingers'))] : []),
      { kind: 'note', text: words.say('forgotten.left') },
    ],
  };
}

function text(said: string): Block {
  return { kind: 'text', text: said };
}
