import { describe, expect, it } from 'vitest';
import { check } from './checker.js';
import { evidence } from './evidence.js';
import { World } from './world.js';

/**
 * One seed is one run of one to two months. More ways: npm run simulate. One again, and what it did with one subscription:
 * SEED=… RUNS=1 ABOUT=M1.2. Without a kind of trouble: WITHOUT=crashes,closed.
 */
const SEED = Number(process.env.SEED ?? 20_261_120);
const RUNS = Number(process.env.RUNS ?? 24);
const TIME_LIMIT_MS = 6 * 60 * 60_000;

/** What happens at least so often in so many runs: a simulation that meets no trouble proves nothing. */
const EXPECTED: Readonly<Record<string, number>> = {
  taken: 30,
  command: 15,
  crashed: 2,
  refused: 1,
  limited: 1,
  lost: 0.5,
  vanished: 0.5,
  'timed out': 0.1,
  late: 0.1,
  down: 0.3,
  closed: 0.3,
  found: 0.3,
  absent: 0.3,
  'clock stepped': 0.1,
};

function again(seed: number): string {
  return `SEED=${seed} RUNS=1 npx vitest run test/simulation/delivery.test.ts`;
}

describe('whatever happens to the process, the platforms and the clock', () => {
  it(
    `each reminder is told once, on its day, and none is missed: in ${RUNS} runs (seed ${SEED})`,
    async () => {
      const happened = new Map<string, number>();
      const wrong: string[] = [];
      for (let run = 0; run < RUNS && wrong.length < 20; run += 1) {
        const record = await new World(SEED + run).run();
        for (const [what, count] of record.happened) happened.set(what, (happened.get(what) ?? 0) + count);
        const found = check(record);
        if (found.length > 0) wrong.push(again(SEED + run), ...found.slice(0, 5));
        if (process.env.ABOUT) {
          process.stdout.write(`${evidence(record, process.env.ABOUT, process.env.WHEN).join('\n')}\n`);
        }
        if (process.env.LOUD && found.length > 0) process.stdout.write(`${wrong.slice(-6).join('\n  ')}\n`);
      }
      process.stdout.write(`simulation: ${JSON.stringify(Object.fromEntries([...happened].sort()))}\n`);
      expect(wrong).toEqual([]);
      if (RUNS < 20 || process.env.WITHOUT) return;
      for (const [what, least] of Object.entries(EXPECTED)) {
        expect(happened.get(what) ?? 0, `${what}, in ${RUNS} runs`).toBeGreaterThanOrEqual(Math.floor(least * RUNS));
      }
    },
    TIME_LIMIT_MS,
  );

  it('is the same each time that the seed is the same', async () => {
    const once = async () => {
      const record = await new World(SEED).run();
      return JSON.stringify([record.taken, record.looks, record.troubles]);
    };
    expect(await once()).toBe(await once());
  });
});
