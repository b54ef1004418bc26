import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const work = (before: string): string => `
${before}
function timesTwo(n) { return n * 2; }
let sum = 0;
for (let turn = 0; turn < 200; turn += 1) {
  for (let n = 0; n < 100; n += 1) sum += timesTwo(n);
  await null;
}
console.log(sum);
`;

/** @returns what the function was translated by */
async function translations(before: string): Promise<string[]> {
  // Told of, and waited for: in another thread it would come whenever it comes.
  const flags = ['--trace-opt', '--no-concurrent-recompilation', '--no-use-osr', '--single-threaded'];
  const args = [...flags, '--no-warnings', '--input-type=module', '--eval', work(before)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 << 20 });
  const lines = stdout
    .split('\n')
    .filter((line) => /completed (?:compiling|optimizing)/.test(line) && /\btimesTwo\b/.test(line));
  return lines.map((line) => /target (\w+)/.exec(line)?.[1] ?? line);
}

it('what is called often is translated once, as well as V8 can', async () => {
  const file = JSON.stringify(new URL('learn-once.ts', import.meta.url));
  const [alone, once] = await Promise.all([
    translations(''),
    translations(`import { learnOnce } from ${file}; learnOnce();`),
  ]);
  expect(alone).toContain('MAGLEV');
  expect(once).toEqual(['TURBOFAN_JS']);
});
