import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { nextRung } from '../domain/ladder.js';
import { findOriginal, isGivenUp } from '../domain/migration.js';
import { chasedInvitation } from '../domain/nudge.js';
import type { ReminderSettings } from '../domain/reminder.js';
import type { Request } from '../domain/request.js';
import { addUp, type SilentFor, silenceOf } from '../domain/silence.js';
import { quietUntil } from '../domain/snooze.js';
import type { DigestLine, DigestView, MigrationView } from '../domain/view.js';
import { besideOf, isOpen, type Lookup } from './lookup.js';
import type { Clock, OutboxRow, Store } from './ports.js';
import { noticedIn } from './silences.js';
import type { Speaking } from './speaking.js';

/** The last time everything was checked, and how many originals there were. */
export interface FullCheck {
  readonly at: Temporal.Instant;
  readonly originals: number;
}

/** So many originals are counted before others have their turn. */
const SLICE = 25;
/** What is left out changes slowly: it is counted anew after this long. */
const COUNTED_MS = 10 * 60_000;

interface Counted {
  /** Why nothing is said of each original of the channel, by its id. */
  readonly reasons: ReadonlyMap<string, SilentFor | undefined>;
  readonly unowned: number;
  readonly at: number;
}

/** Digests as they are to be read now. */
export class DigestViews {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lookup: Lookup;
  readonly #speaking: Speaking;
  readonly #counted = new Map<string, Counted>();
  #checked: FullCheck | undefined;

  constructor(store: Store, clock: Clock, lookup: Lookup, speaking: Speaking) {
    this.#store = store;
    this.#clock = clock;
    this.#lookup = lookup;
    this.#speaking = speaking;
  }

  get checked(): FullCheck | undefined {
    return this.#checked;
  }

  /** Everything has been checked. */
  noteCheck(check: FullCheck): void {
    this.#checked = check;
  }

  /** The latest digest of a channel; undefined: there was none yet. */
  async latest(channel: string): Promise<DigestView | undefined> {
    const id = (await this.#store.get('channels', channel))?.digest;
    const row = id === undefined ? undefined : await this.#store.get('outbox', id);
    return row && this.of(row);
  }

  /** A channel's digest, from the lines that are entered for it. */
  async of({ id, destination, day = '', ...row }: OutboxRow): Promise<DigestView> {
    const rows = await this.#store.list('outbox', { digest: id });
    const hasNews = row.reference === undefined || (row.grown ?? 0) > (row.shown ?? 0);
    const lines = await this.lines(
      rows.filter(({ status }) => status === 'told'),
      hasNews,
    );
    const { reasons, unowned } = await this.#countedIn(destination);
    const shown = new Set(rows.map(({ subjects }) => subjects.at(-1)));
    const silence = addUp([...reasons].flatMap(([original, reason]) => (shown.has(original) ? [] : [reason])));
    const now = this.#clock.now();
    return {
      day,
      person: undefined,
      lines,
      silence,
      unowned,
      requests: requestsOf(lines),
      checked: this.#checked,
      now,
    };
  }

  /**
   * What rows tell, as it stands now: the one to act on first in front, what is over last. `hasNews`: not all of it is known to
   * have been seen.
   */
  async lines(rows: readonly OutboxRow[], hasNews = true): Promise<DigestLine[]> {
    const lines: DigestLine[] = [];
    for (const [index, row] of rows.entries()) {
      const [id = '', originalId] = row.subjects;
      const view = await this.#lookup.byId(id);
      if (view) lines.push(await this.#line(row, view, originalId, hasNews));
      if (index % SLICE === SLICE - 1) await this.#clock.turn?.();
    }
    return inOrder(lines);
  }

  async #line(
    row: OutboxRow,
    view: MigrationView,
    originalId: string | undefined,
    hasNews: boolean,
  ): Promise<DigestLine> {
    const { migration, now } = view;
    const settings = await this.#speaking.in(migration.channel);
    const dueDay = row.reminder?.dueDay ?? dayIn(settings.zone, Temporal.Instant.from(row.due));
    const original = originalId === undefined ? undefined : findOriginal(migration, originalId);
    const line = { view, dueDay, doubted: row.doubted, snoozed: undefined } as const;
    // What an attempt had begun to tell here is told here, though its migration lives elsewhere by now.
    const isHere = migration.channel === row.destination || (row.stays === true && hasNews);
    if (!isHere) return { ...line, about: { kind: 'over', original, isElsewhere: true } };
    if (row.notice?.about === 'invitation') {
      const { sentOn, days } = row.notice;
      const isAwaited = !isGivenUp(migration) && chasedInvitation(migration, now)?.sentOn === sentOn;
      return { ...line, about: isAwaited ? { kind: 'invitation', days } : { kind: 'over', original: undefined } };
    }
    const today = dayIn(settings.zone, now);
    const rung = original && !isGivenUp(migration) ? nextRung(migration, original, now, today) : undefined;
    const { reminder } = row;
    // The word of an incident is of whatever is next.
    const isMeant = reminder === undefined || (rung?.name === reminder.rung && rung.latest === reminder.latest);
    if (!original || !rung || !isMeant) {
      return { ...line, about: { kind: 'over', original } };
    }
    const snoozed = quietUntil(original, rung, settings, today);
    return { ...line, about: { kind: 'rung', original, rung }, snoozed };
  }

  async #countedIn(channel: string): Promise<Counted> {
    const now = this.#clock.now();
    const known = this.#counted.get(channel);
    if (known && Math.abs(now.epochMilliseconds - known.at) < COUNTED_MS) return known;
    const settings = await this.#speaking.in(channel);
    const counted = { ...(await this.#count(channel, settings, now)), at: now.epochMilliseconds };
    this.#counted.set(channel, counted);
    return counted;
  }

  async #count(channel: string, settings: ReminderSettings, now: Temporal.Instant): Promise<Omit<Counted, 'at'>> {
    const reasons = new Map<string, SilentFor | undefined>();
    let unowned = 0;
    const noticed = await noticedIn(this.#store, channel, dayIn(settings.zone, now), settings.zone);
    for (const migration of await this.#store.list('migrations', { channel })) {
      const whole = { ...migration, beside: await besideOf(this.#store, migration) };
      if (migration.owner === undefined && isOpen(whole, now)) unowned += 1;
      for (const original of migration.originals) {
        reasons.set(original.id, silenceOf(whole, original, settings, now, noticed.has(original.id)));
        if (reasons.size % SLICE === 0) await this.#clock.turn?.();
      }
    }
    return { reasons, unowned };
  }
}

/** What waits for a second person in the migrations of these lines, each once. */
export function requestsOf(lines: readonly DigestLine[]): Request[] {
  return [...new Map(lines.flatMap(({ view }) => view.requests).map((one) => [one.id, one])).values()];
}

/** The one to act on first in front, what is over last. */
export function inOrder(lines: readonly DigestLine[]): DigestLine[] {
  return [...lines].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : orderOf(one) > orderOf(other) ? 1 : 0));
}

/** By the day to act by; an unanswered invitation waits behind, then what is quiet, then what is over. */
function orderOf({ about, snoozed }: DigestLine): string {
  if (about.kind === 'over') return '4';
  if (snoozed !== undefined) return `3 ${snoozed}`;
  return about.kind === 'invitation' ? '2' : `1 ${about.rung.latest}`;
}
