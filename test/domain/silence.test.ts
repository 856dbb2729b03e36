import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../src/domain/calendar.js';
import type { Migration } from '../../src/domain/migration.js';
import { addUp, silenceOf } from '../../src/domain/silence.js';
import type { Original } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

const berlin = {
  zone: 'Europe/Berlin',
  time: '09:00',
  weekdays: new Set<Weekday>([1, 2, 3, 4, 5]),
  leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
};
const abandoned = { abandoned: { on: '2026-11-01', reason: 'they stay' } };
const over = { ended: { how: 'expired', on: '2026-11-10' } } as const;
const snooze = { rung: 'provision', latest: '2027-01-31', until: '2026-12-03', by: 'P1', at: '2026-11-19T10:00:00Z' };

function whyOf(facts: Partial<Original>, more: Partial<Migration> = {}, noticed = false, now = '2026-11-20T10:00Z') {
  const original = anOriginal(facts);
  return silenceOf(aMigration({ originals: [original], ...more }), original, berlin, at(now), noticed);
}

describe('the reason for a silence', () => {
  it.each<[string, ReturnType<typeof whyOf>, ReturnType<typeof whyOf>]>([
    ['given up, and it renews', whyOf({ renewal: 'auto-renews' }, abandoned), { why: 'renewing' }],
    ['declined, and it ends', whyOf({}, { declinedOn: '2026-11-01' }), { why: 'notMoved' }],
    ['given up, its renewal not known', whyOf({ renewal: 'unknown' }, abandoned), { why: 'notMoved' }],
    ['given up after its end', whyOf(over, abandoned), undefined],
    ['snoozed', whyOf({ snooze }), { why: 'snoozed', until: '2026-12-03' }],
    ['snoozed before, and told today', whyOf({ snooze }, {}, true), { why: 'snoozed', until: '2026-12-03' }],
    ['a snooze of another day', whyOf({ snooze: { ...snooze, latest: '2027-01-30' } }), { why: 'notDue' }],
    ['told today', whyOf({}, {}, true), { why: 'noticed' }],
    ['a snooze that ends today', whyOf({ snooze }, {}, false, '2026-12-03T06:00Z'), { why: 'notDue' }],
    ['nothing due', whyOf({}), { why: 'notDue' }],
    ['ended and served', whyOf(over, { replacements: [aReplacement({ provisionedOn: '2026-11-01' })] }), undefined],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('is counted once for each, with the first day of those that are quiet', () => {
    const reasons = [
      { why: 'renewing' },
      { why: 'snoozed', until: '2026-12-05' },
      { why: 'snoozed', until: '2026-12-03' },
      { why: 'notDue' },
      undefined,
    ] as const;
    expect(addUp(reasons)).toEqual({
      ...{ renewing: 1, notMoved: 0, snoozed: 2, snoozedUntil: '2026-12-03', noticed: 0, notDue: 1 },
    });
    expect(addUp([]).snoozedUntil).toBeUndefined();
  });
});
