import { dayIn } from '../domain/calendar.js';
import type { PlannedPost, Silence } from '../domain/view.js';
import { sayReasons } from './digest.js';
import { nextPage } from './lists.js';
import type { Block, Message } from './message.js';
import { type Page, partOf } from './pages.js';
import { pair } from './pair.js';
import { sayRung } from './rungs.js';
import { sentences, someOf } from './sentences.js';
import type { Words } from './words.js';

export interface ForecastView {
  readonly days: number;
  readonly posts: readonly PlannedPost[];
  readonly silence: Silence;
  /** The address of the channel in which it is asked. */
  readonly from: string;
  /** What channels are called, by address, where that has been heard. */
  readonly names: ReadonlyMap<string, string>;
}

/** What will be posted, where and when, and what is silent and why. */
export function sayForecast(words: Words, { days, posts, silence, from, names }: ForecastView, page: Page): Message {
  const title = words.say('forecast.title', { days });
  if (posts.length === 0) {
    return {
      title,
      blocks: [{ kind: 'text', text: words.say('forecast.none', { days }) }, ...saySilence(words, silence)],
    };
  }
  const intro = { kind: 'text', text: words.say('forecast.intro') } as const;
  return { title, blocks: [intro, ...table(words, posts, { from, names }, page), ...saySilence(words, silence)] };
}

function table(
  words: Words,
  posts: readonly PlannedPost[],
  { from, names }: Pick<ForecastView, 'from' | 'names'>,
  page: Page,
): Block[] {
  const head = (['when', 'where', 'what'] as const).map((name) => words.say(`forecast.head-${name}`));
  const row = (post: PlannedPost) => [
    sayWhen(words, post),
    post.channel === from ? words.say('forecast.here') : (names.get(post.channel) ?? post.channel),
    sayPost(words, post),
  ];
  const part = partOf(posts, row, page);
  const rows: Block = { kind: 'table', head, rows: part.rows };
  if (part.page === 1 && part.isLast) return [rows];
  const values = { from: part.from, to: part.to, total: posts.length };
  if (part.isLast) return [rows, { kind: 'note', text: words.say('list.page-last', values) }];
  return [rows, ...nextPage(words, values, `${page.command} page=${part.page + 1}`)];
}

/** One post that is planned, on a line of its own. */
export function sayPlanned(words: Words, post: PlannedPost): string {
  return pair(sayWhen(words, post), sayPost(words, post), words.language);
}

/** By the clocks of the channel in which it is posted, which may not be those of the reader. */
function sayWhen(words: Words, { at, zone }: PlannedPost): string {
  const time = at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  return words.say('forecast.moment', { day: { day: dayIn(zone, at) }, time, zone });
}

/** So many of a digest are named. */
const MOST_IDS = 5;

function sayPost(words: Words, { unit, lines }: PlannedPost): string {
  const ids = lines.map(({ view, about }) => ('original' in about ? about.original.id : view.migration.id));
  const [first] = lines;
  if (unit === 'digest' || !first || first.about.kind === 'invitation') {
    return words.say('forecast.digest', { ids: someOf(words, ids, MOST_IDS) });
  }
  const { view, about } = first;
  const { id } = about.original;
  if (about.kind === 'incident') return words.say('forecast.incident', { id, what: about.what });
  return words.say('forecast.notice', { id, what: sayRung(words, view, about.original, about.rung) });
}

/** What is in none of these posts and why; what needs no word any more is not counted. */
function saySilence(words: Words, { notDue, ...silence }: Silence): Block[] {
  const reasons = sayReasons(words, { ...silence, notDue: 0 });
  const said = [
    ...(reasons === undefined ? [] : [words.say('forecast.silent', { reasons })]),
    ...(notDue > 0 ? [words.say('forecast.not-due', { count: notDue })] : []),
  ];
  return said.length === 0 ? [] : [{ kind: 'note', text: sentences(words, said) }];
}
