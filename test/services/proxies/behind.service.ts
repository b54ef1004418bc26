import { expect, test } from 'vitest';
import { smuggling } from '../../fuzz/http/smuggling.ts';
import { behind, openBehind } from './servers-behind.ts';

/** The campaign of `npm run fuzz -- --what http`, with parsers behind that neither Node nor we have written. */
test.for([...behind])('what $name reads is what was judged', { timeout: 120_000 }, async (server, { skip }) => {
  const missing = server.missing();
  if (missing !== undefined) return skip(missing);
  const { failures, outcomes, inputs } = await smuggling(1, 200, { open: () => openBehind([server]) });
  expect(failures).toEqual([]);
  expect(outcomes.sound).toBeGreaterThan(inputs * 0.4);
  expect(outcomes['odd, some forwarded']).toBeGreaterThan(inputs * 0.08);
});
