import { defineConfig } from 'vitest/config';

/**
 * The rooms that decide, and the one that reads what they judge, by the tests that belong to them: every branch of theirs
 * is taken (`npm run coverage`). What no call can reach is left out in the source, by a comment that says why.
 */
export default defineConfig({
  test: {
    include: [
      'src/{policy,limits,protocol,approvals}/**/*.test.ts',
      'test/reference/{sentences,tables,arguments,four-ways}.test.ts',
      'test/contract/limiter/{memory,guarantee}.test.ts',
      'test/contract/approvals/{memory,memory-queue}.test.ts',
    ],
    pool: 'forks',
    isolate: false,
    testTimeout: 60_000,
    coverage: {
      provider: 'istanbul',
      include: ['src/{policy,limits,protocol,approvals}/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reportOnFailure: true,
      reporter: [['text', { skipFull: true }], 'json'],
      reportsDirectory: 'reports/coverage',
      thresholds: { branches: 100 },
    },
  },
});
