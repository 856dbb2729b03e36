// A longer run of the simulation than `npm test` has: `npm run simulate`, or `SEED=5000 RUNS=200 npm run simulate`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const env = { RUNS: '2000', SEED: String(Date.now() % 1_000_000), LOUD: 'yes', ...process.env };
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/simulation/delivery.test.ts'], {
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
