import { expect, it } from 'vitest';
import { Freshness } from './freshness.ts';

it('lasts five seconds from what was last confirmed, whatever is confirmed late', () => {
  let now = 1_000;
  const freshness = new Freshness({ monotonic: () => now });
  const staleAt = (at: number): boolean => {
    now = at;
    return freshness.stale();
  };
  expect([staleAt(1_000), staleAt(6_000), staleAt(6_001)]).toEqual([false, false, true]);
  freshness.confirm(4_000);
  expect([staleAt(9_000), staleAt(9_001)]).toEqual([false, true]);
  // An answer that was long on its way says nothing newer than what is known.
  freshness.confirm(2_000);
  expect([staleAt(9_000), staleAt(9_001)]).toEqual([false, true]);
});
