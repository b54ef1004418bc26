import { defineConfig } from 'vitest/config';
import { SlowestFirst } from '../support/slowest-first.ts';

/** What needs PostgreSQL or Valkey: `npm run test:services`. Both are started here, from what the machine has installed. */
export default defineConfig({
  test: {
    include: ['test/services/**/*.service.ts'],
    globalSetup: ['test/services/support/global-setup.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
