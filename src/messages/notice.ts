import { dayOf } from '../domain/calendar.js';
import { nextRung, type Rung } from '../domain/ladder.js';
import { costOf } from '../domain/money.js';
import { type DueIncident, paidTwice } from '../domain/notice.js';
import type { Person } from '../domain/person.js';
import { lastDayOf } from '../domain/request.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView, RequestLine } from '../domain/view.js';
import { sayIncident } from './incidents.js';
import { ageFacts, invitationButtons } from './invitation.js';
import type { Block, Message } from './message.js';
import { addressing, dueButtons, mentions, sampleMark, showButton } from './reminder.js';
import { sayRung } from './rungs.js';
import type { Words } from './words.js';

/** The customer has not answered for so many working days. */
export function sayNudge(words: Words, view: MigrationView, days: number): Message {
  const { migration, customer, now } = view;
  const { id } = migration;
  return {
    title: words.say('notice.invitation-title', { id, customer: customer.name, days }),
    mentions: mentions(words, view),
    blocks: [
      ...ageFacts(words, view),
      { kind: 'text', text: words.say('notice.invitation', { id, today: dayOf(now) }) },
      ...addressing(words, view),
      ...sampleMark(words, view),
      { kind: 'buttons', buttons: [...invitationButtons(words, migration), showButton(words, view)] },
    ],
  };
}

/** Something has gone wrong with an original. */
export function sayIncidentNotice(words: Words, view: MigrationView, { original, what, since }: DueIncident): Message {
  const { migration, customer, now } = view;
  const { id, offer, seats } = original;
  const rung = nextRung(migration, original, now);
  const cautions = [
    ...sayIncident(words, view, original),
    ...(what === 'renewed' ? [sayPaidTwice(words, view, original)] : []),
  ];
  return {
    title: words.say('notice.incident-title', { id, customer: customer.name, since: { day: since } }),
    mentions: mentions(words, view),
    blocks: [
      { kind: 'text', text: words.say('reminder.body', { customer: customer.name, offer, seats }) },
      ...cautions.map((text): Block => ({ kind: 'note', text, tone: 'caution' })),
      ...(rung?.name === 'end' ? [asked(words, view, original, rung)] : []),
      ...addressing(words, view),
      ...sampleMark(words, view),
      {
        kind: 'buttons',
        buttons: [...(rung ? dueButtons(words, view, original, rung) : []), showButton(words, view)],
      },
    ],
  };
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
): Message {
  const { id, original, on, missing, reason } = request;
  const asked = words.say('notice.request', { name: by, original, on: { day: on }, missing, reason });
  const until = { day: lastDayOf(request) };
  const nobody: Block = { kind: 'note', text: words.say('notice.request-nobody'), tone: 'caution' };
  return {
    title: words.say('notice.request-title', { id, customer: view.customer.name }),
    mentions: deciders.map(({ name, identities }) => ({ name, identities })),
    blocks: [
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
