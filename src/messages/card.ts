import { Temporal } from 'temporal-polyfill';
import { dayIn, isBefore } from '../domain/calendar.js';
import { isTransfer, nextRung } from '../domain/ladder.js';
import { peopleToReassign, seatsByOffer } from '../domain/licenses.js';
import { isAccepted, isGivenUp, type Migration, replacementsOf } from '../domain/migration.js';
import { openRungs, stage } from '../domain/stage.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { cardNotes } from './card-notes.js';
import { routeSteps, sourceAsked, sourceButton } from './checklist.js';
import { sayHappening } from './happening.js';
import { sayInvitationAge } from './invitation.js';
import type { Block, Button, Fact, Message, Step } from './message.js';
import { canReassign, isLate, nextStep, waitsForAnswer } from './next-step.js';
import { rungButtons, sayRung } from './rungs.js';
import type { Words } from './words.js';

/** A card holds this many subscriptions; the most urgent come first, and the note says how many are left out. */
const ORIGINALS_ON_CARD = 12;
/** So many offers are shown with their seats before and after; the rest is counted. */
const OFFERS_ON_CARD = 4;
/** Teams shows six actions of a set and hides the rest. */
const BUTTONS = 6;
/** So many characters of the last change. */
const CHANGE = 160;

/** The one card of a migration: where it stands, what is next, and the buttons for it. */
export function migrationCard(words: Words, view: MigrationView): Message {
  const shown = byUrgency(view).slice(0, ORIGINALS_ON_CARD);
  return {
    title: cardTitle(words, view),
    blocks: [
      { kind: 'facts', facts: facts(words, view) },
      ...originals(words, view, shown),
      {
        kind: 'steps',
        steps: [
          ...relationshipSteps(words, view),
          ...(isGivenUp(view.migration) ? [] : routeSteps(words, view)),
          ...shown.map((one) => originalStep(words, view, one)),
          ...licenseSteps(words, view),
        ],
      },
      ...cardNotes(words, view, shown),
      ...sourceAsked(words, view),
      { kind: 'buttons', buttons: buttons(words, view) },
    ],
  };
}

export function cardTitle(words: Words, { migration, customer }: MigrationView): string {
  return words.say(migration.sample ? 'card.title-sample' : 'card.title', {
    id: migration.id,
    customer: customer.name,
  });
}

function facts(words: Words, view: MigrationView): Fact[] {
  const { migration, deputy, now } = view;
  const fact = (label: string, value: string): Fact => ({ label, value });
  const source = words.say(`source.${migration.source}`);
  const route = words.say(`route.${migration.route}`);
  const age = sayInvitationAge(words, view);
  return [
    fact(words.say('card.stage'), words.say(`stage.${stage(migration, now)}`)),
    fact(words.say('list.head-next'), nextStep(words, view)),
    ...(age === undefined ? [] : [fact(words.say('invite.label'), age)]),
    fact(words.say('card.owner'), sayOwner(words, view)),
    ...(deputy ? [fact(words.say('card.deputy'), deputy.name)] : []),
    fact(words.say('card.bought'), words.say('card.bought-value', { source, route })),
    ...(migration.country ? [fact(words.say('card.country'), words.country(migration.country))] : []),
    ...(migration.originals.length > 0 ? [fact(words.say('card.seats'), saySeats(words, migration))] : []),
    ...lastChange(words, view).map((value) => fact(words.say('card.last-change'), value)),
  ];
}

function sayOwner(words: Words, { owner, now }: MigrationView): string {
  if (!owner) return words.say('card.owner-unknown');
  const { name, awayUntil } = owner;
  if (awayUntil === undefined || awayUntil < dayIn(words.zone, now)) return name;
  return words.say('card.away', { name, on: { day: awayUntil } });
}

/** Who did what last, and when; a long note is cut: the history has it. */
function lastChange(words: Words, { lastChange: last }: MigrationView): string[] {
  if (!last) return [];
  const { at, what } = last.entry;
  const on = { day: dayIn(words.zone, Temporal.Instant.from(at)) };
  const characters = [...sayHappening(words, what)];
  const short = characters.length <= CHANGE ? characters : [...characters.slice(0, CHANGE), '…'];
  return [words.say('card.last-change-value', { by: last.by, on, what: short.join('') })];
}

/** Seats of each offer before the move and after it, at a glance. */
function saySeats(words: Words, migration: Migration): string {
  const lines = seatsByOffer(migration);
  const shown = lines
    .slice(0, OFFERS_ON_CARD)
    .map(({ offer, before, assigned, after }) =>
      assigned === undefined
        ? words.say('card.seats-line', { offer, before, after })
        : words.say('card.seats-assigned', { offer, before, assigned, after }),
    );
  const more = lines.length - shown.length;
  return words.list(more > 0 ? [...shown, words.say('card.seats-more', { count: more })] : shown);
}

function byUrgency({ migration, now }: MigrationView): Original[] {
  const urgent = openRungs(migration, now).map(({ original }) => original);
  return [...urgent, ...migration.originals.filter((original) => !urgent.includes(original))];
}

function originals(words: Words, { migration }: MigrationView, shown: readonly Original[]): Block[] {
  if (migration.originals.length === 0) {
    return [{ kind: 'note', text: words.say('card.no-originals', { id: migration.id }) }];
  }
  const head = (['id', 'offer', 'seats', 'ends', 'renewal', 'replacement'] as const).map((name) =>
    words.say(`original.head-${name}`),
  );
  const rows = shown.map((original) => {
    const { id, offer, seats, assigned, addonOf, ended, expiresOn, renewal } = original;
    return [
      id,
      addonOf === undefined ? offer : words.say('original.addon', { offer, id: addonOf }),
      assigned === undefined ? String(seats) : words.say('original.seats-assigned', { seats, assigned }),
      ended && ended.how !== 'transferred'
        ? words.say('original.ended', { on: { day: ended.on } })
        : words.day(expiresOn),
      ended ? words.say('value.none') : words.say(`renewal.${renewal}`),
      sayReplacements(words, migration, original),
    ];
  });
  return [{ kind: 'table', head, rows }];
}

function sayReplacements(words: Words, migration: Migration, original: Original): string {
  const ready = replacementsOf(migration, original).map(({ id, seats, provisionedOn }) =>
    words.say('original.replacement', { id, seats, on: { day: provisionedOn } }),
  );
  if (ready.length > 0) return words.list(ready);
  if (original.unneeded !== undefined) return words.say('original.replacement-unneeded');
  return words.say(isTransfer(migration.route) ? 'original.replacement-transfer' : 'original.replacement-none');
}

function relationshipSteps(words: Words, { migration }: MigrationView): Step[] {
  const { invitation, acceptedOn, declinedOn, route } = migration;
  // The customer is ours already.
  if (route === 'new-commerce' && !acceptedOn && !declinedOn && !invitation) return [];
  const asked: Step = invitation
    ? { state: 'done', text: words.say('step.invited', { on: { day: invitation.sentOn } }) }
    : { state: isGivenUp(migration) ? 'open' : 'next', text: words.say('step.invite') };
  if (acceptedOn) {
    const accepted: Step = { state: 'done', text: words.say('step.accepted', { on: { day: acceptedOn } }) };
    // That it was asked is clear from the answer, even if nobody recorded it.
    return invitation ? [asked, accepted] : [accepted];
  }
  if (declinedOn) return [asked, { state: 'late', text: words.say('changed.declined', { on: { day: declinedOn } }) }];
  return [asked, { state: invitation ? 'next' : 'open', text: words.say('step.accept') }];
}

function originalStep(words: Words, view: MigrationView, original: Original): Step {
  const { id, offer, ended } = original;
  const rung = isGivenUp(view.migration) ? undefined : nextRung(view.migration, original, view.now);
  if (rung) {
    const state = isLate(view, original, rung) ? 'late' : waitsForAnswer(view, original, rung) ? 'open' : 'next';
    return { state, text: words.say('step.original', { id, offer, what: sayRung(words, view, original, rung) }) };
  }
  if (ended) return { state: 'done', text: words.say(`step.ended-${ended.how}`, { id, offer, on: { day: ended.on } }) };
  // Nothing is asked of it any more: the migration was given up.
  return { state: 'open', text: words.say('step.original-given-up', { id, offer, on: { day: original.expiresOn } }) };
}

function licenseSteps(words: Words, view: MigrationView): Step[] {
  const { migration } = view;
  const total = peopleToReassign(migration);
  if (total === 0) return [];
  const done = Math.min(total, migration.licensesDone);
  if (done === total) return [{ state: 'done', text: words.say('step.licenses-done', { total }) }];
  const text = words.say('step.licenses', { id: migration.id, done, total });
  return [{ state: canReassign(view) ? 'next' : 'open', text }];
}

/** At most one row of buttons: what the stage asks for first, then what else is done often, and the history. */
function buttons(words: Words, view: MigrationView): Button[] {
  const { migration, now } = view;
  const { id, rev } = migration;
  const at = stage(migration, now);
  const history: Button = { label: words.say('button.history'), run: `history ${id}` };
  const note: Button = { label: words.say('button.note'), run: `note ${id}`, form: true };
  if (at === 'abandoned') return [{ label: words.say('button.resume'), run: `resume ${id}`, rev }, note, history];
  const accept: Button = { label: words.say('button.accept'), run: `accept ${id}`, rev };
  if (at === 'declined') return [{ ...accept, style: 'primary' }, note, history];
  const asks: Button[] = [];
  if (!isAccepted(migration)) {
    if (migration.invitation) asks.push({ ...accept, style: 'primary' });
    else asks.push({ label: words.say('button.invite'), run: `invite ${id}`, rev, style: 'primary' }, accept);
    asks.push({ label: words.say('button.decline'), run: `decline ${id}`, rev });
  }
  const [first] = openRungs(migration, now);
  if (first) asks.push(...rungButtons(words, view, first.original, first.rung));
  if (canReassign(view)) {
    asks.push({ label: words.say('button.licenses'), run: `licenses ${id} done=${peopleToReassign(migration)}`, rev });
  }
  const more = [...sourceButton(words, view), ...(at === 'done' ? [] : formButtons(words, view, first)), note];
  return [...asks, ...more].slice(0, BUTTONS - 1).concat(history);
}

/** Commands that need words of their own, the likeliest first: each is completed in a form. */
function formButtons(
  words: Words,
  { migration, owner, now }: MigrationView,
  first: ReturnType<typeof openRungs>[number] | undefined,
): Button[] {
  const { id, originals } = migration;
  const add: Button = { label: words.say('button.add'), run: `add ${id}`, form: true };
  const about = first?.original.id ?? '';
  const other: Button = {
    label: words.say('button.provision-other', { id: about }),
    run: `provision ${about}`,
    form: true,
  };
  const snooze: Button = { label: words.say('button.snooze', { id: about }), run: `snooze ${about}`, form: true };
  return [
    ...(originals.length === 0 ? [add] : []),
    ...(owner ? [] : [{ label: words.say('button.assign'), run: `assign ${id}`, form: true } as const]),
    ...(first?.rung.name === 'provision' && isAccepted(migration) ? [other] : []),
    // While it only waits for its end there is nothing to put off.
    ...(first && !(first.rung.name === 'end' && isBefore(now, first.rung.before)) ? [snooze] : []),
    ...(originals.length === 0 ? [] : [add]),
  ];
}
