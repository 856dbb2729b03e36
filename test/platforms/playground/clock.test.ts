import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { MovingClock } from '../../../src/platforms/playground/clock.js';
import type { Clock } from '../../../src/services/ports.js';
import { ManualClock } from '../../support/manual-clock.js';

const START = '2026-11-20T10:00:00Z';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const instant = (text: string) => Temporal.Instant.from(text);

function moving(ahead = 0) {
  const real = new ManualClock(START);
  const clock = new MovingClock({ real, ahead });
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(`${what} at ${clock.now()}`);
  return { real, clock, told, tell };
}

it('goes on as the real clock does, as far ahead of it as it was moved', () => {
  const { real, clock } = moving(DAY);
  expect(clock.now().toString()).toBe('2026-11-21T10:00:00Z');
  clock.moveTo(instant('2026-12-01T09:00:00Z'));
  real.set('2026-11-20T10:05:00Z');
  expect(clock.now().toString()).toBe('2026-12-01T09:05:00Z');
  expect(clock.aheadMs).toBe(11 * DAY - 60 * MINUTE);
});

it('ends a wait when so much real time has passed', () => {
  const { real, clock, told, tell } = moving(DAY);
  clock.after(MINUTE, tell('one'));
  real.set('2026-11-20T10:00:59Z');
  expect(told).toEqual([]);
  real.set('2026-11-20T10:01:00Z');
  real.set('2026-11-20T10:05:00Z');
  expect(told).toEqual(['one at 2026-11-21T10:01:00Z']);
});

it('ends a wait when it is moved over its moment, once', () => {
  const { real, clock, told, tell } = moving();
  clock.after(MINUTE, tell('one'));
  clock.moveTo(instant('2026-11-20T10:00:59Z'));
  expect(told).toEqual([]);
  clock.moveTo(instant('2026-11-20T12:00:00Z'));
  clock.moveTo(instant('2026-11-20T13:00:00Z'));
  real.set('2026-11-20T10:30:00Z');
  expect(told).toEqual(['one at 2026-11-20T12:00:00Z']);
});

it('ends a wait sooner by what it was moved', () => {
  const { real, clock, told, tell } = moving();
  clock.after(10 * MINUTE, tell('one'));
  clock.moveTo(instant('2026-11-20T10:08:00Z'));
  real.set('2026-11-20T10:02:00Z');
  expect(told).toEqual(['one at 2026-11-20T10:10:00Z']);
});

it('ends waits in the order of their moments, those of one moment in the order in which they began', () => {
  const { clock, told, tell } = moving();
  clock.after(3 * MINUTE, tell('three'));
  clock.after(MINUTE, tell('one'));
  clock.after(2 * MINUTE, tell('two'));
  clock.after(MINUTE, tell('also one'));
  clock.moveTo(instant('2026-11-20T11:00:00Z'));
  expect(told.map((one) => one.split(' at ')[0])).toEqual(['one', 'also one', 'two', 'three']);
});

it('does not end a wait that was given up, not even by one that ends before it', () => {
  const { real, clock, told, tell } = moving();
  const giveUp = clock.after(MINUTE, tell('one'));
  giveUp();
  const giveUpToo = clock.after(2 * MINUTE, tell('two'));
  clock.after(MINUTE, giveUpToo);
  clock.moveTo(instant('2026-11-20T11:00:00Z'));
  real.set('2026-11-20T12:00:00Z');
  expect(told).toEqual([]);
});

it('lets a wait that begins while it is moved begin at the new time', () => {
  const { clock, told, tell } = moving();
  clock.after(MINUTE, () => clock.after(MINUTE, tell('next')));
  clock.moveTo(instant('2026-11-20T11:00:00Z'));
  expect(told).toEqual([]);
  clock.moveTo(instant('2026-11-20T11:01:00Z'));
  expect(told).toEqual(['next at 2026-11-20T11:01:00Z']);
});

it('waits on where the real clock can wait no longer at once', () => {
  const real = new ManualClock(START);
  const longest = 2 ** 31 - 1;
  const short: Clock = { now: () => real.now(), after: (ms, run) => real.after(Math.min(ms, longest), run) };
  const clock = new MovingClock({ real: short, ahead: 0 });
  let ended = 0;
  clock.after(40 * DAY, () => {
    ended += 1;
  });
  // 24 days, 20 hours and some: as long as a timer of Node's can be.
  real.set('2026-12-16T10:00:00Z');
  real.set('2026-12-30T09:59:59Z');
  expect(ended).toBe(0);
  real.set('2026-12-30T10:00:00Z');
  expect(ended).toBe(1);
});

it('waits on where a real timer ends too soon', () => {
  const real = new ManualClock(START);
  const hasty: Clock = { now: () => real.now(), after: (ms, run) => real.after(Math.max(0, ms - 1), run) };
  const clock = new MovingClock({ real: hasty, ahead: 0 });
  let ended = 0;
  clock.after(MINUTE, () => {
    ended += 1;
  });
  real.set('2026-11-20T10:00:59.999Z');
  expect(ended).toBe(0);
  real.set('2026-11-20T10:01:00Z');
  expect(ended).toBe(1);
});

it('is not put back, though an instant may just have passed', () => {
  const { clock } = moving();
  clock.moveTo(instant('2026-11-20T09:59:59.500Z'));
  expect(clock.now().toString()).toBe(START);
  expect(() => clock.moveTo(instant('2026-11-20T09:59:00Z'))).toThrow('cannot be put back');
  expect(clock.aheadMs).toBe(0);
});

it('gives others their turn as the real clock does', async () => {
  const real = new ManualClock(START);
  let turns = 0;
  const turn = async () => {
    turns += 1;
  };
  await new MovingClock({ real: Object.assign(real, { turn }), ahead: 0 }).turn();
  expect(turns).toBe(1);
});
