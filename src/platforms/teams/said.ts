import type { NamedPerson } from '../../commands/invocation.js';
import { Mentioned, type TeamsActivity } from './activity.js';

/**
 * What Teams makes of typed text: mentions become `<at>…</at>`, a domain becomes an HTML or Markdown link, spaces become
 * no-break spaces, and `&` and `<` become entities.
 */
const ESCAPES =
  /<at(?:\s[^>]{0,100})?>(?<mention>.{0,500}?)<\/at>|<a\s[^>]{0,2000}>(?<anchor>.{0,500}?)<\/a>|\[(?<link>[^[\]]+)\]\((?:https?:|mailto:)[^()\s]*\)|<br\s*\/?>|[\r\n\t\u00a0\u200b\ufeff]|&(?<entity>#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gis;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** A mention of somebody else than the bot. */
export interface Naming {
  readonly as: string;
  readonly mentioned: Mentioned['mentioned'];
}

/** The words of a message with Teams' escapes undone, once, and the people named in them. The bot's own mention is dropped. */
export function readText(activity: TeamsActivity): { text: string; namings: Naming[] } {
  const mentions = (activity.entities ?? []).flatMap((entity) => Mentioned.safeParse(entity).data ?? []);
  const namings: Naming[] = [];
  const text = (activity.text ?? '').replace(ESCAPES, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<'mention' | 'anchor' | 'link' | 'entity', string | undefined>;
    if (groups.entity !== undefined) return decodeEntity(found, groups.entity);
    if (groups.mention !== undefined) {
      // Each entity stands for one place in the text: two people of one name are two entities with the same text.
      const at = mentions.findIndex((mention) => mention.text === found);
      const mention = at < 0 ? undefined : mentions[at];
      if (!mention) return `@${decode(groups.mention)}`;
      if (mentions.filter((other) => other.text === found).length > 1) mentions.splice(at, 1);
      if (mention.mentioned.id === activity.recipient.id) return ' ';
      const as = distinct(`@${decode(groups.mention)}`, mention.mentioned, namings);
      return as;
    }
    if (groups.anchor !== undefined) return decode(groups.anchor.replace(/<[^>]*>/g, ''));
    if (groups.link !== undefined) return decode(groups.link);
    return found.startsWith('<') || !/[\u200b\ufeff]/.test(found) ? ' ' : '';
  });
  return { text: text.replace(/ {2,}/g, ' ').trim(), namings };
}

/** The same person keeps one name in the text; a namesake gets a number, so that each name there means one person. */
function distinct(as: string, mentioned: Mentioned['mentioned'], namings: Naming[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? as : `${as} (${count})`;
    const known = namings.find((naming) => naming.as === name);
    if (known && known.mentioned.id !== mentioned.id) continue;
    if (!known) namings.push({ as: name, mentioned });
    return name;
  }
}

function decode(text: string): string {
  return text
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi, (found, entity: string) => decodeEntity(found, entity))
    .replace(/[\r\n\t\u00a0]/g, ' ')
    .trim();
}

function decodeEntity(found: string, entity: string): string {
  if (!entity.startsWith('#')) return ENTITIES[entity.toLowerCase()] ?? found;
  const hex = /^#x/i.test(entity);
  const code = Number.parseInt(entity.slice(hex ? 2 : 1), hex ? 16 : 10);
  if (code === 0xa0 || code < 0x20) return ' ';
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : found;
}

export function toNamed(naming: Naming, tenant: string, objectId: string | undefined): NamedPerson {
  const identities = objectId ? [`teams:${tenant}/${objectId}`] : [];
  return { as: naming.as, name: naming.mentioned.name || naming.as.slice(1), identities };
}
