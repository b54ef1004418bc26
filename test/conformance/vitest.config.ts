import { defineConfig } from 'vitest/config';
import { SlowestFirst } from '../support/slowest-first.ts';

/** The official conformance suite (`npm run conformance`): apart from the tests, since it takes its time. */
export default defineConfig({
  test: {
    include: ['test/conformance/*.conformance.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    pool: 'forks',
    // Each file runs a gateway, a server and the suite, which does one thing after the other: two keep both cores at work.
    maxWorkers: 2,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
