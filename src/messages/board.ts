import { BoardPart, type BoardView } from '../domain/board.js';
import { dayIn, daysBetween } from '../domain/calendar.js';
import { actBy } from '../domain/ladder.js';
import { isAccepted } from '../domain/migration.js';
import { incident, openRungs } from '../domain/stage.js';
import type { MigrationView } from '../domain/view.js';
import { sayIncident } from './incidents.js';
import { invitationButtons } from './invitation.js';
import type { Block, Button, Message } from './message.js';
import { nextStep } from './next-step.js';
import { dueButtons, showButton, takeButton } from './reminder.js';
import { sayRung } from './rungs.js';
import { sentences } from './sentences.js';
import type { Words } from './words.js';

/** Names and texts of others are cut here, so that a page of a board fits into a message everywhere. */
const NAME = 60;
const TEXT = 300;

/** A board that is a post in its person's conversation with Ferry. */
export interface BoardInChat {
  readonly address: string;
  /** The https address of the post, if it has one. */
  readonly link: string | undefined;
}

export interface BoardReading {
  /** Viewers are offered nothing that they may not do. */
  readonly canChange: boolean;
  /** It stands somewhere and is kept up to date: its buttons turn it there. */
  readonly stands?: boolean;
}

/** A person's board: what needs her, or another part of it, with a button for each part. */
export function sayBoard(words: Words, view: BoardView, { canChange, stands = false }: BoardReading): Message {
  const { part, counts, lines } = view;
  const total = counts[part];
  const title = words.say('board.title', { part: words.say(`board.part-${part}`), count: total });
  const buttons = BoardPart.options.map((each) => partButton(words, view, each, stands));
  const parts: Block = { kind: 'buttons', buttons };
  if (lines.length === 0) return { title, blocks: [parts, ...sayEmpty(words, view, canChange)] };
  const start: Button = { label: words.say('button.start'), run: 'start', form: true };
  return {
    title,
    blocks: [
      parts,
      ...lines.flatMap((line) => boardLine(words, line, view, canChange)),
      ...sayPages(words, view, total, stands),
      ...(canChange ? [{ kind: 'buttons', buttons: [start] } as const] : []),
    ],
  };
}

/** The one that is shown says so in words. */
function partButton(words: Words, { part, counts }: BoardView, each: BoardPart, stands: boolean): Button {
  const values = { part: words.say(`board.part-${each}`), count: counts[each] };
  const label = words.say(each === part ? 'button.board-part-shown' : 'button.board-part', values);
  return { label, run: turning(`board ${each}`, stands) };
}

function turning(run: string, stands: boolean): string {
  return stands ? `${run} turn=yes` : run;
}

function sayEmpty(words: Words, { part, counts }: BoardView, canChange: boolean): Block[] {
  const start: Button = { label: words.say('button.start'), run: 'start', form: true, style: 'primary' };
  const text = words.say(counts.all === 0 ? 'board.empty-all' : `board.empty-${part}`);
  return [
    { kind: 'text', text },
    {
      kind: 'buttons',
      buttons: [
        ...(canChange ? [start] : []),
        { label: words.say('button.help'), run: 'help all' },
        { label: words.say('button.settings-show'), run: 'settings' },
      ],
    },
  ];
}

/** One migration: what is next, whose it is, and what can be done about it at once. */
function boardLine(words: Words, view: MigrationView, { reader }: BoardView, canChange: boolean): Block[] {
  const { owner } = view;
  const first = firstOf(words, view);
  const title = words.say('board.line', { id: first.id, customer: customerName(words, view), what: first.what });
  const facts = [
    ...(first.more > 0 ? [words.say('board.more', { count: first.more })] : []),
    ...(owner ? [] : [words.say('digest.nobody')]),
    // In her own part, that it is hers needs no word.
    ...(owner && owner.id !== reader?.id ? [words.say('digest.owner', { name: cut(owner.name, NAME) })] : []),
  ];
  const texts = [title, ...first.wrong, ...(facts.length > 0 ? [sentences(words, facts)] : [])];
  const steps = canChange ? [...first.buttons.slice(0, 1), ...taking(words, view)] : [];
  return [
    { kind: 'text', text: texts.map((text) => cut(text.replace(/\s+/g, ' '), TEXT)).join('\n') },
    { kind: 'buttons', buttons: [...steps, showButton(words, view)] },
  ];
}

interface First {
  readonly id: string;
  readonly what: string;
  readonly wrong: readonly string[];
  readonly buttons: readonly Button[];
  /** Other subscriptions of it that something has to be done about. */
  readonly more: number;
}

/** What has gone wrong comes before what is to be done; what has no step yet shows what is missing. */
function firstOf(words: Words, view: MigrationView): First {
  const { migration, now } = view;
  const open = openRungs(migration, now, dayIn(words.zone, now));
  const wrong = migration.originals.find((original) => incident(migration, original, now) !== undefined);
  const [first] = [...open].sort((one, other) => daysBetween(actBy(other.rung), actBy(one.rung)));
  const next = open.find(({ original }) => original.id === wrong?.id) ?? first;
  if (wrong && next?.original.id !== wrong.id) {
    return {
      id: wrong.id,
      what: words.say('board.incident'),
      wrong: sayIncident(words, view, wrong),
      buttons: [],
      more: open.length,
    };
  }
  if (next) {
    const { original, rung } = next;
    return {
      id: original.id,
      what: sayRung(words, view, original, rung),
      wrong: sayIncident(words, view, original),
      buttons: dueButtons(words, view, original, rung),
      more: open.length - 1,
    };
  }
  const add: Button = { label: words.say('button.add'), run: `add ${migration.id}`, form: true };
  const buttons = isAccepted(migration) ? [] : invitationButtons(words, migration);
  return {
    id: migration.id,
    what: nextStep(words, view),
    wrong: [],
    buttons: migration.originals.length === 0 ? [add, ...buttons] : buttons,
    more: 0,
  };
}

function sayPages(words: Words, { part, page, from, to }: BoardView, total: number, stands: boolean): Block[] {
  if (from === 1 && to >= total) return [];
  const turned = (wanted: number) => turning(`board ${part} page=${wanted}`, stands);
  return [
    { kind: 'note', text: words.say('board.page', { from, to, total }) },
    {
      kind: 'buttons',
      buttons: [
        ...(page > 1 ? [{ label: words.say('button.earlier'), run: turned(page - 1) }] : []),
        ...(to < total ? [{ label: words.say('button.later'), run: turned(page + 1) }] : []),
      ],
    },
  ];
}

/** Where her board stands, instead of a second one; in that chat itself no post is needed. */
export function sayWhereBoardStands(words: Words, isHere: boolean, link: string | undefined): Message {
  const leads: Block[] =
    link === undefined || isHere ? [] : [{ kind: 'link', label: words.say('button.board-open'), url: link }];
  return {
    title: words.say('board.name'),
    everyone: false,
    ...(isHere ? { passing: true } : {}),
    blocks: [{ kind: 'text', text: words.say(isHere ? 'board.here' : 'board.elsewhere') }, ...leads],
  };
}

/** Instead of the board of somebody who has no role here any more. */
export function sayNoBoard(words: Words): Message {
  return { title: words.say('board.name'), blocks: [{ kind: 'text', text: words.say('board.lost') }] };
}

/** Instead of a board at which nobody has looked for long: what stands there is not kept up to date any more. */
export function sayBoardRests(words: Words, part: BoardPart): Message {
  const again: Button = {
    label: words.say('button.board-again'),
    run: turning(`board ${part}`, true),
    style: 'primary',
  };
  return {
    title: words.say('board.name'),
    blocks: [
      { kind: 'text', text: words.say('board.rests') },
      { kind: 'buttons', buttons: [again] },
    ],
  };
}

/** Instead of a board that stands further below in the same conversation by now. */
export function sayBoardMoved(words: Words): Message {
  return { title: words.say('board.name'), blocks: [{ kind: 'note', text: words.say('board.moved') }] };
}

function customerName(words: Words, { migration, customer }: MigrationView): string {
  const name = cut(customer.name, NAME);
  return migration.sample ? words.say('list.sample', { customer: name }) : name;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** Somebody else may have taken it since the board was drawn. */
function taking(words: Words, view: MigrationView): Button[] {
  return takeButton(words, view).map((button) => ({ ...button, rev: view.migration.rev }));
}
