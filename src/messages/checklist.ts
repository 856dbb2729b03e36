import { dayOf } from '../domain/calendar.js';
import { isTransfer } from '../domain/ladder.js';
import { peopleToReassign } from '../domain/licenses.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { type CheckItem, checklist, otherRoute, routeDate } from '../domain/route.js';
import { stage } from '../domain/stage.js';
import type { Source } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Block, Button, Message, Step } from './message.js';
import { provisionButtons, transferButton } from './rungs.js';
import { someOf } from './sentences.js';
import type { Words } from './words.js';

/** So many subscriptions are named in a line; the rest is counted. */
const NAMED = 5;
/** A row of five buttons, the last of which shows the card, beside the one that asks where the customer bought. */
const ACTIONS = 4;

/** Everything that the migration's route asks for, with where it is done and how far it is. */
export function sayChecklist(words: Words, view: MigrationView): Message {
  const { migration, customer, now } = view;
  const { id, source, route } = migration;
  const items = checklist(migration, now);
  const actions = items.flatMap((item) => (isDue(item) ? (actionFor(words, view, item) ?? []) : []));
  const show = { label: words.say('button.show', { id }), run: `show ${id}` };
  const values = { source: words.say(`source.${source}`), route: words.say(`route.${route}`) };
  return {
    title: words.say('checklist.title', { id, customer: customer.name }),
    blocks: [
      { kind: 'text', text: words.say('checklist.intro', values) },
      { kind: 'steps', steps: items.map((item) => sayItem(words, view, item)) },
      ...notes(words, view),
      ...sourceAsked(words, view),
      { kind: 'buttons', buttons: [...actions.slice(0, ACTIONS), ...sourceButton(words, view), show] },
    ],
  };
}

/** What lies between the customer's answer and the originals: the agreement, and the steps of the route. For the card. */
export function routeSteps(words: Words, view: MigrationView): Step[] {
  const { acceptedOn, agreementOn } = view.migration;
  const answered = acceptedOn !== undefined || agreementOn !== undefined;
  return checklist(view.migration, view.now)
    .filter(({ name, step, state }) => (name === 'agreement' && answered) || (step && state !== 'not-needed'))
    .map((item) => sayItem(words, view, item));
}

/** Where the customer bought, to be answered by a click; none once that is known or matters no more. */
function sourceButtons(words: Words, { migration, now }: MigrationView): Button[] {
  const { id, rev, source } = migration;
  if (source !== 'unknown' || isGivenUp(migration) || stage(migration, now) === 'done') return [];
  return ASKED.map((one) => ({
    label: words.say('button.source', { source: words.say(`source.${one}`) }),
    run: `change ${id} source=${one}`,
    rev,
  }));
}

/** As many as fit into a row: the most frequent, and those whose route is another one. The note names the rest. */
const ASKED: readonly Source[] = ['web-direct', 'ea', 'other-csp', 'open-value', 'own-legacy'];

/** The question where the customer bought, with its buttons; nothing once it is answered. */
export function sourceQuestion(words: Words, view: MigrationView): Block[] {
  const buttons = sourceButtons(words, view);
  return buttons.length === 0 ? [] : [...sourceAsked(words, view), { kind: 'buttons', buttons }];
}

/** The question alone, where other buttons stand below it. */
export function sourceAsked(words: Words, view: MigrationView): Block[] {
  if (sourceButtons(words, view).length === 0) return [];
  return [{ kind: 'note', text: words.say('source.note.unknown', { id: view.migration.id }) }];
}

/** Opens the form in which that is answered. */
export function sourceButton(words: Words, view: MigrationView): Button[] {
  if (sourceButtons(words, view).length === 0) return [];
  return [{ label: words.say('button.source-form'), run: `change ${view.migration.id}`, form: true }];
}

function isDue({ state }: CheckItem): boolean {
  return state === 'next' || state === 'late';
}

function sayItem(words: Words, view: MigrationView, item: CheckItem): Step {
  const what = sayWhat(words, view, item);
  if (item.state === 'not-needed') return { state: 'done', text: words.say('checklist.not-needed', { what }) };
  if (item.state === 'done') {
    const { on } = item;
    if (item.name === 'agreement' && on !== undefined) {
      return { state: 'done', text: words.say('checklist.agreement-done', { on: { day: on } }) };
    }
    return { state: 'done', text: on === undefined ? what : words.say('checklist.done', { what, on: { day: on } }) };
  }
  const where = sayWhere(words, view, item);
  const placed = where === undefined ? what : words.say('checklist.line', { what, where });
  const text =
    view.migration.originals.length > 1 && item.left.length > 0
      ? words.say('checklist.of', { text: placed, ids: someOf(words, item.left, NAMED) })
      : placed;
  const action = isDue(item) ? actionFor(words, view, item) : undefined;
  return { state: item.state, text: action ? words.say('checklist.then', { text, command: action.run }) : text };
}

/** The item as it is done on this route, by whom it has to be. */
function sayWhat(words: Words, { migration: { route, source } }: MigrationView, { name }: CheckItem): string {
  const transfers = isTransfer(route);
  if (name === 'agreement') return words.say('checklist.agreement-open');
  if (name === 'stop-renewal' && source === 'web-direct') return words.say('checklist.stop-renewal-web-direct');
  if (name === 'provision' && route === 'channel-transfer') return words.say('checklist.provision-scheduled');
  if (name === 'end' && route === 'channel-transfer') return words.say('checklist.end-ea');
  if (name === 'end' && source === 'other-csp') return words.say('checklist.end-csp');
  if (name === 'carry-on' && transfers) return words.say('checklist.carry-on-transfer');
  return words.say(`checklist.${name}`);
}

/** Undefined where the item names who does it. */
function sayWhere(words: Words, { migration }: MigrationView, { name, where }: CheckItem): string | undefined {
  switch (name) {
    case 'accepted':
    case 'grace':
    case 'lines':
    case 'carry-on':
      return undefined;
    case 'licenses':
      return words.say('checklist.where-admin-center');
    case 'stop-renewal':
      if (migration.source === 'web-direct') return undefined;
      if (where !== 'elsewhere') return words.say(`checklist.where-${where}`);
      return words.say(
        migration.source === 'other-csp' ? 'checklist.where-old-partner' : 'checklist.where-licensing-partner',
      );
    default:
      return where === 'elsewhere' ? undefined : words.say(`checklist.where-${where}`);
  }
}

/** The command that records an item, as a button; undefined where Ferry sees it by itself, or there is nothing to record yet. */
function actionFor(words: Words, view: MigrationView, item: CheckItem): Button | undefined {
  const { migration, now } = view;
  const { id, rev } = migration;
  const original = findOriginal(migration, item.left[0] ?? '');
  switch (item.name) {
    case 'originals':
      return { label: words.say('button.add'), run: `add ${id}`, form: true };
    case 'invited':
      return { label: words.say('button.invite'), run: `invite ${id}`, rev };
    case 'accepted':
      return { label: words.say('button.accept'), run: `accept ${id}`, rev };
    case 'agreement':
      return { label: words.say('button.agreement'), run: `change ${id} agreement=${dayOf(now)}`, rev };
    case 'scheduled':
    case 'requested':
    case 'lines':
    case 'validated':
    case 'started': {
      const step = words.say(`routestep.${item.name}`);
      return { label: words.say('button.step', { step }), run: `step ${id} ${item.name}`, rev };
    }
    case 'provision':
      return original && provisionButtons(words, view, original)[0];
    case 'stop-renewal': {
      if (!original) return undefined;
      const { id: its } = original;
      return original.renewal === 'ends'
        ? { label: words.say('button.instruction', { id: its }), run: `change ${its} term-end=cancel`, rev }
        : { label: words.say('button.renewal-off', { id: its }), run: `change ${its} renewal=ends`, rev };
    }
    case 'licenses': {
      const total = peopleToReassign(migration);
      return total === 0
        ? undefined
        : { label: words.say('button.licenses'), run: `licenses ${id} done=${total}`, rev };
    }
    case 'transfer':
      return original && transferButton(words, migration, original);
    case 'end': {
      const over = item.left.find((one) => (findOriginal(migration, one)?.expiresOn ?? '') < dayOf(now));
      return item.state === 'late' && over !== undefined
        ? { label: words.say('button.expired', { id: over }), run: `end ${over} expired`, rev }
        : undefined;
    }
    case 'limits':
    case 'grace':
    case 'carry-on':
      return undefined;
  }
}

/** What is done outside Ferry and what to know of it: what is only reported is worded, and toned, as a caution. */
function notes(words: Words, view: MigrationView): Block[] {
  const { migration } = view;
  const { id, source, route } = migration;
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  const quiet = (text: string): Block => ({ kind: 'note', text });
  const orders = route === 'manual' || route === 'channel-transfer';
  const other = otherRoute(migration);
  return [
    ...routeDateNotes(words, view),
    ...(orders ? [quiet(words.say('checklist.note-region')), caution(words.say('checklist.note-limits'))] : []),
    // Where it is not known, that is asked with buttons.
    ...[source === 'unknown' ? '' : words.say(`source.note.${source}`, { id }), words.say(`route.note.${route}`)]
      .filter((text) => text !== '')
      .map(quiet),
    ...(orders ? [quiet(words.say('checklist.note-gdap'))] : []),
    ...(route === 'partner-transfer' ? [quiet(words.say('checklist.note-pay'))] : []),
    ...(route === 'new-commerce'
      ? [quiet(words.say('checklist.note-eligible')), quiet(words.say('checklist.note-portal'))]
      : [quiet(words.say('checklist.note-indirect')), quiet(words.say('checklist.note-channels'))]),
    ...(other === undefined ? [] : [quiet(sayOther(words, id, other))]),
    ...(migration.sample ? [quiet(words.say('card.sample'))] : []),
  ];
}

function sayOther(words: Words, id: string, other: NonNullable<ReturnType<typeof otherRoute>>): string {
  if (other === 'manual') return words.say('checklist.note-by-hand', { id });
  return words.say('checklist.note-other-route', { id, route: words.say(`route.${other}`), word: other });
}

/** The route's own date, a caution where only third parties tell it or where it is past; none while it has none. */
export function routeDateNotes(words: Words, { migration, now }: MigrationView): Block[] {
  const date = routeDate(migration, now);
  if (!date) return [];
  const filled = migration.steps.some(({ name }) => name === 'lines') ? 'yes' : 'no';
  const text = words.say(date.past ? `checklist.${date.name}-past` : `checklist.${date.name}`, {
    id: migration.id,
    on: { day: date.on },
    today: dayOf(now),
    filled,
  });
  const tone = date.name === 'request-lapses' || date.past ? ({ tone: 'caution' } as const) : {};
  return [{ kind: 'note', text, ...tone }];
}
