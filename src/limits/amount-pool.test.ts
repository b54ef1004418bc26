import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AmountPool } from './amount-pool.ts';
import { none } from './room.ts';

it('keeps every entry apart while it grows, and gives out again what was taken back', () => {
  const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant('claim') }, { weight: 1, arbitrary: fc.nat() }), {
    minLength: 200,
    maxLength: 600,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const pool = new AmountPool();
      const held = new Map<number, number>();
      const freed: number[] = [];
      let made = 0;
      for (const [at, step] of all.entries()) {
        if (typeof step === 'string') {
          const entry = pool.claim(at, 2 * at + 1);
          // The last that was taken back, and a new one only where none is left.
          expect(entry).toBe(freed.pop() ?? made++);
          expect(pool.next(entry)).toBe(none);
          held.set(entry, at);
        } else {
          const [entry] = [...held.keys()].slice(step % Math.max(1, held.size));
          if (entry === undefined) continue;
          pool.free(entry);
          freed.push(entry);
          held.delete(entry);
        }
      }
      for (const [entry, at] of held) expect([pool.at(entry), pool.amount(entry)]).toEqual([at, 2 * at + 1]);
    }),
    { numRuns: 50 },
  );
});
