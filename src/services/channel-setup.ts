import { isDeepStrictEqual } from 'node:util';
import type { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, daysBetween } from '../domain/calendar.js';
import { type ChannelSettings, type Freeze, MOST_FREEZES } from '../domain/channel-settings.js';
import { type ChannelChanged, type ChannelView, missedUntil, nextSpeaking } from '../domain/channel-view.js';
import type { Language } from '../domain/language.js';
import { partsOf, publicHolidays } from '../domain/public-holidays.js';
import { UserError } from '../domain/refusal.js';
import type { Changes } from './changes.js';
import type { Languages } from './languages.js';
import { meet, type PersonNamed, personNamed } from './people.js';
import type { Clock, Store, Transaction } from './ports.js';
import type { Ask } from './record.js';
import { redrawIn } from './redraw.js';
import type { Speaking } from './speaking.js';

/** What a channel can have of its own. */
export type Own = Omit<ChannelSettings, 'since' | 'by'>;

/** One change of how Ferry speaks in a channel. */
export type SettingChange =
  | { readonly what: 'set'; readonly values: Pick<Own, 'leadDays' | 'time' | 'zone' | 'weekdays' | 'language'> }
  /** It is as everywhere again. */
  | { readonly what: 'clear'; readonly name: keyof Own }
  /** Public holidays are days off: `DE`, or `DE-BY` for those of a part. */
  | { readonly what: 'observe'; readonly where: string }
  /** Days off are added; the same days again change the reason. */
  | { readonly what: 'freeze'; readonly freeze: Freeze }
  /** The freezes that begin on a day are taken away. */
  | { readonly what: 'unfreeze'; readonly from: Day }
  /** The person who hears last of what nobody has seen to. */
  | { readonly what: 'escalate'; readonly who: PersonNamed };

const AHEAD_DAYS = 60;
const FREEZE_DAYS = 92;
const SHOWN_PARTS = 20;

/** Shows and changes how Ferry speaks in the channel that is spoken in. */
export class ChannelSetup {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changes: Changes;
  readonly #speaking: Speaking;
  readonly #languages: Languages;

  constructor(store: Store, clock: Clock, changes: Changes, speaking: Speaking, languages: Languages) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
    this.#speaking = speaking;
    this.#languages = languages;
  }

  /** `reader`: in whose language public holidays are named; that of the channel when not given. */
  async show(address: string, reader?: Language): Promise<ChannelView> {
    const settings = await this.#speaking.in(address);
    const own = (await this.#store.get('channels', address))?.settings;
    const language = await this.#languages.in(address);
    const now = this.#clock.now();
    const today = dayIn(settings.zone, now);
    const until = addDays(today, AHEAD_DAYS);
    const nameOf = async (id: string) => (await this.#store.get('people', id))?.name ?? id;
    return {
      settings,
      language,
      own,
      by: own && (await nameOf(own.by)),
      escalation: settings.escalation === undefined ? undefined : await nameOf(settings.escalation),
      today,
      next: nextSpeaking(settings, now),
      until,
      holidays: own?.holidays === undefined ? [] : await holidaysIn(own.holidays, today, until, reader ?? language),
    };
  }

  /** Makes all of the changes, or none: one that cannot be made is refused with its reason. */
  async change(ask: Ask, changes: readonly SettingChange[]): Promise<ChannelChanged> {
    // Loading the calendars takes a moment, in which the store must not wait.
    for (const change of changes) await assertPossible(change);
    return this.#commit(ask, async (own, today, tx) => {
      let wanted = own;
      for (const change of changes) wanted = await changed(wanted, change, { ask, today, tx });
      return wanted;
    });
  }

  async #commit(
    ask: Ask,
    decide: (own: Own, today: Day, tx: Transaction) => Own | Promise<Own>,
  ): Promise<ChannelChanged> {
    const before = await this.#speaking.in(ask.from);
    const changedAt = await this.#changes.apply(ask, async (tx, now): Promise<Temporal.Instant | undefined> => {
      const channel = (await tx.get('channels', ask.from)) ?? { id: ask.from, rev: 0, reference: null };
      const own = withoutMark(channel.settings);
      const wanted = await decide(own, dayIn(before.zone, now), tx);
      if (isDeepStrictEqual(own, wanted)) return undefined;
      const spoken = await this.#languages.in(ask.from, undefined, tx);
      const by = (await meet(tx, ask.speaker)).id;
      // Taking away is a change too: who did it, and when, stays.
      await tx.put('channels', { ...channel, settings: { ...wanted, since: now.toString(), by } });
      if ((await this.#languages.in(ask.from, undefined, tx)) !== spoken) await redrawIn(tx, ask.from, now);
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

async function assertPossible(change: SettingChange): Promise<void> {
  if (change.what === 'observe' && !(await publicHolidays(change.where))) await refusePlace(change.where);
  if (change.what !== 'freeze') return;
  const { from, until } = change.freeze;
  const values = { from: { day: from }, until: { day: until } };
  if (until < from) throw new UserError('settings-freeze-backwards', values);
  const days = daysBetween(from, until) + 1;
  if (days > FREEZE_DAYS) throw new UserError('settings-freeze-long', { ...values, days, limit: FREEZE_DAYS });
}

async function changed(
  own: Own,
  change: SettingChange,
  { ask, today, tx }: { readonly ask: Ask; readonly today: Day; readonly tx: Transaction },
): Promise<Own> {
  switch (change.what) {
    case 'set':
      return { ...own, ...change.values };
    case 'clear': {
      const { [change.name]: _, ...rest } = own;
      return rest;
    }
    case 'observe':
      return { ...own, holidays: change.where };
    case 'freeze':
      return frozen(own, change.freeze, today);
    case 'unfreeze':
      return unfrozen(own, change.from);
    case 'escalate':
      return { ...own, escalation: (await personNamed(tx, ask.speaker, change.who)).id };
  }
}

function frozen(own: Own, freeze: Freeze, today: Day): Own {
  const { from, until } = freeze;
  if (until < today) throw new UserError('settings-freeze-past', { until: { day: until } });
  const others = (own.freezes ?? []).filter((one) => one.from !== from || one.until !== until);
  // Those that are past make room.
  const freezes = [...others.filter((one) => one.until >= today), freeze].sort(byDay);
  if (freezes.length > MOST_FREEZES) throw new UserError('settings-freeze-many', { limit: MOST_FREEZES });
  return { ...own, freezes };
}

function unfrozen({ freezes = [], ...rest }: Own, from: Day): Own {
  const left = freezes.filter((one) => one.from !== from);
  if (left.length === freezes.length) {
    const known = freezes.map((one) => one.from).join(', ');
    throw new UserError('settings-freeze-none', { from: { day: from }, count: freezes.length, days: known });
  }
  return left.length > 0 ? { ...rest, freezes: left } : rest;
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

async function holidaysIn(where: string, from: Day, until: Day, language: Language): Promise<ChannelView['holidays']> {
  const nameOf = await publicHolidays(where, language);
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => addDays(from, index));
  return days.flatMap((day) => {
    const name = nameOf?.(day);
    return name === undefined ? [] : [{ day, name }];
  });
}
