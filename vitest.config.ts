import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    // Ports, processes and files are taken per test, so files may run side by side.
    pool: 'forks',
    // Most wait for processes of their own: one worker would leave a core idle, three would be in each other's way.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
