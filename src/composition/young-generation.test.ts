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

it('the space for new objects grows in one step to 16 MB, and not twice as far however much stays', async () => {
  const args = ['--expose-gc', '--no-warnings', '--input-type=module', '--eval', load];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { burst, again } = JSON.parse(stdout) as Record<'burst' | 'again', number[]>;
  expect(Math.max(...burst)).toBeGreaterThanOrEqual(16);
  expect(Math.max(...burst)).toBeLessThan(32);
  expect(Math.min(...again)).toBeLessThanOrEqual(2);
  expect(Math.max(...again)).toBeGreaterThanOrEqual(16);
  expect(again.filter((mb) => mb > 2 && mb < 16)).toEqual([]);
});

const outlived = `
import { getHeapSpaceStatistics } from 'node:v8';
import { youngGeneration } from ${JSON.stringify(new URL('young-generation.ts', import.meta.url))};

youngGeneration.ofThreads();
const old = () => getHeapSpaceStatistics().find((space) => space.space_name === 'old_space').space_used_size / 2 ** 20;
const make = (n) => ({ n, list: [n, n + 1, n + 2, n + 3, n + 4, n + 5], more: { n } });
const round = (kept) => {
  const live = [];
  for (let n = 0; n < 20_000; n += 1) {
    live.push(make(n));
    if (live.length > kept) live.shift();
  }
  return live;
};
let all = [];
for (let turn = 0; turn < 60; turn += 1) {
  all.push(round(Infinity));
  if (all.length > 25) all = [];
}
all = [];
const grown = [];
for (let turn = 0; turn < 30; turn += 1) {
  const before = old();
  round(50);
  grown.push(old() - before);
}
console.log(JSON.stringify(grown));
`;

it('what is made where much has outlived collections is not old from the start', async () => {
  const args = ['--no-warnings', '--input-type=module', '--eval', outlived];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const grown = JSON.parse(stdout) as number[];
  // Left alone, V8 has 3 MB more in nearly every turn.
  expect(grown.filter((mb) => mb > 1).length).toBeLessThan(10);
});
