import { z } from 'zod';
import { type Identity, isSameHuman, mayActAs, type Person, Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import type { RolesView } from '../domain/view.js';
import type { Changes } from './changes.js';
import { findPerson, meet, type PersonNamed, personNamed, type Speaker } from './people.js';
import type { Reader, Store } from './ports.js';
import type { Ask } from './record.js';

const SETTING = 'roles';
const RolesSetting = z.object({ default: Role });

/** What a role was set to, and for whom; `unchanged` when it was so already. */
export interface RoleGiven {
  readonly who: string;
  readonly role: Role;
  readonly unchanged: boolean;
}

/** Who may do what. Admins of the configuration cannot be demoted in the chat, so that nobody can lock everybody out. */
export class Roles {
  readonly #store: Store;
  readonly #changes: Changes;
  readonly #admins: readonly string[];

  constructor(store: Store, changes: Changes, admins: readonly string[]) {
    this.#store = store;
    this.#changes = changes;
    this.#admins = admins;
  }

  /** Undefined: no role at all. One identity of a person in ADMINS makes her an admin with all of them. */
  async of(speaker: Speaker, reader: Reader = this.#store): Promise<Role | undefined> {
    if (!speaker.member) return undefined;
    const person = await findPerson(reader, speaker.identity);
    if (this.#isConfigured(person?.identities ?? [speaker.identity])) return 'admin';
    return person?.role?.is ?? everyone(reader);
  }

  /** Those among whom Ferry knows who can decide what the person `asker` asks. */
  async deciders(asker: string): Promise<Person[]> {
    const people = await this.#store.list('people');
    const by = people.find(({ id }) => id === asker);
    return people.filter((person) => {
      const role = this.#isConfigured(person.identities) ? 'admin' : person.role?.is;
      return mayActAs(role, 'approver') && !(by && isSameHuman(by, person));
    });
  }

  /** The admins whom Ferry has met. */
  async admins(): Promise<Person[]> {
    const people = await this.#store.list('people');
    return people.filter(({ role, identities }) => role?.is === 'admin' || this.#isConfigured(identities));
  }

  async list(): Promise<RolesView> {
    const people = await this.#store.list('people');
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const standard = await everyone(this.#store);
    const configured = people.filter(({ identities }) => this.#isConfigured(identities));
    const unmet = this.#admins.filter(
      (admin) => !configured.some(({ identities }) => identities.some((one) => isSameIdentity(admin, one))),
    );
    const given = people.flatMap((person) => {
      const { role } = person;
      if (!role || role.is === standard || configured.includes(person)) return [];
      return [{ who: label(person), role: role.is, given: { by: names.get(role.by) ?? role.by, at: role.at } }];
    });
    const byConfiguration = [...configured.map(label), ...unmet].map((who) => {
      return { who, role: 'admin', given: undefined } as const;
    });
    return { everyone: standard, lines: [...byConfiguration, ...given] };
  }

  /** Gives a role; undefined takes it away, so that the person has the one of everybody. */
  give(ask: Ask, who: PersonNamed, role: Role | undefined): Promise<RoleGiven> {
    return this.#changes.apply(ask, async (tx, now) => {
      const by = await meet(tx, ask.speaker);
      const person = await personNamed(tx, ask.speaker, who);
      if (this.#isConfigured(person.identities)) {
        if (role === 'admin') return { who: person.name, role, unchanged: true };
        throw new UserError('role-in-admins', { name: person.name });
      }
      const { role: before, ...rest } = person;
      const unchanged = before?.is === role;
      if (!unchanged) {
        const given = role === undefined ? {} : { role: { is: role, by: by.id, at: now.toString() } };
        await tx.put('people', { ...rest, ...given });
      }
      return { who: person.name, role: role ?? (await everyone(tx)), unchanged };
    });
  }

  /** Sets the role of every full member who was given none. */
  giveEveryone(ask: Ask, role: Role): Promise<{ readonly unchanged: boolean }> {
    return this.#changes.apply(ask, async (tx) => {
      if (role !== 'viewer' && role !== 'operator') throw new UserError('role-default', { role });
      if ((await everyone(tx)) === role) return { unchanged: true };
      const setting = (await tx.get('settings', SETTING)) ?? { id: SETTING, rev: 0, value: null };
      await tx.put('settings', { ...setting, value: { default: role } });
      return { unchanged: false };
    });
  }

  #isConfigured(identities: readonly Identity[]): boolean {
    return this.#admins.some((admin) => identities.some((identity) => isSameIdentity(admin, identity)));
  }
}

async function everyone(reader: Reader): Promise<Role> {
  const setting = await reader.get('settings', SETTING);
  return setting ? RolesSetting.parse(setting.value).default : 'operator';
}

/** Two people may have one name. */
function label({ id, name }: Person): string {
  return `${name} (${id})`;
}

/** `slack:U1` names the same as `slack:T1/U1`: the part before the stroke may be left out. */
function isSameIdentity(configured: string, identity: Identity): boolean {
  if (configured === identity) return true;
  const [platform, rest = ''] = split(configured, ':');
  const [itsPlatform, itsRest = ''] = split(identity, ':');
  return platform === itsPlatform && !rest.includes('/') && itsRest.endsWith(`/${rest}`);
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
