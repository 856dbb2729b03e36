import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayIn, isBefore, momentAt, workingDayUpTo } from '../domain/calendar.js';
import { nextRung } from '../domain/ladder.js';
import { isGivenUp } from '../domain/migration.js';
import { dueNudges } from '../domain/nudge.js';
import { type Person, remindedFor } from '../domain/person.js';
import { dueReminders, isFinal } from '../domain/reminder.js';
import { addUp, silenceOf } from '../domain/silence.js';
import { quietUntil, spokenRung } from '../domain/snooze.js';
import { incident } from '../domain/stage.js';
import type { DigestLine, DigestView } from '../domain/view.js';
import { AT_ONCE, NEVER } from './agenda.js';
import type { Changes } from './changes.js';
import { type DigestViews, inOrder, requestsOf } from './digest-views.js';
import { dropEarlier } from './digests.js';
import type { Lookup } from './lookup.js';
import { noteOwn } from './own-conversation.js';
import { findPerson, meet } from './people.js';
import type { Clock, OutboxRow, Store } from './ports.js';
import type { Ask } from './record.js';
import type { Speaking } from './speaking.js';

/** So many originals are looked at before others have their turn. */
const SLICE = 25;

/** Digests of people who asked for one of their own: in a direct message, each working day on which something is theirs to do. */
export class PersonalDigests {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changes: Changes;
  readonly #lookup: Lookup;
  readonly #speaking: Speaking;
  readonly #digests: DigestViews;
  readonly #changed = new Set<string>();
  /** Those who asked, by id, with the day of the last one that was entered. */
  readonly #askers = new Map<string, { person: Person; entered?: string }>();
  #isWatching = false;

  constructor(store: Store, clock: Clock, changes: Changes, lookup: Lookup, speaking: Speaking, digests: DigestViews) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
    this.#lookup = lookup;
    this.#speaking = speaking;
    this.#digests = digests;
  }

  /** `to`: the address of the speaker's direct conversation; undefined: she wants none any more. Answers whether that is news. */
  ask(ask: Ask, to: string | undefined): Promise<boolean> {
    return this.#changes.apply(ask, async (tx, now) => {
      const { digest, ...person } = await meet(tx, ask.speaker);
      // It goes there unasked, and is to be in her language.
      if (to !== undefined) await noteOwn(tx, to, { identity: ask.speaker.identity, language: ask.told });
      if (digest?.to === to) return false;
      await tx.put('people', { ...person, ...(to === undefined ? {} : { digest: { to, since: now.toString() } }) });
      return true;
    });
  }

  /** Enters what is due at `now` and has no row yet. To be called one at a time. */
  async sweep(now: Temporal.Instant): Promise<void> {
    if (!this.#isWatching) {
      await this.#store.watch('people', (ids) => {
        for (const id of ids) this.#changed.add(id);
      });
      this.#isWatching = true;
    }
    await this.#noteChanges();
    for (const asker of this.#askers.values()) {
      const { id, digest } = asker.person;
      if (!digest) continue;
      // Her direct conversation is a channel, with settings of its own.
      const settings = await this.#speaking.in(digest.to);
      const day = dayIn(settings.zone, now);
      const dueAt = momentAt(day, settings.time, settings.zone);
      if (asker.entered === day || isBefore(now, dueAt) || workingDayUpTo(day, settings) !== day) continue;
      if (isBefore(dueAt, Temporal.Instant.from(digest.since))) continue;
      await this.#enter(id, digest.to, day, dueAt);
      asker.entered = day;
    }
  }

  /** When a sweep may enter one although nothing is changed until then, in ms since 1970. Not to be called during a sweep. */
  async next(now: Temporal.Instant): Promise<number> {
    if (!this.#isWatching) return AT_ONCE;
    await this.#noteChanges();
    let next = NEVER;
    for (const { person, entered } of this.#askers.values()) {
      if (!person.digest) continue;
      const { to, since } = person.digest;
      const settings = await this.#speaking.in(to);
      const { zone, time } = settings;
      const isTurn = (day: Day) =>
        day !== entered &&
        workingDayUpTo(day, settings) === day &&
        !isBefore(momentAt(day, time, zone), Temporal.Instant.from(since));
      let day = dayIn(zone, now);
      while (!isTurn(day)) day = addDays(day, 1);
      next = Math.min(next, momentAt(day, time, zone).epochMilliseconds);
    }
    return next;
  }

  /** The digest of a row; undefined when she does not want one any more. */
  async digest({ person = '', day = '' }: OutboxRow): Promise<DigestView | undefined> {
    const known = await this.#store.get('people', person);
    return known?.digest && this.#of(known, day);
  }

  /** What is the speaker's to do today. */
  async now(identity: string): Promise<DigestView | undefined> {
    const person = await findPerson(this.#store, identity);
    if (!person) return undefined;
    const settings = person.digest ? await this.#speaking.in(person.digest.to) : this.#speaking.standard;
    return this.#of(person, dayIn(settings.zone, this.#clock.now()));
  }

  async #noteChanges(): Promise<void> {
    for (const id of this.#changed) {
      const person = await this.#store.get('people', id);
      this.#changed.delete(id);
      if (person?.digest) this.#askers.set(id, { person });
      else this.#askers.delete(id);
    }
  }

  async #enter(person: string, destination: string, day: string, dueAt: Temporal.Instant): Promise<void> {
    const id = `digest ${person} ${day}`;
    await this.#store.change(async (tx) => {
      if (await tx.get('outbox', id)) return;
      await dropEarlier(tx, destination, (row) => row.person === person);
      const row = { rev: 0, kind: 'digest', subjects: [], status: 'waiting', attempts: 0 } as const;
      await tx.put('outbox', { id, ...row, subjects: [], destination, day, person, due: dueAt.toString() });
    });
  }

  async #of(person: Person, day: string): Promise<DigestView> {
    const lines: DigestLine[] = [];
    const reasons: ReturnType<typeof silenceOf>[] = [];
    const now = this.#clock.now();
    const people = new Map((await this.#store.list('people')).map((one) => [one.id, one]));
    let size = 0;
    const owned = await this.#store.list('migrations', { owner: person.id });
    const deputised = await this.#store.list('migrations', { deputy: person.id });
    for (const migration of new Set([...owned, ...deputised])) {
      const { owner = '', deputy = '', channel } = migration;
      const settings = await this.#speaking.in(channel);
      const today = dayIn(settings.zone, now);
      const reminded = remindedFor(people.get(owner), people.get(deputy), today);
      if (isGivenUp(migration) || !reminded.some(({ id }) => id === person.id)) continue;
      const view = await this.#lookup.byId(migration.id);
      if (!view) continue;
      const whole = view.migration;
      // Also what its channel will be told later today.
      const told = momentAt(today, settings.time, settings.zone);
      const asOf = isBefore(now, told) ? told : now;
      const due = new Set(
        dueReminders(whole, settings, asOf).flatMap(({ original, dueDay }) => (dueDay === today ? [original.id] : [])),
      );
      const line = { view, snoozed: undefined, dueDay: today, doubted: undefined };
      const nudge = dueNudges(whole, settings, asOf).find(({ dueDay }) => dueDay === today);
      if (nudge) lines.push({ ...line, about: { kind: 'invitation', days: nudge.days } });
      for (const original of migration.originals) {
        const isWrong = incident(whole, original, now) !== undefined;
        const rung = spokenRung(whole, original, now, today) ?? (isWrong ? nextRung(whole, original, now) : undefined);
        const isQuiet = rung !== undefined && quietUntil(original, rung, settings, today) !== undefined;
        if (rung && (isWrong || (!isQuiet && (due.has(original.id) || isFinal(rung, today, settings))))) {
          lines.push({ ...line, about: { kind: 'rung', original, rung } });
        } else reasons.push(silenceOf(whole, original, settings, now, false));
        size += 1;
        if (size % SLICE === 0) await this.#clock.turn?.();
      }
    }
    return {
      day,
      person,
      lines: inOrder(lines),
      silence: addUp(reasons),
      unowned: 0,
      requests: requestsOf(lines),
      checked: this.#digests.checked,
      now,
    };
  }
}
