import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { ADMINS, BEGINNINGS, NOW, step } from '../support/steps.js';
import { Walk } from '../support/walk.js';
import { wholeBot } from '../support/whole-bot.js';

/**
 * The same ways each time, so that a change that breaks a rule is told from luck. To hunt on others, or to walk a reported
 * way again: SEED=1 RUNS=2000 npx vitest run test/commands/any-order.test.ts
 */
const SEED = Number(process.env.SEED ?? 20_270_131);
const RUNS = Number(process.env.RUNS ?? 60);
const STEPS = 60;
/** A slow machine does what it can in this time; so does the search for the shortest walk that fails. */
const TIME_LIMIT_MS = RUNS * 1000;

/** In memory where there is such a folder: thousands of commits would wait for the disk one by one. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const happened = new Map<string, number>();

afterAll(() => {
  process.stdout.write(`any-order: seed ${SEED}, ${JSON.stringify(Object.fromEntries([...happened].sort()))}\n`);
});

it(
  'keeps its rules, whatever is said by whomever in whatever order',
  async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: STEPS, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...BEGINNINGS), steps, async (beginning, steps) => {
        const folder = mkdtempSync(join(MEMORY, 'ferry-any-order-'));
        const faults: string[] = [];
        const log = pino({ level: 'error' }, { write: (line: string) => faults.push(line) });
        const bot = await wholeBot({ folder, now: NOW, environment: { ADMINS }, log });
        try {
          const walk = new Walk(bot, faults, happened);
          await walk.begin(beginning);
          for (const step of steps) await walk.take(step);
        } finally {
          await bot.stop();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: TIME_LIMIT_MS },
    );
    for (const what of [
      'cancelled',
      'cancelled by two people',
      'expired',
      'undo changed something',
      'refused for seats',
    ]) {
      expect(happened.get(what) ?? 0, what).toBeGreaterThan(0);
    }
  },
  TIME_LIMIT_MS + 20_000,
);
