import { defineConfig } from 'vitest/config';

/** Where .ci/run wants the results as JSON besides the usual report. */
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/offline.ts'],
    globalSetup: ['test/support/chromium.ts'],
    pool: 'threads',
    // A busy machine must not decide a test: only one that hangs is stopped.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
