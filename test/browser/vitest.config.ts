import { defineConfig } from 'vitest/config';
import { SlowestFirst } from '../support/slowest-first.ts';

/** The dashboard and the public pages in a real browser: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
