import { dayIn } from '../domain/calendar.js';
import { isGivenUp } from '../domain/migration.js';
import { type Person, remindedFor } from '../domain/person.js';
import type { DigestLine, MigrationView } from '../domain/view.js';
import { sayIncident } from './incidents.js';
import { invitationButtons } from './invitation.js';
import type { Block, Button } from './message.js';
import { dueButtons, farStop, mailButton, showButton, snoozeButton, takeButton } from './reminder.js';
import { sayRung } from './rungs.js';
import { sentences } from './sentences.js';
import type { Words } from './words.js';

/** Slack puts five buttons in a row on a wide screen; more make the lines hard to tell apart. */
const BUTTONS = 5;
/** More lines with buttons than this are too much to look through. */
const LINES = 10;

/** How one digest differs from another in its lines. */
interface Way {
  /** Whose digest it is: that she owns something is not said. */
  readonly person?: Person | undefined;
  /** Lines that were due before this day say so. */
  readonly day?: string;
  readonly canSnooze: boolean;
}

/** One line of a digest as it stands now: a text, and below it what can be done. */
export function digestLine(words: Words, line: DigestLine, way: Way): Block[] {
  const { view, about, snoozed } = line;
  const customer = customerName(words, view);
  if (about.kind === 'over') {
    const id = about.original?.id ?? view.migration.id;
    const key = about.isElsewhere ? 'digest.elsewhere' : isGivenUp(view.migration) ? 'digest.given-up' : 'digest.done';
    const text = words.say(key, { id, customer });
    return [
      { kind: 'text', text },
      { kind: 'buttons', buttons: [showButton(words, view)] },
    ];
  }
  if (snoozed === undefined || about.kind === 'invitation') return openLine(words, line, way);
  const { id } = about.original;
  const wake: Button = { label: words.say('button.wake'), run: `snooze ${id} off` };
  return [
    { kind: 'text', text: words.say('digest.quiet', { id, customer, on: { day: snoozed } }) },
    { kind: 'buttons', buttons: [wake] },
  ];
}

/** One that somebody has to act on. */
export function openLine(words: Words, line: DigestLine, way: Way): Block[] {
  const { view, about, dueDay, doubted } = line;
  const facts = [
    ...(about.kind === 'rung'
      ? [words.say('digest.offer', { offer: about.original.offer, seats: about.original.seats })]
      : []),
    ...sayPeople(words, view, way.person),
  ];
  const texts = [
    sayWhat(words, line),
    ...(facts.length > 0 ? [sentences(words, facts)] : []),
    ...sayFarStop(words, line),
    ...(about.kind === 'rung' ? sayIncident(words, view, about.original) : []),
    ...(way.day !== undefined && dueDay < way.day
      ? [words.say(doubted === undefined ? 'digest.late' : 'digest.due', { on: { day: dueDay } })]
      : []),
    ...(doubted === undefined ? [] : [words.say('digest.doubted', { at: { moment: doubted } })]),
  ];
  return [
    // A break within a name would make it look like a line of its own.
    { kind: 'text', text: texts.map((one) => one.replace(/\s+/g, ' ')).join('\n') },
    { kind: 'buttons', buttons: openButtons(words, line, way.canSnooze) },
  ];
}

function sayFarStop(words: Words, { view, about }: DigestLine): string[] {
  const stop = about.kind === 'rung' ? farStop(view, about.original, about.rung) : undefined;
  return stop ? [words.say('reminder.also-stop', { before: words.moment(stop.before) })] : [];
}

function sayWhat(words: Words, { view, about }: DigestLine): string {
  const customer = customerName(words, view);
  if (about.kind === 'rung') {
    const { original, rung } = about;
    return words.say('reminder.title', { id: original.id, customer, what: sayRung(words, view, original, rung) });
  }
  const days = about.kind === 'invitation' ? about.days : 0;
  return words.say('notice.invitation-title', { id: view.migration.id, customer, days });
}

/** What takes the step comes first, of that the least likely gives way; and how to leave it, or to look at all of it, stays. */
function openButtons(words: Words, { view, about }: DigestLine, canSnooze: boolean): Button[] {
  const steps =
    about.kind === 'rung'
      ? [...mailButton(words, view, about.original, about.rung), ...dueButtons(words, view, about.original, about.rung)]
      : invitationButtons(words, view.migration);
  const others = [
    ...(about.kind === 'rung' && canSnooze ? [snoozeButton(words, about.original)] : []),
    ...takeButton(words, view),
    showButton(words, view),
  ];
  return [...steps.slice(0, BUTTONS - others.length), ...others];
}

/** Who looks after it: nobody is mentioned in a digest. */
function sayPeople(words: Words, { owner, deputy, now }: MigrationView, reader: Person | undefined): string[] {
  const [reminded] = remindedFor(owner, deputy, dayIn(words.zone, now));
  const standsIn = reminded && reminded.id !== owner?.id && reminded.id !== reader?.id;
  return [
    ...(owner ? [] : [words.say('digest.nobody')]),
    ...(owner && owner.id !== reader?.id ? [words.say('digest.owner', { name: owner.name })] : []),
    ...(standsIn ? [words.say('digest.deputy', { name: reminded.name })] : []),
  ];
}

function customerName(words: Words, { migration, customer }: MigrationView): string {
  return migration.sample ? words.say('list.sample', { customer: customer.name }) : customer.name;
}

/** Lines from `from` on as blocks, as many as fit into `room`, one at least; `to` counts those that are in this part or before. */
export function fill(
  lines: readonly DigestLine[],
  from: number,
  room: number,
  draw: (line: DigestLine) => readonly Block[],
): { readonly blocks: readonly Block[]; readonly to: number } {
  const blocks: Block[] = [];
  let to = from;
  let left = room;
  for (const line of lines.slice(from, from + LINES)) {
    const drawn = draw(line);
    left -= sizeOf(drawn);
    if (to > from && left < 0) break;
    blocks.push(...drawn);
    to += 1;
  }
  return { blocks, to };
}

const bytes = new TextEncoder();

/**
 * About what texts and buttons take in a message, in bytes: Slack takes 12,000 characters of them, and Teams, which needs
 * about half as much again, 25,000 bytes.
 */
export function sizeOf(blocks: readonly Block[]): number {
  const sizes = blocks.map((block) => {
    if (block.kind !== 'buttons') return 90 + bytes.encode(JSON.stringify(block)).length;
    return block.buttons.reduce((sum, { label, run }) => sum + 145 + label.length + run.length, 50);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
