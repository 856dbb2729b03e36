import type { Day } from '../../src/domain/calendar.js';
import type { Migration, Moving } from '../../src/domain/migration.js';
import { type Owed, owedAt, owedIncident } from './obligations.js';
import { wrongReceipt } from './receipt.js';
import { keyOfPost, type RunRecord, type Taken } from './record.js';
import { digestDayOf, readTellings, type Telling } from './told.js';
import { dayAt, msAt, type Voice, voiceOf } from './voice.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SOON_MS = 5 * MINUTE_MS;
const COUNTED_MS = 12 * MINUTE_MS;
/** What one post before it in its lane may take. */
const TURN_MS = 12_000;

/** Something was owed all the time from `from` to `until`, in true ms. */
interface Debt {
  readonly name: string;
  readonly owed: Owed;
  readonly from: number;
  until: number;
  /** The reader's day when it began. */
  readonly began: Day;
}

/** Compares what was told with what should have been; answers what is wrong, each with its evidence. */
export function check(record: RunRecord): string[] {
  return new Checker(record).check();
}

class Checker {
  readonly #record: RunRecord;
  readonly #migrations = new Map<string, Migration>();
  readonly #voices = new Map<string, Voice>();
  readonly #open = new Map<string, Debt>();
  readonly #debts: Debt[] = [];
  /** Until when, by the wall clock, nothing can have changed by time alone. */
  readonly #quiet = new Map<string, { readonly from: number; readonly until: number; readonly names: string[] }>();
  /** How each channel was spoken to, from when on. */
  readonly #spoken = new Map<string, { readonly from: number; readonly voice: Voice }[]>();
  readonly #byOriginal = new Map<string, Debt[]>();
  readonly #byName = new Map<string, Debt[]>();
  /** The channels that each migration has lived in. */
  readonly #homes = new Map<string, Set<string>>();
  readonly #wrong: string[] = [];
  #changedAt = 0;

  constructor(record: RunRecord) {
    this.#record = record;
  }

  check(): string[] {
    this.#walk();
    const tellings = readTellings(this.#record.taken);
    for (const debt of this.#debts) {
      const { original, channel } = debt.owed;
      push(this.#byOriginal, `${original} ${channel}`, debt);
      push(this.#byName, debt.name, debt);
    }
    const told = tellings.map((telling) => ({ telling, debt: this.#meant(telling) }));
    this.#checkEarly(told);
    this.#checkTwice(told);
    this.#checkOrder(told);
    this.#checkDays(told);
    for (const [name, debts] of this.#byName) this.#checkTold(name, debts, told);
    return [...new Set(this.#record.complaints), ...this.#wrong];
  }

  /** From state to state, and from look to look: what was owed when. */
  #walk(): void {
    const { changes, looks, taken } = this.#record;
    const events = [
      ...changes.map((change) => ({ at: change.at, wall: change.wall, change, look: undefined, digest: undefined })),
      ...looks.map((look) => ({ at: look.at, wall: look.wall, change: undefined, look, digest: undefined })),
      ...taken
        .filter(({ message }) => digestDayOf(message.title) !== undefined)
        .map((digest) => ({ at: digest.asked, wall: digest.wall, change: undefined, look: undefined, digest })),
    ].sort((one, other) => one.at - other.at);
    let isTrusted = false;
    for (const { at, wall, change, look, digest } of events) {
      if (digest) this.#checkReceipt(digest);
      if (change) this.#changedAt = at;
      for (const [id, migration] of change?.migrations ?? []) {
        this.#migrations.set(id, migration);
        this.#homes.set(id, (this.#homes.get(id) ?? new Set()).add(migration.channel));
        // Whoever is of the same customer is judged with it.
        for (const one of this.#migrations.values())
          if (one.customer === migration.customer) this.#quiet.delete(one.id);
      }
      for (const [channel, own] of change?.settings ?? []) {
        const voice = voiceOf(this.#record.standard, own);
        this.#voices.set(channel, voice);
        push(this.#spoken, channel, { from: at, voice });
        this.#quiet.clear();
      }
      isTrusted = look?.isTrusted ?? isTrusted;
      if (isTrusted && !digest) this.#look(at, wall);
    }
  }

  /** What is left out is counted anew every ten minutes: nothing has changed for longer, nor has a day begun. */
  #checkReceipt(digest: Taken): void {
    const { wall, at, channel } = digest;
    const isNewDay =
      wall % DAY_MS < COUNTED_MS ||
      dayAt(this.#voiceOf(channel), wall - COUNTED_MS) !== dayAt(this.#voiceOf(channel), wall);
    if (isNewDay || at - this.#changedAt < COUNTED_MS) return;
    const wrong = wrongReceipt(digest, [...this.#migrations.values()], this.#voiceOf(channel));
    if (wrong !== undefined) this.#complain('RECEIPT', `${digest.reference} in ${channel} at ${iso(at)}: ${wrong}`);
  }

  #look(at: number, wall: number): void {
    for (const migration of this.#migrations.values()) {
      const known = this.#quiet.get(migration.id);
      if (known && known.from <= wall && wall < known.until) {
        for (const name of known.names) (this.#open.get(name) as Debt).until = at;
        continue;
      }
      const voice = this.#voiceOf(migration.channel);
      const names = this.#owe(migration, voice, at, wall);
      const midnight = (Math.floor(wall / DAY_MS) + 1) * DAY_MS;
      const mornings = [dayAt(voice, wall), dayAt(voice, wall + DAY_MS)].map((day) => msAt(voice, day));
      // What a clock that was ahead has written becomes true later.
      const changes = migration.originals
        .map(({ since }) => Date.parse(since))
        .concat(voice.since, deputySince(migration));
      const until = [...mornings, ...changes]
        .filter((one) => one > wall)
        .reduce((first, one) => Math.min(first, one), midnight);
      this.#quiet.set(migration.id, { from: wall, until, names });
    }
  }

  #owe(migration: Migration, voice: Voice, at: number, wall: number): string[] {
    const others = [...this.#migrations.values()].filter(({ customer }) => customer === migration.customer);
    const moving: Moving = { ...migration, beside: others.filter((one) => one !== migration) };
    const owed = migration.originals.flatMap((original) => [
      owedAt(moving, original, voice, wall),
      owedIncident(moving, original, wall),
    ]);
    const names = owed.filter((one) => one !== undefined).map((one) => this.#enter(one, voice, at, wall));
    for (const [name, debt] of this.#open) {
      // Also what was owed in the channel that it lived in before.
      if (debt.owed.original.startsWith(`${migration.id}.`) && !names.includes(name)) this.#open.delete(name);
    }
    return names;
  }

  #enter(owed: Owed, voice: Voice, at: number, wall: number): string {
    const name = keyOf(owed);
    const known = this.#open.get(name);
    if (known) known.until = at;
    else {
      const debt = { name, owed, from: at, until: at, began: dayAt(voice, wall) };
      this.#open.set(name, debt);
      this.#debts.push(debt);
    }
    return name;
  }

  #voiceOf(channel: string): Voice {
    const voice = this.#voices.get(channel) ?? voiceOf(this.#record.standard, undefined);
    this.#voices.set(channel, voice);
    return voice;
  }

  /** The debt that a telling pays: a post by its key, a line by what it says. */
  #meant(telling: Telling): Debt | undefined {
    const { kind, original, dueDay, taken } = telling;
    const isMeant = ({ owed }: Debt) =>
      kind === 'incident'
        ? owed.what === 'incident'
        : owed.what === 'reminder' && (kind === 'line' ? owed.day === dueDay : parcelOf(owed) === taken.key);
    const all = this.#byOriginal.get(`${original} ${taken.channel}`) ?? [];
    const reminders = all.filter(isMeant);
    const found =
      reminders.length > 0 || !this.#isLostIncident(telling) ? reminders : all.filter(isOwedIncident(taken.at));
    return found.filter(({ from }) => from <= taken.at).at(-1) ?? found[0] ?? this.#carried(telling);
  }

  /** What was owed where its migration lived before, and was not told there, is told in its new channel. */
  #carried({ original, taken }: Telling): Debt | undefined {
    const homes = this.#homes.get(original.replace(/\..*$/, '')) ?? new Set();
    const before = [...homes].filter((channel) => channel !== taken.channel);
    return before
      .flatMap((channel) => this.#byOriginal.get(`${original} ${channel}`) ?? [])
      .filter(({ owed, from }) => owed.what === 'reminder' && from <= taken.at)
      .at(-1);
  }

  /** Where nobody can look, the word of an incident that was posted twice without an answer is a line of a later digest. */
  #isLostIncident({ kind, original, dueDay, digestDay, isDoubted, taken: { channel } }: Telling): boolean {
    if (kind !== 'line' || !isDoubted || !channel.startsWith('teams:') || (dueDay ?? '') >= (digestDay ?? ''))
      return false;
    return (this.#record.unanswered.get(`${channel} ${original}`) ?? 0) >= 2;
  }

  #checkEarly(told: readonly Told[]): void {
    for (const { telling, debt } of told) {
      if (telling.kind === 'direct') continue;
      if (!debt) this.#complain('EARLY', `nobody was owed ${say(telling)}`);
      // A debt is noticed by the minute, and what changes a channel looks at once.
      else if (debt.from - MINUTE_MS > telling.taken.at) {
        this.#complain('EARLY', `${say(telling)} was owed only at ${iso(debt.from)}`);
      }
    }
  }

  /** The same reminder twice: nowhere, or, where nobody can look, if it says so. */
  #checkTwice(told: readonly Told[]): void {
    const first = new Map<string, Telling>();
    for (const { telling, debt } of told) {
      const { kind, taken, isDoubted } = telling;
      if (kind === 'direct' || debt === undefined) continue;
      // Wherever its migration has lived since: it is told once.
      const key = kind === 'incident' ? `${taken.channel} ${taken.key}` : debt.name.replace(/ \S+$/, '');
      const before = first.get(key);
      if (!before) first.set(key, telling);
      else if (taken.channel.startsWith('slack:') || !isDoubted) {
        this.#complain('DUPLICATED', `${say(telling)}, after ${say(before)}`);
      }
    }
  }

  /** Who has heard of a later day does not hear of an earlier one any more. */
  #checkOrder(told: readonly Told[]): void {
    const latest = new Map<string, Told>();
    for (const one of told) {
      const { telling, debt } = one;
      if (debt?.owed.what !== 'reminder' || telling.isDoubted) continue;
      const { original, rung, latest: last, channel, day } = debt.owed;
      const name = `${original} ${rung} ${last} ${channel}`;
      const before = latest.get(name);
      if (!before?.debt || before.debt.owed.day <= day) latest.set(name, one);
      else if (before.telling.taken.at < telling.taken.asked) {
        this.#complain('STALE', `${say(telling)}, after ${say(before.telling)}`);
      }
    }
  }

  /** At most one post about an original on each day of the reader, and what comes late says so. */
  #checkDays(told: readonly Told[]): void {
    const days = new Map<string, Told[]>();
    const digests = new Map<string, string>();
    for (const one of told) {
      const { kind, original, digestDay, taken, isLate, isDoubted } = one.telling;
      if (kind === 'direct') continue;
      const voice = this.#voiceAt(taken.channel, taken.asked);
      const day = dayAt(voice, taken.wall);
      push(days, `${taken.channel} ${original} ${day}`, one);
      const isNearMidnight = dayAt(voice, taken.wall - MINUTE_MS) !== day;
      const isOld = one.debt !== undefined && one.debt.owed.day < day;
      if (kind === 'reminder' && isOld && !isLate && !isNearMidnight) {
        this.#complain('UNMARKED', `${say(one.telling)}, due on ${one.debt?.owed.day}`);
      }
      if (digestDay === undefined) continue;
      const name = `${taken.channel} ${digestDay}`;
      const before = digests.get(name) ?? taken.reference;
      if (before !== taken.reference && !(isDoubted && taken.channel.startsWith('teams:'))) {
        this.#complain('OVERFULL', `a second digest of ${digestDay}: ${say(one.telling)}`);
      }
      digests.set(name, taken.reference);
    }
    for (const [key, ones] of days) this.#checkDay(key, ones);
  }

  #checkDay(key: string, ones: readonly Told[]): void {
    // A second one of which the first is in doubt is judged as such.
    const told = ones.filter(({ telling }) => !telling.isDoubted && telling.kind !== 'incident');
    const day = key.slice(-10);
    const onTime = told.filter(({ debt }) => debt?.owed.day === day);
    // What could not be told in its time is told all the same, and says so: if it is on its way before the day's own is due.
    const own = onTime.reduce((first, { debt }) => Math.min(first, debt?.from ?? first), Number.POSITIVE_INFINITY);
    const late = told.filter((one) => !onTime.includes(one));
    const isLateTwice = late.length > 1 || late.some(({ telling }) => telling.taken.asked > own + MINUTE_MS);
    if (onTime.length > 1 || isLateTwice) {
      this.#complain('OVERFULL', `${key}: ${ones.map(({ telling }) => say(telling)).join(' AND ')}`);
    }
  }

  #voiceAt(channel: string, at: number): Voice {
    return (this.#spoken.get(channel) ?? []).findLast((one) => one.from <= at)?.voice ?? this.#voiceOf(channel);
  }

  #checkTold(name: string, debts: readonly Debt[], told: readonly Told[]): void {
    const seen = told.filter(({ debt }) => debt?.name === name).map(({ telling }) => telling.taken.at);
    const first = seen.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
    const when = first === Number.POSITIVE_INFINITY ? 'never told' : `told at ${iso(first)}`;
    for (const debt of debts) {
      const { owed, from, until } = debt;
      if (this.#gaveWay(debt, told) || this.#isOvertaken(owed, told)) continue;
      const end = Math.min(until, first);
      const free = this.#freeFor(owed.channel, from, end);
      if (free !== undefined) {
        const period = `owed from ${iso(from)} to ${iso(until)}`;
        this.#complain('LATE', `${name}: ${period}, ${when}; nothing hindered it from ${iso(free)} on`);
      }
      const isOwedStill = this.#open.get(name) === debt;
      if (isOwedStill && first === Number.POSITIVE_INFINITY && this.#record.end - from > 10 * MINUTE_MS) {
        this.#complain('MISSED', `${name}: owed from ${iso(from)}, and never told`);
      }
    }
  }

  /** The notice of an incident takes the place of a reminder of its day, and is late if it must. */
  #gaveWay({ owed, began, from }: Debt, told: readonly Told[]): boolean {
    if (owed.what === 'incident') return false;
    const voice = this.#voiceAt(owed.channel, from);
    const isOfIt = (one: Debt) => one.owed.what === 'incident' && one.began === began;
    return (
      (this.#byOriginal.get(`${owed.original} ${owed.channel}`) ?? []).some(isOfIt) ||
      told.some(({ telling: { kind, original, taken } }) => {
        return kind === 'incident' && original === owed.original && dayAt(voice, taken.wall) >= began;
      })
    );
  }

  /**
   * A later day of the same rung was told: the earlier one has collapsed into it. What was told in another channel that the
   * migration has lived in is not told again.
   */
  #isOvertaken({ what, original, rung, latest, day, channel }: Owed, told: readonly Told[]): boolean {
    return told.some(({ debt }) => {
      if (debt?.owed.original !== original || debt.owed.rung !== rung) return false;
      if (what === 'incident') return debt.owed.what === 'incident' && debt.owed.channel !== channel;
      if (debt.owed.latest !== latest) return false;
      const isTold = debt.owed.channel === channel ? debt.owed.day > day : debt.owed.day >= day;
      return isTold && debt.owed.what === 'reminder';
    });
  }

  /** From when on it had been owed for so long, with nothing in its way, that it is late; undefined: never. */
  #freeFor(channel: string, from: number, until: number): number | undefined {
    if (until - from < SOON_MS) return undefined;
    const { taken, troubles } = this.#record;
    const isHere = (at: string | undefined) => at === undefined || at === channel;
    const posts = taken.filter((one) => one.channel === channel && one.at >= from && one.at <= until).length;
    const allowed = SOON_MS + posts * TURN_MS;
    let free = from;
    for (const trouble of troubles) {
      if (!isHere(trouble.channel)) continue;
      if (trouble.from >= until) break;
      if (trouble.from - free >= allowed) return free;
      free = Math.max(free, trouble.until);
    }
    return until - free >= allowed ? free : undefined;
  }

  #complain(kind: string, text: string): void {
    this.#wrong.push(`${kind} ${text}`);
  }
}

interface Told {
  readonly telling: Telling;
  readonly debt: Debt | undefined;
}

function isOwedIncident(by: number): (debt: Debt) => boolean {
  return ({ owed, from }) => owed.what === 'incident' && from <= by;
}

function deputySince({ deputySince: since }: Migration): number {
  return since === undefined ? 0 : Date.parse(since);
}

function push<T>(map: Map<string, T[]>, key: string, one: T): void {
  const known = map.get(key);
  if (known) known.push(one);
  else map.set(key, [one]);
}

function keyOf({ what, original, rung, latest, day, channel }: Owed): string {
  return what === 'incident'
    ? `incident ${original} ${rung} ${channel}`
    : `reminder ${original} ${rung} ${latest} ${day} ${channel}`;
}

function parcelOf(owed: Owed): string {
  return keyOfPost(keyOf(owed));
}

function say({ kind, original, dueDay, taken }: Telling): string {
  return `${kind} ${original} of ${dueDay ?? 'its day'} in ${taken.channel} at ${iso(taken.at)} (${taken.reference})`;
}

function iso(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : 'never';
}
