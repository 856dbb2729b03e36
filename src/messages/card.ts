import { dayOf, isBefore } from '../domain/calendar.js';
import { hasActiveReplacement, nextRung, seatsMissing } from '../domain/ladder.js';
import { isGivenUp, replacementsOf } from '../domain/migration.js';
import { overlap } from '../domain/overlap.js';
import { isInExtendedServiceTerm, serviceEnd } from '../domain/service-end.js';
import { incident, openRungs, stage } from '../domain/stage.js';
import { isActive, isSameOffer, type Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Block, Button, Fact, Message, Step } from './message.js';
import { rungButtons, sayRung } from './rungs.js';
import type { Words } from './words.js';

/** A card holds this many subscriptions; the most urgent come first, and the note says how many are left out. */
const ORIGINALS_ON_CARD = 12;
/** Provisioned a week ahead, as advised, both are paid on eight days: no reason for a caution. */
const ADVISED_OVERLAP_DAYS = 8;

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
        steps: [...relationshipSteps(words, view), ...shown.map((one) => originalStep(words, view, one))],
      },
      ...notes(words, view, shown),
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

/** The next thing to do in the whole migration, as half a sentence. */
export function nextStep(words: Words, view: MigrationView): string {
  const { migration, now } = view;
  const at = stage(migration, now);
  if (at === 'abandoned' || at === 'declined') return words.say('next.none', { stage: words.say(`stage.${at}`) });
  const [first] = openRungs(migration, now);
  if (first) return `${first.original.id}: ${sayRung(words, view, first.original, first.rung)}`;
  if (migration.originals.length > 0) return words.say('next.done');
  if (migration.acceptedOn) return words.say('next.add');
  return words.say(migration.invitation ? 'next.accept' : 'next.invite', { id: migration.id });
}

function facts(words: Words, view: MigrationView): Fact[] {
  const { migration, owner, now } = view;
  const fact = (label: string, value: string): Fact => ({ label, value });
  const route = words.say(`route.${migration.route}`);
  return [
    fact(words.say('card.stage'), words.say(`stage.${stage(migration, now)}`)),
    fact(words.say('list.head-next'), nextStep(words, view)),
    fact(words.say('card.owner'), owner?.name ?? words.say('card.owner-unknown')),
    fact(words.say('card.bought'), `${words.say(`source.${migration.source}`)} (${route})`),
    ...(migration.country ? [fact(words.say('card.country'), migration.country)] : []),
    ...(migration.acceptedOn
      ? [
          fact(
            words.say('card.agreement'),
            migration.agreementOn ? words.day(migration.agreementOn) : words.say('card.agreement-none'),
          ),
        ]
      : []),
  ];
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
    const ready = replacementsOf(migration, original).map((replacement) =>
      words.say('original.replacement', {
        id: replacement.id,
        seats: replacement.seats,
        on: { day: replacement.provisionedOn },
      }),
    );
    const none = original.ended?.unneeded === undefined ? 'original.replacement-none' : 'original.replacement-unneeded';
    const { seats, assigned } = original;
    return [
      original.id,
      original.addonOf === undefined
        ? original.offer
        : `${original.offer}, ${words.say('original.base', { id: original.addonOf })}`,
      assigned === undefined ? String(seats) : words.say('original.seats-assigned', { seats, assigned }),
      original.ended ? words.say('original.ended', { on: { day: original.ended.on } }) : words.day(original.expiresOn),
      words.say(`renewal.${original.renewal}`),
      ready.length > 0 ? ready.join(', ') : words.say(none),
    ];
  });
  return [{ kind: 'table', head, rows }];
}

function relationshipSteps(words: Words, { migration }: MigrationView): Step[] {
  const { invitation, acceptedOn, declinedOn } = migration;
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
    const late = !isBefore(view.now, rung.before) || incident(view.migration, original, view.now) !== undefined;
    const next = view.migration.acceptedOn !== undefined || rung.name !== 'provision';
    const what = sayRung(words, view, original, rung);
    return { state: late ? 'late' : next ? 'next' : 'open', text: words.say('step.original', { id, offer, what }) };
  }
  if (ended) return { state: 'done', text: words.say(`step.ended-${ended.how}`, { id, offer, on: { day: ended.on } }) };
  // Nothing is asked of it any more: the migration was given up.
  return { state: 'open', text: words.say('step.original-given-up', { id, offer, on: { day: original.expiresOn } }) };
}

function notes(words: Words, view: MigrationView, shown: readonly Original[]): Block[] {
  const { migration } = view;
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  const quiet = (text: string): Block => ({ kind: 'note', text });
  const left = migration.originals.length > shown.length;
  return [
    ...shown.flatMap((original) => cautions(words, view, original).map(caution)),
    ...shown.flatMap((original) => licences(words, view, original).map(quiet)),
    ...shown.flatMap((original) => advisedOverlap(words, view, original).map(quiet)),
    ...[words.say(`source.note.${migration.source}`, { id: migration.id }), words.say(`route.note.${migration.route}`)]
      .filter((text) => text !== '')
      .map(quiet),
    ...(left ? [quiet(words.say('card.more', { shown: shown.length, total: migration.originals.length }))] : []),
    ...(migration.sample ? [quiet(words.say('card.sample'))] : []),
  ];
}

function cautions(words: Words, view: MigrationView, original: Original): string[] {
  const { migration, now } = view;
  const { id } = original;
  const wrong = incident(migration, original, now);
  const texts: string[] = [];
  if (wrong === 'renewed') texts.push(words.say('incident.renewed', { id, on: { day: original.expiresOn } }));
  if (wrong === 'service-lost') texts.push(...serviceLost(words, view, original));
  const days = overlap(migration, original);
  if (days && days.gapDays > 0) texts.push(words.say('gap.gap', { id, days: days.gapDays }));
  if (days && days.overlapDays > ADVISED_OVERLAP_DAYS)
    texts.push(words.say('gap.overlap', { id, days: days.overlapDays }));
  if (original.ended) return texts;
  if (migration.declinedOn && original.renewal === 'ends') {
    texts.push(words.say('note.declined-turn-on', { id, on: { day: original.expiresOn } }));
  }
  if (isInExtendedServiceTerm(original, migration.source)) {
    if (original.renewal === 'ends' && original.termEnd !== 'cancel') texts.push(words.say('note.est', { id }));
    if (original.boughtOn === undefined) texts.push(words.say('note.est-unknown', { id }));
  }
  return texts;
}

function advisedOverlap(words: Words, { migration }: MigrationView, original: Original): string[] {
  const days = overlap(migration, original)?.overlapDays ?? 0;
  return days > 0 && days <= ADVISED_OVERLAP_DAYS ? [words.say('gap.overlap', { id: original.id, days })] : [];
}

function serviceLost(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const { id } = original;
  const { confirmed, lastDayKept } = serviceEnd(original, migration.source);
  const on = { day: original.ended?.on ?? original.expiresOn };
  const missing = seatsMissing(migration, original, now);
  if (hasActiveReplacement(migration, original, now)) return [words.say('incident.seats-short', { id, missing })];
  const lost = words.say(confirmed ? 'incident.service-lost' : 'incident.service-maybe-lost', { id, on });
  const kept = lastDayKept !== undefined && lastDayKept >= dayOf(now);
  return kept ? [lost, words.say('incident.data', { id, on: { day: lastDayKept } })] : [lost];
}

function licences(words: Words, { migration, now }: MigrationView, original: Original): string[] {
  const ready = replacementsOf(migration, original);
  const other = ready.filter((replacement) => !isSameOffer(replacement.offer, original.offer));
  const texts = other.map(({ id }) => words.say('licenses.other', { id, original: original.id }));
  // Once it has ended, missing seats are no advice any more: the cautions have them.
  if (ready.length === 0 || original.ended) return texts;
  const missing = seatsMissing(migration, original, now);
  if (missing > 0) {
    const active = ready.some((replacement) => isActive(replacement, dayOf(now)));
    return active ? [...texts, words.say('licenses.short', { original: original.id, missing })] : texts;
  }
  return other.length > 0 ? texts : [words.say('licenses.same', { ids: ready.map(({ id }) => id).join(' + ') })];
}

/** At most one row of buttons: what the stage asks for first. */
function buttons(words: Words, view: MigrationView): Button[] {
  const { migration, now } = view;
  const { id, rev } = migration;
  const at = stage(migration, now);
  const history: Button = { label: words.say('button.history'), run: `history ${id}` };
  if (at === 'abandoned') return [{ label: words.say('button.resume'), run: `resume ${id}`, rev }, history];
  const accept: Button = { label: words.say('button.accept'), run: `accept ${id}`, rev, style: 'primary' };
  if (at === 'declined') return [accept, history];
  const asks: Button[] = [];
  if (!migration.acceptedOn) {
    if (!migration.invitation) asks.push({ label: words.say('button.invite'), run: `invite ${id}`, rev });
    asks.push(accept, { label: words.say('button.decline'), run: `decline ${id}`, rev });
  }
  const [first] = openRungs(migration, now);
  if (first) asks.push(...rungButtons(words, view, first.original, first.rung));
  if (migration.originals.length === 0) asks.push({ label: words.say('button.add'), run: `add ${id}` });
  return [...asks, history];
}
