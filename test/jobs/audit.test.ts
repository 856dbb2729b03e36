import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { AuditJob, type AuditJobOptions } from '../../src/jobs/audit.js';
import { Audit, type Findings } from '../../src/services/audit.js';
import { aMigration, at } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const ROW = 'reminder M1.1 provision 2027-01-31 2027-01-28 slack:T0001/C0001';
const NOTHING: Omit<Findings, 'at'> = { originals: 3, missing: [], stuck: [] };
const MISSING: Findings['missing'] = [
  { id: ROW, kind: 'reminder', migration: 'M1', destination: 'slack:T0001/C0001', due: at('2027-01-28T08:00Z') },
];

/** A job whose audits find what the test says; `done` has everything that it did, in order. */
function aJob(options: Partial<AuditJobOptions> = {}) {
  const clock = new ManualClock('2027-01-28T12:00:00Z');
  const done: string[] = [];
  const finds = { now: async (): Promise<Omit<Findings, 'at'>> => NOTHING };
  const job = new AuditJob({
    clock,
    audit: {
      check: async (now) => {
        done.push(`check ${now}`);
        return { at: now, ...(await finds.now()) };
      },
      enter: async (missing) => {
        for (const { id } of missing) done.push(`enter ${id}`);
      },
    },
    log: {
      problem: (facts, text) => done.push([text, ...Object.values(facts)].join(': ')),
      fault: (error, text) => done.push(`fault: ${text}: ${error instanceof Error ? error.message : error}`),
    },
    wake: () => done.push('wake'),
    passed: () => {
      done.push('passed');
    },
    ...options,
  });
  onTestFinished(() => job.stop());
  const moveTo = async (moment: string) => {
    done.length = 0;
    clock.set(moment);
    await job.run();
  };
  return { job, clock, done, finds, moveTo };
}

it('audits at its start, then every 15 minutes by the clock, and says each time that all is well', async () => {
  const { job, done, clock, moveTo } = aJob();
  expect(job.last).toBeUndefined();
  job.start();
  await job.run();
  expect(done).toEqual(['check 2027-01-28T12:00:00Z', 'passed']);
  done.length = 0;
  clock.set('2027-01-28T12:14:59Z');
  expect(done).toEqual([]);
  for (const moment of ['2027-01-28T12:15:00Z', '2027-01-28T12:30:00Z', '2027-01-28T12:45:00Z']) {
    await moveTo(moment);
    expect(done).toEqual([`check ${moment}`, 'passed']);
  }
  const { at: lastAt, ...last } = job.last ?? { at: undefined };
  expect(lastAt?.toString()).toBe('2027-01-28T12:45:00Z');
  expect(last).toEqual({ originals: 3, passed: true, missing: 0, stuck: 0 });
});

it('enters what is missing, wakes the delivery, and does not say that all is well', async () => {
  const { job, done, finds } = aJob();
  finds.now = async () => ({ ...NOTHING, missing: MISSING });
  await job.run();
  expect(done).toEqual([
    'check 2027-01-28T12:00:00Z',
    `fault: a row that was due was missing: ${ROW}`,
    `enter ${ROW}`,
    'wake',
  ]);
  expect(job.last).toMatchObject({ passed: false, missing: 1, stuck: 0 });
});

it('wakes the delivery for what is stuck, and does not say that all is well', async () => {
  const { job, done, finds } = aJob();
  finds.now = async () => ({
    ...NOTHING,
    stuck: [{ destination: 'slack:T0001/C0001', id: ROW, since: at('2027-01-28T08:00Z') }],
  });
  await job.run();
  expect(done).toEqual(['check 2027-01-28T12:00:00Z', `a row is not on its way: ${ROW}: 2027-01-28T08:00:00Z`, 'wake']);
  expect(job.last).toMatchObject({ passed: false, missing: 0, stuck: 1 });
});

it('logs a row once for as long as it is not as it should be, and again when it comes back', async () => {
  const { done, finds, moveTo } = aJob();
  const logged = () => done.filter((line) => line.startsWith('fault'));
  finds.now = async () => ({ ...NOTHING, missing: MISSING });
  await moveTo('2027-01-28T12:15:00Z');
  expect(logged()).toHaveLength(1);
  await moveTo('2027-01-28T12:30:00Z');
  expect(logged()).toEqual([]);
  finds.now = async () => NOTHING;
  await moveTo('2027-01-28T12:45:00Z');
  expect(logged()).toEqual([]);
  finds.now = async () => ({ ...NOTHING, missing: MISSING });
  await moveTo('2027-01-28T13:00:00Z');
  expect(logged()).toHaveLength(1);
});

it('has one audit under way at a time', async () => {
  const { job, clock, done, finds } = aJob();
  let release: (found: Omit<Findings, 'at'>) => void = () => undefined;
  finds.now = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  job.start();
  clock.set('2027-01-28T12:15:00Z');
  const again = job.run();
  expect(done).toEqual(['check 2027-01-28T12:00:00Z']);
  release(NOTHING);
  await again;
  expect(done).toEqual(['check 2027-01-28T12:00:00Z', 'passed']);
});

it('is stale when none has come to an end for 35 minutes, were they to fail too', async () => {
  const { job, done, finds, moveTo } = aJob();
  expect(job.isStale(at('2027-01-28T12:00Z'))).toBe(false);
  job.start();
  await job.run();
  finds.now = () => Promise.reject(new Error('the disk is gone'));
  await moveTo('2027-01-28T12:15:00Z');
  expect(done).toEqual(['check 2027-01-28T12:15:00Z', 'fault: the audit failed: the disk is gone']);
  expect(job.last).toMatchObject({ at: at('2027-01-28T12:00Z'), passed: true });
  expect(job.isStale(at('2027-01-28T12:35:00Z'))).toBe(false);
  expect(job.isStale(at('2027-01-28T12:35:01Z'))).toBe(true);
  finds.now = async () => NOTHING;
  await moveTo('2027-01-28T12:36:00Z');
  expect(job.isStale(at('2027-01-28T13:11:00Z'))).toBe(false);
});

it('is stale when the first one never comes to an end', async () => {
  const { job, finds } = aJob();
  finds.now = () => Promise.reject(new Error('the disk is gone'));
  job.start();
  await job.run();
  expect(job.isStale(at('2027-01-28T12:35:00Z'))).toBe(false);
  expect(job.isStale(at('2027-01-28T12:35:01Z'))).toBe(true);
});

it('counts one whose repair fails as failed', async () => {
  const { job, done } = aJob({
    audit: {
      check: async (now) => ({ at: now, ...NOTHING, missing: MISSING }),
      enter: () => Promise.reject(new Error('ENOSPC')),
    },
  });
  await job.run();
  expect(done.at(-1)).toBe('fault: the audit failed: ENOSPC');
  expect(job.last).toBeUndefined();
});

it('does not audit by a clock that is not trusted', async () => {
  let right = false;
  const { job, done } = aJob({ trusts: async () => right });
  await job.run();
  expect(done).toEqual([]);
  expect(job.last).toBeUndefined();
  right = true;
  await job.run();
  expect(done).toEqual(['check 2027-01-28T12:00:00Z', 'passed']);
});

it('does nothing more once it has stopped', async () => {
  const { job, clock, done } = aJob();
  job.start();
  await job.stop();
  done.length = 0;
  clock.set('2027-01-28T13:00:00Z');
  await job.stop();
  expect(done).toEqual([]);
});

it('mends what nobody planned, so that the next audit finds nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-audit-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.change((tx) => tx.put('migrations', aMigration({ rev: 0 })));
  const clock = new ManualClock('2027-01-28T12:00:00Z');
  const berlin = { zone: 'Europe/Berlin', time: '09:00', weekdays: new Set([1, 2, 3, 4, 5]), leadDays: [7, 3] };
  const { job, done } = aJob({ clock, audit: new Audit(store, clock, berlin) });
  await job.run();
  expect(done).toEqual([`fault: a row that was due was missing: ${ROW}`, 'wake']);
  expect((await store.list('outbox')).map(({ id, status }) => `${status} ${id}`)).toEqual([`waiting ${ROW}`]);
  clock.set('2027-01-28T12:05:00Z');
  await job.run();
  expect(done.at(-1)).toBe('passed');
});
