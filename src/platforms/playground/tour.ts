import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayOf } from '../../domain/calendar.js';
import { isCalled } from '../../domain/customer.js';
import { isGivenUp } from '../../domain/migration.js';
import { stage } from '../../domain/stage.js';
import type { Words } from '../../messages/words.js';
import type { Services } from '../../services/index.js';
import type { TourStep, TourView } from './protocol.js';
import { standOf, TOUR_OFFER, type TourStepName } from './tour-deeds.js';

/** The tour's own customer, who is not among the samples. */
const CUSTOMER = 'wingtiptoys.com';
/** Its subscription ends so many days after today: near enough that a move lasts not long, far enough for every step. */
const ENDS_IN_DAYS = 21;

const STEPS: readonly TourStepName[] = ['start', 'ask', 'order', 'wait', 'end'];

/**
 * One move from its start to its end. Where it stands is read from the customer's migration each time, so that whoever does a
 * step in another way, or steps back, is followed. A customer who was given up starts again.
 */
export async function tourView(
  { lookup, speaking }: Pick<Services, 'lookup' | 'speaking'>,
  words: Words,
  now: Temporal.Instant,
  partnerCountry?: string,
): Promise<TourView> {
  const views = await lookup.everything();
  const view = views.findLast(({ customer, migration }) => isCalled(customer, CUSTOMER) && !isGivenUp(migration));
  const ends = view?.migration.originals[0]?.expiresOn ?? addDays(dayOf(now), ENDS_IN_DAYS);
  const steps = STEPS.map((name) => sayStep(words, name, ends));
  if (view && stage(view.migration, now) === 'done') return { at: STEPS.length, steps };
  const { step, deed } = view
    ? standOf(words, view, { ends, settings: await speaking.in(view.migration.channel), partnerCountry })
    : { step: 'start' as const, deed: startDeed(words, ends) };
  const at = STEPS.indexOf(step);
  return { at, steps: steps.map((one, index) => (index === at && deed ? { ...one, does: deed } : one)) };
}

function startDeed(words: Words, ends: Day) {
  const says = `/csp start ${CUSTOMER} source=web-direct country=US ${TOUR_OFFER} ends=${ends} renewal=auto`;
  return { label: words.say('playground.tour-do-start'), says };
}

function sayStep(words: Words, name: TourStepName, ends: Day): TourStep {
  const values = { customer: CUSTOMER, ends: { day: ends }, outside: words.say('page.outside-tab') };
  return {
    title: words.say(`playground.tour-${name}`),
    text: words.say(`playground.tour-${name}-text`, values),
  };
}
