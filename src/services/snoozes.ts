import type { Temporal } from 'temporal-polyfill';
import type { Answer } from '../domain/answer.js';
import { type Day, dayIn } from '../domain/calendar.js';
import type { Rung } from '../domain/ladder.js';
import type { Moving } from '../domain/migration.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { endSnooze, latestUntil, snoozeOf, spokenRung, type Until, untilDay, wakeDay } from '../domain/snooze.js';
import type { Original } from '../domain/subscription.js';
import type { MigrationView } from '../domain/view.js';
import type { Changes, Decision } from './changes.js';
import { quoted } from './endings.js';
import { pickOriginal } from './lookup.js';
import { meet } from './people.js';
import type { Ask } from './record.js';
import type { Speaking } from './speaking.js';

/** An original with the step that Ferry speaks of next. */
interface Open {
  readonly original: Original;
  readonly rung: Rung;
}

/** Keeps Ferry quiet about a step for some days: never beyond the last day on which it can be done. */
export class Snoozes {
  readonly #changes: Changes;
  readonly #speaking: Speaking;

  constructor(changes: Changes, speaking: Speaking) {
    this.#changes = changes;
    this.#speaking = speaking;
  }

  /** `ref`: an original, or a migration for all its originals. */
  snooze(ask: Ask, ref: string, until: Until | 'off', reason: string | undefined): Promise<Answer> {
    return this.#changes.edit(ask, ref, async (draft, now, tx) => {
      const meant = originalsMeant(draft, ref);
      if (until === 'off') return end(meant, now);
      refuseIfGivenUp(draft);
      const settings = await this.#speaking.in(draft.channel, tx);
      const today = dayIn(settings.zone, now);
      const open = meant.flatMap((original): Open[] => {
        const rung = spokenRung(draft, original, now, today);
        return rung ? [{ original, rung }] : [];
      });
      const first = mostUrgent(open);
      if (!first) throw new UserError('snooze-nothing', { id: named(draft, ref) }, [`show ${draft.id}`]);
      const day = untilDay(until, first.rung, today, settings);
      refuseIfTooLong(draft, open, day, today, now, reason);
      const { id: by } = await meet(tx, ask.speaker);
      const changed = open.filter((one) => !isSnoozed(one, day, reason));
      for (const { original, rung } of changed) {
        const why = reason === undefined ? {} : { reason };
        original.snooze = { rung: rung.name, latest: rung.latest, until: day, ...why, by, at: now.toString() };
      }
      if (changed.length === 0) return 'already';
      const originals = changed.map(({ original }) => original.id);
      return { did: 'snoozed', originals, until: day, ...(reason === undefined ? {} : { reason }) };
    });
  }

  /** The first day on which one of these originals is spoken of again, where that is earlier than the day that was asked for. */
  async wakesBefore({ migration, now }: MigrationView, originals: readonly string[]): Promise<Day | undefined> {
    const settings = await this.#speaking.in(migration.channel);
    const today = dayIn(settings.zone, now);
    for (const original of migration.originals) {
      const rung = originals.includes(original.id) ? spokenRung(migration, original, now, today) : undefined;
      const wake = rung && wakeDay(original, rung, settings);
      if (wake !== undefined && wake !== original.snooze?.until) return wake;
    }
    return undefined;
  }
}

function originalsMeant(draft: Moving, ref: string): readonly Original[] {
  return named(draft, ref) === draft.id ? draft.originals : [pickOriginal(draft, ref)];
}

function named({ id }: Moving, ref: string): string {
  return REFERENCE.exec(ref)?.[2] === undefined ? id : ref;
}

function end(meant: readonly Original[], now: Temporal.Instant): Decision {
  const snoozed = meant.filter(({ snooze }) => snooze !== undefined && !snooze.ended);
  for (const original of snoozed) endSnooze(original, now);
  if (snoozed.length === 0) return 'already';
  return { did: 'snoozed', originals: snoozed.map(({ id }) => id), until: null };
}

function refuseIfGivenUp({ id, abandoned, declinedOn }: Moving): void {
  if (abandoned) throw new UserError('abandoned', { id }, [`resume ${id}`]);
  if (declinedOn) throw new UserError('declined', { id }, [`accept ${id}`]);
}

function mostUrgent(open: readonly Open[]): Open | undefined {
  return [...open].sort(({ rung: one }, { rung: other }) => (one.latest < other.latest ? -1 : 1))[0];
}

/** All or none: somebody who names a migration should not have to find out which part of it is quiet. */
function refuseIfTooLong(
  draft: Moving,
  open: readonly Open[],
  day: Day,
  today: Day,
  now: Temporal.Instant,
  reason: string | undefined,
): void {
  if (day <= today) throw new UserError('snooze-past', { on: { day } });
  for (const { original, rung } of open) {
    const { id } = original;
    const latest = latestUntil(draft, original, rung, today, now);
    if (day <= latest) continue;
    if (latest <= today) throw new UserError('snooze-last-day', { id, on: { day: latest } }, [`show ${id}`]);
    const run = `snooze ${id} ${latest}${reason === undefined ? '' : ` reason=${quoted(reason)}`}`;
    throw new UserError('snooze-too-late', { id, on: { day }, latest: { day: latest }, day: latest }, [run]);
  }
}

/** A reason that is not given again stays. */
function isSnoozed({ original, rung }: Open, day: Day, reason: string | undefined): boolean {
  const snooze = snoozeOf(original, rung);
  return snooze?.until === day && !snooze.ended && (reason === undefined || reason === snooze.reason);
}
