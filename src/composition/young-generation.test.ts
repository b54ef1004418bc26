import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const load = `
import { mock } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import { youngGeneration } from ${JSON.stringify(new URL('young-generation.ts', import.meta.url))};

mock.timers.enable({ apis: ['setInterval'] });
youngGeneration.ofMain();
let live = [];
/** Each turn makes some 200 KB, and keeps that of so many turns. @returns the sizes that the space had, in MB */
const run = async (turns, kept) => {
  const sizes = new Set();
  for (let turn = 0; turn < turns; turn += 1) {
    live.push(Array.from({ length: 2000 }, (_, n) => ({ n, list: [n, n, n, n] })));
    if (live.length > kept) live.shift();
    // The second is for what looks after a collection.
    for (const _ of [1, 2]) await new Promise((resolve) => setImmediate(resolve));
    sizes.add(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20);
  }
  return [...sizes];
};
const burst = await run(1000, 700);
live = [];
// As V8 does it by itself where nothing happens.
await gc({ type: 'major', flavor: 'last-resort', execution: 'async' });
mock.timers.tick(1000);
const again = await run(100, 3);
console.log(JSON.stringify({ burst, again }));
`;

it('the space for new objects grows in one step to 16 MB, and hardly further however much stays', async () => {
  const args = ['--expose-gc', '--no-warnings', '--input-type=module', '--eval', load];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { burst, again } = JSON.parse(stdout) as Record<'burst' | 'again', number[]>;
  expect(Math.max(...burst)).toBeGreaterThanOrEqual(16);
  expect(Math.max(...burst)).toBeLessThan(48);
  expect(Math.min(...again)).toBeLessThanOrEqual(2);
  expect(Math.max(...again)).toBeGreaterThanOrEqual(16);
  expect(again.filter((mb) => mb > 2 && mb < 16)).toEqual([]);
});
