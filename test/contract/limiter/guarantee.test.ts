import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seeded } from '../../support/seeded.ts';
import { Life, type Seen } from './life.ts';
import { steps } from './schedule.ts';

function shuffler(random: () => number): <T>(items: readonly T[]) => readonly T[] {
  return (items) =>
    items
      .map((item) => ({ item, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ item }) => item);
}

it('keeps its promises over random lives: arrivals, settling, restarts, clock steps', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 100, size: 'max' }), fc.integer(), (life, seed) => {
      const alive = new Life(shuffler(seeded(seed)));
      for (const step of life) alive.step(step);
    }),
    { numRuns: 500 },
  );
});

it('keeps its promises in 2,000 seeded lives, most of which see a full budget and a restart', () => {
  const total: Seen = { admitted: 0, refused: 0, waited: 0, restarts: 0 };
  for (let seed = 1; seed <= 2_000; seed++) {
    const alive = new Life(shuffler(seeded(seed)));
    for (const step of fc.sample(fc.array(steps, { minLength: 30, maxLength: 50, size: 'max' }), {
      seed,
      numRuns: 1,
    })[0] ?? []) {
      try {
        alive.step(step);
      } catch (cause) {
        throw new Error(`seed ${seed}`, { cause });
      }
    }
    for (const what of ['admitted', 'refused', 'waited', 'restarts'] as const) total[what] += alive.seen[what];
  }
  expect(total.admitted).toBeGreaterThan(10_000);
  expect(total.refused).toBeGreaterThan(10_000);
  expect(total.waited).toBeGreaterThan(2_000);
  expect(total.restarts).toBeGreaterThan(2_000);
}, 120_000);
