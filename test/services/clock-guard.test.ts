import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClockGuard } from '../../src/services/clock-guard.js';
import { type Clock, type Store, StoreError } from '../../src/services/ports.js';
import { at } from '../support/builders.js';
import { ManualClock } from '../support/manual-clock.js';
import { openTestStore } from '../support/store.js';

const START = '2026-11-20T10:00:00Z';
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const [DAY, YEAR] = [24 * HOUR, 365 * 24 * HOUR];

/** A system's clock: time passes on both hands; a jump, or a suspension, moves one of them. */
class TwoHandedClock implements Clock {
  #wall = at(START).epochMilliseconds;
  #monotonic = 1_000.5;

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(this.#wall));
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(): () => void {
    return () => undefined;
  }

  pass(ms: number): void {
    this.#monotonic += ms;
    this.#wall += ms;
  }

  jump(ms: number): void {
    this.#wall += ms;
  }

  /** A process counts from its own beginning. */
  restart(): void {
    this.#monotonic = 20.25;
  }
}

/** Says the same until it is told to say something else, and counts how often it was asked. */
class Witness {
  says: () => Promise<number | undefined> = async () => undefined;
  asked = 0;

  readonly ask = (): Promise<number | undefined> => {
    this.asked += 1;
    return this.says();
  };
}

/** Ferry's part of this: a clock, a guard on it, and a store whose files outlive the process. */
async function aGuard(clock = new TwoHandedClock()) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-clock-'));
  let opened = await openTestStore(folder);
  const witness = new Witness();
  let guard = new ClockGuard(opened.store, clock, witness.ask);
  onTestFinished(async () => {
    await opened.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    clock,
    witness,
    look: () => guard.trusts(clock.now()),
    confirm: () => guard.confirm(),
    doubt: () => guard.doubt && `${guard.doubt.what} ${guard.doubt.since}, expected ${guard.doubt.expected}`,
    kept: async () => (await opened.store.get('settings', 'clock'))?.value,
    keep: async (value: unknown) => {
      await opened.store.change(async (tx) => {
        const rev = (await tx.get('settings', 'clock'))?.rev ?? 0;
        await tx.put('settings', { id: 'clock', rev, value: value as string });
      });
    },
    /** The same folder, opened by another process after so long. */
    restart: async (ms: number, wrap = (store: Store) => store) => {
      await opened.close();
      clock.pass(ms);
      clock.restart();
      opened = await openTestStore(folder);
      guard = new ClockGuard(wrap(opened.store), clock, witness.ask);
    },
  };
}

it('trusts a clock that is not monotonic, whatever it does, and writes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-clock-'));
  const { store, close } = await openTestStore(folder);
  const clock = new ManualClock(START);
  const guard = new ClockGuard(store, clock, () => Promise.reject(new Error('not to be asked')));
  for (const moment of [START, '2031-01-01T00:00:00Z', '2020-01-01T00:00:00Z']) {
    clock.set(moment);
    expect(await guard.trusts(clock.now())).toBe(true);
  }
  await guard.confirm();
  expect(guard.doubt).toBeUndefined();
  expect(await store.list('settings')).toEqual([]);
  await close();
  rmSync(folder, { recursive: true });
});

describe('a clock in order', () => {
  it('is trusted at the first start ever, and its moment is kept', async () => {
    const { look, kept, doubt, witness } = await aGuard();
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: START });
    expect([doubt(), witness.asked]).toEqual([undefined, 0]);
  });

  it('is followed through the small steps by which it is set right', async () => {
    const { clock, look, witness } = await aGuard();
    for (const step of [0, 400, -900, DAY, -2 * MINUTE, 3, -30 * SECOND]) {
      clock.pass(MINUTE);
      clock.jump(step);
      expect(await look(), `${step}`).toBe(true);
    }
    expect(witness.asked).toBe(0);
  });

  it('is not followed through small steps back that add up to a large one', async () => {
    const { clock, look } = await aGuard();
    await look();
    clock.jump(-40 * SECOND);
    expect(await look()).toBe(true);
    clock.jump(-40 * SECOND);
    for (let time = 0; time < 2; time += 1) expect(await look()).toBe(false);
    clock.pass(20 * SECOND);
    expect(await look()).toBe(true);
  });

  it('is smeared over a leap second without a doubt', async () => {
    const { clock, look } = await aGuard();
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      clock.pass(MINUTE);
      clock.jump(-1);
      expect(await look()).toBe(true);
    }
  });

  it('is trusted after sweeps that were held up for two days', async () => {
    const { clock, look, witness } = await aGuard();
    await look();
    clock.pass(2 * DAY);
    expect(await look()).toBe(true);
    expect(witness.asked).toBe(0);
  });

  it('is trusted after a night in which Ferry was switched off', async () => {
    const { look, restart, kept } = await aGuard();
    await look();
    await restart(DAY);
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: '2026-11-21T10:00:00Z' });
  });
});

describe('a clock that was put back an hour', () => {
  it('is in doubt, and what was seen is not moved', async () => {
    const { clock, look, doubt, kept } = await aGuard();
    await look();
    clock.pass(MINUTE + 0.3);
    clock.jump(-HOUR);
    expect(await look()).toBe(false);
    expect(doubt()).toBe('back 2026-11-20T09:01:00Z, expected 2026-11-20T10:01:00Z');
    expect(await kept()).toEqual({ seen: START });
  });

  it('is not right again because the old time has come round', async () => {
    const { clock, look, doubt } = await aGuard();
    await look();
    clock.jump(-HOUR);
    await look();
    clock.pass(2 * HOUR);
    expect(await look()).toBe(false);
    expect(doubt()).toBe('back 2026-11-20T09:00:00Z, expected 2026-11-20T10:00:00Z');
  });

  it('is trusted as soon as a witness has the same time, and from there on', async () => {
    const { clock, look, doubt, kept, witness } = await aGuard();
    await look();
    clock.jump(-HOUR);
    witness.says = async () => clock.now().epochMilliseconds + 9 * MINUTE;
    expect(await look()).toBe(true);
    expect(doubt()).toBeUndefined();
    expect(await kept()).toEqual({ seen: '2026-11-20T09:00:00Z' });
    clock.pass(MINUTE);
    expect(await look()).toBe(true);
    expect(witness.asked).toBe(1);
  });

  it('is in doubt again when the process ends and another begins', async () => {
    const { clock, look, doubt, restart } = await aGuard();
    await look();
    clock.jump(-HOUR);
    await look();
    await restart(MINUTE);
    expect(await look()).toBe(false);
    expect(doubt()).toBe('back 2026-11-20T09:01:00Z, expected 2026-11-20T10:00:00Z');
  });

  it('is trusted by itself once it is put right, by the time that went on meanwhile', async () => {
    const { clock, look, doubt, witness } = await aGuard();
    await look();
    clock.jump(-HOUR);
    await look();
    clock.pass(30 * MINUTE);
    clock.jump(HOUR - 61 * SECOND);
    expect(await look()).toBe(false);
    clock.jump(SECOND);
    const asked = witness.asked;
    expect(await look()).toBe(true);
    expect([doubt(), witness.asked]).toEqual([undefined, asked]);
  });
});

describe('a clock that was put ahead a year', () => {
  it('stays in doubt while a witness has another time, and nothing of it is kept', async () => {
    const { clock, look, doubt, kept, witness } = await aGuard();
    await look();
    clock.pass(MINUTE);
    witness.says = async () => clock.now().epochMilliseconds - YEAR;
    clock.jump(YEAR);
    for (let minute = 0; minute < 30; minute += 1) {
      expect(await look()).toBe(false);
      clock.pass(MINUTE);
    }
    expect(doubt()).toBe('ahead 2027-11-20T10:01:00Z, expected 2026-11-20T10:01:00Z');
    expect(await kept()).toEqual({ seen: START });
  });

  it('is in doubt again after a restart, and trusted by itself once it is put right', async () => {
    const { clock, look, doubt, restart } = await aGuard();
    await look();
    clock.jump(YEAR);
    await look();
    await restart(MINUTE);
    expect(await look()).toBe(false);
    expect(doubt()).toBe('ahead 2027-11-20T10:01:00Z, expected 2026-11-20T10:00:00Z');
    clock.pass(HOUR);
    clock.jump(-YEAR);
    expect(await look()).toBe(true);
    expect(doubt()).toBeUndefined();
  });

  it('is doubted for the other reason, and the witness asked at once, when it is put back too far', async () => {
    const { clock, look, doubt, witness } = await aGuard();
    await look();
    clock.jump(YEAR);
    await look();
    clock.jump(-YEAR - HOUR);
    expect(await look()).toBe(false);
    expect(doubt()).toBe('back 2026-11-20T09:00:00Z, expected 2026-11-20T10:00:00Z');
    expect(witness.asked).toBe(2);
  });
});

describe('a machine that was switched off for three days', () => {
  const off = async () => {
    const guard = await aGuard();
    await guard.look();
    await guard.restart(3 * DAY);
    return guard;
  };

  it('is in order when a witness says so', async () => {
    const { clock, look, witness, kept } = await off();
    witness.says = async () => clock.now().epochMilliseconds;
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: '2026-11-23T10:00:00Z' });
  });

  it.each<[string, () => Promise<number | undefined>]>([
    ['none can tell', async () => undefined],
    ['he has another time', async () => at(START).epochMilliseconds],
    ['he is more than ten minutes from it', async () => at('2026-11-23T10:10:00.001Z').epochMilliseconds],
    ['what he says is no time', async () => Number.NaN],
    ['he is interrupted', () => Promise.reject(new Error('interrupted'))],
    [
      'he cannot be asked',
      () => {
        throw new Error('not connected');
      },
    ],
  ])('is in doubt while %s', async (_, says) => {
    const { look, witness, doubt, kept } = await off();
    witness.says = says;
    expect(await look()).toBe(false);
    expect(doubt()).toBe('ahead 2026-11-23T10:00:00Z, expected 2026-11-20T10:00:00Z');
    expect(await kept()).toEqual({ seen: START });
  });

  it('asks a witness at once, then at most once a minute of the time that goes on', async () => {
    const { clock, look, witness } = await off();
    const asked: number[] = [];
    for (let second = 0; second <= 120; second += 20) {
      await look();
      asked.push(witness.asked);
      clock.pass(20 * SECOND);
      clock.jump(HOUR);
    }
    expect(asked).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });
});

it('a laptop that slept for thirty hours is in order when a witness says so', async () => {
  const { clock, look, doubt, witness } = await aGuard();
  await look();
  clock.jump(30 * HOUR);
  expect(await look()).toBe(false);
  expect(doubt()).toBe('ahead 2026-11-21T16:00:00Z, expected 2026-11-20T10:00:00Z');
  witness.says = async () => clock.now().epochMilliseconds;
  clock.pass(MINUTE);
  expect(await look()).toBe(true);
  expect(doubt()).toBeUndefined();
});

describe('somebody who vouches for the clock', () => {
  it.each([-HOUR, YEAR])('ends the doubt of a jump of %i ms, after a restart too', async (jump) => {
    const { clock, look, confirm, doubt, restart, kept } = await aGuard();
    await look();
    clock.jump(jump);
    await look();
    await confirm();
    expect(doubt()).toBeUndefined();
    expect(await kept()).toEqual({ seen: clock.now().toString() });
    expect(await look()).toBe(true);
    await restart(MINUTE);
    expect(await look()).toBe(true);
  });

  it('is heard before the first look, and during it', async () => {
    const { look, confirm, restart } = await aGuard();
    await look();
    await restart(3 * DAY);
    await confirm();
    expect(await look()).toBe(true);
    await restart(3 * DAY);
    const looking = look();
    await confirm();
    expect(await looking).toBe(true);
  });

  it('is heard while a witness is asked, but not for the reading that was in doubt', async () => {
    const { clock, look, confirm, doubt, witness, kept } = await aGuard();
    await look();
    clock.jump(YEAR);
    const wrong = clock.now().epochMilliseconds;
    let answer: (told: number) => void = () => undefined;
    const asking = new Promise<void>((reached) => {
      witness.says = () => {
        reached();
        return new Promise((resolve) => {
          answer = resolve;
        });
      };
    });
    const looking = look();
    await asking;
    clock.jump(-YEAR);
    await confirm();
    answer(wrong);
    expect(await looking).toBe(false);
    expect(doubt()).toBeUndefined();
    expect(await kept()).toEqual({ seen: START });
    expect(await look()).toBe(true);
  });
});

describe('the moment that is kept', () => {
  it('is written at most every five minutes', async () => {
    const { clock, look, kept } = await aGuard();
    const written = new Set<string>();
    for (let minute = 0; minute <= 12; minute += 1) {
      await look();
      written.add(JSON.stringify(await kept()));
      clock.pass(MINUTE);
    }
    expect([...written]).toEqual(['10:00', '10:05', '10:10'].map((time) => `{"seen":"2026-11-20T${time}:00Z"}`));
  });

  it.each([
    null,
    'yesterday',
    {},
    { seen: 7 },
    { seen: '2031-02-30T10:00:00Z' },
    { seen: '2031-01-01' },
    { seen: '2031-01-01T10:00:00.12345678901Z' },
  ])('counts as none when it is %j, and is written anew', async (value) => {
    const { keep, look, kept } = await aGuard();
    await keep(value);
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: START });
  });

  it('holds nothing up when the disk refuses it, and is tried again', async () => {
    const { clock, look, restart, kept } = await aGuard();
    await look();
    let full = true;
    await restart(MINUTE, (store) => ({
      get: store.get.bind(store),
      list: store.list.bind(store),
      watch: store.watch.bind(store),
      change: (work) => (full ? Promise.reject(new StoreError('ENOSPC')) : store.change(work)),
    }));
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: START });
    full = false;
    clock.pass(MINUTE);
    expect(await look()).toBe(true);
    expect(await kept()).toEqual({ seen: '2026-11-20T10:02:00Z' });
  });

  it('says so when it cannot be written because of a fault', async () => {
    const { look, restart } = await aGuard();
    await restart(MINUTE, (store) => ({
      get: store.get.bind(store),
      list: store.list.bind(store),
      watch: store.watch.bind(store),
      change: () => Promise.reject(new TypeError('a fault')),
    }));
    await expect(look()).rejects.toThrow('a fault');
  });
});

/** How long it took to the next look, how far the clock was moved meanwhile, and whether Ferry was started again. */
const anyStep = fc.record({
  ms: fc.oneof(fc.nat(2 * MINUTE), fc.nat(3 * DAY)),
  moved: fc.oneof(fc.constantFrom(0, -MINUTE, DAY), fc.integer({ min: -MINUTE, max: DAY })),
  restart: fc.constantFrom(false, false, false, true),
});
const anyJump = fc.record({
  back: fc.boolean(),
  by: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 10 * YEAR })),
});

it('is never in doubt of small steps, and always of a large one until somebody vouches for the clock', async () => {
  const { SEED = '20270131', RUNS = '60' } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'ferry-clock-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  type Step = { ms: number; moved: number; restart: boolean };
  const walk = async (
    steps: Step[],
    jump: { back: boolean; by: number },
    later: number[],
    end: 'witness' | 'confirm',
  ) => {
    await store.change((tx) => tx.remove('settings', 'clock'));
    const clock = new TwoHandedClock();
    const wall = () => clock.now().epochMilliseconds;
    let told: number | undefined;
    const begin = () => new ClockGuard(store, clock, async () => told);
    let guard = begin();
    let latest = wall();
    expect(await guard.trusts(clock.now())).toBe(true);
    for (const { ms, moved, restart } of steps) {
      // What is kept may be five minutes old, and how long a process was not there is not known to the next one.
      const passed = restart ? ms % (DAY - 5 * MINUTE) : ms;
      const expected = wall() + passed;
      const most = restart ? latest + DAY - 5 * MINUTE : Number.POSITIVE_INFINITY;
      clock.pass(passed);
      clock.jump(Math.min(Math.max(expected + moved, latest - MINUTE), most) - expected);
      if (restart) {
        clock.restart();
        guard = begin();
      }
      latest = Math.max(latest, wall());
      expect(await guard.trusts(clock.now()), `${clock.now()}`).toBe(true);
    }
    const back = Math.min(latest - MINUTE, wall() - MINUTE) - jump.by;
    clock.jump((jump.back ? back : wall() + DAY + jump.by) - wall());
    for (const ms of [0, ...later]) {
      clock.pass(ms);
      expect(await guard.trusts(clock.now()), `${clock.now()}`).toBe(false);
      expect(guard.doubt?.what).toBe(jump.back ? 'back' : 'ahead');
    }
    clock.pass(MINUTE);
    told = wall();
    if (end === 'confirm') await guard.confirm();
    expect(await guard.trusts(clock.now())).toBe(true);
    expect(guard.doubt).toBeUndefined();
  };
  const property = fc.asyncProperty(
    fc.array(anyStep, { maxLength: 30 }),
    anyJump,
    fc.array(fc.nat(2 * DAY), { maxLength: 5 }),
    fc.constantFrom('witness' as const, 'confirm' as const),
    walk,
  );
  await fc.assert(property, { seed: Number(SEED), numRuns: Number(RUNS), endOnFailure: true });
});
