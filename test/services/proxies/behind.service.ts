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

test('where one of them does not start, those that did are ended', async () => {
  const [ended, urls]: [string[], string[]] = [[], []];
  const starts = (name: string) => ({
    name,
    missing: () => undefined,
    start: (_port: number, to: number) => {
      urls.push(`http://127.0.0.1:${to}`);
      return Promise.resolve({ close: () => Promise.resolve(void ended.push(name)) });
    },
  });
  const fails = { ...starts('c'), start: () => Promise.reject(new Error('c does not start')) };
  await expect(openBehind([starts('a'), fails, starts('b')])).rejects.toThrow('c does not start');
  expect(ended).toEqual(['a', 'b']);
  // The server behind them all listens no more.
  await expect(fetch(urls[0] ?? '')).rejects.toThrow('fetch failed');
});
