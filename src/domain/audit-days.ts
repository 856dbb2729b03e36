import { Temporal } from 'temporal-polyfill';

/** When Ferry speaks in one channel, as the audit needs to know it. */
export interface AuditSettings {
  readonly zone: string;
  /** Local time of day, `09:00`. */
  readonly time: string;
  /** Days before a rung's last day on which to speak. */
  readonly leadDays: readonly number[];
  /** As ISO counts them, 1 is Monday. */
  readonly weekdays: ReadonlySet<number>;
  /** A weekday that is not worked on all the same. */
  isOff?(day: string): boolean;
  /** The id of the person who hears last. */
  readonly escalation?: string | undefined;
  /** When these last changed. */
  readonly since?: Temporal.Instant | undefined;
}

/** After so many days off in a row it no longer matters that they are days off. */
const LONGEST_TIME_OFF = 120;

/**
 * The days and mornings of one channel, worked out with Temporal's own types and nothing else: what the audit finds must not
 * rest on the calendar that it audits. Made for one audit, it remembers what it was asked.
 */
export class AuditDays {
  readonly #settings: AuditSettings;
  readonly #worked = new Map<string, boolean>();
  readonly #moments = new Map<string, Temporal.Instant>();
  readonly #leads = new Map<string, readonly string[]>();
  readonly #today = new Map<number, string>();

  constructor(settings: AuditSettings) {
    this.#settings = settings;
  }

  /** The reader's day at that moment. */
  today(now: Temporal.Instant): string {
    return remembered(this.#today, now.epochMilliseconds, () =>
      now.toZonedDateTimeISO(this.#settings.zone).toPlainDate().toString(),
    );
  }

  /** When it is spoken on that day: the first instant at which clocks there show the time, or a later one. */
  moment(day: string): Temporal.Instant {
    return remembered(this.#moments, day, () => {
      const { zone, time } = this.#settings;
      const wanted = Temporal.PlainDateTime.from(`${day}T${time}`);
      const first = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
      if (isReached(first, wanted)) return first.toInstant();
      // Clocks are put forward over it, somewhere between these two.
      let [before, after] = [
        first.epochMilliseconds,
        wanted.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds,
      ];
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        const shown = Temporal.Instant.fromEpochMilliseconds(middle).toZonedDateTimeISO(zone);
        if (isReached(shown, wanted)) after = middle;
        else before = middle;
      }
      return Temporal.Instant.fromEpochMilliseconds(after);
    });
  }

  /** Where `latest` is the last day: the days before it on which to speak, moved back to working days. */
  leadDays(latest: string): readonly string[] {
    return remembered(this.#leads, latest, () =>
      this.#settings.leadDays.map((lead) => this.workingDayUpTo(plusDays(latest, -lead))),
    );
  }

  workingDayUpTo(day: string): string {
    return this.#nearest(day, -1);
  }

  workingDayFrom(day: string): string {
    return this.#nearest(day, 1);
  }

  /** The `count`th working day after that day. */
  workingDaysAfter(day: string, count: number): string {
    return count === 0 ? day : this.workingDaysAfter(this.workingDayFrom(plusDays(day, 1)), count - 1);
  }

  #nearest(day: string, step: 1 | -1): string {
    for (let away = 0; away < LONGEST_TIME_OFF; away += 1) {
      const found = away === 0 ? day : plusDays(day, away * step);
      if (this.#isWorked(found)) return found;
    }
    return day;
  }

  #isWorked(day: string): boolean {
    const { weekdays } = this.#settings;
    return remembered(
      this.#worked,
      day,
      () => weekdays.has(Temporal.PlainDate.from(day).dayOfWeek) && this.#settings.isOff?.(day) !== true,
    );
  }
}

/** The day so many days later, or earlier. */
export function plusDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

function isReached(shown: Temporal.ZonedDateTime, wanted: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(shown.toPlainDateTime(), wanted) >= 0;
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}
