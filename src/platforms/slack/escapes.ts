import type { NamedPerson, NamedPlace } from '../../commands/invocation.js';

/** A message of people naming more persons than this is noise; the rest are shown by their ids. */
const MOST_LOOK_UPS = 20;

const TOKEN = /<([^<>]*)>|&(lt|gt|amp);/g;
const USER = /^@([UW][A-Z0-9]+)(?:\|(.*))?$/s;
const CHANNEL = /^#([CG][A-Z0-9]+)(?:\|.*)?$/s;

export interface Undone {
  readonly text: string;
  readonly named: readonly NamedPerson[];
  readonly places: readonly NamedPlace[];
}

export interface Surroundings {
  readonly team: string;
  /** The bot's own user id: its mention in front is how it was called, not something said. */
  readonly bot: string;
  /** The name after the @ and the name for people; undefined when Slack does not tell. */
  readonly whoIs: (user: string) => Promise<{ readonly handle: string; readonly name: string } | undefined>;
}

/** Makes text safe inside a mrkdwn text object or a message's `text`: Slack asks for these three and no others. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * What a person typed, from what Slack made of it: `<@U1|maria>`, `<#C1|general>`, `<http://contoso.com|contoso.com>`,
 * `&amp;`. One pass, so that what was typed as `&lt;` and came as `&amp;lt;` is not undone twice. Quotes stay curly.
 */
export async function undoEscapes(raw: string, around: Surroundings): Promise<Undone> {
  const text = withoutCall(raw, around.bot);
  const people = await peopleIn(text, around);
  const plain = text.replace(TOKEN, (_, inner: string | undefined, entity: string | undefined) => {
    if (inner === undefined) return character(entity ?? '');
    const user = USER.exec(inner)?.[1];
    return user === undefined ? wordsOf(inner) : (people.get(user)?.as ?? `@${user}`);
  });
  const named = [...people.values()].filter((person) => !isBot(person, around));
  return { text: plain.trim(), named, places: placesIn(text, around) };
}

function withoutCall(raw: string, bot: string): string {
  const call = /^\s*<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>[\s:,]*/.exec(raw);
  return call?.[1] === bot ? raw.slice(call[0].length) : raw;
}

async function peopleIn(text: string, around: Surroundings): Promise<Map<string, NamedPerson>> {
  const labels = new Map<string, string>();
  for (const [, inner] of text.matchAll(TOKEN)) {
    const [, user, label = ''] = USER.exec(inner ?? '') ?? [];
    if (user !== undefined && !labels.has(user)) labels.set(user, decode(label));
  }
  const asked = [...labels].flatMap(([user, label]) => (label === '' ? [user] : [])).slice(0, MOST_LOOK_UPS);
  // All at once: one after another, twenty slow answers would outlast Slack's patience with the request.
  const told = new Map(await Promise.all(asked.map(async (user) => [user, await around.whoIs(user)] as const)));
  return new Map(
    [...labels].map(([user, label]) => {
      const shown = label === '' ? user : label;
      const { handle, name } = told.get(user) ?? { handle: shown, name: shown };
      return [user, { as: `@${handle}`, name, identities: [`slack:${around.team}/${user}`] }];
    }),
  );
}

/** Channels by how they stand in the text: by their name, or by their id where Slack does not tell it. */
function placesIn(text: string, { team }: Surroundings): NamedPlace[] {
  const found = new Map<string, NamedPlace>();
  for (const [, inner = ''] of text.matchAll(TOKEN)) {
    const id = CHANNEL.exec(inner)?.[1];
    if (id !== undefined) found.set(id, { as: wordsOf(inner), address: `slack:${team}/${id}` });
  }
  return [...found.values()];
}

function isBot(person: NamedPerson, around: Surroundings): boolean {
  return person.identities.includes(`slack:${around.team}/${around.bot}`);
}

/** What stands between < and >, other than a person: a channel, a broadcast, a group, a date or a link. */
function wordsOf(inner: string): string {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? '' : decode(inner.slice(bar + 1));
  const [sign, rest] = [target.charAt(0), target.slice(1)];
  if (sign === '#') return `#${label === '' ? rest : label}`;
  if (sign === '!') return label !== '' ? label : rest.startsWith('date^') ? '' : `@${rest.split('^').at(-1)}`;
  return label !== '' ? label : decode(target.replace(/^(mailto|tel):/, ''));
}

function decode(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, entity: string) => character(entity));
}

function character(entity: string): string {
  return entity === 'lt' ? '<' : entity === 'gt' ? '>' : '&';
}
