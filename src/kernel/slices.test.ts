import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { manualClock } from './clock.ts';
import { Slices } from './slices.ts';

it('a slice lasts for five milliseconds and the piece of work that ends it, whatever the pieces are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 }), async (pieces) => {
      const clock = manualClock();
      let slice = 0;
      const turn = vi.fn(async () => {
        clock.advance(100);
        slice = 0;
      });
      const slices = new Slices(clock, turn);
      for (const ms of pieces) {
        expect(slices.over).toBe(slice >= 5);
        if (slices.over) await slices.rest();
        expect(slice).toBeLessThan(5);
        clock.advance(ms);
        slice += ms;
      }
    }),
  );
});

it('gives what waits in the event loop its turn', async () => {
  let had = false;
  setImmediate(() => {
    had = true;
  });
  await new Slices().rest();
  expect(had).toBe(true);
});
