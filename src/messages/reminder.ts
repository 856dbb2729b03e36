import { Temporal } from 'temporal-polyfill';
import { type Day, dayIn, type Moment } from '../domain/calendar.js';
import { openStop, type Rung } from '../domain/ladder.js';
import { isAccepted } from '../domain/migration.js';
import { type Person, remindedFor } from '../domain/person.js';
import { isReplaced } from '../domain/pool.js';
import type { Link } from '../domain/reminder.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import { type MailWish, mailBlocks } from './customer-mail.js';
import { invitationButtons } from './invitation.js';
import type { Block, Button, Mention, Message } from './message.js';
import { rungButtons, sayRung, sayRungBriefly, stopToo } from './rungs.js';
import type { Words } from './words.js';

/** What came before a post, and who else is to hear of it. */
interface Background {
  /** It may have been posted at that moment already, where nobody can look. */
  readonly doubted?: Moment | undefined;
  /** Whose turn it has been to hear of it, up to now. */
  readonly links: readonly Link[];
  /** Whom the channel names for what nobody has seen to. */
  readonly escalation?: Person | undefined;
  /** The next day on which Ferry can speak there, where that lies after the last day of the step. */
  readonly silentUntil?: Day | undefined;
}

/**
 * One due rung of one original, in a post of its own: near its end, or where something has gone wrong. `dueDay`: the day on
 * which it should have been said.
 */
export function sayReminder(
  words: Words,
  view: MigrationView,
  original: Original,
  rung: Rung,
  dueDay: Day,
  { doubted, links, escalation, silentUntil }: Background = { links: [] },
): Message {
  const { migration, customer, now } = view;
  const brief = sayRungBriefly(words, view, original, rung);
  const what = sayRung(words, view, original, rung);
  const late = dayIn(words.zone, now) > dueDay;
  const near = stopToo(view, original, rung);
  const far = farStop(view, original, rung);
  const caution = (text: string): Block => ({ kind: 'note', text, tone: 'caution' });
  const last = links.some(({ to }) => to === 'escalation') ? escalation : undefined;
  return {
    title: words.say('reminder.title', { id: original.id, customer: customer.name, what: brief }),
    mentions: allMentions(words, view, last),
    blocks: [
      ...secondNotice(words, doubted),
      {
        kind: 'text',
        text: words.say('reminder.body', { customer: customer.name, offer: original.offer, seats: original.seats }),
      },
      // The title has only the first part of it.
      ...(what === brief
        ? []
        : [{ kind: 'facts', facts: [{ label: words.say('list.head-next'), value: what }] } as const]),
      ...addressing(words, view),
      ...sayChain(words, view, links, last),
      ...(far ? [caution(words.say('reminder.also-stop', { before: words.moment(far.before) }))] : []),
      ...(silentUntil ? [caution(words.say('reminder.last-word', { on: { day: silentUntil } }))] : []),
      ...(late
        ? [caution(words.say(doubted === undefined ? 'reminder.late' : 'reminder.due', { on: { day: dueDay } }))]
        : []),
      ...((near ?? rung).name === 'stop-renewal' && migration.source === 'other-csp'
        ? [{ kind: 'note', text: words.say('reminder.old-partner') } as const]
        : []),
      ...customerText(words, view, original, near ?? rung),
      ...sampleMark(words, view),
      {
        kind: 'buttons',
        buttons: [
          ...dueButtons(words, view, original, rung),
          snoozeButton(words, original),
          ...takeButton(words, view),
          showButton(words, view),
        ],
      },
    ],
  };
}

/** The renewal that is to be stopped later than what is next, and is not near yet. */
export function farStop(view: MigrationView, original: Original, rung: Rung): Rung | undefined {
  // Not before the customer has accepted: with nothing to take its place, service would end.
  if (rung.name !== 'provision' || !isAccepted(view.migration) || stopToo(view, original, rung)) return undefined;
  return openStop(view.migration, original, view.now);
}

/** The owner, or who stands in for her. */
export function mentions(words: Words, { owner, deputy, now }: MigrationView): Mention[] {
  return remindedFor(owner, deputy, dayIn(words.zone, now)).map(toMention);
}

/** The owner, or who stands in for her, and beside her the deputy and `last`: each once, where one person more is better than none. */
export function allMentions(words: Words, { owner, deputy, now }: MigrationView, last: Person | undefined): Mention[] {
  const people = [...remindedFor(owner, deputy, dayIn(words.zone, now)), deputy, last];
  const once = new Map(people.flatMap((person) => (person ? [[person.id, person] as const] : [])));
  return [...once.values()].map(toMention);
}

function toMention({ name, identities }: Person): Mention {
  return { name, identities };
}

/** Nobody can look whether the first one arrived, so this may be one too many. */
export function secondNotice(words: Words, doubted: Moment | undefined): Block[] {
  if (doubted === undefined) return [];
  return [{ kind: 'note', text: words.say('reminder.doubted', { at: { moment: doubted } }), tone: 'caution' }];
}

/** Who the deputy beside the one who is told first is, as values of a sentence; whoever that was may be another one by now. */
export function deputyBeside(words: Words, { owner, deputy, now }: MigrationView, isDeputyNamed: boolean) {
  const [told] = remindedFor(owner, deputy, dayIn(words.zone, now));
  const beside = isDeputyNamed && deputy?.id !== told?.id ? deputy : undefined;
  return { beside: beside ? 'yes' : 'no', deputy: beside?.name ?? '' };
}

/** Why it goes to more people than the owner. */
function sayChain(words: Words, view: MigrationView, links: readonly Link[], last: Person | undefined): Block[] {
  const first = links.find(({ to }) => to === 'owner');
  if (!first || links.length < 2) return [];
  const isDeputyNamed = links.some(({ to }) => to === 'deputy');
  const values = { ...deputyBeside(words, view, isDeputyNamed), on: { day: first.day } };
  return [{ kind: 'note', text: words.say('reminder.chain', values) }, ...sayEscalation(words, last)];
}

/** Why it goes to somebody who has nothing to do with the migration. */
export function sayEscalation(words: Words, last: Person | undefined): Block[] {
  return last ? [{ kind: 'note', text: words.say('reminder.escalation', { name: last.name }) }] : [];
}

/** Why it goes to somebody else than the owner, or to nobody. */
export function addressing(words: Words, { migration: { id }, owner, deputy, now }: MigrationView): Block[] {
  const [reminded] = remindedFor(owner, deputy, dayIn(words.zone, now));
  if (!owner) {
    const text = words.say('reminder.unowned', { id, deputy: reminded ? 'yes' : 'no' });
    return [{ kind: 'note', text, tone: 'caution' }];
  }
  if (reminded?.id === owner.id || owner.awayUntil === undefined) return [];
  return [{ kind: 'note', text: words.say('reminder.deputy', { name: owner.name, on: { day: owner.awayUntil } }) }];
}

export function sampleMark(words: Words, { migration }: MigrationView): Block[] {
  return migration.sample ? [{ kind: 'note', text: words.say('card.sample') }] : [];
}

export function showButton(words: Words, { migration: { id } }: MigrationView): Button {
  return { label: words.say('button.show', { id }), run: `show ${id}` };
}

/** The next step of an original is not spoken of for a day. */
export function snoozeButton(words: Words, { id }: Original): Button {
  return { label: words.say('button.snooze-day'), run: `snooze ${id} next` };
}

/** Whoever clicks becomes the owner of what nobody owns. */
export function takeButton(words: Words, { migration: { id }, owner }: MigrationView): Button[] {
  return owner ? [] : [{ label: words.say('button.take'), run: `assign ${id} me` }];
}

/**
 * The commands that take this rung. A post is not redrawn: a note in between must not make its buttons dead, and what they
 * say may be said twice.
 */
export function dueButtons(words: Words, view: MigrationView, original: Original, rung: Rung): Button[] {
  const buttons = rungButtons(words, view, original, rung).map(({ rev: _rev, ...button }) => button);
  if (isAccepted(view.migration)) return buttons;
  // While nothing can take its place, whether the customer has accepted comes before turning anything off.
  if (buttons.length === 0) return invitationButtons(words, view.migration);
  if (AFTER_THE_LAST_DAY.has(rung.name)) return buttons;
  const accept = invitationButtons(words, view.migration).filter(({ run }) => run.startsWith('accept '));
  const first = accept.map((button): Button => ({ ...button, style: 'primary' }));
  return [...first, ...buttons.map(({ style: _style, ...button }) => button)];
}

const AFTER_THE_LAST_DAY: ReadonlySet<string> = new Set(['end', 'access-ends', 'last-day-kept']);

/** The mail that has the customer turn a renewal off, or why none is needed. */
export function sayMail(words: Words, view: MigrationView, original: Original, wish: MailWish): Message {
  const { migration, customer, now } = view;
  const stop = openStop(migration, original, now);
  const title = words.say('mail.title', { id: original.id, customer: customer.name });
  const mail = stop ? customerText(words, view, original, stop, wish) : [];
  if (mail.length > 0) return { title, blocks: [...mail, ...sampleMark(words, view)] };
  const why = words.say(stop ? 'mail.elsewhere' : 'mail.not-needed', { id: original.id });
  return { title, blocks: [{ kind: 'text', text: why }] };
}

/** In a digest, which has no room for it. */
export function mailButton(words: Words, { migration }: MigrationView, { id }: Original, rung: Rung): Button[] {
  if (rung.name !== 'stop-renewal' || migration.source !== 'web-direct') return [];
  return [{ label: words.say('button.mail-customer'), run: `mail ${id}` }];
}

/** Recurring billing of what was bought online is turned off by the customer alone, who has to be told how. */
function customerText(
  words: Words,
  { migration, customer }: MigrationView,
  original: Original,
  rung: Rung,
  wish: MailWish = {},
): Block[] {
  if (rung.name !== 'stop-renewal' || migration.source !== 'web-direct') return [];
  const values = {
    customer: customer.name,
    offer: original.offer,
    replaced: isReplaced(migration, original) ? 'yes' : 'no',
  };
  const sayMailIn = (theirs: Words) =>
    theirs.say('reminder.customer-mail', {
      ...values,
      before: theirs.longMoment(Temporal.Instant.from(rung.before)),
      ends: theirs.longDay(original.expiresOn),
    });
  const risk = words.say('reminder.mail-risk', { ends: { day: original.expiresOn } });
  return [
    ...(isReplaced(migration, original) || original.unneeded !== undefined
      ? []
      : [{ kind: 'note', text: risk, tone: 'caution' } as const]),
    { kind: 'text', text: words.say('reminder.customer-intro') },
    ...mailBlocks(words, migration, sayMailIn, `mail ${original.id}`, wish),
  ];
}
