import type { Answer } from '../domain/answer.js';
import { type Day, dayOf } from '../domain/calendar.js';
import { canBeTakenBack, type Happening } from '../domain/history.js';
import { isTransfer } from '../domain/ladder.js';
import { findOriginal } from '../domain/migration.js';
import type { MigrationView } from '../domain/view.js';
import { cardTitle, migrationCard, nextStep } from './card.js';
import { endsUncovered, licences } from './card-notes.js';
import type { Block, Message } from './message.js';
import type { Words } from './words.js';

/** What happened, as a clause: the history shows it, and the asker is answered with it. */
export function sayHappening(words: Words, what: Happening): string {
  switch (what.did) {
    case 'started':
      return words.say('changed.started', { customer: what.customer });
    case 'added':
      return words.say('changed.added', { ...what, on: { day: what.expiresOn } });
    case 'changed': {
      const changes = what.changes.map(({ field, from, to }) =>
        words.say('changed.field', { field, from: sayValue(words, from), to: sayValue(words, to) }),
      );
      return words.say('changed.changed', { subject: what.subject, changes: words.list(changes) });
    }
    case 'accepted': {
      const accepted = words.say('changed.accepted', { on: { day: what.on } });
      if (what.agreementOn === undefined) return accepted;
      return words.say('changed.accepted-agreement', { what: accepted, on: { day: what.agreementOn } });
    }
    case 'invited':
    case 'declined':
      return words.say(`changed.${what.did}`, { on: { day: what.on } });
    case 'provisioned':
    case 'corrected':
      return sayProvisioned(words, what);
    case 'ended':
      return sayEnded(words, what);
    case 'requested':
      return words.say('changed.requested', { ...what, on: { day: what.on } });
    case 'removed':
    case 'rejected':
    case 'withdrawn':
    case 'licensed':
      return words.say(`changed.${what.did}`, { ...what });
    case 'stepped': {
      const step = words.say(`routestep.${what.step}`);
      return what.on === null
        ? words.say('changed.unstepped', { step })
        : words.say('changed.stepped', { step, on: { day: what.on } });
    }
    case 'assigned':
      return what.to === null
        ? words.say(`changed.unassigned-${what.as}`)
        : words.say(`changed.assigned-${what.as}`, { to: what.to });
    case 'snoozed':
      return saySnoozed(words, what);
    case 'undone':
      return words.say('changed.undone', { what: sayHappening(words, what.what) });
    case 'forgotten':
      return words.say('changed.forgotten');
    case 'renewed':
      return words.say('changed.renewed', { original: what.original, on: { day: what.until } });
    case 'noted':
      return words.say('changed.noted', { text: what.text });
    case 'abandoned':
      return words.say('changed.abandoned', { reason: what.reason });
    case 'resumed':
      return words.say('changed.resumed');
  }
}

function saySnoozed(words: Words, { originals, until, reason }: Extract<Happening, { did: 'snoozed' }>): string {
  const values = { originals: words.list(originals), count: originals.length };
  if (until === null) return words.say('changed.unsnoozed', values);
  const on = { day: until };
  if (reason === undefined) return words.say('changed.snoozed', { ...values, on });
  return words.say('changed.snoozed-reason', { ...values, on, reason });
}

function sayProvisioned(words: Words, what: Extract<Happening, { did: 'provisioned' | 'corrected' }>): string {
  const { did, replacement, offer, seats, on, covers, orderedAt, expiresOn, despite } = what;
  let text = words.say(`changed.${did}`, { replacement, offer, seats, on: { day: on }, covers: words.list(covers) });
  if (orderedAt !== undefined) {
    const at = orderedAt === null ? words.say('value.none') : { moment: orderedAt };
    text = words.say('changed.ordered', { what: text, at });
  }
  if (expiresOn !== undefined) {
    const ends = expiresOn === null ? words.say('value.none') : { day: expiresOn };
    text = words.say('changed.own-end', { what: text, ends });
  }
  if (despite === undefined) return text;
  const findings = words.list(despite.map((check) => words.say(`check.${check}`)));
  return words.say('changed.despite', { what: text, findings });
}

function sayEnded(words: Words, what: Extract<Happening, { did: 'ended' }>): string {
  const { original, how, approval, daysLost: days, moneyLost, unneeded } = what;
  const on = { day: what.on };
  if (unneeded !== undefined) return words.say('changed.expired-unneeded', { original, on, reason: unneeded });
  const worth = moneyLost ?? 'unknown';
  if (approval) return words.say('changed.cancelled-approved', { original, on, days, worth, ...approval });
  return words.say(`changed.${how}`, { original, on, days, worth });
}

/** Tells the asker what her command did, or why it changed nothing, and what comes next. */
export function sayAnswer(words: Words, answer: Answer, view: MigrationView): Message {
  const { migration, customer } = view;
  const names = { id: migration.id, customer: customer.name };
  const { ignored: others = [], original = 'none' } = answer;
  const fields = others.join(', ');
  const commands = words.list(corrections(migration.id, original, others));
  const ignored = others.length > 0 ? [words.say('answer.ignored', { fields, commands })] : [];
  switch (answer.unchanged) {
    case 'stale':
      return { title: cardTitle(words, view), blocks: [{ kind: 'text', text: words.say('answer.stale', names) }] };
    case 'already':
      if (others.length > 0) {
        return {
          title: words.say('answer.kept-title', names),
          blocks: [{ kind: 'text', text: words.say('answer.kept', { id: migration.id, original, fields, commands }) }],
        };
      }
      return {
        title: words.say('answer.again-title', names),
        blocks: [{ kind: 'text', text: words.say('answer.again', names) }],
      };
    case 'open-already':
      return withFirst(migrationCard(words, view), [words.say('answer.open-already', names), ...ignored]);
    case 'add-offer': {
      const command = `add ${migration.id} offer="…" seats=… ends=…`;
      return withFirst(migrationCard(words, view), [
        words.say('answer.add-offer', { ...names, original, command }),
        ...ignored,
      ]);
    }
    case undefined: {
      const { happening } = answer;
      const undo = happening && canBeTakenBack(happening) ? [undoButton(words, view)] : [];
      const happened = [answer.happening, answer.also].flatMap((what) => (what ? [sayHappening(words, what)] : []));
      return {
        title: words.say('answer.done-title', names),
        blocks: [
          { kind: 'text', text: happened.join('\n') },
          ...risks(words, view, answer.happening),
          ...licenceNotes(words, view, answer.happening),
          ...agreementNote(words, view, answer.happening),
          { kind: 'facts', facts: [{ label: words.say('list.head-next'), value: nextStep(words, view) }] },
          ...undo,
        ],
      };
    }
  }
}

/** The answer to a snooze, with the day on which it is spoken of again where that is another one than was asked for. */
export function withWake(words: Words, answer: Message, day: Day | undefined): Message {
  const [first, ...rest] = answer.blocks;
  if (day === undefined || !first) return answer;
  return { ...answer, blocks: [first, { kind: 'note', text: words.say('answer.wakes', { on: { day } }) }, ...rest] };
}

const OF_MIGRATION: ReadonlySet<string> = new Set(['source', 'route', 'country', 'agreement']);

/** The commands that would take over what was given otherwise. */
function corrections(id: string, original: string, fields: readonly string[]): string[] {
  const command = (subject: string, own: readonly string[]) =>
    own.length === 0 ? [] : [`change ${subject} ${own.map((field) => `${field}=…`).join(' ')}`];
  return [
    ...command(
      id,
      fields.filter((field) => OF_MIGRATION.has(field)),
    ),
    ...command(
      original,
      fields.filter((field) => !OF_MIGRATION.has(field)),
    ),
  ];
}

/** An order fails without the agreement, so whoever records the acceptance is told of it then, not at the order. */
function agreementNote(words: Words, { migration, now }: MigrationView, what: Happening | undefined): Block[] {
  const { id, agreementOn, replacements, route } = migration;
  if (what?.did !== 'accepted' || agreementOn !== undefined || replacements.length > 0 || isTransfer(route)) return [];
  const command = `change ${id} agreement=${dayOf(now)}`;
  return [{ kind: 'note', text: words.say('answer.agreement-first', { command }) }];
}

/** What a new replacement means for licences is said when it is recorded, not only on the card. */
function licenceNotes(words: Words, view: MigrationView, what: Happening | undefined): Block[] {
  if (what?.did !== 'provisioned' && what?.did !== 'corrected') return [];
  const covered = view.migration.originals.filter(({ id }) => what.covers.includes(id));
  const texts = new Set(covered.flatMap((original) => licences(words, view, original)));
  return [...texts].map((text) => ({ kind: 'note', text }));
}

/** Somebody has just let a subscription end: the one moment to name what that risks, far ahead of its end too. */
function risks(words: Words, view: MigrationView, what: Happening | undefined): Block[] {
  if (what?.did !== 'changed' || !what.changes.some(({ to }) => to === 'ends' || to === 'cancel')) return [];
  const original = findOriginal(view.migration, what.subject);
  if (!original || !endsUncovered(view, original)) return [];
  const text = words.say('note.ends-uncovered', { id: original.id, on: { day: original.expiresOn } });
  return [{ kind: 'note', text, tone: 'caution' }];
}

function undoButton(words: Words, { migration: { id, rev } }: MigrationView): Block {
  return { kind: 'buttons', buttons: [{ label: words.say('button.undo'), run: `undo ${id}`, rev }] };
}

function withFirst(card: Message, texts: readonly string[]): Message {
  return { ...card, blocks: [...texts.map((text) => ({ kind: 'text', text }) as const), ...card.blocks] };
}

function sayValue(words: Words, value: string | number | boolean | null): string {
  if (value === null) return words.say('value.none');
  if (typeof value === 'boolean') return words.say(value ? 'value.yes' : 'value.no');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return words.day(value);
  return String(value);
}
