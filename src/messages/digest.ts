import { dayIn, type Moment } from '../domain/calendar.js';
import type { Request } from '../domain/request.js';
import { type DigestLine, type DigestView, isOpenLine, type Silence } from '../domain/view.js';
import { digestLine, fill, sizeOf } from './digest-lines.js';
import type { Block, Message } from './message.js';
import type { Page } from './pages.js';
import { secondNotice } from './reminder.js';
import type { Words } from './words.js';

/** So many requests are named; the rest is counted. */
const REQUESTS = 3;
/** What a message holds besides its title, in the measure of `sizeOf`. */
const ROOM = 11_200;
/** What the button for the next page takes of that. */
const NEXT_PAGE = 500;

/**
 * What a channel, or a person, is told on one day, as it stands now. On the first page stands also what else waits, and what
 * is left out and why. `doubted`: all of it may have been posted at that moment already.
 */
export function sayDigest(words: Words, view: DigestView, page: Page, doubted?: Moment): Message {
  const { lines, person, day } = view;
  const first = [...secondNotice(words, doubted)];
  const rest = [
    ...sayRequests(words, view.requests),
    ...(person || view.unowned === 0 ? [] : [text(words.say('digest.unowned', { count: view.unowned }))]),
    ...receipt(words, view),
  ];
  const draw = (line: DigestLine) => digestLine(words, line, { person, day, canSnooze: true });
  let from = 0;
  let number = 1;
  let part = fill(lines, from, ROOM - NEXT_PAGE - sizeOf([...first, ...rest]), draw);
  while (number < page.page && part.to < lines.length) {
    from = part.to;
    number += 1;
    part = fill(lines, from, ROOM - NEXT_PAGE, draw);
  }
  const pages = sayPages(
    words,
    { from: from + 1, to: part.to, total: lines.length },
    `${page.command} page=${number + 1}`,
  );
  return {
    title: sayTitle(words, view),
    blocks: number === 1 ? [...first, ...part.blocks, ...pages, ...rest] : [...part.blocks, ...pages],
  };
}

/** Only what is still to be done is counted. */
function sayTitle(words: Words, { day, person, lines, now }: DigestView): string {
  const open = lines.filter(isOpenLine);
  const isQuiet = lines.some(({ about }) => about.kind !== 'over');
  const state = lines.length === 0 ? 'nothing' : isQuiet ? 'nothing-more' : 'all-done';
  const what = open.length > 0 ? sayCounts(words, open) : words.say(`digest.${state}`);
  // One that stands there from another day is not about today.
  const isToday = day === dayIn(words.zone, now);
  const whose = person ? (isToday ? 'own' : 'own-past') : isToday ? 'today' : 'past';
  return words.say(`digest.title-${whose}`, { on: { day }, what });
}

function sayCounts(words: Words, open: readonly DigestLine[]): string {
  const subscriptions = open.filter(({ about }) => about.kind === 'rung').length;
  const invitations = open.length - subscriptions;
  return words.list([
    ...(subscriptions > 0 ? [words.say('digest.subscriptions', { count: subscriptions })] : []),
    ...(invitations > 0 ? [words.say('digest.invitations', { count: invitations })] : []),
  ]);
}

/** Which lines of how many these are, and the button for those that did not fit. */
function sayPages(words: Words, shown: { from: number; to: number; total: number }, command: string): Block[] {
  const left = shown.total - shown.to;
  if (left === 0) return shown.from <= 1 ? [] : [quiet(words.say('digest.page-last', shown))];
  return [
    text(words.say('digest.page', { ...shown, left, command })),
    { kind: 'buttons', buttons: [{ label: words.say('button.offer', { command }), run: command }] },
  ];
}

function sayRequests(words: Words, requests: readonly Request[]): Block[] {
  const named = requests.slice(0, REQUESTS).map(({ id, original, on, missing }) => {
    return text(words.say('digest.request', { id, original, on: { day: on }, missing }));
  });
  const count = requests.length - named.length;
  return count > 0 ? [...named, text(words.say('digest.requests-more', { count }))] : named;
}

/** What is not in it and why, so that silence about something can be told from its being forgotten. */
function receipt(words: Words, { silence, person, checked }: DigestView): Block[] {
  const reasons = sayReasons(words, silence);
  const silent = reasons && words.say(person ? 'digest.silent-own' : 'digest.silent', { reasons });
  const check = checked
    ? words.say('digest.checked', { at: words.moment(checked.at), originals: checked.originals })
    : words.say('digest.unchecked');
  return [...(silent ? [quiet(silent)] : []), quiet(check)];
}

/** How many are silent for which reason; undefined: none is. */
export function sayReasons(words: Words, silence: Silence): string | undefined {
  const { renewing, notMoved, snoozed, snoozedUntil, noticed, notDue } = silence;
  const reasons = [
    ...(renewing > 0 ? [words.say('digest.silent-renewing', { count: renewing })] : []),
    ...(notMoved > 0 ? [words.say('digest.silent-not-moved', { count: notMoved })] : []),
    ...(snoozed > 0 && snoozedUntil !== undefined
      ? [words.say('digest.silent-snoozed', { count: snoozed, until: { day: snoozedUntil } })]
      : []),
    ...(noticed > 0 ? [words.say('digest.silent-noticed', { count: noticed })] : []),
    ...(notDue > 0 ? [words.say('digest.silent-not-due', { count: notDue })] : []),
  ];
  return reasons.length > 0 ? words.list(reasons) : undefined;
}

function text(text: string): Block {
  return { kind: 'text', text };
}

function quiet(text: string): Block {
  return { kind: 'note', text, tone: 'quiet' };
}
