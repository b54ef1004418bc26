import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile, startedModule } from './package-files.ts';

describe('packageFile', () => {
  it('finds what lies in the package', () => {
    expect(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).name).toBe('toolgate');
    expect(existsSync(packageFile('migrations/sqlite/'))).toBe(true);
  });

  it.each(['store/sqlite/worker', 'store/sqlite/limiter/worker'])('finds the thread %s', (path) => {
    expect(existsSync(startedModule(path))).toBe(true);
  });
});
