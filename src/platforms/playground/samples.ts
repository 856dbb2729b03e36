import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  type Day,
  dayIn,
  dayOf,
  isBefore,
  momentAt,
  workingDayFrom,
  workingDaysAfter,
} from '../../domain/calendar.js';
import type { Language } from '../../domain/language.js';
import { UserError } from '../../domain/refusal.js';
import type { ReminderSettings } from '../../domain/reminder.js';
import { wordsIn } from '../../messages/words.js';
import type { Services } from '../../services/index.js';
import type { Ask } from '../../services/record.js';
import { addressOf } from './chat.js';
import { actorOf, PEOPLE } from './people.js';
import type { PersonName } from './protocol.js';
import { SAMPLES } from './sample-customers.js';
import type { Sample, Scene } from './sample-deeds.js';

/**
 * Fills an empty store with people and customers, each marked as a sample; leaves a store with anything in it alone. One that a
 * crash left half filled is filled up: nobody can have spoken before all of it was there. `language`: that of what people wrote,
 * where the channel does not speak it yet.
 */
export async function addSamples(services: Services, now: Temporal.Instant, language?: Language): Promise<void> {
  const [first, last] = await Promise.all([services.lookup.byId('M1'), services.lookup.byId(`M${SAMPLES.length}`)]);
  if (last) return;
  if (first && !(first.migration.sample && first.customer.name === SAMPLES[0]?.customer)) return;
  // Whoever started empty has people, and no customers yet.
  if (!first && (await services.roles.deciders('')).length > 0) return;
  const begun = first && Temporal.Instant.from(first.migration.createdAt);
  const calendar = await calendarOf(services, begun ?? now, language);
  for (const [index, sample] of SAMPLES.entries()) {
    await play(services, sample, calendar, begun !== undefined);
    // Not before: people alone are a store that was started empty.
    if (index === 0) await addPeople(services);
  }
}

/** Enters the three people, with their roles and without customers. */
export async function addPeople({ roles }: Services): Promise<void> {
  for (const { name, called, identity, role } of PEOPLE) {
    // Chen is an admin by configuration.
    if (role === 'admin') continue;
    const who = { typed: `@${called}`, mentions: [{ as: `@${called}`, name: called, identities: [identity] }] };
    await roles.give(askOf('chen', `sample role ${name}`), who, role === 'operator' ? undefined : role);
  }
}

/** Does for one customer what people would do, one thing after the other. Said again, it goes on where it stopped. */
async function play(services: Services, sample: Sample, calendar: Calendar, isAgain: boolean): Promise<void> {
  const { customer, source, country, language, owner, agreed, original, deeds = [] } = sample;
  const start = {
    ...{ customer, source, country, language, again: false, sample: true },
    agreement: agreed === undefined ? undefined : calendar.ago(agreed),
    original: original(calendar),
  };
  const { migration: id } = await services.moves.start(askOf(owner, `sample ${customer}`), start);
  for (const [index, deed] of deeds.entries()) {
    const ask = askOf(owner, `sample ${customer} ${index + 1}`);
    try {
      await deed({ ...calendar, services, id, ask });
    } catch (error) {
      // Days later something may not be possible any more; the rest is.
      if (!(isAgain && error instanceof UserError)) throw error;
    }
  }
}

function askOf(name: PersonName, once: string): Ask {
  const role = PEOPLE.find((one) => one.name === name)?.role ?? 'operator';
  return { speaker: actorOf(name), role, from: addressOf('channel', name), once };
}

type Calendar = Pick<Scene, 'ago' | 'ahead' | 'nudged' | 'say'>;

/** Days around `now`: what is past counts from the day of Partner Center, what is to be told soon from the next digest. */
async function calendarOf(
  { speaking, languages }: Services,
  now: Temporal.Instant,
  language: Language | undefined,
): Promise<Calendar> {
  const channel = addressOf('channel', 'maria');
  const settings = await speaking.in(channel);
  const morning = nextMorning(settings, now);
  const words = wordsIn(language ?? (await languages.in(channel)), settings.zone);
  return {
    ago: (days) => addDays(dayOf(now), -days),
    ahead: (days) => addDays(morning, days),
    nudged: sentBefore(morning, settings),
    say: (key) => words.say(key),
  };
}

/** The first day on which the channel's digest is still to come. */
function nextMorning(settings: ReminderSettings, now: Temporal.Instant): Day {
  const { zone, time } = settings;
  const today = dayIn(zone, now);
  const isStill = isBefore(now, momentAt(today, time, zone));
  return workingDayFrom(isStill ? today : addDays(today, 1), settings);
}

/** The day on which an invitation was sent that is chased for the first time on `morning`, three working days later. */
function sentBefore(morning: Day, settings: ReminderSettings): Day {
  let sent = addDays(morning, -3);
  while (workingDaysAfter(sent, 3, settings) > morning) sent = addDays(sent, -1);
  return sent;
}
