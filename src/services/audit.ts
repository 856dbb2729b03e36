import { Temporal } from 'temporal-polyfill';
import { AuditDays, type AuditSettings } from '../domain/audit-days.js';
import { owedIncident, owedNudge, owedReminder, type Voice } from '../domain/audit-rules.js';
import { isGivenUp, type Moving } from '../domain/migration.js';
import type { Notice } from '../domain/notice.js';
import { type PublicHolidays, publicHolidays } from '../domain/public-holidays.js';
import { type Clock, type OutboxRow, POINTLESS, type Store } from './ports.js';

/** What is younger may be on its way: whoever plans looks once a minute. */
const QUIET = { minutes: 10 } as const;
/** No wait of the delivery is longer: one that is was set by a clock that has been put back since. */
const LONGEST_WAIT = { hours: 1 } as const;
/** So many originals are looked at before others have their turn. */
const SLICE = 25;
/** So many rows are entered by one change. */
const ROWS_PER_CHANGE = 50;

/** A row that must be there and is not. */
export interface MissingRow extends Pick<OutboxRow, 'id' | 'kind' | 'destination' | 'reminder' | 'notice'> {
  readonly migration: string;
  readonly original?: string;
  readonly due: Temporal.Instant;
}

/** A row that ought to be posted and is not on its way, since that moment. */
export interface StuckRow {
  readonly id: string;
  readonly destination: string;
  readonly since: Temporal.Instant;
}

/** What an audit found. */
export interface Findings {
  readonly at: Temporal.Instant;
  /** How many originals it looked at. */
  readonly originals: number;
  readonly missing: readonly MissingRow[];
  readonly stuck: readonly StuckRow[];
}

/**
 * Works out anew what should have gone out, and finds what did not. It shares no code with what plans the reminders, and it
 * goes through everything each time: nothing that was remembered wrongly can hide a row.
 */
export class Audit {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #standard: AuditSettings;
  /** By place, as channels name it. Reading the calendars takes a while, and they do not change. */
  readonly #holidays = new Map<string, Promise<PublicHolidays | undefined>>();
  /** Migrations and rows by when they were last seen to change. */
  readonly #touched = new Map<string, Temporal.Instant>();
  /** Ids of the rows of its reminders, by original. */
  readonly #reminders = new Map<string, Set<string>>();
  /** Undefined before the first audit. */
  #watchingSince: Temporal.Instant | undefined;

  /** `standard`: how Ferry speaks where a channel has nothing of its own. */
  constructor(store: Store, clock: Clock, standard: AuditSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#standard = standard;
  }

  /** To be called one at a time. */
  async check(now: Temporal.Instant): Promise<Findings> {
    await this.#watch(now);
    const look = { now, quiet: now.subtract(QUIET), voices: new Map<string, Promise<Voice>>() };
    const found = { originals: 0, missing: [] as MissingRow[], stuck: await this.#unposted(look) };
    const customers = new Set((await this.#store.list('migrations')).map(({ customer }) => customer));
    let slice = 0;
    for (const customer of customers) {
      const all = await this.#store.list('migrations', { customer });
      for (const one of all) {
        if (isGivenUp(one)) continue;
        found.originals += one.originals.length;
        await this.#judge({ ...one, beside: all.filter((other) => other !== one) }, look, found);
      }
      slice += all.reduce((sum, { originals }) => sum + originals.length, 1);
      if (slice < SLICE) continue;
      slice = 0;
      await this.#clock.turn?.();
    }
    return { at: now, ...found };
  }

  /** Enters the rows themselves, so that what plans them may be broken and nothing is lost. */
  async enter(missing: readonly MissingRow[]): Promise<void> {
    for (let from = 0; from < missing.length; from += ROWS_PER_CHANGE) {
      await this.#store.change(async (tx) => {
        for (const one of missing.slice(from, from + ROWS_PER_CHANGE)) {
          const row = await tx.get('outbox', one.id);
          if (isMissing(row)) await tx.put('outbox', rowOf(one, row?.rev ?? 0));
        }
      });
    }
  }

  async #watch(now: Temporal.Instant): Promise<void> {
    if (this.#watchingSince !== undefined) {
      // Before a moment that lies ahead the clock has been put back.
      if (isBefore(now, this.#watchingSince)) this.#watchingSince = now;
      for (const [id, at] of this.#touched) {
        if (isBefore(at, now.subtract(QUIET)) || isBefore(now, at)) this.#touched.delete(id);
      }
      return;
    }
    for (const collection of ['migrations', 'outbox'] as const) {
      await this.#store.watch(collection, (ids) => {
        for (const id of ids) this.#noteReminder(id);
        // At first all ids are told, and nothing has changed.
        if (this.#watchingSince === undefined) return;
        for (const id of ids) this.#touched.set(id, this.#clock.now());
      });
    }
    this.#watchingSince = now;
  }

  #noteReminder(id: string): void {
    const [, original] = /^reminder (\S+) /.exec(id) ?? [];
    if (original === undefined) return;
    const known = this.#reminders.get(original) ?? new Set();
    this.#reminders.set(original, known.add(id));
  }

  async #judge(migration: Moving, look: Look, found: { missing: MissingRow[]; stuck: StuckRow[] }): Promise<void> {
    const voice = await this.#voiceOf(migration.channel, look);
    let before: ReadonlySet<string> | undefined;
    for (const owed of owedRows(migration, voice, look.now)) {
      const row = await this.#store.get('outbox', owed.id);
      if (row?.status === 'told' && owed.isNextWord && !(await this.#isTold(row))) {
        found.stuck.push({ id: owed.id, destination: owed.destination, since: Temporal.Instant.from(row.due) });
      }
      if (!isMissing(row) || (await this.#hasLater(owed))) continue;
      // What became due only just now, or by a change of just now, is given its time.
      before ??= new Set(owedRows(migration, voice, look.quiet).map(({ id }) => id));
      if (!before.has(owed.id) || this.#isTouched(migration)) continue;
      const { isNextWord: _isNextWord, ...missing } = owed;
      found.missing.push(missing);
    }
  }

  /** By a change an earlier day may have become the latest: what was told of a later one has told it. */
  async #hasLater({ original = '', reminder }: MissingRow): Promise<boolean> {
    for (const id of this.#reminders.get(original) ?? []) {
      const row = await this.#store.get('outbox', id);
      const { rung, latest, dueDay } = row?.reminder ?? {};
      const isLater =
        rung === reminder?.rung && latest === reminder?.latest && dueDay && dueDay > (reminder?.dueDay ?? '');
      if (isLater && !isMissing(row)) return true;
    }
    return false;
  }

  #isTouched({ id, beside = [] }: Moving): boolean {
    return this.#touched.has(id) || beside.some((one) => this.#touched.has(one.id));
  }

  /** Whether its digest is there, or was: whoever removed one that stood there has read it. */
  async #isTold({ id, digest = '' }: OutboxRow): Promise<boolean> {
    if (this.#touched.has(id) || this.#touched.has(digest)) return true;
    const row = await this.#store.get('outbox', digest);
    return row !== undefined && (row.status !== 'dropped' || row.shown !== undefined);
  }

  /** Rows whose turn came a while ago, and with which nothing has happened since. */
  async #unposted({ now, quiet }: Look): Promise<StuckRow[]> {
    if (this.#watchingSince === undefined || isBefore(quiet, this.#watchingSince)) return [];
    const rows = await Promise.all(
      (['waiting', 'sending'] as const).map((status) => this.#store.list('outbox', { status })),
    );
    const moving = await this.#moving();
    return rows.flat().flatMap(({ id, kind, destination, due, retryAt }) => {
      if (kind === 'card' || moving.has(destination)) return [];
      const waits = [due, retryAt ?? due].map((text) => Temporal.Instant.from(text));
      const since = waits
        .filter((wait) => isBefore(wait, now.add(LONGEST_WAIT)))
        .reduce((latest, wait) => (isBefore(latest, wait) ? wait : latest), Temporal.Instant.fromEpochMilliseconds(0));
      return isBefore(quiet, since) ? [] : [{ id, destination, since }];
    });
  }

  /** Channels in which something has happened lately, or that take nothing: what waits there waits for its turn. */
  async #moving(): Promise<ReadonlySet<string>> {
    const rows = await Promise.all([...this.#touched.keys()].map((id) => this.#store.get('outbox', id)));
    const closed = await this.#store.list('outbox', { status: 'stopped' });
    // A wait that the platform named holds up the whole channel, and stands on one row.
    const waiting = await this.#store.list('outbox', { status: 'waiting' });
    const now = this.#clock.now();
    const resting = waiting.filter(({ retryAt }) => {
      const until = retryAt === undefined ? now : Temporal.Instant.from(retryAt);
      return isBefore(now, until) && isBefore(until, now.add(LONGEST_WAIT));
    });
    return new Set([...rows, ...closed, ...resting].flatMap((row) => (row ? [row.destination] : [])));
  }

  #voiceOf(channel: string, { voices }: Look): Promise<Voice> {
    const known = voices.get(channel) ?? this.#readVoice(channel, voices);
    voices.set(channel, known);
    return known;
  }

  async #readVoice(channel: string, voices: Look['voices']): Promise<Voice> {
    const own = (await this.#store.get('channels', channel))?.settings;
    if (!own) {
      // Most channels have nothing of their own: what is worked out for one is known for all.
      const standard = voices.get('') ?? Promise.resolve(voiceOf(this.#standard));
      voices.set('', standard);
      return standard;
    }
    const holidays = own.holidays === undefined ? undefined : await this.#holidaysOf(own.holidays);
    return voiceOf({
      zone: own.zone ?? this.#standard.zone,
      time: own.time ?? this.#standard.time,
      leadDays: own.leadDays ?? this.#standard.leadDays,
      weekdays: own.weekdays ? new Set(own.weekdays) : this.#standard.weekdays,
      isOff: (day) =>
        own.freezes?.some(({ from, until }) => day >= from && day <= until) === true || holidays?.(day) !== undefined,
      escalation: own.escalation,
      since: Temporal.Instant.from(own.since),
    });
  }

  #holidaysOf(place: string): Promise<PublicHolidays | undefined> {
    const known = this.#holidays.get(place) ?? publicHolidays(place);
    this.#holidays.set(place, known);
    return known;
  }
}

interface Look {
  readonly now: Temporal.Instant;
  /** What must have been entered was due by then. */
  readonly quiet: Temporal.Instant;
  readonly voices: Map<string, Promise<Voice>>;
}

function voiceOf(settings: AuditSettings): Voice {
  return { settings, days: new AuditDays(settings) };
}

interface OwedRow extends MissingRow {
  /** It tells what is to be done next, and nothing has gone wrong: no notice takes its place. */
  readonly isNextWord: boolean;
}

/** The rows that must be there at that moment, by ids that are put together here a second time. */
function owedRows(migration: Moving, voice: Voice, now: Temporal.Instant): OwedRow[] {
  const { id, channel } = migration;
  const rows: OwedRow[] = [];
  const nudge = owedNudge(migration, voice, now);
  if (nudge) {
    const { sentOn, days, at } = nudge;
    const notice: Notice = { about: 'invitation', sentOn, days };
    const row = { kind: 'notice', migration: id, destination: channel, due: at, notice, isNextWord: true } as const;
    rows.push({ id: `notice ${id} invitation ${sentOn} ${days} ${channel}`, ...row });
  }
  for (const original of migration.originals) {
    const about = { migration: id, original: original.id, destination: channel };
    const incident = owedIncident(migration, original, now);
    if (incident) {
      const { what, since } = incident;
      const notice: Notice = { about: 'incident', what, since };
      const row = { kind: 'notice', ...about, due: now, notice, isNextWord: false } as const;
      rows.push({ id: `notice ${id} ${original.id} incident ${what} ${since} ${channel}`, ...row });
    }
    const reminder = owedReminder(migration, original, voice, now);
    if (reminder) {
      const { rung, day, at } = reminder;
      rows.push({
        id: `reminder ${original.id} ${rung.name} ${rung.latest} ${day} ${channel}`,
        kind: 'reminder',
        ...about,
        due: at,
        reminder: { rung: rung.name, latest: rung.latest, dueDay: day },
        isNextWord: !incident,
      });
    }
  }
  return rows;
}

/** What was over before anybody was told of it, and is not over after all, is to be told. */
function isMissing(row: OutboxRow | undefined): boolean {
  if (row === undefined) return true;
  return row.status === 'dropped' && row.problem === POINTLESS;
}

/** As a post of its own. */
function rowOf({ migration, original, due, ...row }: MissingRow, rev: number): OutboxRow {
  const subjects = original === undefined ? [migration] : [migration, original];
  return { ...row, rev, subjects, due: due.toString(), status: 'waiting', attempts: 0 };
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
