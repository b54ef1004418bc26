import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** V8 says nothing of a flag that it does not know, and is then as it would be without. */
it.each(['learn-once.ts', 'stay-warm.ts', 'young-generation.ts'])('%s sets flags that this V8 has', (file) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const set = [...text.matchAll(/setFlagsFromString\([`']--(?:no-)?([a-z-]+)/g)].map(([, flag]) => flag ?? '');
  expect(set.length).toBeGreaterThan(0);
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(set.filter((flag) => !new RegExp(`^ +--${flag} `, 'm').test(known))).toEqual([]);
});
