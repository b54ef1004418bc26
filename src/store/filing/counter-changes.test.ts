import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TakenAmount } from '../../audit/index.ts';
import { CounterChanges } from './counter-changes.ts';

/** Two of them say the same: what calls share may be read more than once. */
const amounts: readonly TakenAmount[] = [
  { key: 'a', windowMs: 600, align: 'sliding', cost: 3 },
  { key: 'a', windowMs: 600, align: 'sliding', cost: 3 },
  { key: 'a', windowMs: 1_200, align: 'sliding', cost: 5 },
  { key: 'b', family: 'f', windowMs: 600, align: 'calendar', cost: 7 },
];

test('changes are the sums of what was taken and given back, granule by granule', () => {
  const step = fc.record({
    back: fc.boolean(),
    at: fc.integer({ min: 0, max: 60 }),
    taken: fc.subarray([...amounts]),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const changes = new CounterChanges();
      const sums = new Map<string, { by: number; at: number }>();
      for (const { back, at, taken } of steps) {
        if (back) changes.giveBack(at, taken);
        else changes.take(at, taken);
        for (const { key, windowMs, cost } of taken) {
          const name = `${key} ${windowMs} ${Math.floor(at / (windowMs / 60))}`;
          const sum = sums.get(name) ?? { by: 0, at };
          sums.set(name, { by: sum.by + (back ? -cost : cost), at: Math.max(sum.at, at) });
        }
      }
      const found = changes
        .inOrder()
        .map(({ key, windowMs, granule, by, at }) => [`${key} ${windowMs} ${granule}`, { by, at }]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(sums));
    }),
    { numRuns: 1_000 },
  );
});
