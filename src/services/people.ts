import type { Identity, Person, Role } from '../domain/person.js';
import { nextId } from './ids.js';
import type { Reader, Transaction } from './ports.js';

/** Somebody who speaks to the bot, as the platform knows her. */
export interface Speaker {
  readonly identity: Identity;
  readonly name: string;
  /** A full member of a served workspace or tenant. */
  readonly member: boolean;
}

/** Admins come from the configuration; every other full member is an operator, and nobody else has a role. */
export function roleOf(speaker: Speaker, admins: readonly string[]): Role | undefined {
  if (!speaker.member) return undefined;
  return admins.some((admin) => isSameIdentity(admin, speaker.identity)) ? 'admin' : 'operator';
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

export async function findPerson(reader: Reader, identity: Identity): Promise<Person | undefined> {
  return (await reader.list('people')).find((person) => person.identities.includes(identity));
}

/** The person behind an identity, entered on first sight and renamed when the platform has a newer name. */
export async function meet(tx: Transaction, speaker: Speaker): Promise<Person> {
  const known = await findPerson(tx, speaker.identity);
  const name = speaker.name.slice(0, 200) || speaker.identity;
  if (known && known.name === name) return known;
  if (known) return tx.put('people', { ...known, name });
  return tx.put('people', { id: await nextId(tx, 'P'), rev: 0, name, identities: [speaker.identity] });
}
