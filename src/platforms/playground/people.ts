import { z } from 'zod';
import type { Invocation, NamedPerson } from '../../commands/invocation.js';
import type { Form, Input } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import type { PaneName, PersonName } from './protocol.js';
import type { Surface } from './surface.js';

/** Whom one can act as. */
export const Person = z.enum(['maria', 'amir', 'chen']) satisfies z.ZodType<PersonName>;

const IDENTITY = 'playground:';

/** Chen is an admin by configuration, Amir an approver, Maria what every member is. */
export const PEOPLE = (
  [
    { name: 'maria', called: 'Maria', role: 'operator' },
    { name: 'amir', called: 'Amir', role: 'approver' },
    { name: 'chen', called: 'Chen', role: 'admin' },
  ] as const
).map((person) => ({ ...person, identity: identityOf(person.name) }));

/** Under which Ferry knows her. */
export function identityOf(name: PersonName): string {
  return IDENTITY + name;
}

/** Whose identity it is. */
export function personOf(identity: string): PersonName | undefined {
  return identity.startsWith(IDENTITY) ? Person.safeParse(identity.slice(IDENTITY.length)).data : undefined;
}

export type Surfaces = Readonly<Record<PaneName, Surface>>;

export function actorOf(name: PersonName): Invocation['actor'] {
  return {
    identity: identityOf(name),
    name: PEOPLE.find((one) => one.name === name)?.called ?? name,
    member: true,
  };
}

/** People who are named in what was typed, `@Maria`. */
export function namedIn(text: string): NamedPerson[] {
  return PEOPLE.flatMap(({ called, identity }) =>
    [...text.matchAll(new RegExp(`@${called}(?![\\p{L}\\p{N}])`, 'giu'))].map(([as]) => ({
      as,
      name: called,
      identities: [identity],
    })),
  );
}

/** People as the platform knows them too, so that it draws real mentions. */
export function mentioning(message: Message, surface: Surface): Message {
  if (message.mentions === undefined) return message;
  const mentions = message.mentions.map(({ name, identities }) => {
    const people = identities.map(personOf).filter((person) => person !== undefined);
    return { name, identities: [...identities, ...people.map((person) => surface.identityOf(person))] };
  });
  return { ...message, mentions };
}

/** A form in which whoever is filled in is picked in the platform's own list. */
export function pickedIn(form: Form, surface: Surface, asker: PersonName): Form {
  return { ...form, inputs: form.inputs.map((input) => picked(input, surface, asker)) };
}

function picked(input: Input, surface: Surface, asker: PersonName): Input {
  const { kind, value } = input;
  if (kind !== 'person' || value === undefined) return input;
  const meant = value.toLowerCase() === 'me' ? asker : (personOf(value) ?? called(value));
  return meant === undefined ? input : { ...input, value: surface.identityOf(meant) };
}

function called(value: string): PersonName | undefined {
  return PEOPLE.find((one) => value.toLowerCase() === `@${one.called.toLowerCase()}`)?.name;
}

/** What was filled in, with the playground's own identities, and the people who were picked. */
export function unpicked(
  filled: Readonly<Record<string, string>>,
  surface: Surface,
): { readonly filled: Readonly<Record<string, string>>; readonly named: readonly NamedPerson[] } {
  const own = new Map<string, (typeof PEOPLE)[number]>(PEOPLE.map((one) => [surface.identityOf(one.name), one]));
  const entries = Object.entries(filled).map(([field, text]) => [field, own.get(text)?.identity ?? text] as const);
  const named = Object.values(filled).flatMap((text) => {
    const person = own.get(text);
    return person ? [{ as: person.identity, name: person.called, identities: [person.identity] }] : [];
  });
  return { filled: Object.fromEntries(entries), named };
}
