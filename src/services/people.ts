import { sameName } from '../domain/customer.js';
import { type Identity, type Person, readIdentity } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import { nextId } from './ids.js';
import type { Reader, Transaction } from './ports.js';

/** Somebody who speaks to the bot, as the platform knows her. */
export interface Speaker {
  readonly identity: Identity;
  readonly name: string;
  /** A full member of a served workspace or tenant. */
  readonly member: boolean;
}

/** A person as somebody named her: the words, and whom the platform knows behind the mentions among them. */
export interface PersonNamed {
  readonly typed: string;
  readonly mentions: readonly {
    readonly as: string;
    readonly name: string;
    readonly identities: readonly Identity[];
  }[];
}

export async function findPerson(reader: Reader, identity: Identity): Promise<Person | undefined> {
  return (await reader.list('people')).find((person) => person.identities.includes(identity));
}

/**
 * The person behind an identity, entered on first sight and renamed when the platform has a newer name. Of one who is in two
 * chats, the first one names her.
 */
export async function meet(tx: Transaction, speaker: Speaker): Promise<Person> {
  const known = await findPerson(tx, speaker.identity);
  const name = speaker.name.slice(0, 200) || speaker.identity;
  const names = known && (known.identities[0] === speaker.identity || known.identities.includes(known.name));
  if (known && (!names || known.name === name)) return known;
  if (known) return tx.put('people', { ...known, name });
  return enter(tx, speaker.identity, name);
}

/** Enters a person whom Ferry has not met. */
export async function enter(tx: Transaction, identity: Identity, name: string): Promise<Person> {
  return tx.put('people', {
    id: await nextId(tx, 'P'),
    rev: 0,
    name: name.slice(0, 200) || identity,
    identities: [identity],
  });
}

/**
 * Who is meant: `me`, a mention, an identity, a person's id, or a name that only one person has. Somebody who is named by an
 * identity is entered on first sight. Throws a UserError that says how to name her.
 */
export async function personNamed(tx: Transaction, speaker: Speaker, who: PersonNamed): Promise<Person> {
  const { typed } = who;
  if (isSpeaker(typed)) return meet(tx, speaker);
  const named = identityNamed(speaker, who);
  if (named) return (await findPerson(tx, named.identity)) ?? enter(tx, named.identity, named.name);
  const people = await tx.list('people');
  const byId = people.find(({ id }) => id === typed.toUpperCase());
  if (byId) return byId;
  const wanted = sameName(typed.replace(/^@/, ''));
  const [only, ...others] = people.filter(({ name }) => sameName(name) === wanted);
  if (!only) throw new UserError('person-unknown', { ref: typed });
  if (others.length === 0) return only;
  const ids = [only, ...others].map(({ id, identities }) => `${id} (${identities.join(', ')})`).join(', ');
  throw new UserError('person-ambiguous', { ref: typed, ids });
}

/** The identity that the words name, by a mention, as `me`, or written out; undefined when they name a person otherwise. */
export function identityNamed(
  speaker: Speaker,
  { typed, mentions }: PersonNamed,
): { readonly identity: Identity; readonly name: string } | undefined {
  if (isSpeaker(typed)) return speaker;
  const mention = mentions.find(({ as }) => as === typed);
  if (mention) {
    const [identity] = mention.identities;
    if (identity === undefined) throw new UserError('person-hidden', { name: mention.name });
    return { identity, name: mention.name };
  }
  const identity = readIdentity(typed);
  return identity === undefined ? undefined : { identity, name: identity };
}

function isSpeaker(typed: string): boolean {
  return typed.toLowerCase() === 'me';
}

/** All identities of the one who speaks with this one. */
export async function identitiesOf(reader: Reader, identity: Identity): Promise<readonly Identity[]> {
  return (await findPerson(reader, identity))?.identities ?? [identity];
}
