import { type Day, dayOf, type Moment } from '../domain/calendar.js';
import { nextRung, type Rung } from '../domain/ladder.js';
import { costOf } from '../domain/money.js';
import { type DueIncident, paidTwice } from '../domain/notice.js';
import type { Person } from '../domain/person.js';
import { lastDayOf } from '../domain/request.js';
import type { Original } from '../domain/subscription.js';
import { type DigestLine, isOpenLine, type MigrationView, type RequestLine } from '../domain/view.js';
import { fill, openLine } from './digest-lines.js';
import { sayIncident } from './incidents.js';
import { ageFacts, invitationButtons } from './invitation.js';
import type { Block, Button, Message } from './message.js';
import {
  addressing,
  allMentions,
  deputyBeside,
  dueButtons,
  mentions,
  sampleMark,
  sayEscalation,
  secondNotice,
  showButton,
} from './reminder.js';
import { sayRung } from './rungs.js';
import type { Words } from './words.js';

/** The customer has not answered for so many working days. */
export function sayNudge(words: Words, view: MigrationView, days: number, doubted?: Moment): Message {
  const { migration, customer, now } = view;
  const { id } = migration;
  return {
    title: words.say('notice.invitation-title', { id, customer: customer.name, days }),
    mentions: mentions(words, view),
    blocks: [
      ...secondNotice(words, doubted),
      ...ageFacts(words, view),
      { kind: 'text', text: words.say('notice.invitation', { id, today: dayOf(now) }) },
      ...addressing(words, view),
      ...sampleMark(words, view),
      { kind: 'buttons', buttons: [...invitationButtons(words, migration), showButton(words, view)] },
    ],
  };
}

/** Something has gone wrong with an original. */
export function sayIncidentNotice(words: Words, view: MigrationView, incident: DueIncident, doubted?: Moment): Message {
  const { original, since } = incident;
  const values = { id: original.id, customer: view.customer.name, since: { day: since } };
  return {
    title: words.say('notice.incident-title', values),
    mentions: allMentions(words, view, undefined),
    blocks: [...secondNotice(words, doubted), ...incidentBlocks(words, view, incident, [])],
  };
}

/** It is so still, a working day after it was told: `to` names who hears of it now, too. */
export function sayIncidentOpen(
  words: Words,
  view: MigrationView,
  incident: DueIncident,
  to: 'deputy' | 'escalation',
  escalation: Person | undefined,
  doubted?: Moment,
): Message {
  const { original, since } = incident;
  const last = to === 'escalation' ? escalation : undefined;
  const values = { id: original.id, customer: view.customer.name, since: { day: since } };
  const why: Block = { kind: 'note', text: words.say('notice.incident-open', deputyBeside(words, view, true)) };
  return {
    title: words.say('notice.incident-open-title', values),
    mentions: allMentions(words, view, last),
    blocks: [
      ...secondNotice(words, doubted),
      ...incidentBlocks(words, view, incident, [why, ...sayEscalation(words, last)]),
    ],
  };
}

function incidentBlocks(
  words: Words,
  view: MigrationView,
  { original, what }: DueIncident,
  why: readonly Block[],
): Block[] {
  const { migration, customer, now } = view;
  const { offer, seats } = original;
  const rung = nextRung(migration, original, now);
  const cautions = [
    ...sayIncident(words, view, original),
    ...(what === 'renewed' ? [sayPaidTwice(words, view, original)] : []),
  ];
  return [
    { kind: 'text', text: words.say('reminder.body', { customer: customer.name, offer, seats }) },
    ...cautions.map((text): Block => ({ kind: 'note', text, tone: 'caution' })),
    ...(rung?.name === 'end' ? [asked(words, view, original, rung)] : []),
    ...addressing(words, view),
    ...why,
    ...sampleMark(words, view),
    {
      kind: 'buttons',
      buttons: [...(rung ? dueButtons(words, view, original, rung) : []), showButton(words, view)],
    },
  ];
}

/** What happened was never recorded: the question that this notice takes the place of. */
function asked(words: Words, view: MigrationView, original: Original, rung: Rung): Block {
  return {
    kind: 'facts',
    facts: [{ label: words.say('list.head-next'), value: sayRung(words, view, original, rung) }],
  };
}

function sayPaidTwice(words: Words, { migration, now }: MigrationView, original: Original): string {
  const { soFar, left } = paidTwice(migration, original, dayOf(now));
  return words.say('notice.paid-twice', {
    days: soFar,
    worth: costOf(original, soFar) ?? 'unknown',
    left,
    cost: costOf(original, left) ?? 'unknown',
    until: { day: original.expiresOn },
  });
}

/** Somebody asks for what a second person has to decide; `deciders`: those who can, as far as Ferry knows them. */
export function sayRequestNotice(
  words: Words,
  view: MigrationView,
  { request, by }: RequestLine,
  deciders: readonly Person[],
  doubted?: Moment,
): Message {
  const { id, original, on, missing, reason } = request;
  const asked = words.say('notice.request', { name: by, original, on: { day: on }, missing, reason });
  const until = { day: lastDayOf(request) };
  const nobody: Block = { kind: 'note', text: words.say('notice.request-nobody'), tone: 'caution' };
  return {
    title: words.say('notice.request-title', { id, customer: view.customer.name }),
    mentions: deciders.map(({ name, identities }) => ({ name, identities })),
    blocks: [
      ...secondNotice(words, doubted),
      { kind: 'text', text: asked },
      { kind: 'note', text: words.say('notice.request-until', { until }) },
      ...(deciders.length === 0 ? [nobody] : []),
      ...sampleMark(words, view),
      {
        kind: 'buttons',
        buttons: [
          { label: words.say('button.approve', { id }), run: `approve ${id}` },
          { label: words.say('button.reject', { id }), run: `reject ${id}` },
          showButton(words, view),
        ],
      },
    ],
  };
}

/** To one person: what a channel that takes no posts was to be told on that day, and how it can be mended. */
export function sayUnreachable(
  words: Words,
  channel: string,
  day: Day,
  lines: readonly DigestLine[],
  reason: string,
): Message {
  const open = lines.filter(isOpenLine);
  const { blocks, to } = fill(open, 0, ROOM, (line) => openLine(words, line, { canSnooze: false }));
  const left = open.length - to;
  const all: Button = { label: words.say('button.due'), run: 'due' };
  const about: Button = { label: words.say('button.about'), run: 'about' };
  return {
    title: words.say('notice.unreachable-title', { channel, reason, known: reason === '' ? 'no' : 'yes' }),
    blocks: [
      ...(open.length > 0 ? [textBlock(words.say('notice.unreachable', { on: { day } })), ...blocks] : []),
      ...(left > 0 ? [textBlock(words.say('notice.unreachable-more', { count: left }))] : []),
      { kind: 'note', text: words.say('notice.unreachable-mend'), tone: 'caution' },
      { kind: 'buttons', buttons: [...(left > 0 ? [all] : []), about] },
    ],
  };
}

/** What a message has for the lines, beside a long title and what is to be done. */
const ROOM = 9_000;

function textBlock(text: string): Block {
  return { kind: 'text', text };
}
