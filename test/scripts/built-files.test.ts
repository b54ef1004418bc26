import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const files = globSync(['**/*.js', '**/*.cjs'], { cwd: dist, exclude: (name) => name === 'web' });

it('V8 keeps what it loads of ours with one byte for each character (ADR 0004)', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /[^\0-\x7f]/.test(readFileSync(`${dist}/${file}`, 'utf8')))).toEqual([]);
});
