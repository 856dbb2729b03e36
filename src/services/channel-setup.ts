import { isDeepStrictEqual } from 'node:util';
import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, daysBetween } from '../domain/calendar.js';
import { type ChannelSettings, type Freeze, MOST_FREEZES } from '../domain/channel-settings.js';
import { type ChannelChanged, type ChannelView, missedUntil, nextSpeaking } from '../domain/channel-view.js';
import { partsOf, publicHolidays } from '../domain/public-holidays.js';
import { UserError } from '../domain/refusal.js';
import type { Changes } from './changes.js';
import { meet, type PersonNamed, personNamed } from './people.js';
import type { Clock, Store, Transaction } from './ports.js';
import type { Ask } from './record.js';
import type { Speaking } from './speaking.js';

/** What a channel can have of its own. */
export type Own = Omit<ChannelSettings, 'since' | 'by'>;

const AHEAD_DAYS = 60;
const FREEZE_DAYS = 92;
const SHOWN_PARTS = 20;

/** Shows and changes how Ferry speaks in the channel that is spoken in. */
export class ChannelSetup {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changes: Changes;
  readonly #speaking: Speaking;

  constructor(store: Store, clock: Clock, changes: Changes, speaking: Speaking) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
    this.#speaking = speaking;
  }

  async show(address: string): Promise<ChannelView> {
    const settings = await this.#speaking.in(address);
    const own = (await this.#store.get('channels', address))?.settings;
    const now = this.#clock.now();
    const today = dayIn(settings.zone, now);
    const until = addDays(today, AHEAD_DAYS);
    const nameOf = async (id: string) => (await this.#store.get('people', id))?.name ?? id;
    return {
      settings,
      own,
      by: own && (await nameOf(own.by)),
      escalation: settings.escalation === undefined ? undefined : await nameOf(settings.escalation),
      today,
      next: nextSpeaking(settings, now),
      until,
      holidays: own?.holidays === undefined ? [] : await holidaysIn(own.holidays, today, until),
    };
  }

  set(ask: Ask, values: Pick<Own, 'leadDays' | 'time' | 'zone' | 'weekdays'>): Promise<ChannelChanged> {
    return this.#change(ask, (own) => ({ ...own, ...values }));
  }

  /** Takes away what the channel has of its own, so that it is as everywhere. */
  clear(ask: Ask, name: keyof Own): Promise<ChannelChanged> {
    return this.#change(ask, ({ [name]: _, ...rest }) => rest);
  }

  /** Public holidays are days off: `DE`, or `DE-BY` for those of a part. */
  async observe(ask: Ask, where: string): Promise<ChannelChanged> {
    // Loading the calendars takes a moment, in which the store must not wait.
    if (!(await publicHolidays(where))) await refusePlace(where);
    return this.#change(ask, (own) => ({ ...own, holidays: where }));
  }

  /** Adds days off; the same days again change the reason. */
  async freeze(ask: Ask, freeze: Freeze): Promise<ChannelChanged> {
    const { from, until } = freeze;
    const values = { from: { day: from }, until: { day: until } };
    if (until < from) throw new UserError('settings-freeze-backwards', values);
    const days = daysBetween(from, until) + 1;
    if (days > FREEZE_DAYS) throw new UserError('settings-freeze-long', { ...values, days, limit: FREEZE_DAYS });
    return this.#change(ask, (own, today) => {
      if (until < today) throw new UserError('settings-freeze-past', { until: { day: until } });
      const others = (own.freezes ?? []).filter((one) => one.from !== from || one.until !== until);
      // Those that are past make room.
      const freezes = [...others.filter((one) => one.until >= today), freeze].sort(byDay);
      if (freezes.length > MOST_FREEZES) throw new UserError('settings-freeze-many', { limit: MOST_FREEZES });
      return { ...own, freezes };
    });
  }

  /** Takes away the freezes that begin on a day. */
  unfreeze(ask: Ask, from: Day): Promise<ChannelChanged> {
    return this.#change(ask, ({ freezes = [], ...rest }) => {
      const left = freezes.filter((one) => one.from !== from);
      if (left.length === freezes.length) {
        const known = freezes.map((one) => one.from).join(', ');
        throw new UserError('settings-freeze-none', { from: { day: from }, count: freezes.length, days: known });
      }
      return left.length > 0 ? { ...rest, freezes: left } : rest;
    });
  }

  /** Names the person who hears last of what nobody has seen to. */
  escalate(ask: Ask, who: PersonNamed): Promise<ChannelChanged> {
    return this.#change(ask, async (own, _today, tx) => {
      return { ...own, escalation: (await personNamed(tx, ask.speaker, who)).id };
    });
  }

  async #change(
    ask: Ask,
    decide: (own: Own, today: Day, tx: Transaction) => Own | Promise<Own>,
  ): Promise<ChannelChanged> {
    const before = await this.#speaking.in(ask.from);
    const changedAt = await this.#changes.apply(ask, async (tx, now): Promise<Temporal.Instant | undefined> => {
      const channel = (await tx.get('channels', ask.from)) ?? { id: ask.from, rev: 0, reference: null };
      const own = withoutMark(channel.settings);
      const wanted = await decide(own, dayIn(before.zone, now), tx);
      if (isDeepStrictEqual(own, wanted)) return undefined;
      const by = (await meet(tx, ask.speaker)).id;
      // Taking away is a change too: who did it, and when, stays.
      await tx.put('channels', { ...channel, settings: { ...wanted, since: now.toString(), by } });
      return now;
    });
    const view = await this.show(ask.from);
    return {
      view,
      unchanged: changedAt === undefined,
      missedUntil: changedAt && missedUntil(before, view.settings, changedAt),
    };
  }
}

function withoutMark(settings: ChannelSettings | undefined): Own {
  if (!settings) return {};
  const { since: _since, by: _by, ...own } = settings;
  return own;
}

function byDay(one: Freeze, other: Freeze): number {
  return one.from === other.from ? (one.until < other.until ? -1 : 1) : one.from < other.from ? -1 : 1;
}

async function refusePlace(where: string): Promise<never> {
  const codes = where.split('-');
  for (let length = codes.length - 1; length > 0; length -= 1) {
    const known = codes.slice(0, length).join('-');
    const parts = await partsOf(known);
    if (!parts) continue;
    const count = parts.length;
    const options = parts.slice(0, SHOWN_PARTS).join(', ');
    const rest = Math.max(0, count - SHOWN_PARTS);
    throw new UserError('settings-holidays-part', { value: where, place: known, count, options, rest });
  }
  throw new UserError('settings-holidays', { value: where });
}

async function holidaysIn(where: string, from: Day, until: Day): Promise<ChannelView['holidays']> {
  const nameOf = await publicHolidays(where);
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => addDays(from, index));
  return days.flatMap((day) => {
    const name = nameOf?.(day);
    return name === undefined ? [] : [{ day, name }];
  });
}
