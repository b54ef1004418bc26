import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { attacksDoc } from '../../scripts/write-attacks-doc.ts';

it('docs/attacks.md is what `node scripts/write-attacks-doc.ts` writes', () => {
  expect(readFileSync(new URL('../../docs/attacks.md', import.meta.url), 'utf8')).toBe(attacksDoc());
});
