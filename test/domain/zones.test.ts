import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { addDays, type Day, momentAt } from '../../src/domain/calendar.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { aMigration, anOriginal, at } from '../support/builders.js';

const [FROM, UNTIL] = ['2025-01-01T00:00Z', '2036-01-01T00:00Z'];
/** On the hour and the half hour at which clocks are changed somewhere, and when people are told things. */
const TIMES = ['00:00', '00:30', '01:30', '02:00', '02:30', '09:00', '23:59'];

/** The local days around each change of the clocks in this zone. */
function daysOfChange(zone: string): Day[] {
  const days = new Set<Day>();
  let moment = at(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (!next || Temporal.Instant.compare(next.toInstant(), at(UNTIL)) > 0) return [...days];
    days.add(next.subtract({ nanoseconds: 1 }).toPlainDate().toString());
    days.add(next.toPlainDate().toString());
    moment = next;
  }
}

/** Each change of the clocks in this zone, with what they show against UTC before and after. */
function clocksOf(zone: string): string {
  const days = daysOfChange(zone).map((day) => at(`${day}T12:00Z`).toZonedDateTimeISO(zone));
  return [at(FROM).toZonedDateTimeISO(zone), ...days].map((one) => `${one.toInstant()} ${one.offset}`).join();
}

/** The first instant at which clocks show this day and time, or later, found by looking minute by minute. */
function firstInstant(day: Day, time: string, zone: string): string {
  const shows = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }) >= `${day}T${time}`;
  let instant = at(`${addDays(day, -1)}T00:00Z`).subtract({ hours: 3 });
  while (!shows(instant)) instant = instant.add({ hours: 1 });
  // Clocks may have shown it once before they were put back.
  instant = instant.subtract({ hours: 3 });
  while (!shows(instant)) instant = instant.add({ minutes: 1 });
  return instant.toString();
}

it('comes exactly once on each day on which clocks are changed, in every zone there is, at the first instant of its time', () => {
  let checked = 0;
  // Many zones have had the same clocks for all these years.
  const zones = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [clocksOf(zone), zone]));
  for (const zone of zones.values()) {
    for (const [index, day] of daysOfChange(zone).entries()) {
      const time = TIMES[index % TIMES.length] ?? '09:00';
      const settings: ReminderSettings = { zone, time, weekdays: new Set([1, 2, 3, 4, 5, 6, 7]), leadDays: [0] };
      // Twenty days before the end, so that nothing else has its turn.
      const latest = addDays(day, 20);
      const migration = aMigration({ originals: [anOriginal({ expiresOn: latest, since: '2024-01-01T00:00Z' })] });
      const due = momentAt(day, time, zone);
      expect(due.toString(), `${zone} ${day} ${time}`).toBe(firstInstant(day, time, zone));
      const lead = { ...settings, leadDays: [20] };
      const keys = new Set<string>();
      for (const minutes of [-24 * 60, -61, -1, 0, 1, 29, 59, 60, 61, 119, 24 * 60]) {
        const found = dueReminders(migration, lead, due.add({ minutes }));
        expect(found.length, `${zone} ${day} ${time} ${minutes}`).toBe(minutes < 0 ? 0 : 1);
        for (const one of found) keys.add(reminderKey(one, migration.channel));
      }
      expect([...keys]).toEqual([`reminder M1.1 provision ${latest} ${day} ${migration.channel}`]);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(500);
});
