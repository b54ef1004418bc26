import { expect, it } from 'vitest';
import { smuggling } from './smuggling.ts';

/** A slice of `npm run fuzz -- --what http`. */
it('what is forwarded is what was judged, on the record and in the bytes, to every HTTP parser', async () => {
  const { failures, outcomes, inputs } = await smuggling(1, 500);
  expect(failures).toEqual([]);
  expect(outcomes.sound).toBeGreaterThan(inputs * 0.4);
  expect(outcomes['odd, some forwarded']).toBeGreaterThan(inputs * 0.08);
  expect(outcomes['odd, nothing forwarded']).toBeGreaterThan(inputs * 0.2);
}, 300_000);
