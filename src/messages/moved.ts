import type { MigrationView } from '../domain/view.js';
import { cardTitle } from './card.js';
import type { Block, Message } from './message.js';
import { someOf } from './sentences.js';
import type { Words } from './words.js';

/** What is left in the channel where a migration lived before; `url`: where its card stands now, once it does. */
export function formerCard(
  words: Words,
  view: MigrationView,
  name: string | undefined,
  url: string | undefined,
): Message {
  const text = words.say('moved.former', { known: name === undefined ? 'no' : 'yes', name: name ?? '' });
  return {
    title: cardTitle(words, view),
    blocks: [
      { kind: 'text', text },
      ...(url === undefined ? [] : [{ kind: 'link', label: words.say('button.card'), url } as const]),
    ],
  };
}

/** The way to the card, and in which other channel it stands; `url`: undefined where posts have no address. */
export function cardLink(
  words: Words,
  where: 'here' | { readonly name: string | undefined },
  url: string | undefined,
): Block[] {
  if (where === 'here') return url === undefined ? [] : [{ kind: 'link', label: words.say('button.card-here'), url }];
  const values = { known: where.name === undefined ? 'no' : 'yes', name: where.name ?? '' };
  if (url === undefined) return [{ kind: 'note', text: words.say('show.card-there', values) }];
  return [{ kind: 'link', label: words.say('button.card-there', values), url }];
}

/** What became of each migration that was to be moved. */
export interface Moved {
  readonly moved: readonly string[];
  /** They lived there already. */
  readonly there: readonly string[];
  /** A button was drawn from an older state of them. */
  readonly stale: readonly string[];
  /** Why others were not, in whole sentences. */
  readonly refused: readonly string[];
  /** Undefined: where it was said. */
  readonly to: string | undefined;
}

/** So many are named; the rest is counted. */
const NAMED = 20;
const REASONS = 10;

/** Tells the asker what lives in another channel now. */
export function sayMoved(words: Words, { moved, there, stale, refused, to }: Moved): Message {
  const where = { here: to === undefined ? 'yes' : 'no', place: to ?? '' };
  const said = (key: 'moved.done' | 'moved.there' | 'moved.stale', ids: readonly string[]): Block[] =>
    ids.length === 0
      ? []
      : [{ kind: 'text', text: words.say(key, { ...where, ids: someOf(words, ids, NAMED), count: ids.length }) }];
  const nothing = moved.length + there.length + stale.length + refused.length === 0;
  return {
    title: words.say('moved.title', { count: moved.length }),
    ...(moved.length + there.length === 0 ? { refused: true } : {}),
    blocks: [
      ...(nothing ? [{ kind: 'text', text: words.say('moved.none') } as const] : []),
      ...said('moved.done', moved),
      ...said('moved.there', there),
      ...said('moved.stale', stale),
      ...refused.slice(0, REASONS).map((text): Block => ({ kind: 'note', text, tone: 'caution' })),
      ...(refused.length > REASONS
        ? [{ kind: 'note', text: words.say('moved.refused-more', { count: refused.length - REASONS }) } as const]
        : []),
    ],
  };
}
