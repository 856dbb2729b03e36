import type { Answer } from '../domain/answer.js';
import { type Day, dayOf } from '../domain/calendar.js';
import { canBeTakenBack, type Happening } from '../domain/history.js';
import { isTransfer } from '../domain/ladder.js';
import { findOriginal } from '../domain/migration.js';
import type { MigrationView } from '../domain/view.js';
import { cardTitle, migrationCard } from './card.js';
import { endsUncovered, licences } from './card-notes.js';
import { sayHappening } from './happening.js';
import type { Block, Message } from './message.js';
import { nextStep } from './next-step.js';
import { sayField } from './refusals.js';
import type { Words } from './words.js';

/** Tells the asker what her command did, or why it changed nothing, and what comes next. */
export function sayAnswer(words: Words, answer: Answer, view: MigrationView): Message {
  const { migration, customer } = view;
  const names = { id: migration.id, customer: customer.name };
  const { ignored: others = [], original = 'none' } = answer;
  const fields = words.list(others.map((field) => sayField(words, field)));
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

const OF_MIGRATION: ReadonlySet<string> = new Set(['source', 'route', 'country', 'language', 'agreement']);

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
