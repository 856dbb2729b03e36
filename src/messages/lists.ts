import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { actBy } from '../domain/ladder.js';
import { lastDayOf } from '../domain/request.js';
import { stage } from '../domain/stage.js';
import type { DueLine, HistoryLine, ListFilter, MigrationView, RequestLine } from '../domain/view.js';
import { sayHappening } from './happening.js';
import type { Block, Message } from './message.js';
import { nextStep } from './next-step.js';
import { type Page, partOf } from './pages.js';
import { sayRung } from './rungs.js';
import type { Words } from './words.js';

/** `views`: as many of all `total` as the page and those before it take. */
export function sayList(
  words: Words,
  views: readonly MigrationView[],
  filter: ListFilter | undefined,
  page: Page,
  total = views.length,
): Message {
  const title = words.say('list.title', { filter: sayFilter(words, filter) });
  if (views.length === 0) {
    const none =
      filter === undefined || filter === 'open'
        ? words.say('list.none')
        : words.say('list.none-filter', { filter: sayFilter(words, filter) });
    return { title, blocks: [{ kind: 'text', text: none }] };
  }
  const head = (['id', 'customer', 'stage', 'next', 'owner'] as const).map((name) => words.say(`list.head-${name}`));
  const row = (view: MigrationView) => [
    view.migration.id,
    customerName(words, view),
    words.say(`stage.${stage(view.migration, view.now)}`),
    nextStep(words, view),
    view.owner?.name ?? words.say('card.owner-unknown'),
  ];
  return { title, blocks: paged(words, head, views, row, page, total) };
}

function customerName(words: Words, { migration, customer }: MigrationView): string {
  return migration.sample ? words.say('list.sample', { customer: customer.name }) : customer.name;
}

function sayFilter(words: Words, filter: ListFilter | undefined): string {
  switch (filter) {
    case undefined:
      return words.say('list.open');
    case 'open':
    case 'mine':
    case 'late':
    case 'unowned':
      return words.say(`list.${filter}`);
    default:
      return words.say(`stage.${filter}`);
  }
}

export function sayDue(words: Words, lines: readonly DueLine[], days: number, page: Page): Message {
  const title = words.say('due.title', { days });
  if (lines.length === 0) return { title, blocks: [{ kind: 'text', text: words.say('due.none', { days }) }] };
  const head = (['by', 'id', 'customer', 'what'] as const).map((name) => words.say(`due.head-${name}`));
  // A recommended day that is over is not the one to act by any more.
  const byOf = ({ view, rung }: DueLine) => (actBy(rung) < dayIn(words.zone, view.now) ? rung.latest : actBy(rung));
  const row = ({ view, original, rung }: DueLine) => [
    words.day(byOf({ view, original, rung })),
    original.id,
    customerName(words, view),
    sayRung(words, view, original, rung),
  ];
  return { title, blocks: paged(words, head, lines, row, page) };
}

export function sayHistory(words: Words, view: MigrationView, lines: readonly HistoryLine[], page: Page): Message {
  const head = (['at', 'by', 'what'] as const).map((name) => words.say(`history.head-${name}`));
  const row = ({ entry, by }: HistoryLine) => [
    words.moment(Temporal.Instant.from(entry.at)),
    by,
    sayHappening(words, entry.what),
  ];
  const title = words.say('history.title', { id: view.migration.id, customer: view.customer.name });
  const mark: Block[] = view.migration.sample ? [{ kind: 'note', text: words.say('card.sample') }] : [];
  return { title, blocks: [...paged(words, head, lines, row, page), ...mark] };
}

export function sayRequests(words: Words, lines: readonly RequestLine[], page: Page): Message {
  const title = words.say('requests.title');
  if (lines.length === 0) return { title, blocks: [{ kind: 'text', text: words.say('requests.none') }] };
  const head = (['id', 'customer', 'what', 'by', 'until'] as const).map((name) => words.say(`requests.head-${name}`));
  const row = ({ request, customer, by }: RequestLine) => {
    const { original, on, missing, reason } = request;
    const what = words.say('requests.what', { original, on: { day: on }, missing, reason });
    return [request.id, customer, what, by, words.day(lastDayOf(request))];
  };
  return { title, blocks: paged(words, head, lines, row, page) };
}

function paged<L>(
  words: Words,
  head: readonly string[],
  lines: readonly L[],
  row: (line: L) => readonly string[],
  page: Page,
  total = lines.length,
): Block[] {
  const part = partOf(lines, row, page, total);
  const table: Block = { kind: 'table', head, rows: part.rows };
  if (part.page === 1 && part.isLast) return [table];
  const values = { from: part.from, to: part.to, total };
  if (part.isLast) return [table, { kind: 'note', text: words.say('list.page-last', values) }];
  return [table, ...nextPage(words, values, `${page.command} page=${part.page + 1}`)];
}

/** That there is more, and the button for it. */
export function nextPage(words: Words, rows: { from: number; to: number; total: number }, run: string): Block[] {
  return [
    { kind: 'note', text: words.say('list.page', { ...rows, command: run }) },
    { kind: 'buttons', buttons: [{ label: words.say('button.offer', { command: run }), run }] },
  ];
}
