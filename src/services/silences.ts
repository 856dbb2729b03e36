import { Temporal } from 'temporal-polyfill';
import { addDays, dayIn } from '../domain/calendar.js';
import { nextRung, type Rung } from '../domain/ladder.js';
import { isIncident } from '../domain/notice.js';
import type { ReminderSettings } from '../domain/reminder.js';
import { type SilentFor, silenceOf } from '../domain/silence.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Lookup } from './lookup.js';
import type { Clock, Reader, Store } from './ports.js';
import type { Speaking } from './speaking.js';

/** So many originals are looked at before others have their turn. */
const SLICE = 25;

/** One original of which nothing is said now, and why. */
export interface SilentOriginal {
  readonly view: MigrationView;
  readonly original: Original;
  readonly reason: SilentFor;
  /** What is to be done about it next. */
  readonly rung: Rung | undefined;
}

/** What a channel has been told today. */
interface Told {
  readonly settings: ReminderSettings;
  readonly today: string;
  /** Originals with a line in the digest of today. */
  readonly shown: ReadonlySet<string>;
  /** Originals with a post of their own today. */
  readonly noticed: ReadonlySet<string>;
}

/** Says what Ferry is silent about just now, one by one: what the digests count in their last lines. */
export class Silences {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lookup: Lookup;
  readonly #speaking: Speaking;

  constructor(store: Store, clock: Clock, lookup: Lookup, speaking: Speaking) {
    this.#store = store;
    this.#clock = clock;
    this.#lookup = lookup;
    this.#speaking = speaking;
  }

  /** In the order of the migrations' numbers. */
  async now(): Promise<SilentOriginal[]> {
    const told = new Map<string, Told>();
    const silent: SilentOriginal[] = [];
    let size = 0;
    const migrations = [...(await this.#store.list('migrations'))];
    for (const { id, channel } of migrations.sort((one, other) => numberOf(one.id) - numberOf(other.id))) {
      const view = await this.#lookup.byId(id);
      if (!view) continue;
      const { migration, now } = view;
      const here = told.get(channel) ?? (await this.#toldIn(channel));
      told.set(channel, here);
      const { settings, today, shown, noticed } = here;
      for (const original of migration.originals) {
        const reason = silenceOf(migration, original, settings, now, noticed.has(original.id));
        if (!reason || shown.has(original.id)) continue;
        silent.push({ view, original, reason, rung: nextRung(migration, original, now, today) });
      }
      size += 1 + migration.originals.length;
      if (size >= SLICE) {
        await this.#clock.turn?.();
        size = 0;
      }
    }
    return silent;
  }

  async #toldIn(channel: string): Promise<Told> {
    const settings = await this.#speaking.in(channel);
    const today = dayIn(settings.zone, this.#clock.now());
    const noticed = await noticedIn(this.#store, channel, today, settings.zone);
    return { settings, today, noticed, shown: await this.#shownIn(channel, today) };
  }

  /** A digest that was dropped had nothing to show when its turn came. */
  async #shownIn(channel: string, today: string): Promise<ReadonlySet<string>> {
    const id = (await this.#store.get('channels', channel))?.digest;
    const digest = id === undefined ? undefined : await this.#store.get('outbox', id);
    if (digest?.day !== today || digest.status === 'dropped') return new Set();
    const lines = await this.#store.list('outbox', { digest: digest.id });
    return new Set(lines.map(({ subjects }) => subjects.at(-1) ?? ''));
  }
}

/** Originals that have, or have had today, a post of their own. */
export async function noticedIn(
  reader: Reader,
  channel: string,
  today: string,
  zone: string,
): Promise<ReadonlySet<string>> {
  // Rows are kept for ever, and zones are slow to ask: what is older than a day anywhere is passed over by its text.
  const earliest = addDays(today, -1);
  const own = (await reader.list('outbox', { destination: channel })).filter(
    ({ kind, status, due, notice }) =>
      due >= earliest &&
      (kind === 'reminder' || isIncident(notice)) &&
      status !== 'told' &&
      status !== 'dropped' &&
      dayIn(zone, Temporal.Instant.from(due)) === today,
  );
  return new Set(own.map(({ subjects }) => subjects.at(-1) ?? ''));
}

/** 12 of `M12`. */
function numberOf(id: string): number {
  return Number(id.slice(1));
}
