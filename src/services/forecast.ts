import { Temporal } from 'temporal-polyfill';
import { addDays, dayIn, momentAt } from '../domain/calendar.js';
import { type Planned, plannedOf, type ToldIncident } from '../domain/forecast.js';
import { dueIncidents } from '../domain/notice.js';
import type { ReminderSettings } from '../domain/reminder.js';
import { addUp, type SilentFor, silenceOf } from '../domain/silence.js';
import type { MigrationView, PlannedPost, Silence } from '../domain/view.js';
import { type Together, together } from './lookup.js';
import { noticeId } from './outbox.js';
import type { Clock, Store } from './ports.js';
import type { Speaking } from './speaking.js';

/** So many originals are looked at before others have their turn. */
const SLICE = 25;

type Post = PlannedPost & { readonly lines: PlannedPost['lines'][number][] };

/** What will be posted, the first in front, and what stays silent. */
interface Foretold {
  readonly posts: readonly PlannedPost[];
  readonly silence: Silence;
}

/** Says what Ferry will post, and about what it will be silent, if nothing changes. */
export class Forecast {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #speaking: Speaking;
  readonly #underWay = new Map<number, Promise<Foretold>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store, clock: Clock, speaking: Speaking) {
    this.#store = store;
    this.#clock = clock;
    this.#speaking = speaking;
  }

  /** Until the end of the reader's day so many days ahead; what is due by now counts as posted. The first post is in front. */
  planned(days: number): Promise<Foretold> {
    // Whoever asks while one is made gets the same: it takes seconds where there are thousands.
    const known = this.#underWay.get(days);
    if (known) return known;
    const forecast = this.#last.then(() => this.#make(days)).finally(() => this.#underWay.delete(days));
    this.#underWay.set(days, forecast);
    this.#last = forecast.catch(() => undefined);
    return forecast;
  }

  async #make(days: number): Promise<Foretold> {
    const now = this.#clock.now();
    const reasons: (SilentFor | undefined)[] = [];
    const posts = new Map<string, Post>();
    const ends = new Map<string, Temporal.Instant>();
    let size = 0;
    for (const migration of together(await this.#store.list('migrations'))) {
      const settings = await this.#speaking.in(migration.channel);
      const until = ends.get(settings.zone) ?? endOf(settings.zone, now, days);
      ends.set(settings.zone, until);
      const planned = plannedOf(migration, settings, { from: now, until }, await this.#toldIncidents(migration, now));
      for (const one of planned) addTo(posts, await this.#viewAt(migration, one.at), one, settings);
      const spokenOf = new Set(planned.map(({ about }) => ('original' in about ? about.original.id : '')));
      const silent = migration.originals.filter(({ id }) => !spokenOf.has(id));
      reasons.push(...silent.map((original) => silenceOf(migration, original, settings, now, false)));
      size += 1 + migration.originals.length;
      if (size >= SLICE) {
        await this.#clock.turn?.();
        size = 0;
      }
    }
    const sorted = [...posts.values()].sort((one, other) => Temporal.Instant.compare(one.at, other.at));
    return { posts: sorted, silence: addUp(reasons) };
  }

  /** Its open incidents; one that was not told yet is told by the next sweep, which is now. */
  async #toldIncidents(migration: Together, now: Temporal.Instant): Promise<readonly ToldIncident[]> {
    const told: ToldIncident[] = [];
    for (const incident of dueIncidents(migration, now)) {
      const { original, what, since } = incident;
      const id = noticeId(migration, { about: 'incident', what, since }, [migration.id, original.id]);
      const row = await this.#store.get('outbox', id);
      told.push({ incident, at: row && row.status !== 'dropped' ? Temporal.Instant.from(row.due) : now });
    }
    return told;
  }

  /** As it will be spoken of then; what is asked of a second person now will have lapsed or been decided. */
  async #viewAt(migration: Together, now: Temporal.Instant): Promise<MigrationView> {
    const customer = await this.#store.get('customers', migration.customer);
    if (!customer) throw new Error(`${migration.id} has no customer record`);
    const person = async (id: string | undefined) => (id === undefined ? undefined : this.#store.get('people', id));
    const [owner, deputy] = [await person(migration.owner), await person(migration.deputy)];
    return { migration, customer, owner, deputy, requests: [], now };
  }
}

function endOf(zone: string, now: Temporal.Instant, days: number): Temporal.Instant {
  return momentAt(addDays(dayIn(zone, now), days + 1), '00:00', zone);
}

/** What goes into a digest is one post for each channel and moment. */
function addTo(
  posts: Map<string, Post>,
  view: MigrationView,
  { at, unit, about }: Planned,
  { zone }: ReminderSettings,
) {
  const { channel } = view.migration;
  const key = unit === 'digest' ? `${channel} ${at.epochMilliseconds}` : `notice ${posts.size}`;
  const post = posts.get(key);
  if (post) post.lines.push({ view, about });
  else posts.set(key, { at, channel, zone, unit, lines: [{ view, about }] });
}
