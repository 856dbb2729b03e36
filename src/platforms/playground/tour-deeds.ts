import { addDays, type Day, dayIn, dayOf, endOfDay, isBefore, momentAt } from '../../domain/calendar.js';
import { plannedOf } from '../../domain/forecast.js';
import { openStop } from '../../domain/ladder.js';
import { isAccepted } from '../../domain/migration.js';
import { dueReminders, type ReminderSettings } from '../../domain/reminder.js';
import type { Original } from '../../domain/subscription.js';
import type { MigrationView } from '../../domain/view.js';
import type { Words } from '../../messages/words.js';
import { act } from './act.js';
import { actsOf, licensesAct, stepActs, stopAct } from './acts.js';
import { acceptLine } from './mailbox.js';
import { orderActs } from './order-acts.js';
import { MOST_DAYS } from './passage.js';
import type { TourDeed } from './protocol.js';

export type TourStepName = 'start' | 'ask' | 'order' | 'wait' | 'end';

/** What the tour's customer has, as it is typed. */
export const TOUR_OFFER = 'offer="Office 365 E3" seats=25';

/** The clock moves by whole days, so that it may come up to a day later than it was to. */
const ROOM_HOURS = 48;

interface TourSurroundings {
  /** The last day of what the customer has. */
  readonly ends: Day;
  /** As Ferry speaks where the migration lives. */
  readonly settings: ReminderSettings;
  readonly partnerCountry: string | undefined;
}

interface Stand {
  readonly step: TourStepName;
  /** Undefined: only time, or what the learner has begun herself, leads on. */
  readonly deed?: TourDeed | undefined;
}

/** At which step a migration is that is not done yet, and what leads on. */
export function standOf(words: Words, view: MigrationView, surroundings: TourSurroundings): Stand {
  const { migration, now } = view;
  const { originals, invitation, id } = migration;
  const { ends, partnerCountry } = surroundings;
  if (originals.length === 0) {
    const add = `add ${id} ${TOUR_OFFER} ends=${ends} renewal=auto`;
    return { step: 'start', deed: act(words.say('playground.tour-do-add'), add) };
  }
  const over = originals.find((one) => !one.ended && !isBefore(now, endOfDay(one.expiresOn)));
  if (over) return { step: 'end', deed: actsOf(words, view, over, partnerCountry)[0] };
  if (!isAccepted(migration)) {
    const deed = invitation
      ? act(words.say('playground.tour-do-accept'), acceptLine(migration, dayOf(now)))
      : act(words.say('playground.tour-do-invite'), `invite ${id}`);
    return { step: 'ask', deed };
  }
  const ordering = [
    ...stepActs(words, view),
    ...originals.flatMap((one) => orderActs(words, view, one, partnerCountry)),
  ];
  if (ordering[0]) return { step: 'order', deed: ordering[0] };
  const renewing = originals.find((one) => openStop(migration, one, now) !== undefined);
  if (renewing) return { step: 'wait', deed: waitDeed(words, view, renewing, surroundings) };
  return { step: 'end', deed: endDeed(words, view, partnerCountry) };
}

/** The clock, until the reminder has come that brings the customer's mail; then what that asks for. */
function waitDeed(
  words: Words,
  view: MigrationView,
  original: Original,
  { settings }: TourSurroundings,
): TourDeed | undefined {
  const { migration, now } = view;
  const stop = openStop(migration, original, now);
  const isTold = dueReminders(migration, settings, now).some((due) => due.original.id === original.id);
  if (stop && !isTold) {
    const planned = plannedOf(migration, settings, { from: now, until: stop.before }, []);
    const next = planned.find(({ about }) => about.kind === 'rung' && about.original.id === original.id)?.at;
    // Where the clock could come too late, nothing is waited for.
    if (next && isBefore(next.add({ hours: ROOM_HOURS }), stop.before))
      return clockDeed(words, view, dayIn(words.zone, next));
  }
  return stopAct(words, view, original);
}

/** The clock past the next end, or up to the day on which what was ordered is there; at last the licences. */
function endDeed(words: Words, view: MigrationView, partnerCountry: string | undefined): TourDeed | undefined {
  const { originals, replacements } = view.migration;
  const open = originals.filter(({ ended }) => !ended);
  const told = open.flatMap((one) => actsOf(words, view, one, partnerCountry))[0];
  if (told) return told;
  const end = open.map(({ expiresOn }) => expiresOn).sort()[0];
  if (end !== undefined) return clockDeed(words, view, dayAfter(words, view, end));
  const licenses = replacements.flatMap((one) => licensesAct(words, view, one))[0];
  const planned = replacements.map(({ provisionedOn }) => provisionedOn).filter((day) => day > dayOf(view.now));
  const last = planned.sort().at(-1);
  return (
    licenses ?? (last === undefined ? undefined : clockDeed(words, view, dayAfter(words, view, addDays(last, -1))))
  );
}

/** The first day, in the zone of the page, on which the UTC day is over at the time that it is now: the clock keeps that. */
function dayAfter({ zone }: Words, { now }: MigrationView, day: Day): Day {
  const next = addDays(day, 1);
  const time = now.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  return isBefore(momentAt(next, time, zone), endOfDay(day)) ? addDays(next, 1) : next;
}

function clockDeed(words: Words, { now }: MigrationView, day: Day): TourDeed {
  const today = dayIn(words.zone, now);
  if (day <= today) return { label: words.say('playground.tour-do-next'), clock: 'next' };
  const to = [day, addDays(today, MOST_DAYS - 1)].sort()[0] ?? day;
  return { label: words.say('playground.tour-do-clock', { on: { day: to } }), clock: to };
}
