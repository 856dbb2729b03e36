import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDays } from '../../src/domain/calendar.js';
import type { ChannelSettings } from '../../src/domain/channel-settings.js';
import { isGivenUp, type Migration } from '../../src/domain/migration.js';
import { dueIncidents } from '../../src/domain/notice.js';
import { dueNudges } from '../../src/domain/nudge.js';
import { dueReminders, type ReminderSettings, reminderKey } from '../../src/domain/reminder.js';
import { Audit } from '../../src/services/audit.js';
import { together } from '../../src/services/lookup.js';
import { noticeId } from '../../src/services/outbox.js';
import { type Clock, type OutboxRow, POINTLESS, type Store } from '../../src/services/ports.js';
import { Reminders } from '../../src/services/reminders.js';
import { Speaking } from '../../src/services/speaking.js';
import { anyMigrations, anyMoment, anySettings } from '../domain/any-migration.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const CHANNEL = 'slack:T0001/C0001';

const berlin: ReminderSettings = {
  zone: 'Europe/Berlin',
  time: '09:00',
  weekdays: new Set([1, 2, 3, 4, 5]),
  leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
};

async function aStore(): Promise<Store & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-audit-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return Object.assign(store, { close });
}

async function put(store: Store, migrations: readonly Migration[]): Promise<void> {
  await store.change(async (tx) => {
    for (const one of migrations) {
      await tx.put('migrations', { ...one, rev: (await tx.get('migrations', one.id))?.rev ?? 0 });
    }
  });
}

/** What the channel has of its own, set long ago. */
async function setChannel(store: Store, settings: Partial<ChannelSettings>): Promise<void> {
  const own = { since: '2026-01-01T00:00:00Z', by: 'P1', ...settings };
  await store.change(async (tx) => {
    await tx.put('channels', { id: CHANNEL, rev: 0, reference: null, settings: own });
  });
}

async function putRow(store: Store, row: Partial<OutboxRow> & { id: string }): Promise<void> {
  const whole: OutboxRow = {
    rev: 0,
    kind: 'reminder',
    destination: CHANNEL,
    subjects: ['M1', 'M1.1'],
    due: '2027-01-20T08:00:00Z',
    status: 'waiting',
    attempts: 0,
    ...row,
  };
  await store.change(async (tx) => {
    await tx.put('outbox', { ...whole, rev: (await tx.get('outbox', row.id))?.rev ?? 0 });
  });
}

const clock = new ManualClock('2026-11-20T10:00:00Z');

function sweep(store: Store, now: string | Temporal.Instant, settings = berlin): Promise<number> {
  return new Reminders(store, clock, new Speaking(store, settings)).sweep(at(String(now)));
}

async function missing(store: Store, now: string | Temporal.Instant, settings = berlin): Promise<string[]> {
  const found = await new Audit(store, clock, settings).check(at(String(now)));
  return found.missing.map(({ id }) => id).sort();
}

const MINUTES = { minutes: 10 } as const;

describe('an audit', () => {
  it('gives a reminder ten minutes', async () => {
    const store = await aStore();
    await put(store, [aMigration()]);
    expect(await missing(store, '2027-01-28T08:09:59Z')).toEqual([]);
    expect(await missing(store, '2027-01-28T08:10Z')).toEqual([
      `reminder M1.1 provision 2027-01-31 2027-01-28 ${CHANNEL}`,
    ]);
  });

  it('finds nothing after a sweep, and says how many originals it looked at', async () => {
    const store = await aStore();
    const other = aMigration({ id: 'M2', originals: [anOriginal({ id: 'M2.1' }), anOriginal({ id: 'M2.2' })] });
    const gone = aMigration({ id: 'M3', declinedOn: '2026-12-01', originals: [anOriginal({ id: 'M3.1' })] });
    await put(store, [aMigration(), other, gone]);
    await sweep(store, '2027-01-28T08:00Z');
    const now = at('2027-01-28T08:10Z');
    expect(await new Audit(store, clock, berlin).check(now)).toEqual({ at: now, originals: 3, missing: [], stuck: [] });
  });

  it('says what is missing, of which original, where and since when', async () => {
    const store = await aStore();
    await put(store, [aMigration()]);
    const found = await new Audit(store, clock, berlin).check(at('2027-01-28T12:00Z'));
    expect(found.missing).toEqual([
      {
        id: `reminder M1.1 provision 2027-01-31 2027-01-28 ${CHANNEL}`,
        kind: 'reminder',
        migration: 'M1',
        original: 'M1.1',
        destination: CHANNEL,
        due: at('2027-01-28T08:00Z'),
        reminder: { rung: 'provision', latest: '2027-01-31', dueDay: '2027-01-28' },
      },
    ]);
  });

  it('asks for what was due ten minutes ago and is due still, so that a long sleep misses the latest alone', async () => {
    const store = await aStore();
    await put(store, [aMigration()]);
    expect(await missing(store, '2027-01-29T08:05Z')).toEqual([]);
    expect(await missing(store, '2027-01-29T08:10Z')).toHaveLength(1);
  });

  it('gives a change ten minutes as well, of the customer’s other migrations too', async () => {
    const store = await aStore();
    const hours = new ManualClock('2027-01-28T12:00:00Z');
    const audit = new Audit(store, hours, berlin);
    await audit.check(hours.now());
    await put(store, [aMigration(), aMigration({ id: 'M2', originals: [] })]);
    expect((await audit.check(at('2027-01-28T12:10:00Z'))).missing).toEqual([]);
    await put(store, [aMigration({ id: 'M2', originals: [] })]);
    expect((await audit.check(at('2027-01-28T12:10:01Z'))).missing).toHaveLength(1);
    hours.set('2027-01-28T12:10:01Z');
    await put(store, [aMigration({ id: 'M2', originals: [] })]);
    expect((await audit.check(at('2027-01-28T12:20:00Z'))).missing).toEqual([]);
    expect((await audit.check(at('2027-01-28T12:20:02Z'))).missing).toHaveLength(1);
  });

  it('lets others have their turn every 25 originals', async () => {
    const store = await aStore();
    const many = Array.from({ length: 250 }, (_, index) =>
      aMigration({ id: `M${index + 1}`, customer: `C${index}`, originals: [anOriginal({ id: `M${index + 1}.1` })] }),
    );
    await put(store, many);
    let turns = 0;
    const busy: Clock = {
      now: () => clock.now(),
      after: () => () => undefined,
      turn: async () => {
        turns += 1;
      },
    };
    expect((await new Audit(store, busy, berlin).check(at('2027-01-28T12:00Z'))).originals).toBe(250);
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});

describe('the rules, written a second time', () => {
  const snooze = { rung: 'provision', latest: '2027-01-31', by: 'P1', at: '2027-01-11T10:00:00Z' };
  const original = (facts: Parameters<typeof anOriginal>[0]) => ({ originals: [anOriginal(facts)] });
  const ended = { how: 'expired', on: '2027-01-31' } as const;
  const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7];

  it.each<[string, Partial<Migration>, Partial<ChannelSettings>, string, string | undefined]>([
    ['a day before the end', {}, {}, '2027-01-28T12:00Z', 'provision 2027-01-31 2027-01-28'],
    ['one on a Sunday: on Friday', {}, {}, '2027-01-30T12:00Z', 'provision 2027-01-31 2027-01-29'],
    ['with other lead days', {}, { leadDays: [5] }, '2027-01-27T12:00Z', 'provision 2027-01-31 2027-01-26'],
    ['where Saturdays are worked', {}, { weekdays: ALL_WEEK }, '2027-01-30T12:00Z', 'provision 2027-01-31 2027-01-30'],
    [
      'in a freeze: before it',
      {},
      { freezes: [{ from: '2027-01-22', until: '2027-02-10' }] },
      '2027-01-29T12:00Z',
      'provision 2027-01-31 2027-01-21',
    ],
    [
      'on a public holiday of Bavaria: before it',
      original({ expiresOn: '2027-01-20' }),
      { holidays: 'DE-BY', leadDays: [14] },
      '2027-01-06T12:00Z',
      'provision 2027-01-20 2027-01-05',
    ],
    [
      'on a working day of Berlin that is none in Bavaria',
      original({ expiresOn: '2027-01-20' }),
      { holidays: 'DE-BE', leadDays: [14] },
      '2027-01-06T12:00Z',
      'provision 2027-01-20 2027-01-06',
    ],
    ['at another time: not yet', {}, { time: '14:00' }, '2027-01-28T12:59Z', 'provision 2027-01-31 2027-01-22'],
    [
      'in another zone: not yet',
      {},
      { zone: 'America/Los_Angeles' },
      '2027-01-28T16:59Z',
      'provision 2027-01-31 2027-01-22',
    ],
    ['past when the original changed', original({ since: '2027-01-28T08:00:00Z' }), {}, '2027-01-28T12:00Z', undefined],
    [
      'changed by a clock ahead',
      original({ since: '2027-01-29T08:00:00Z' }),
      {},
      '2027-01-28T12:00Z',
      'provision 2027-01-31 2027-01-28',
    ],
    ['past when the channel changed', {}, { since: '2027-01-28T08:00:00Z' }, '2027-01-28T12:00Z', undefined],
    [
      'quiet until a day: silent before it',
      original({ snooze: { ...snooze, until: '2027-01-25' } }),
      {},
      '2027-01-24T12:00Z',
      undefined,
    ],
    [
      'quiet until a day: spoken of on it',
      original({ snooze: { ...snooze, until: '2027-01-25' } }),
      {},
      '2027-01-25T12:00Z',
      'provision 2027-01-31 2027-01-25',
    ],
    [
      'quiet until a Sunday: spoken of on Friday',
      original({ snooze: { ...snooze, until: '2027-01-24' } }),
      {},
      '2027-01-22T12:00Z',
      'provision 2027-01-31 2027-01-22',
    ],
    [
      'quiet until a Sunday, asked for on Thursday evening in California: spoken of on Friday',
      original({ snooze: { ...snooze, until: '2027-01-24', at: '2027-01-22T02:00:00Z' } }),
      { zone: 'America/Los_Angeles' },
      '2027-01-22T18:00Z',
      'provision 2027-01-31 2027-01-22',
    ],
    [
      'quiet for a step that is over',
      original({ snooze: { ...snooze, latest: '2027-01-30', until: '2027-02-20' } }),
      {},
      '2027-01-28T12:00Z',
      'provision 2027-01-31 2027-01-28',
    ],
    ['the end: asked on the day after', {}, {}, '2027-02-01T12:00Z', 'end 2027-01-31 2027-02-01'],
    ['the end: asked again after a week', {}, {}, '2027-02-10T12:00Z', 'end 2027-01-31 2027-02-08'],
    [
      'the end: asked on the next working day',
      {},
      { freezes: [{ from: '2027-02-01', until: '2027-02-02' }] },
      '2027-02-05T12:00Z',
      'end 2027-01-31 2027-02-03',
    ],
    [
      'the end: asked a day later, where that day begins before it is over',
      {},
      { zone: 'Pacific/Kiritimati' },
      '2027-02-02T12:00Z',
      'end 2027-01-31 2027-02-02',
    ],
    [
      'an end that was told: when access ends',
      original({ ended }),
      {},
      '2027-02-27T12:00Z',
      'access-ends 2027-03-02 2027-02-26',
    ],
    [
      'replaced, with its renewal off: nothing before the end',
      { replacements: [aReplacement()] },
      {},
      '2027-01-28T12:00Z',
      undefined,
    ],
    [
      'replaced, with its renewal on',
      { ...original({ renewal: 'auto-renews' }), replacements: [aReplacement()] },
      {},
      '2027-01-28T12:00Z',
      'stop-renewal 2027-01-30 2027-01-27',
    ],
    [
      'not the next step on that day',
      original({ renewal: 'auto-renews' }),
      { leadDays: [1], weekdays: ALL_WEEK },
      '2027-01-31T12:00Z',
      undefined,
    ],
    [
      'a deputy: on the working day after',
      { deputy: 'P2' },
      { leadDays: [7] },
      '2027-01-25T12:00Z',
      'provision 2027-01-31 2027-01-25',
    ],
    [
      'who became it later',
      { deputy: 'P2', deputySince: '2027-01-25T08:00:00Z' },
      { leadDays: [7] },
      '2027-01-25T12:00Z',
      'provision 2027-01-31 2027-01-22',
    ],
    [
      'the next person: on the one after that',
      { deputy: 'P2' },
      { leadDays: [7], escalation: 'P3' },
      '2027-01-26T12:00Z',
      'provision 2027-01-31 2027-01-26',
    ],
    [
      'without a deputy: on the working day after',
      {},
      { leadDays: [7], escalation: 'P3' },
      '2027-01-27T12:00Z',
      'provision 2027-01-31 2027-01-25',
    ],
  ])('%s', async (_, facts, settings, now, expected) => {
    const store = await aStore();
    await put(store, [aMigration(facts)]);
    await setChannel(store, settings);
    const ids = (await missing(store, now)).filter((id) => id.startsWith('reminder'));
    expect(ids).toEqual(expected === undefined ? [] : [`reminder M1.1 ${expected} ${CHANNEL}`]);
  });

  it.each([
    ['in the spring gap: after it', 'Europe/Berlin', '02:30', '2027-03-28', '2027-03-28T01:00:00Z'],
    ['at the start of the gap', 'Europe/Berlin', '02:00', '2027-03-28', '2027-03-28T01:00:00Z'],
    ['right after the gap', 'Europe/Berlin', '03:00', '2027-03-28', '2027-03-28T01:00:00Z'],
    ['in the autumn fold: the first of the two', 'Europe/Berlin', '02:30', '2027-10-31', '2027-10-31T00:30:00Z'],
    ['in New York’s gap', 'America/New_York', '02:30', '2027-03-14', '2027-03-14T07:00:00Z'],
    ['in New York’s fold', 'America/New_York', '01:30', '2027-11-07', '2027-11-07T05:30:00Z'],
    ['in a gap of half an hour', 'Australia/Lord_Howe', '02:15', '2027-10-03', '2027-10-02T15:30:00Z'],
    ['in a fold of half an hour', 'Australia/Lord_Howe', '01:45', '2027-04-04', '2027-04-03T14:45:00Z'],
    ['in a gap at midnight', 'Africa/Cairo', '00:30', '2027-04-30', '2027-04-29T22:00:00Z'],
    ['in Dublin, whose winter is the exception', 'Europe/Dublin', '01:30', '2027-03-28', '2027-03-28T01:00:00Z'],
    ['where there is no summer time', 'Asia/Kolkata', '02:30', '2027-03-28', '2027-03-27T21:00:00Z'],
    ['far in the west', 'Pacific/Pago_Pago', '23:00', '2027-01-31', '2027-02-01T10:00:00Z'],
  ])('a morning %s', async (_, zone, time, day, moment) => {
    const store = await aStore();
    const end = addDays(day, 20);
    await put(store, [aMigration({ originals: [anOriginal({ expiresOn: end })] })]);
    await setChannel(store, { zone, time, weekdays: ALL_WEEK, leadDays: [20] });
    const early = at(moment).add(MINUTES).subtract({ milliseconds: 1 });
    expect(await missing(store, early)).toEqual([]);
    expect(await missing(store, at(moment).add(MINUTES))).toEqual([`reminder M1.1 provision ${end} ${day} ${CHANNEL}`]);
  });

  it.each<[string, Partial<Migration>, string, number | undefined]>([
    ['on the third working day', {}, '2026-11-18T12:00Z', 3],
    ['before it', {}, '2026-11-17T12:00Z', undefined],
    ['on the seventh', {}, '2026-11-24T12:00Z', 7],
    ['on the fourteenth', {}, '2026-12-10T12:00Z', 14],
    [
      'recorded later',
      { invitation: { sentOn: '2026-11-13', recordedAt: '2026-11-18T08:00:00Z' } },
      '2026-11-19T12:00Z',
      undefined,
    ],
    ['accepted', { acceptedOn: '2026-11-17' }, '2026-11-18T12:00Z', undefined],
    ['declined', { declinedOn: '2026-11-17' }, '2026-11-18T12:00Z', undefined],
    [
      'with nothing left to ask',
      {
        originals: [anOriginal({ unneeded: 'closed', ended: { how: 'expired', on: '2026-11-16' } })],
        licensesDone: 25,
      },
      '2026-11-18T12:00Z',
      undefined,
    ],
  ])('an invitation without an answer, %s', async (_, facts, now, days) => {
    const store = await aStore();
    const { acceptedOn: _acceptedOn, ...open } = aMigration({ invitation: { sentOn: '2026-11-13' } });
    await put(store, [{ ...open, ...facts }]);
    const ids = (await missing(store, now)).filter((id) => id.startsWith('notice'));
    expect(ids).toEqual(days === undefined ? [] : [`notice M1 invitation 2026-11-13 ${days} ${CHANNEL}`]);
  });

  const lost = original({ ended });
  const row = `notice M1 M1.1 incident service-lost 2027-03-03 ${CHANNEL}`;

  it.each<[string, Partial<Migration>, Partial<OutboxRow> | undefined, string[]]>([
    ['must have been told', lost, undefined, [row]],
    ['that was told', lost, { status: 'sent' }, []],
    ['that is not over after all', lost, { status: 'dropped', problem: POINTLESS }, [row]],
    ['that is over', { ...lost, replacements: [aReplacement()] }, { status: 'dropped' }, []],
    ['of a customer who has declined', { ...lost, declinedOn: '2027-03-01' }, undefined, []],
    [
      'of a term that nobody wanted',
      {
        ...original({
          expiresOn: '2028-01-31',
          renewals: [{ from: '2027-01-31', until: '2028-01-31' }],
          renewal: 'auto-renews',
        }),
        replacements: [aReplacement()],
      },
      undefined,
      [`notice M1 M1.1 incident renewed 2027-02-01 ${CHANNEL}`],
    ],
  ])('an incident %s', async (_, facts, told, expected) => {
    const store = await aStore();
    await put(store, [aMigration(facts)]);
    const notice = { about: 'incident', what: 'service-lost', since: '2027-03-03' } as const;
    if (told) await putRow(store, { id: row, kind: 'notice', notice, ...told });
    expect((await missing(store, '2027-03-03T00:10Z')).filter((id) => id.includes('incident'))).toEqual(expected);
  });
});

describe('what is stuck', () => {
  /** What an audit finds stuck at that moment that has watched since half past eleven. */
  async function stuckAt(now: string, row: Partial<OutboxRow>, later?: (store: Store) => Promise<void>) {
    const store = await aStore();
    const hours = new ManualClock('2027-01-20T11:30:00Z');
    const audit = new Audit(store, hours, berlin);
    await putRow(store, { id: 'the row', ...row });
    expect((await audit.check(hours.now())).stuck).toEqual([]);
    hours.set(now);
    await later?.(store);
    return (await audit.check(hours.now())).stuck.map(({ id, since }) => `${id} ${since}`);
  }

  it.each<[string, Partial<OutboxRow>, string[]]>([
    ['waits although its turn came', {}, ['the row 2027-01-20T08:00:00Z']],
    ['is a notice', { kind: 'notice' }, ['the row 2027-01-20T08:00:00Z']],
    ['is a digest', { kind: 'digest' }, ['the row 2027-01-20T08:00:00Z']],
    ['was begun and never settled', { status: 'sending' }, ['the row 2027-01-20T08:00:00Z']],
    ['is a card, which is drawn again anyway', { kind: 'card' }, []],
    ['is due now', { due: '2027-01-20T11:55:00Z' }, []],
    ['is tried again in a moment', { retryAt: '2027-01-20T12:14:00Z' }, []],
    ['was tried again a moment ago', { retryAt: '2027-01-20T11:51:00Z' }, []],
    ['was to be tried again', { retryAt: '2027-01-20T11:50:00Z' }, ['the row 2027-01-20T11:50:00Z']],
    ['waits by a clock that was put back', { retryAt: '2027-01-21T08:00:00Z' }, ['the row 2027-01-20T08:00:00Z']],
    ['was sent', { status: 'sent' }, []],
    ['was refused', { status: 'stopped' }, []],
    ['may have been posted', { status: 'unknown' }, []],
    ['was left at that', { status: 'unsure' }, []],
  ])('a row that %s', async (_, row, expected) => {
    expect(await stuckAt('2027-01-20T12:00:00Z', row)).toEqual(expected);
  });

  it('gives the delivery ten minutes after a start', async () => {
    expect(await stuckAt('2027-01-20T11:39:59Z', {})).toEqual([]);
    expect(await stuckAt('2027-01-20T11:40:00Z', {})).toHaveLength(1);
  });

  it('gives a row ten minutes with which something has just happened', async () => {
    expect(await stuckAt('2027-01-20T12:00:00Z', {}, (store) => putRow(store, { id: 'the row' }))).toEqual([]);
  });

  const LINE = `reminder M1.1 provision 2027-01-31 2027-01-15 ${CHANNEL}`;

  it.each<[string, Partial<OutboxRow> | undefined, Partial<Migration>, string[]]>([
    ['is not there', undefined, {}, [LINE]],
    ['was dropped', { status: 'dropped' }, {}, [LINE]],
    ['was dropped when the step was done', { status: 'dropped' }, { replacements: [aReplacement()] }, []],
    ['stands there', { status: 'sent', shown: 1 }, {}, []],
    ['stood there, and was removed', { status: 'dropped', shown: 1 }, {}, []],
    ['is on its way', { status: 'waiting', due: '2027-01-20T11:59:00Z' }, {}, []],
  ])('a line whose digest %s', async (_, digest, facts, expected) => {
    const store = await aStore();
    await put(store, [aMigration(facts)]);
    await putRow(store, { id: LINE, status: 'told', digest: 'the digest', due: '2027-01-15T08:00:00Z' });
    if (digest) await putRow(store, { id: 'the digest', kind: 'digest', subjects: [], ...digest });
    const found = await new Audit(store, clock, berlin).check(at('2027-01-20T12:00Z'));
    expect(found.missing).toEqual([]);
    expect(found.stuck.map(({ id }) => id)).toEqual(expected);
  });
});

describe('what an audit enters', () => {
  it('is what was missing, a post of its own each, and whoever plans enters none of it again', async () => {
    const store = await aStore();
    const lost = anOriginal({ id: 'M1.2', expiresOn: '2026-11-01', ended: { how: 'expired', on: '2026-11-01' } });
    const { acceptedOn: _acceptedOn, ...open } = aMigration({ originals: [anOriginal(), lost] });
    await put(store, [{ ...open, invitation: { sentOn: '2026-11-13' } }]);
    const audit = new Audit(store, clock, berlin);
    const { missing: rows } = await audit.check(at('2027-01-28T12:00Z'));
    await audit.enter(rows);
    const plain = { rev: 1, destination: CHANNEL, status: 'waiting', attempts: 0 };
    expect(await store.list('outbox')).toEqual([
      {
        ...plain,
        id: `notice M1 invitation 2026-11-13 14 ${CHANNEL}`,
        kind: 'notice',
        subjects: ['M1'],
        due: '2026-12-03T08:00:00Z',
        notice: { about: 'invitation', sentOn: '2026-11-13', days: 14 },
      },
      {
        ...plain,
        id: `reminder M1.1 provision 2027-01-31 2027-01-28 ${CHANNEL}`,
        kind: 'reminder',
        subjects: ['M1', 'M1.1'],
        due: '2027-01-28T08:00:00Z',
        reminder: { rung: 'provision', latest: '2027-01-31', dueDay: '2027-01-28' },
      },
      {
        ...plain,
        id: `notice M1 M1.2 incident service-lost 2026-12-02 ${CHANNEL}`,
        kind: 'notice',
        subjects: ['M1', 'M1.2'],
        due: '2027-01-28T12:00:00Z',
        notice: { about: 'incident', what: 'service-lost', since: '2026-12-02' },
      },
      {
        ...plain,
        id: `reminder M1.2 last-day-kept 2027-03-01 2026-12-31 ${CHANNEL}`,
        kind: 'reminder',
        subjects: ['M1', 'M1.2'],
        due: '2026-12-31T08:00:00Z',
        reminder: { rung: 'last-day-kept', latest: '2027-03-01', dueDay: '2026-12-31' },
      },
    ]);
    expect(await missing(store, '2027-01-28T12:00Z')).toEqual([]);
    expect(await sweep(store, '2027-01-28T12:00Z')).toBe(0);
  });

  it('brings back the notice of an incident that was dropped, and leaves alone what has come meanwhile', async () => {
    const store = await aStore();
    await put(store, [aMigration({ originals: [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })] })]);
    const id = `notice M1 M1.1 incident service-lost 2027-03-03 ${CHANNEL}`;
    const notice = { about: 'incident', what: 'service-lost', since: '2027-03-03' } as const;
    await putRow(store, { id, kind: 'notice', notice, status: 'dropped', problem: 'no longer what is next' });
    const audit = new Audit(store, clock, berlin);
    const found = await audit.check(at('2027-03-03T09:00Z'));
    await audit.enter(found.missing);
    const row = await store.get('outbox', id);
    expect(row).toMatchObject({ status: 'waiting', due: '2027-03-03T09:00:00Z', rev: 2 });
    expect(row).not.toHaveProperty('problem');
    await putRow(store, { ...row, id, status: 'sent' });
    await audit.enter(found.missing);
    expect(await store.get('outbox', id)).toMatchObject({ status: 'sent' });
  });

  it('is committed fifty rows at a time', async () => {
    const store = await aStore();
    const many = Array.from({ length: 120 }, (_, index) =>
      aMigration({ id: `M${index + 1}`, customer: `C${index}`, originals: [anOriginal({ id: `M${index + 1}.1` })] }),
    );
    await put(store, many);
    const audit = new Audit(store, clock, berlin);
    const { missing: rows } = await audit.check(at('2027-01-28T12:00Z'));
    expect(rows).toHaveLength(120);
    const changes: number[] = [];
    await store.watch('outbox', (ids) => changes.push(ids.length));
    await audit.enter(rows);
    expect(changes).toEqual([0, 50, 50, 20]);
  });
});

/** A store that whoever plans sees wrongly. */
function blinded(store: Store, blind: { get?: (name: string) => boolean; customer?: string }): Store {
  const list: Store['list'] = async (collection, where) => {
    const hidden = where !== undefined && 'customer' in where && where.customer === blind.customer;
    return hidden ? [] : store.list(collection, where);
  };
  return {
    get: async (collection, id) => (blind.get?.(collection) ? undefined : store.get(collection, id)),
    list,
    change: store.change.bind(store),
    watch: store.watch.bind(store),
  };
}

describe('whoever plans the reminders wrongly', () => {
  const migrations = [
    aMigration({ originals: [anOriginal({ expiresOn: '2027-01-20' })] }),
    aMigration({ id: 'M2', customer: 'C2', originals: [anOriginal({ id: 'M2.1', expiresOn: '2027-01-20' })] }),
  ];
  /** Fourteen days before is Epiphany. */
  const NOW = '2027-01-05T12:00Z';
  const [first, second] = migrations.map(({ id }) => `reminder ${id}.1 provision 2027-01-20 2027-01-05 ${CHANNEL}`);

  async function planned(plan: (store: Store) => Promise<unknown>): Promise<string[]> {
    const store = await aStore();
    await put(store, migrations);
    await setChannel(store, { holidays: 'DE-BY', leadDays: [30, 14] });
    await plan(store);
    return missing(store, NOW);
  }

  it('is not blamed for what is right', async () => {
    expect(await planned((store) => sweep(store, NOW))).toEqual([]);
  });

  it('is found out when a row is lost', async () => {
    const lose = async (store: Store) => {
      await sweep(store, NOW);
      await store.change((tx) => tx.remove('outbox', first ?? ''));
    };
    expect(await planned(lose)).toEqual([first]);
  });

  it('is found out by a day that is off by one', async () => {
    const shift = async (store: Store) => {
      await sweep(store, NOW);
      await store.change(async (tx) => {
        const row = await tx.get('outbox', first ?? '');
        await tx.remove('outbox', first ?? '');
        if (row) await tx.put('outbox', { ...row, rev: 0, id: row.id.replace('2027-01-05', '2027-01-06') });
      });
    };
    expect(await planned(shift)).toEqual([first]);
  });

  it('is found out when it does not know of a holiday', async () => {
    const settings = { ...berlin, leadDays: [30, 14] };
    const blindly = (store: Store) => blinded(store, { get: (name) => name === 'channels' });
    expect(await planned((store) => sweep(blindly(store), NOW, settings))).toEqual([first, second]);
  });

  it('is found out when it leaves out a customer', async () => {
    expect(await planned((store) => sweep(blinded(store, { customer: 'C2' }), NOW))).toEqual([second]);
  });

  it('is found out when it does not wake at all', async () => {
    expect(await planned(async () => undefined)).toEqual([first, second]);
  });
});

/** The ids of all rows that are due by the rules of whoever plans. */
function dueIds(all: readonly Migration[], settings: ReminderSettings, now: Temporal.Instant): string[] {
  return together(all).flatMap((migration) => {
    if (isGivenUp(migration)) return [];
    const { id, channel } = migration;
    return [
      ...dueReminders(migration, settings, now).map((one) => reminderKey(one, channel)),
      ...dueNudges(migration, settings, now).map(({ sentOn, days }) =>
        noticeId(migration, { about: 'invitation', sentOn, days }, [id]),
      ),
      ...dueIncidents(migration, now).map(({ original, what, since }) =>
        noticeId(migration, { about: 'incident', what, since }, [id, original.id]),
      ),
    ];
  });
}

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const offset = fc.integer({ min: -60, max: 60 }).map((days) => addDays('2027-01-31', days));

/** What the channel has of its own, or nothing. */
const anyOwn = maybe(
  fc.record({
    leadDays: maybe(fc.subarray([90, 60, 30, 14, 7, 3, 1, 0], { minLength: 1 })),
    time: maybe(fc.constantFrom('09:00', '00:00', '02:30', '23:59')),
    zone: maybe(fc.constantFrom('Europe/Berlin', 'Pacific/Kiritimati', 'America/Santiago', 'Pacific/Pago_Pago')),
    weekdays: maybe(fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })),
    holidays: maybe(fc.constantFrom('DE-BY', 'US', 'CL', 'JP')),
    freezes: maybe(
      fc.array(
        fc
          .tuple(offset, fc.integer({ min: 0, max: 150 }))
          .map(([from, days]) => ({ from, until: addDays(from, days) })),
        { maxLength: 2 },
      ),
    ),
    escalation: maybe(fc.constant('P3')),
    since: offset.map((day) => `${day}T10:00:00Z`),
    by: fc.constant('P1'),
  }),
);

it('agrees with whoever plans, about every row, whatever is kept and however the channel speaks', async () => {
  const { SEED = '20270131', RUNS = '200' } = process.env;
  let rows = 0;
  const judge = async (
    all: Migration[],
    standard: ReminderSettings,
    moment: string,
    own: ChannelSettings | undefined,
  ) => {
    const store = await aStore();
    await put(store, all);
    if (own) await setChannel(store, JSON.parse(JSON.stringify(own)));
    const settings = await new Speaking(store, standard).in(CHANNEL);
    const [now, later] = [at(moment), at(moment).add(MINUTES)];
    const dueLater = new Set(dueIds(all, settings, later));
    const expected = dueIds(all, settings, now).filter((id) => dueLater.has(id));
    rows += expected.length;
    expect(await missing(store, later, standard)).toEqual(expected.sort());
    await sweep(store, now, standard);
    expect(await missing(store, later, standard)).toEqual([]);
    await store.close();
  };
  const property = fc.asyncProperty(
    ...[anyMigrations, anySettings, anyMoment, anyOwn],
    judge as (...all: unknown[]) => Promise<void>,
  );
  await fc.assert(property, { seed: Number(SEED), numRuns: Number(RUNS), endOnFailure: true });
  expect(rows).toBeGreaterThan(Number(RUNS) / 5);
}, 600_000);
