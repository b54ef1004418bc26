import fc from 'fast-check';
import { expect, it } from 'vitest';
import { part } from './budget-plan.ts';

const parts = fc.array(fc.string({ unit: fc.constantFrom('a', ':', '0', '1', '|'), maxLength: 4 }), { maxLength: 4 });
const joined = (texts: readonly string[]): string => texts.map(part).join('');

it('B45: no two lists of parts make one key, whatever stands in them', () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(joined(one) === joined(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 2_000 },
  );
  // What a separator alone would not tell apart.
  expect(joined(['a:', 'b'])).not.toBe(joined(['a', ':b']));
  expect(joined(['a:a'])).not.toBe(joined(['a', 'a']));
});
