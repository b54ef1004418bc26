import { defineConfig } from 'vitest/config';

/** The official conformance suite (`npm run conformance`): apart from the tests, since it takes its time. */
export default defineConfig({
  test: {
    include: ['test/conformance/*.conformance.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    pool: 'forks',
    // Each file runs a gateway, a server and the suite.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
