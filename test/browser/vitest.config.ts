import { defineConfig } from 'vitest/config';

/** The dashboard and the public pages in a real browser: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    pool: 'forks',
    // Each file has a browser and a gateway of its own; two cores hold no more than one of each.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
