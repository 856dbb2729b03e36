import { z } from 'zod';
import { Day, Moment } from './calendar.js';
import { sameName } from './customer.js';
import { Language } from './language.js';

/** `slack:<team>/<user>`, `teams:<tenant>/<Entra object id>` or `terminal:local`. */
export const Identity = z.string().regex(/^[a-z]+:\S+$/);
export type Identity = z.infer<typeof Identity>;

/** What was typed as an identity, as its platform writes it; undefined when it is none. */
export function readIdentity(typed: string): Identity | undefined {
  const [, platform = '', rest = ''] = /^([a-z]+):(local|[^\s/]+\/[^\s/]+)$/i.exec(typed) ?? [];
  switch (platform.toLowerCase()) {
    case '':
      return undefined;
    case 'slack':
      return `slack:${rest.toUpperCase()}`;
    case 'teams':
      return `teams:${rest.toLowerCase()}`;
    default:
      return `${platform.toLowerCase()}:${rest}`;
  }
}

/** What somebody may do; each role may do all that stands before it. */
export const Role = z.enum(['viewer', 'operator', 'approver', 'admin']);
export type Role = z.infer<typeof Role>;

/** One human, however many chats she is in: state and history name the person, so that she counts once. */
export const Person = z.object({
  id: z.string().regex(/^P\d+$/),
  rev: z.int().nonnegative(),
  name: z.string().min(1).max(200),
  identities: z.array(Identity).min(1),
  /** Given by an admin, and when; without it she has the role that every full member has. */
  role: z.object({ is: Role, by: z.string(), at: Moment }).optional(),
  /** She asked for a digest of her own each working day, and where it goes: the address of a direct conversation. */
  digest: z.object({ to: z.string().min(1), since: Moment }).optional(),
  /** In which Ferry speaks to her, where she chose it; else that of her chat. */
  language: Language.optional(),
  /** Through this day her deputies are reminded in her place. */
  awayUntil: Day.optional(),
});
export type Person = z.infer<typeof Person>;

export function mayActAs(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && Role.options.indexOf(role) >= Role.options.indexOf(needed);
}

/** The lower of two roles. */
export function lowerOf(one: Role, other: Role): Role {
  return mayActAs(one, other) ? other : one;
}

/** `today`: the day where Ferry speaks; the last day away counts as one. */
function isAway(person: Person, today: Day): boolean {
  return person.awayUntil !== undefined && today <= person.awayUntil;
}

/**
 * Whom Ferry mentions when a migration's next step is due. A deputy stands in while the owner is away or there is none; when
 * both are away, the owner hears of it all the same, since somebody must.
 */
export function remindedFor(owner: Person | undefined, deputy: Person | undefined, today: Day): Person[] {
  if (owner && !isAway(owner, today)) return [owner];
  if (deputy && !isAway(deputy, today)) return [deputy];
  return owner ? [owner] : deputy ? [deputy] : [];
}

/**
 * Whether two records may be one human. A name in one chat and the same name in the other look like one who was not linked
 * yet, and one account in two workspaces is one human under any name: where two people are needed, that is not enough.
 */
export function isSameHuman(one: Person, other: Person): boolean {
  if (one.id === other.id) return true;
  const accounts = new Set(one.identities.map(accountOf));
  if (other.identities.some((identity) => accounts.has(accountOf(identity)))) return true;
  const places = one.identities.map(placeOf);
  return (
    sameName(one.name) === sameName(other.name) &&
    !other.identities.some((identity) => places.includes(placeOf(identity)))
  );
}

/** `slack:U1` of `slack:T1/U1`. */
function accountOf(identity: Identity): string {
  return identity.replace(/:.*\//, ':');
}

/** `slack:T1` of `slack:T1/U1`: within one place nobody has two identities. */
export function placeOf(identity: Identity): string {
  return identity.replace(/\/[^/]*$/, '');
}
