import { Temporal } from 'temporal-polyfill';
import type { Day, Weekday } from '../domain/calendar.js';
import type { ChannelSettings } from '../domain/channel-settings.js';
import { publicHolidays } from '../domain/public-holidays.js';
import type { ReminderSettings } from '../domain/reminder.js';
import type { Reader, Store } from './ports.js';

/** When and how Ferry speaks in each channel: as the configuration says, but for what the channel has of its own. */
export class Speaking {
  readonly #store: Store;
  readonly #standard: ReminderSettings;
  /** By address, with what they were made of: one object as long as nothing changes, so that others can remember by it. */
  readonly #known = new Map<string, { readonly own: ChannelSettings; readonly settings: ReminderSettings }>();

  constructor(store: Store, standard: ReminderSettings) {
    this.#store = store;
    this.#standard = standard;
  }

  /** As in every channel that has none of its own. */
  get standard(): ReminderSettings {
    return this.#standard;
  }

  async in(address: string, reader: Reader = this.#store): Promise<ReminderSettings> {
    const own = (await reader.get('channels', address))?.settings;
    if (own === undefined) return this.#standard;
    const known = this.#known.get(address);
    if (known && isSame(known.own, own)) return known.settings;
    const settings = await merge(this.#standard, own);
    this.#known.set(address, { own, settings });
    return settings;
  }
}

function isSame(one: ChannelSettings, other: ChannelSettings): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

async function merge(standard: ReminderSettings, own: ChannelSettings): Promise<ReminderSettings> {
  return {
    zone: own.zone ?? standard.zone,
    time: own.time ?? standard.time,
    leadDays: own.leadDays ?? standard.leadDays,
    weekdays: own.weekdays ? new Set(own.weekdays as Weekday[]) : standard.weekdays,
    isOff: await daysOff(own),
    escalation: own.escalation,
    since: Temporal.Instant.from(own.since),
  };
}

async function daysOff({ holidays, freezes = [] }: ChannelSettings): Promise<(day: Day) => boolean> {
  const holidayOn = holidays === undefined ? undefined : await publicHolidays(holidays);
  return (day) => freezes.some(({ from, until }) => from <= day && day <= until) || holidayOn?.(day) !== undefined;
}
