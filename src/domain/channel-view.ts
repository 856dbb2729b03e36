import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, isBefore, momentAt, workingDayFrom, workingDayUpTo } from './calendar.js';
import type { ChannelSettings } from './channel-settings.js';
import type { Language } from './language.js';
import type { ReminderSettings } from './reminder.js';

/** How Ferry speaks in one channel, with what is needed to say so. */
export interface ChannelView {
  readonly settings: ReminderSettings;
  /** In which Ferry posts there. */
  readonly language: Language;
  /** What the channel has of its own. */
  readonly own: ChannelSettings | undefined;
  /** Names of who changed it last, and of who hears last of what nobody has seen to. */
  readonly by: string | undefined;
  readonly escalation: string | undefined;
  /** The local day. */
  readonly today: Day;
  /** The local day on which Ferry can speak there next. */
  readonly next: Day;
  /** From today until this day, both included, public holidays are looked up. */
  readonly until: Day;
  readonly holidays: readonly { readonly day: Day; readonly name: string }[];
}

export interface ChannelChanged {
  readonly view: ChannelView;
  readonly unchanged: boolean;
  /** What would have been announced for days up to this one now has its turn in the past, where nothing is made up for. */
  readonly missedUntil: Day | undefined;
}

/** The next local day whose time to speak lies ahead. */
export function nextSpeaking(settings: ReminderSettings, now: Temporal.Instant): Day {
  const today = dayIn(settings.zone, now);
  const day = workingDayFrom(today, settings);
  return isBefore(now, momentAt(day, settings.time, settings.zone)) ? day : workingDayFrom(addDays(day, 1), settings);
}

/**
 * Days off are announced before: when they begin now, that would have been earlier. The last day of which nothing is said any
 * more, though it still would have been by the settings `before`; undefined: there is none.
 */
export function missedUntil(before: ReminderSettings, after: ReminderSettings, now: Temporal.Instant): Day | undefined {
  const last = addDays(nextSpeaking(after, now), -1);
  const announced = momentAt(workingDayUpTo(last, before), before.time, before.zone);
  return isBefore(now, announced) ? last : undefined;
}
