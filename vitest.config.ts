import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/skip-reporter.ts'],
    // Ports, processes and files are taken per test, so files may run side by side.
    pool: 'forks',
    // Most wait for processes of their own: with two workers a third of two cores had nothing to do.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      // Beside the code: no state outlives a test, so files share a process and what it has loaded.
      { extends: true, test: { name: 'rooms', include: ['src/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'] } },
    ],
  },
});
